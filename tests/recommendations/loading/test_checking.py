"""Checks across files and database: each fault has its file and line, and nothing is written."""

import datetime

import pytest
import time_machine

from forces.bodies.models import Body
from recommendations.imports.fixtures.report import Report
from recommendations.imports.fixtures.services import load_texts
from recommendations.register.models import Inspection, Recommendation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "message"),
    [
        (
            "bodies.yaml",
            "{force: cleveland, from",
            "{force: clevelnd, from",
            "{force: clevelnd, from",
            "no force “clevelnd”. Did you mean “cleveland”?",
        ),
        (
            "bodies.yaml",
            "force: cleveland\nnat",
            "force: nowhere\nnat",
            "force: nowhere",
            "There is no force “nowhere”",
        ),
        (
            "bodies.yaml",
            "body: pcc-cumbria, on",
            "body: pcc-nowhere, on",
            "body: pcc-nowhere, on",
            "no local policing body “pcc-nowhere”",
        ),
        (
            "bodies.yaml",
            "body: pcc-cumbria, on",
            "body: pfcc-cumbria, on",
            "body: pfcc-cumbria, on",
            "cannot succeed itself",
        ),
        (
            "bodies.yaml",
            "slug: home-office",
            "slug: cleveland",
            "slug: cleveland",
            "The slug “cleveland” is already used",
        ),
        (
            "bodies.yaml",
            "name: Home Office",
            "name: Cleveland Police",
            "name: Cleveland Police",
            "The name “Cleveland Police” is already",
        ),
        (
            "bodies.yaml",
            "closed_on: 2023-04-01",
            "closed_on: 2012-11-22",
            "closed_on: 2012-11-22",
            "must be after “opened_on”",
        ),
        ("bodies.yaml", "from: 2023-04-01", "from: 2012-11-22", "from: 2012-11-22", "already begins on that day"),
        ("bodies.yaml", "from: 2023-04-01", "from: 2023-03-31", "from: 2023-03-31", "“pfcc-cumbria” does not exist"),
        (
            "forces.yaml",
            "abbreviation: CMA",
            "abbreviation: CLP",
            "abbreviation: CLP",
            "The abbreviation “CLP” is already",
        ),
        (
            "forces.yaml",
            "abbreviation: CMA",
            "abbreviation: CMA\n    ons_code: E23000013",
            "ons_code: E23000013",
            "The ONS code",
        ),
        ("example.yaml", "slug: example-2025", "slug: responses", "slug: responses", "has a meaning in addresses"),
        (
            "example.yaml",
            "state: published\n  published_on: 2025-01-24",
            "state: published",
            "state: published",
            "Add “published_on”",
        ),
        ("example.yaml", "state: published", "state: embargoed", "state: embargoed", "Add “embargoed_until”"),
        (
            "example.yaml",
            "state: published",
            "response_rule: own date\n  state: published",
            "response_rule: own date",
            "Add “response_due_on”",
        ),
        (
            "example.yaml",
            "state: published",
            "subjects: named forces\n  state: published",
            "subjects: named forces",
            "under “subject_forces”",
        ),
        (
            "example.yaml",
            "state: published",
            "subject_forces: [cumbria]\n  state: published",
            "subject_forces: [cumbria]",
            "only where “subjects”",
        ),
        (
            "example.yaml",
            "state: published",
            "follow_up_of: older\n  state: published",
            "follow_up_of: older",
            "no inspection “older”",
        ),
        (
            "example.yaml",
            "state: published",
            "follow_up_of: example-2025\n  state: published",
            "follow_up_of: example-2025",
            "cannot follow up itself",
        ),
        ("example.yaml", 'reference: "2"', 'reference: "1"', 'reference: "1"', "The reference “1” is already used"),
        (
            "example.yaml",
            "body: home-office}\nlinks",
            "body: home-ofice}\nlinks",
            "body: home-ofice}",
            "Did you mean “home-office”?",
        ),
        (
            "example.yaml",
            "body: home-office}\nlinks",
            "body: panel-cleveland}\nlinks",
            "body: panel-cleveland}",
            "There is no force, national body",
        ),
        ("example.yaml", "to: all forces}", "}", "{role: lead, }", "Nobody is addressed"),
        (
            "example.yaml",
            "to: all forces}",
            "to: all forces, body: cleveland}",
            "to: all forces, body: cleveland}",
            "not several",
        ),
        (
            "example.yaml",
            "{role: with, body: home-office}",
            "{role: with, to: all forces}",
            "{role: with, to: all forces}",
            "already named here",
        ),
        ("example.yaml", "to: all forces}", "to: all forces, part: c}", "to: all forces, part: c}", "has no part “c”"),
        (
            "example.yaml",
            "text: use them",
            "text: use  those",
            "text: use  those",
            "do not stand in the text of recommendation “1”",
        ),
        ("example.yaml", "label: b", "label: a", "label: a", "already another part’s"),
        ("example.yaml", "kind: date, date: 2025-07-31", "kind: date", "kind: date", "Add “date”"),
        (
            "example.yaml",
            "kind: none",
            "kind: immediately, date: 2025-07-31",
            "kind: immediately, date: 2025-07-31",
            "has no day",
        ),
        (
            "example.yaml",
            "    number: 2",
            "    parent: coc-1",
            "parent: coc-1",
            "has no recommendation “coc-1”. It has: 1, 2.",
        ),
        ("example.yaml", "    number: 2", '    parent: "2"', 'parent: "2"', "cannot belong to itself"),
        ("example.yaml", "to: example-2025/2", "to: example-2025/9", "to: example-2025/9", "has no recommendation “9”"),
        ("example.yaml", "to: example-2025/2", "to: other-2025/2", "to: other-2025/2", "no inspection “other-2025”"),
        (
            "example.yaml",
            "to: example-2025/2",
            "to: recommendation 2",
            "to: recommendation 2",
            "such as soteria-2024/4",
        ),
        ("example.yaml", "to: example-2025/2", "to: example-2025/1", 'from: "1"', "leads round in a circle"),
        (
            "form.yaml",
            "inspection: example-2025",
            "inspection: example-2024",
            "inspection: example-2024",
            "Did you mean “example-2025”?",
        ),
        ("form.yaml", 'recommendation: "1"', 'recommendation: "3"', 'recommendation: "3"', "has no recommendation “3”"),
        (
            "form.yaml",
            "force: cleveland",
            "force: home-office",
            "force: home-office",
            "There is no force “home-office”",
        ),
        (
            "form.yaml",
            "published_by: pcc-cleveland",
            "published_by: cleveland",
            "published_by: cleveland",
            "no local policing body",
        ),
    ],
)
def test_it_refuses_what_does_not_fit(
    texts: dict[str, str], file: str, old: str, new: str, where: str, message: str
) -> None:
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new, 1)
    report = load_texts(texts)
    found = [fault for fault in report.faults if message in fault.message]
    assert found, [str(fault) for fault in report.faults]
    place = found[0].place
    assert where in texts[place.file].splitlines()[place.line - 1]
    assert not report.outcomes
    assert not Body.objects.exists()


