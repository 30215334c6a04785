"""Unusual responses: odd characters, very long text, no recommendations, no themes, other deadlines."""

from __future__ import annotations

import dataclasses
import datetime
import io
import itertools
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from recommendations.documents.document_files import DocumentFormat, DocumentKind
from recommendations.documents.document_source import DocumentSource, printable
from recommendations.documents.elements import Heading
from recommendations.documents.shared_sections import recommendation_elements
from recommendations.responses.content import ResponseContent
from tests.recommendations.documents.samples import CONTENT, ITEMS, source, text_of
from tests.recommendations.documents.test_document_files import FORMATS, RESPONSES, file_of, needs_pango

TEXT_FORMATS = [DocumentFormat.DOCX, DocumentFormat.HTML]


def changed(**changes: Any) -> DocumentSource:
    return source(dataclasses.replace(CONTENT, **changes))


@pytest.mark.parametrize("kind", DocumentKind)
@pytest.mark.parametrize("format", TEXT_FORMATS)
def test_control_characters_in_pasted_text_do_not_stop_a_document(kind: DocumentKind, format: DocumentFormat) -> None:
    pasted = "Forces\x07 should\x0bact\x1b at\ufffe once\x00."
    of = changed(general_comments=pasted, items=(dataclasses.replace(ITEMS[0], text=pasted, explanation=pasted),))
    text = text_of(file_of(kind, format, of), format)
    assert text.count("at once.") == (1 if kind == DocumentKind.INVITATION else 3)
    assert not set(text) & set("\x00\x07\x0b\x1b\ufffe")


def test_a_line_end_of_another_kind_still_ends_the_line() -> None:
    ends = "\v", "\f", "\x85", "\u2028", "\u2029"
    assert printable("a" + "b".join(ends) + "\t\n") == "a\nb\nb\nb\nb\n\t\n"


def test_printable_text_stays_verbatim() -> None:
    words = "Ŵŷ & <b> 😀 “q” é\u0301 中文\t-\n- 𝒳"
    assert printable(words) == words
    assert printable(source()) == source()


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("kind", RESPONSES)
def test_welsh_letters_and_markup_characters_stay_verbatim(kind: DocumentKind, format: DocumentFormat) -> None:
    words = "Tŷ’r Ŵyl & <b>R&amp;D</b>"
    text = text_of(file_of(kind, format, changed(items=(dataclasses.replace(ITEMS[0], explanation=words),))), format)
    assert text.count(words) == 1


@needs_pango
def test_a_long_address_is_broken_so_that_it_stays_on_the_page() -> None:
    address = "https://example.org/" + "/".join(f"part-{number}" for number in range(60)).replace("-", "")
    text = text_of(file_of(DocumentKind.LETTER, DocumentFormat.PDF, changed(general_comments=address)), "pdf")
    assert address not in text  # on one line it would run off the paper
    assert address in text.replace(" ", "")


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("kind", RESPONSES)
def test_a_report_without_recommendations_says_so(kind: DocumentKind, format: DocumentFormat) -> None:
    text = text_of(file_of(kind, format, changed(items=())), format)
    assert "The report has no recommendations." in text
    assert "The 0 recommendations" not in text
    assert "section 55(5B) requires" not in text


def test_a_letter_with_nothing_to_explain_claims_no_explanation() -> None:
    item = dataclasses.replace(ITEMS[2], needs_explanation=False, explanation="", explanation_kind="")
    assert "section 55(5B) requires" not in text_of(
        file_of(DocumentKind.LETTER, DocumentFormat.HTML, changed(items=(item,))), "html"
    )


@pytest.mark.parametrize("kind", RESPONSES)
def test_items_that_the_report_does_not_ask_about_are_counted_and_not_printed(kind: DocumentKind) -> None:
    others = [dataclasses.replace(item, is_asked_about=False, needs_explanation=False) for item in ITEMS]
    answered = others[1]
    unanswered = dataclasses.replace(others[2], explanation="", explanation_kind="")
    of = changed(items=(ITEMS[0], answered, unanswered), is_outside_section_55=True)
    text = text_of(file_of(kind, DocumentFormat.HTML, of), "html")
    assert "Forces should act second" in text, "it was answered all the same"
    assert "Train everybody." not in text
    assert "does not ask the Police and Crime Commissioner for Cleveland about its other area for improvement." in text
    assert "ection 55" not in text


