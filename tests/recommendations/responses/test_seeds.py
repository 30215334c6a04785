"""The three published responses in the register's own files, and what each does not state."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command

from forces.people.models import Person, Role
from recommendations.imports.fixtures.services import fixture_paths, load_files, load_texts
from recommendations.register.models import Inspection
from recommendations.responses.clock import ClockState
from recommendations.responses.completeness import missing_parts, unexplained
from recommendations.responses.models import Publication, ResponseStage, Sending
from recommendations.responses.queries import InspectionResponses
from tests.factories import PersonFactory, as_reader, membership

TODAY = datetime.date(2024, 10, 1)
DOCUMENTS = {
    "cambridgeshire": "cambridgeshire-2021-letter",
    "cleveland": "cleveland-2024-form",
    "cumbria": "cumbria-2024-page",
}


@pytest.fixture
def publications(db: None) -> dict[str, Publication]:
    """By force."""
    assert not load_files(fixture_paths()).errors
    rows = Publication.objects.select_related("response__force", "document", "body")
    return {row.response.force.slug: row for row in rows}


def test_each_is_recorded_as_published_elsewhere_with_its_document(publications: dict[str, Publication]) -> None:
    assert {force: row.document.slug for force, row in publications.items() if row.document} == DOCUMENTS
    for row in publications.values():
        assert row.is_published_elsewhere
        assert row.published_on is None
        assert row.recorded_by is None
        assert row.response.stage == ResponseStage.PUBLISHED
    assert not Sending.objects.exists()


def test_each_belongs_to_the_body_of_its_time(publications: dict[str, Publication]) -> None:
    assert {force: row.body.slug for force, row in publications.items()} == {
        "cambridgeshire": "pcc-cambridgeshire",
        "cleveland": "pcc-cleveland",
        "cumbria": "pfcc-cumbria",
    }


def test_cambridgeshires_has_13_comments_of_the_force_and_no_explanation(
    publications: dict[str, Publication],
) -> None:
    letter = publications["cambridgeshire"]
    content = letter.read_content()
    numbers = [str(number) for number in range(1, 14)]
    assert [item.reference for item in content.items if item.chief_officer_comment] == numbers
    assert unexplained(content) == numbers
    assert content.general_comments.startswith("Under Section 55(5) of the Police Act 1996")
    assert content.chief_officer_comments == ""
    assert letter.dated_on == datetime.date(2021, 9, 13)
    assert letter.signatory_name == "Darryl Preston"


def test_cumbrias_answers_belong_to_the_recommendations_they_name(publications: dict[str, Publication]) -> None:
    content = publications["cumbria"].read_content()
    answered = {item.reference: item.chief_officer_comment for item in content.items if item.chief_officer_comment}
    assert list(answered) == ["3", "5", "7", "9", "11"]
    assert answered["3"].startswith("In relation to the recommendation three")
    assert answered["7"].startswith("With regards recommendation seven")
    assert content.chief_officer_comments.startswith("I welcome this recent HMICFRS inspection report.")
    assert content.general_comments.startswith("As Police, Fire & Crime Commissioner (PFCC) for Cumbria")
    assert len(unexplained(content)) == 14


def test_clevelands_narrative_and_comment_are_attributed_to_no_recommendation(
    publications: dict[str, Publication],
) -> None:
    content = publications["cleveland"].read_content()
    assert len(content.items) == 14
    assert not any(item.chief_officer_comment or item.explanation for item in content.items)
    assert content.chief_officer_comments.startswith("All new reports into the Force follow a specific process")
    assert content.general_comments.startswith("The PCC:")
    assert len(unexplained(content)) == 14


def test_only_explanations_are_missing(publications: dict[str, Publication]) -> None:
    """No document states whether the chief officer was invited, so no one is shown as not invited."""
    for row in publications.values():
        assert {lack.reference for lack in missing_parts(row.read_content())} == set(unexplained(row.read_content()))


def test_no_response_is_late(publications: dict[str, Publication]) -> None:
    person = PersonFactory()
    membership(person, Role.ADMINISTRATOR)
    reader = as_reader(person, datetime.date(2030, 1, 1))
    found = [
        each for inspection in Inspection.objects.all() for each in InspectionResponses.to(inspection, reader).clocks
    ]
    assert len(found) == 2 * 43
    assert {clock.state for _force, clock in found} == {ClockState.NOTHING_RECORDED, ClockState.DATE_NOT_STATED}
    assert {force.slug: clock.words for force, clock in found if clock.has_publication} == {
        "cambridgeshire": "Dated day 60; publication date not stated",
        "cleveland": "Published; publication date not stated",
        "cumbria": "Published; publication date not stated",
    }


def test_loading_again_records_nothing_again(publications: dict[str, Publication]) -> None:
    report = load_files(fixture_paths())
    assert not report.changes_anything
    assert not report.conflicts
    assert Publication.objects.count() == 3


def test_a_dry_run_records_nothing(db: None) -> None:
    report = load_files(fixture_paths(), dry_run=True)
    assert "response:cleveland-2024-form" in {outcome.key for outcome in report.new}
    assert not Publication.objects.exists()


def _load(changes: dict[str, str], by: Person | None = None) -> tuple[str, ...]:
    """Load the files with these changes to Cleveland's; return what was not changed, and why."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in fixture_paths()}
    name = "cleveland-2024-form.yaml"
    for before, after in changes.items():
        assert before in texts[name]
        texts[name] = texts[name].replace(before, after)
    report = load_texts(texts, by=by)
    assert not report.errors
    return tuple(outcome.reason for outcome in report.conflicts)


