"""Documents are read with what the register knows, in a child process; nothing is saved."""

import datetime
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from recommendations.imports.documents import services
from recommendations.imports.documents.known import known_register
from recommendations.imports.documents.yaml_draft import inspection_yaml
from recommendations.imports.fixtures.services import load_texts
from recommendations.reading.errors import UnreadableFile
from recommendations.reading.reports.reading import ReportReading
from recommendations.register.models import Inspection
from soteria_tracker.operations.child_process import Limits
from tests.factories import ForceFactory
from tests.recommendations.reading.conftest import DOCUMENTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("product_fixtures")]
DAY = datetime.date(2026, 12, 1)


def printed(*arguments: object) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("read_document", *map(str, arguments), stdout=out)
    except SystemExit as stopped:
        return out.getvalue(), int(stopped.code or 0)
    return out.getvalue(), 0


def test_a_letter_about_known_reports_is_printed_in_plain_words_with_what_to_decide() -> None:
    text, code = printed(DOCUMENTS / "L2-closing-table.docx")
    assert code == 4
    assert "soteria-2024, 7, 9: closed, level 2, from 6 October 2025" in text
    assert "To decide:\n- 6: The register has no state for “partly closed”." in text


def test_a_response_is_printed_as_json_with_the_report_that_it_is_about() -> None:
    text, code = printed(
        DOCUMENTS / "S6-lincolnshire-prose.txt", "--json", "--report", DOCUMENTS / "R03-peel-lincolnshire.docx"
    )
    assert code == 0
    read = json.loads(text)
    assert read["answers_for"] == {"body": "pcc-lincolnshire", "force": "lincolnshire"}
    assert {"afi-1", "afi-2", "afi-3"} < {answer["reference"] for answer in read["answers"]}
    assert read["missing_55_5B"] == ["coc-1-3"]


def test_a_date_that_the_register_knows_otherwise_is_a_wrong_claim(tmp_path: Path) -> None:
    response = tmp_path / "response.txt"
    response.write_text(
        "RESPONSE BY THE PCC TO HMICFRS INSPECTIONS OF CLEVELAND POLICE\n\n"
        "Title of Inspection - Progress to introduce a national operating model for rape and other "
        "serious sexual offences investigations\n\n"
        "Date Inspection Published - 23 August 2024\n\nPCC RESPONSE TO INSPECTION\n\n"
        "I welcome this, and I have said so.\n"
    )
    read = json.loads(printed(response, "--json")[0])
    assert read["report"]["slug"] == "soteria-2024"
    assert [(claim["iso"], claim["true"]) for claim in read["claims"] if claim["wrong"]] == [
        ("2024-08-23", "2024-08-22")
    ]


def test_a_tracker_is_told_by_its_contents(tmp_path: Path) -> None:
    page = tmp_path / "plan.html"
    page.write_text(
        "<h1>Operation Soteria</h1><table><tr><th>Ref</th><th>Recommendation</th><th>March 2026 update</th></tr>"
        "<tr><td>REC 03</td><td>All forces should train.</td><td>Complete.</td></tr></table>"
    )
    read = json.loads(printed(page, "--json")[0])
    [row] = read["rows"]
    assert (row["sheet"], row["inspection"], row["reference"], row["status"]) == (
        "table 1",
        "soteria-2024",
        "3",
        "complete",
    )
    text, code = printed(page)
    assert code == 4
    assert "REC 03 (table 1, row 2): complete (printed “Complete”)" in text
    assert "From which day" in text


def test_what_cannot_be_read_and_what_is_no_such_document_have_their_codes(tmp_path: Path) -> None:
    empty, paper = tmp_path / "a.pdf", tmp_path / "b.txt"
    empty.write_bytes(b"")
    paper.write_text("A paper for the panel\n\nThe panel is asked to note it.\n")
    assert printed(empty) == ("This file is empty. Choose another file.\n", 1)
    assert json.loads(printed(empty, "--json")[0]) == {"refused": "This file is empty. Choose another file."}
    assert printed(paper)[1] == 3
    with pytest.raises(CommandError, match="No such file"):
        call_command("read_document", str(tmp_path / "none.pdf"))


@pytest.mark.parametrize(
    "name", ["R01-national-cse.html", "R03-peel-lincolnshire.docx", "R05-super-complaint.html", "R09-fire-culture.txt"]
)
def test_the_draft_of_a_report_loads_without_a_question(name: str) -> None:
    reading, register, _file = services.read_upload((DOCUMENTS / name).read_bytes(), day=DAY)
    assert isinstance(reading, ReportReading)
    draft = inspection_yaml(reading, register, name)
    report = load_texts({"draft.yaml": draft}, dry_run=True)
    assert [str(finding) for finding in (*report.errors, *report.questions)] == []
    assert not Inspection.objects.filter(title=reading.title).exists()


def test_the_draft_of_a_response_loads_with_each_statement_under_its_speaker(tmp_path: Path) -> None:
    response = tmp_path / "dorset.txt"
    response.write_text(
        "Response by the Police and Crime Commissioner for Dorset\n\n1 October 2024\n\n"
        "Report title: Progress to introduce a national operating model for rape and other serious sexual offences "
        "investigations\n\nRecommendation 3: By 31 January 2025, all forces should make sure personnel are trained.\n\n"
        "Force response: All are trained.\n\nPCC response: I have seen that they are.\n"
    )
    draft, code = printed(response, "--yaml")
    assert code == 0
    assert "inspection: soteria-2024\n  force: dorset\n  published_by: pcc-dorset\n  dated_on: 2024-10-01" in draft
    report = load_texts({"draft.yaml": draft}, dry_run=True)
    assert [str(finding) for finding in (*report.errors, *report.questions)] == []
    chief = '- speaker: chief officer\n      recommendation: "3"\n      text: |\n        All are trained.'
    own = '- speaker: local policing body\n      recommendation: "3"\n      text: |\n        I have seen that they are.'
    assert chief in draft
    assert own in draft


def test_a_draft_marks_what_has_to_be_decided() -> None:
    text, code = printed(DOCUMENTS / "R01-national-cse.html", "--yaml")
    assert code == 4
    assert (
        '# decide: “By autumn 2024” names no day: is there one?\n    deadline: {wording: "By autumn 2024", kind: none}'
        in text
    )


def test_a_file_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "LIMITS", Limits(0.001, 1, 2**30))
    with pytest.raises(UnreadableFile, match="too long"):
        services.read_blocks(b"words")


def test_a_file_that_takes_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "LIMITS", Limits(30, 10, 2**24))
    with pytest.raises(UnreadableFile, match="cannot be read"):
        services.read_blocks(b"words")


def test_what_is_known_takes_the_same_queries_for_more_bodies(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    ForceFactory.create_batch(3)
    with django_assert_max_num_queries(6):
        register = known_register(DAY)
    assert register.local_bodies["cleveland"] == "pcc-cleveland"
    assert {inspection.slug for inspection in register.inspections} == {"soteria-2024", "rape-2021"}
