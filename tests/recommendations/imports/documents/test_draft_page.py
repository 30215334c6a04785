"""What was read is shown beside the passage of the document that it came from."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from recommendations.imports.documents.draft_page import draft_page, passage_of
from recommendations.reading.blocks.block import Block, BlockKind
from recommendations.reading.documents import read_document
from recommendations.reading.names import BodyNames
from recommendations.reading.reports.reading import ReportReading
from recommendations.reading.responses.reading import ResponseReading
from tests.reading import words_of
from tests.recommendations.reading.conftest import DOCUMENTS, document, names

__all__ = ["names"]  # a fixture
LOAD = "/admin/recommendations/loadrun/load/"


@pytest.mark.parametrize("name", ["R01-national-cse.html", "R03-peel-lincolnshire.docx", "S5-kent-form-table.html"])
def test_each_item_has_the_passage_that_it_was_read_from(name: str, names: BodyNames) -> None:
    reading = read_document(document(name), names)
    assert isinstance(reading, ReportReading | ResponseReading)
    page = draft_page(reading, document(name), names.register, name)
    assert len(page.items) >= 10
    for item in page.items:
        assert " ".join(item.text.split())[:25] in " ".join(item.passage.split())


def test_a_passage_begins_at_its_place_and_ends_with_its_text() -> None:
    blocks = [
        Block(BlockKind.PARAGRAPH, "Chief constables should train everyone:", place=f"page {page}") for page in (1, 9)
    ]
    blocks.insert(1, Block(BlockKind.PARAGRAPH, "This is the summary.", place="page 1"))
    blocks += [
        Block(BlockKind.ITEM, "call handlers", place="page 9"),
        Block(BlockKind.PARAGRAPH, "Next", place="page 9"),
    ]
    text = "Chief constables should train everyone:\n\n- call handlers"
    assert passage_of(text, "page 9", blocks) == text
    assert passage_of(text, "page 1", blocks) == "Chief constables should train everyone:"
    assert passage_of("Not in the document", "page 1", blocks) == ""


@pytest.mark.usefixtures("on_the_day")
def test_the_loading_page_shows_what_was_read_and_what_to_decide(admin: Client) -> None:
    report = SimpleUploadedFile("report.odt", (DOCUMENTS / "R07-child-protection.odt").read_bytes())
    page = admin.post(LOAD, {"files": [report], "check": "1"})
    words = words_of(page)
    [draft] = page.context["drafted"]
    assert "Read from report.odt" in words
    assert "4 passages were read" in words
    assert "In the document (" in words
    assert words.count("As read") == 4
    assert draft.duties
    assert "Asked for besides its recommendations" in words


def test_a_response_says_who_answers_what_is_missing_and_what_is_wrong(names: BodyNames) -> None:
    name = "S5-kent-form-table.html"
    reading = read_document(document(name), names)
    assert isinstance(reading, ResponseReading)
    remarks = " ".join(draft_page(reading, document(name), names.register, name).remarks)
    assert "Police and Crime Commissioner for Kent answers for Kent Police." in remarks
    assert "Without an explanation of the local policing body (section 55(5B)): 1b." in remarks
    assert "The document says “20/09/2024” (report published); it should be 19 September 2024." in remarks