def test_a_changed_file_is_a_correction_by_the_person_who_loads_it(publications: dict[str, Publication]) -> None:
    person = PersonFactory()
    first = publications["cleveland"]
    assert _load({"response: {}": "response: {published_on: 2024-10-10}"}, by=person) == ()
    second = Publication.objects.get(version=2)
    assert (second.correction_of, second.recorded_by) == (first, person)
    assert second.published_on == datetime.date(2024, 10, 10)
    assert second.read_content() == first.read_content()
    assert _load({"response: {}": "response: {published_on: 2024-10-10}"}) == ()
    assert Publication.objects.count() == 4


def test_a_statement_on_one_recommendation_is_its_explanation(db: None) -> None:
    _load({"    - speaker: local policing body\n": '    - speaker: local policing body\n      recommendation: "3"\n'})
    content = Publication.objects.get(response__force__slug="cleveland").read_content()
    assert content.general_comments == ""
    assert "3" not in unexplained(content)


def test_a_date_before_the_report_needs_a_person_to_decide(db: None) -> None:
    (reason,) = _load({"response: {}": "response: {published_on: 2024-08-21}"})
    assert "before the report" in reason
    assert not Publication.objects.filter(response__force__slug="cleveland").exists()


def test_an_unpublished_report_has_no_response(db: None) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in fixture_paths()}
    soteria = texts["soteria-2024.yaml"]
    texts["soteria-2024.yaml"] = soteria.replace("  state: published\n", "  state: expected\n").replace(
        "  published_on: 2024-08-22\n", ""
    )
    report = load_texts(texts)
    assert {outcome.key for outcome in report.conflicts} == {
        "response:cleveland-2024-form",
        "response:cumbria-2024-page",
    }


@pytest.mark.django_db(transaction=True)
def test_publications_are_dumped_and_read_again(tmp_path) -> None:  # type: ignore[no-untyped-def]
    load_files(fixture_paths())
    content = {row.document_id: row.read_content() for row in Publication.objects.all()}
    call_command(
        "dumpdata", "forces", "recommendations", natural_foreign=True, output=str(tmp_path / "all.json"), verbosity=0
    )
    call_command("flush", interactive=False, verbosity=0)
    call_command("loaddata", str(tmp_path / "all.json"), verbosity=0)
    assert {row.document_id: row.read_content() for row in Publication.objects.all()} == content
