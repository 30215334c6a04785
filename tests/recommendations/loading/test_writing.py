"""Loading writes what is new, updates what only the file changed, and leaves alone what a person did."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError

from forces.bodies.models import Body, Force, LocalPolicingBody, NationalBody, Oversight, Panel, Succession
from forces.people.models import Person
from recommendations.imports.fixtures.kinds.documents import Documents
from recommendations.imports.fixtures.report import Report
from recommendations.imports.fixtures.services import load_texts
from recommendations.imports.models import LoadedRecord, LoadRun
from recommendations.positions.models import Position
from recommendations.register.models import (
    Action,
    Addressee,
    ClosingLevel,
    Document,
    Inspection,
    Link,
    Part,
    Recommendation,
    Statement,
)

pytestmark = pytest.mark.django_db

Texts = dict[str, str]


def keys(outcomes: list) -> list[str]:
    return [outcome.key for outcome in outcomes]


def history_rows() -> int:
    who = (Force, NationalBody, LocalPolicingBody, Panel, Oversight, Succession)
    what = (Inspection, Recommendation, Part, Addressee, Link, Document, Statement, ClosingLevel, Action)
    return sum(model.history.count() for model in (*who, *what))


def test_it_writes_what_the_files_say(loaded: Report) -> None:
    assert {count.kind: count.new for count in loaded.kinds} == {
        "Forces": 3,
        "Local policing bodies": 3,
        "Police and crime panels": 1,
        "National bodies": 1,
        "Oversight": 3,
        "Successions": 1,
        "Closing levels": 1,
        "Inspections": 1,
        "Recommendations": 2,
        "Links between recommendations": 1,
        "Documents": 1,
    }
    cleveland = Force.objects.get(slug="cleveland")
    assert (cleveland.kind, cleveland.map_column, cleveland.map_row, cleveland.kept_here) == ("force", 5, 2, False)
    assert [body.kind for body in Body.objects.order_by("slug")] == [
        "force",
        "force",
        "national",
        "panel",
        "local",
        "local",
        "local",
        "force",
    ]
    recommendation = Recommendation.objects.get(reference="1")
    assert recommendation.text == "By 31 July 2025, forces should:\n\n- write examples; and\n- use them."
    assert recommendation.deadline_on == datetime.date(2025, 7, 31)
    assert [part.label for part in recommendation.parts.all()] == ["a", "b"]
    assert [str(addressee) for addressee in recommendation.addressees.all()] == ["All forces", "Home Office"]
    document = Document.objects.get()
    assert document.claims == [{"what": "Date of publication", "words": "25 January 2025"}]
    assert [said.recommendation for said in document.statements.all()] == [recommendation, None]


def test_it_opens_the_actions_and_their_positions(loaded: Report) -> None:
    assert loaded.actions_opened == 3
    assert {str(action) for action in Action.objects.all()} == {
        "Cleveland Police: Recommendation 1: Write examples",
        "Cumbria Constabulary: Recommendation 1: Write examples",
        "Home Office: Recommendation 2: Review the codes",
    }
    assert set(Position.objects.values_list("status", flat=True)) == {"no-update"}
    assert Position.objects.count() == 9


def test_the_history_names_who_loaded_and_from_where(texts: Texts) -> None:
    person = Person.objects.create_user("admin@example.org")
    load_texts(texts, by=person)
    record = Recommendation.history.get(reference="1")
    assert record.history_user == person
    assert record.history_change_reason == "Loaded from example.yaml, line 8"
    assert Action.history.filter(history_user=person).count() == 3
    assert LoadRun.objects.get().by == person


def test_loading_twice_changes_nothing(loaded: Report, texts: Texts) -> None:
    before = history_rows(), list(LoadedRecord.objects.order_by("key").values())
    report = load_texts(texts)
    assert not report.changes_anything
    assert len(report.same) == len(loaded.new)
    assert (history_rows(), list(LoadedRecord.objects.order_by("key").values())) == before
    assert LoadRun.objects.count() == 1


def test_a_dry_run_tells_everything_and_writes_nothing(texts: Texts) -> None:
    report = load_texts(texts, dry_run=True)
    assert len(report.new) == 18
    assert report.actions_opened == 3
    assert report.summary.endswith("This was a dry run: nothing was written.")
    for model in (Body, Inspection, Action, Position, LoadedRecord, LoadRun):
        assert not model.objects.exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "fields"),
    [
        ("forces.yaml", "name: Cleveland Police", "name: Police of Cleveland", "force:cleveland", ("name",)),
        ("forces.yaml", "row: 2", "row: 3", "force:cleveland", ("map_row",)),
        ("bodies.yaml", "source: The report", "source: A letter", "national-body:home-office", ("source",)),
        ("bodies.yaml", "    force: cleveland", "    force: cumbria", "panel:panel-cleveland", ("force",)),
        ("bodies.yaml", "help: What is known", "help: More", "closing-level:Level not stated", ("help",)),
        ("example.yaml", "title: An example", "title: The example", "inspection:example-2025", ("title",)),
        ("example.yaml", "Write examples", "Writing", "recommendation:example-2025/1", ("short_title",)),
        ("example.yaml", "role: with", "role: lead", "recommendation:example-2025/1", ("addressees",)),
        (
            "example.yaml",
            "label: b, text: use them",
            "label: b, text: use",
            "recommendation:example-2025/1",
            ("parts",),
        ),
        ("example.yaml", "The report says so", "Page 3", "link:example-2025/1 waits-for example-2025/2", ("source",)),
        ("form.yaml", "I welcome the report.", "I accept it.", "document:cleveland-form", ("statements",)),
        ("form.yaml", "25 January 2025", "26 January 2025", "document:cleveland-form", ("claims",)),
    ],
)
def test_what_the_file_changed_is_updated_with_its_history(
    loaded: Report, texts: Texts, file: str, old: str, new: str, key: str, fields: tuple[str, ...]
) -> None:
    before = history_rows()
    texts[file] = texts[file].replace(old, new, 1)
    report = load_texts(texts)
    [changed] = report.changed
    assert (changed.key, changed.fields) == (key, fields)
    assert not report.conflicts
    assert history_rows() > before
    assert len(load_texts(texts).same) == len(loaded.new)


def test_only_the_rows_that_changed_have_a_new_history(loaded: Report, texts: Texts) -> None:
    texts["example.yaml"] = texts["example.yaml"].replace("label: b, text: use them", "label: b, text: use")
    load_texts(texts)
    assert Part.history.filter(label="b").count() == 2
    assert Part.history.filter(label="a").count() == 1
    assert Recommendation.history.filter(reference="1").count() == 1
    assert Addressee.history.count() == 3


def test_what_a_person_changed_is_left_alone_and_reported(loaded: Report, texts: Texts) -> None:
    home_office = NationalBody.objects.get()
    home_office.source = "A telephone call"
    home_office.save()
    texts["bodies.yaml"] = texts["bodies.yaml"].replace("source: The report", "source: A letter")
    report = load_texts(texts)
    [conflict] = report.conflicts
    assert (conflict.key, conflict.fields_in_words) == ("national-body:home-office", "source")
    assert "and the file has changed too" in conflict.reason
    assert not report.changes_anything
    home_office.refresh_from_db()
    assert home_office.source == "A telephone call"
    # reported until somebody decides, also when the file is as it was
    texts["bodies.yaml"] = texts["bodies.yaml"].replace("source: A letter", "source: The report")
    assert "The file is as it was" in load_texts(texts).conflicts[0].reason


def test_the_person_and_the_file_may_agree(loaded: Report, texts: Texts) -> None:
    home_office = NationalBody.objects.get()
    home_office.source = "A letter"
    home_office.save()
    texts["bodies.yaml"] = texts["bodies.yaml"].replace("source: The report", "source: A letter")
    assert not load_texts(texts).conflicts
    texts["bodies.yaml"] = texts["bodies.yaml"].replace("source: A letter", "source: Another letter")
    assert keys(load_texts(texts).changed) == ["national-body:home-office"]


def test_what_a_person_entered_first_is_left_alone_unless_it_is_the_same(texts: Texts) -> None:
    NationalBody.objects.create(kind="national", slug="home-office", name="Home Office", source="By hand")
    Force.objects.create(kind="force", slug="transport", name="Transport Police", abbreviation="BTP", territorial=False)
    report = load_texts(texts)
    assert keys(report.conflicts) == ["national-body:home-office"]
    assert "entered here by a person" in report.conflicts[0].reason
    assert keys(report.same) == ["force:transport"]
    assert LoadedRecord.objects.filter(key="force:transport").exists()
    assert NationalBody.objects.get().source == "By hand"


def test_what_a_person_removed_is_not_made_again(loaded: Report, texts: Texts) -> None:
    Link.objects.all().delete()
    Statement.objects.all().delete()
    Document.objects.all().delete()
    report = load_texts(texts)
    assert keys(report.conflicts) == ["link:example-2025/1 waits-for example-2025/2", "document:cleveland-form"]
    assert "has since been removed" in report.conflicts[0].reason
    assert not Document.objects.exists()


def test_what_refers_to_something_removed_is_left_alone(loaded: Report, texts: Texts) -> None:
    Body.objects.get(slug="transport").delete()
    texts["bodies.yaml"] += "  - name: Another level\n"
    texts["bodies.yaml"] = texts["bodies.yaml"].replace(
        "panels:\n", "panels:\n  - {slug: p, name: P, force: transport}\n"
    )
    report = load_texts(texts)
    assert keys(report.conflicts) == ["force:transport", "panel:p"]
    assert "It refers to “transport”" in report.conflicts[1].reason
    assert keys(report.new) == ["closing-level:Another level"]


def test_line_ends_of_a_browser_are_no_change(loaded: Report, texts: Texts) -> None:
    recommendation = Recommendation.objects.get(reference="1")
    recommendation.text = recommendation.text.replace("\n", "\r\n")
    recommendation.save()
    assert not load_texts(texts).conflicts


def test_it_never_deletes(loaded: Report, texts: Texts) -> None:
    counts = {model: model.objects.count() for model in (Body, Oversight, Inspection, Recommendation, Link, Document)}
    report = load_texts({"bodies.yaml": "national_bodies: []\nlocal_policing_bodies: []\n"})
    assert not report.outcomes
    short = texts["example.yaml"]
    start, end = short.index('  - reference: "2"'), short.index("links:")
    report = load_texts({"example.yaml": short[:start]})
    assert short[start:end]
    assert keys(report.same) == ["inspection:example-2025", "recommendation:example-2025/1"]
    assert {model: model.objects.count() for model in counts} == counts


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("example.yaml", "      - {label: b, text: use them}\n", "", "no longer has these parts: b"),
        ("example.yaml", "      - {role: with, body: home-office}\n", "", "“home-office” no longer leads"),
        ("example.yaml", "role: lead, to", "role: with, to", "“all-forces” no longer leads"),
        (
            "form.yaml",
            "    - speaker: local policing body\n      text: I welcome the report.\n",
            "",
            "fewer statements",
        ),
        ("example.yaml", "published_on: 2025-01-24", "published_on: 2025-01-25", "which first shows what moves"),
    ],
)
def test_what_would_take_something_away_is_left_to_a_person(
    loaded: Report, texts: Texts, file: str, old: str, new: str, reason: str
) -> None:
    before = history_rows()
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new)
    report = load_texts(texts)
    [conflict] = report.conflicts
    assert reason in conflict.reason
    assert history_rows() == before
    assert (Part.objects.count(), Addressee.objects.count(), Statement.objects.count()) == (2, 3, 2)


def test_forces_named_as_subjects_are_added_and_never_taken_away(loaded: Report, texts: Texts) -> None:
    named = "subjects: named forces\n  subject_forces: [{}]\n  state: published"
    plain = texts["example.yaml"]
    texts["example.yaml"] = plain.replace("state: published", named.format("cleveland, cumbria"))
    assert load_texts(texts).changed[0].fields == ("subjects", "subject_forces")
    assert Inspection.objects.get().subject_forces.count() == 2
    texts["example.yaml"] = plain.replace("state: published", named.format("cumbria"))
    assert "no longer names these forces: cleveland" in load_texts(texts).conflicts[0].reason
    assert Inspection.objects.get().subject_forces.count() == 2


def test_a_new_deadline_moves_the_positions_of_its_actions(loaded: Report, texts: Texts) -> None:
    texts["example.yaml"] = texts["example.yaml"].replace("date: 2025-07-31", "date: 2025-08-31")
    load_texts(texts)
    due = Position.objects.filter(action__recommendation__reference="1").values_list("due_on", flat=True)
    assert set(due) == {datetime.date(2025, 8, 31)}


def test_a_new_addressee_gets_its_action(loaded: Report, texts: Texts) -> None:
    texts["example.yaml"] = texts["example.yaml"].replace("role: with, body", "role: lead, body")
    assert load_texts(texts).actions_opened == 1
    assert Action.objects.filter(holder__slug="home-office").count() == 2


def test_a_parent_may_stand_after_its_children(texts: Texts) -> None:
    concern = (
        "  - reference: coc-1\n    kind: cause of concern\n    short_title: Concern\n    text: They do not.\n"
        "    addressees:\n      - {role: lead, to: all forces}\n"
    )
    text = texts["example.yaml"].replace("    number: 2\n", "    number: 2\n    parent: coc-1\n")
    texts["example.yaml"] = text.replace("links:\n", f"{concern}links:\n")
    report = load_texts(texts)
    assert report.actions_opened == 3
    assert str(Recommendation.objects.get(reference="2").parent) == "Cause of concern coc-1: Concern"
    assert not load_texts(texts).changes_anything


def test_what_the_database_refuses_is_a_fault_and_takes_everything_back(
    texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> None:
        raise IntegrityError("no such luck")

    monkeypatch.setattr(Documents, "create", refuse)
    report = load_texts(texts)
    assert str(report.faults[0]) == "form.yaml, line 2: The database refuses this record: no such luck"
    assert not report.outcomes
    assert not Body.objects.exists()


def test_the_queries_of_a_second_load_do_not_grow_with_the_files(
    loaded: Report, texts: Texts, django_assert_max_num_queries: Any
) -> None:
    more = "\n".join(f"  - {{slug: f-{n}, name: Force {n}, abbreviation: F{n}, territorial: no}}" for n in range(40))
    texts["forces.yaml"] += more + "\n"
    load_texts(texts)
    with django_assert_max_num_queries(45):
        assert len(load_texts(texts).same) == len(loaded.new) + 40


def test_a_run_that_changed_something_is_remembered_with_its_files(loaded: Report) -> None:
    run = LoadRun.objects.get()
    assert sorted(run.files) == ["bodies.yaml", "example.yaml", "forces.yaml", "form.yaml"]
    assert "force:cleveland" in run.result["new"]
    assert run.result["actions_opened"] == 3


def test_what_has_actions_does_not_become_a_cause_of_concern(loaded: Report, texts: Texts) -> None:
    was = 'reference: "1"\n    number: 1\n    kind: recommendation'
    assert was in texts["example.yaml"]
    changed = {"example.yaml": texts["example.yaml"].replace(was, was.replace("recommendation", "cause of concern"))}
    [conflict] = load_texts(changed).conflicts
    assert (conflict.key, conflict.fields) == ("recommendation:example-2025/1", ("kind",))
    assert "It has actions" in conflict.reason
    assert Recommendation.objects.get(reference="1").kind == "recommendation"