@pytest.mark.parametrize("themes", [("", "A", ""), ("A", "", "B"), ("", "", "")])
def test_headings_descend_without_a_gap_whichever_recommendations_have_a_theme(themes: tuple[str, ...]) -> None:
    items = tuple(dataclasses.replace(item, theme=theme) for item, theme in zip(ITEMS, themes, strict=True))
    blocks = recommendation_elements(dataclasses.replace(CONTENT, items=items), level=3)
    levels = [2, *(block.level for block in blocks if isinstance(block, Heading))]
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))


class TestTheDayTheLawAsksFor:
    def web(self, last_day: datetime.date | None) -> str:
        is_outside = last_day != CONTENT.last_day
        content: ResponseContent = dataclasses.replace(CONTENT, last_day=last_day, is_outside_section_55=is_outside)
        return text_of(file_of(DocumentKind.WEB, DocumentFormat.HTML, source(content)), "html")

    def test_it_is_the_56th_day_for_most_reports(self) -> None:
        assert "within 56 days" in self.web(CONTENT.last_day)
        assert "asked for responses by" not in self.web(CONTENT.last_day)

    def test_it_is_the_reports_own_date_where_it_sets_one(self) -> None:
        text = self.web(datetime.date(2024, 11, 30))
        assert "Section 55" not in text
        assert "The report asked for responses by 30 November 2024." in text

    def test_there_is_no_last_day_where_the_report_sets_none(self) -> None:
        text = self.web(None)
        assert "Section 55" not in text
        assert "asked for responses by" not in text


class TestWatermark:
    def marks(self, **changes: Any) -> list[str | None]:
        word = docx.Document(io.BytesIO(file_of(DocumentKind.LETTER, DocumentFormat.DOCX, source(**changes))))
        paths = word.sections[0].header._element.iter("{urn:schemas-microsoft-com:vml}textpath")
        return [path.get("string") for path in paths if path.get("string")]

    def test_a_word_draft_has_a_watermark_behind_every_page(self) -> None:
        assert self.marks(is_draft=True, is_demonstration=True) == ["DRAFT"]

    def test_a_publication_has_no_watermark(self) -> None:
        assert self.marks() == []

    def test_the_watermark_is_in_the_header_beside_the_marks_in_words(self) -> None:
        word = docx.Document(io.BytesIO(file_of(DocumentKind.FORM, DocumentFormat.DOCX, source(is_draft=True))))
        [paragraph, *_] = word.sections[0].header.paragraphs
        assert paragraph.text == "DRAFT"
        assert paragraph._p.find(f".//{qn('w:pict')}") is not None


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_no_document_cites_section_55_where_the_report_sets_its_own_rule(kind: DocumentKind) -> None:
    own_rule = dataclasses.replace(CONTENT, is_outside_section_55=True)
    assert "ection 55" in text_of(file_of(kind, DocumentFormat.DOCX, source(CONTENT)), "docx")
    assert "ection 55" not in text_of(file_of(kind, DocumentFormat.DOCX, source(own_rule)), "docx")


def test_the_form_says_of_each_of_several_reports_what_its_last_day_is_and_whether_it_quotes_the_force() -> None:
    other = dataclasses.replace(
        CONTENT,
        inspection_title="An inspection of vetting",
        last_day=datetime.date(2024, 10, 28),
        force_is_quoted="yes",
    )
    written = file_of(DocumentKind.FORM, DocumentFormat.HTML, changed(others=(other,), force_is_quoted="no"))
    text = text_of(written, DocumentFormat.HTML)
    assert text.index("An inspection of vetting") < text.index("28 October 2024") < text.index(CONTENT.force, 400)
    assert f"Is {CONTENT.force} quoted in the report “An inspection of vetting”?" in text
    assert f"Is {CONTENT.force} quoted in the report “{CONTENT.inspection_title}”?" in text


@pytest.mark.parametrize("kind", [DocumentKind.FORM, DocumentKind.WEB])
def test_a_report_with_a_day_of_its_own_is_called_no_inspection_of_the_force(kind: DocumentKind) -> None:
    own = changed(is_outside_section_55=True, last_day=datetime.date(2024, 11, 22))
    text = text_of(file_of(kind, DocumentFormat.HTML, own), DocumentFormat.HTML)
    assert f"to a report that concerns {CONTENT.force}" in text
    assert not any(words in text for words in ("to an inspection", "section 55", "Section 55", "56 days"))