def test_a_fault_stands_on_its_line(texts: dict[str, str]) -> None:
    texts["example.yaml"] = texts["example.yaml"].replace('reference: "2"', 'reference: "1"')
    [fault] = [fault for fault in load_texts(texts).faults if "already used" in fault.message]
    assert fault.place.line == 24
    assert str(fault).startswith("example.yaml, line 24: ")
    assert "(example.yaml, line 8)" in fault.message


def test_faults_of_all_files_are_told_at_once(texts: dict[str, str]) -> None:
    texts["forces.yaml"] = texts["forces.yaml"].replace("territorial: no", "territorial: perhaps")
    texts["example.yaml"] = texts["example.yaml"].replace("body: home-office", "body: treasury")
    texts["form.yaml"] = texts["form.yaml"].replace("kind: form", "kind: poem")
    report = load_texts(texts)
    assert [fault.place.file for fault in report.faults] == ["example.yaml", "example.yaml", "forces.yaml", "form.yaml"]
    assert report.summary == "4 faults. Nothing was written."


def test_what_stands_in_an_unreadable_file_is_not_called_missing(texts: dict[str, str]) -> None:
    texts["forces.yaml"] = "forces: ["
    assert [fault.place.file for fault in load_texts(texts).faults] == ["forces.yaml"]


def test_the_order_of_the_files_does_not_matter(texts: dict[str, str]) -> None:
    later = (
        texts["example.yaml"]
        .replace("example-2025", "another-2025")
        .replace("to: another-2025/2", "to: example-2025/2")
    )
    files = {"another.yaml": later, **dict(reversed(texts.items()))}
    report = load_texts(files)
    assert not report.faults
    assert Recommendation.objects.count() == 4


def test_it_checks_against_the_database_too(loaded: Report, texts: dict[str, str]) -> None:
    later = texts["example.yaml"].replace("example-2025", "later-2025", 1).replace("waits for", "repeats")
    assert not load_texts({"later.yaml": later}).faults
    back = texts["example.yaml"].replace("to: example-2025/2", "to: later-2025/1").replace("waits for", "repeats")
    closing = back.replace('from: "1"', 'from: "2"')
    assert "leads round in a circle" in load_texts({"example.yaml": closing}).faults[0].message
    taken = "national_bodies:\n  - {slug: other, name: Cleveland Police}\n  - {slug: cumbria, name: Another}\n"
    messages = [fault.message for fault in load_texts({"bodies.yaml": taken}).faults]
    assert any("belongs to “cleveland” in the register" in message for message in messages)
    assert any("in the register as another kind: force" in message for message in messages)


def test_a_deadline_before_publication_is_a_question_and_stops_nothing(texts: dict[str, str]) -> None:
    texts["example.yaml"] = texts["example.yaml"].replace("date: 2025-07-31", "date: 2024-07-31")
    report = load_texts(texts)
    assert not report.faults
    [question] = report.questions
    assert str(question) == (
        "example.yaml, line 17: This deadline is before the publication of the inspection. Is that right? It happens."
    )
    assert Inspection.objects.count() == 1


def test_an_inspection_is_not_published_before_its_day(texts: dict[str, str]) -> None:
    with time_machine.travel(datetime.datetime(2025, 1, 23, 12, tzinfo=datetime.UTC), tick=False):
        [fault] = load_texts(texts).faults
    assert str(fault).startswith("example.yaml, line 6: This day is still to come.")
    with time_machine.travel(datetime.datetime(2025, 1, 24, 12, tzinfo=datetime.UTC), tick=False):
        assert not load_texts(texts).faults


def test_html_in_a_text_is_kept_as_text(texts: dict[str, str]) -> None:
    texts["example.yaml"] = texts["example.yaml"].replace("review the codes.", "review <b>the codes</b>.")
    load_texts(texts)
    assert Recommendation.objects.get(reference="2").text == "The Home Office should review <b>the codes</b>."
