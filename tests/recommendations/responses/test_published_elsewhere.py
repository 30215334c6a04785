"""Recording a response published elsewhere: verbatim, once, with the document it was published in."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile

from forces.people.access import Reader
from recommendations.register.models import Document, PublishedDocumentKind
from recommendations.responses.content_queries import content_of
from recommendations.responses.models import Publication, Response
from recommendations.responses.services.published_elsewhere import PublishedFile, record_published_elsewhere
from soteria_tracker.web.service_forms import Unconfirmed
from tests.factories import LocalPolicingBodyFactory, published
from tests.recommendations.responses.conftest import DAY_41, Readers

PDF = b"%PDF-1.7 as published"


def record(response: Response, by: Reader, **fields: Any) -> Publication:
    given: dict[str, Any] = {
        "body": LocalPolicingBodyFactory(slug="pcc-cleveland"),
        "published_on": None,
        "dated_on": datetime.date(2024, 9, 13),
        "address": "https://example.org/response",
        "signatory_name": "",
        "signatory_title": "",
        "content": content_of(response, DAY_41),
        "document": None,
        "confirmed": frozenset(),
        **fields,
    }
    return record_published_elsewhere(response=response, by=by, **given)


def a_file(content: bytes = PDF, name: str = "response.pdf") -> PublishedFile:
    return PublishedFile(ContentFile(content), name, PublishedDocumentKind.LETTER)


def test_it_is_recorded_as_published(response: Response, readers: Readers) -> None:
    publication = record(response, readers.approver)
    assert publication.is_published_elsewhere
    assert (publication.published_on, publication.dated_on) == (None, datetime.date(2024, 9, 13))


def test_it_needs_its_source_and_a_date_not_before_the_report(response: Response, readers: Readers) -> None:
    with pytest.raises(ValidationError, match="address"):
        record(response, readers.approver, address="")
    with pytest.raises(ValidationError, match="before the report"):
        record(response, readers.approver, published_on=datetime.date(2024, 8, 21))
    with pytest.raises(PermissionDenied):
        record(response, readers.office)


def test_the_published_file_is_saved_as_a_document_of_the_inspection(response: Response, readers: Readers) -> None:
    document = record(response, readers.approver, address="", document=a_file()).document
    assert document
    assert (document.slug, document.title) == (
        "response-cleveland-soteria-2024",
        "Response by the Police and Crime Commissioner for Cleveland: Operation Soteria",
    )
    assert (document.inspection, document.force) == (response.inspection, response.force)
    assert (document.kind, document.dated_on, document.file_name) == (
        "letter",
        datetime.date(2024, 9, 13),
        "response.pdf",
    )
    with document.file.open() as stored:
        assert stored.read() == PDF
    assert document.history.get().history_user == readers.approver.person


@pytest.mark.parametrize(
    ("content", "name"), [(PDF, "response.exe"), (b"no pdf", "response.pdf"), (b"", "response.pdf")]
)
def test_a_forbidden_file_is_refused_and_nothing_is_recorded(
    response: Response, readers: Readers, content: bytes, name: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        record(response, readers.approver, document=a_file(content, name))
    assert list(refused.value.message_dict) == ["document"]
    assert not Publication.objects.exists()
    assert not Document.objects.exists()


def test_the_same_response_again_records_nothing(response: Response, readers: Readers) -> None:
    first = record(response, readers.approver, document=a_file())
    assert record(response, readers.approver, document=a_file()) == first
    assert Publication.objects.count() == Document.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"dated_on": datetime.date(2024, 9, 14)},
        {"signatory_name": "A. Deputy"},
        {"document": None},
        {"document": a_file(PDF + b", corrected")},
    ],
)
def test_different_content_raises_a_question_and_becomes_a_correction(
    response: Response, readers: Readers, change: dict[str, Any]
) -> None:
    first = record(response, readers.approver, document=a_file())
    second = {"document": a_file(), **change}
    with pytest.raises(Unconfirmed) as asked:
        record(response, readers.approver, **second)
    assert asked.value.questions == {
        "address": "Version 1 is already published. Is this a correction, to be recorded as a new version?"
    }
    assert Publication.objects.count() == 1
    correction = record(response, readers.approver, **second, confirmed=frozenset({"address"}))
    assert (correction.version, correction.correction_of) == (2, first)
    assert record(response, readers.approver, **second, confirmed=frozenset({"address"})) == correction


def test_a_response_published_here_is_corrected_only_after_a_question(response: Response, readers: Readers) -> None:
    published(response, DAY_41)
    with pytest.raises(Unconfirmed):
        record(response, readers.approver)
