"""Every document in every format, opened with independent readers."""

from __future__ import annotations

import ctypes
import dataclasses
import io
import itertools
import sys
from typing import Any

import docx
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from docx.oxml.ns import qn

from recommendations.documents import pdf_writer
from recommendations.documents.document_files import _COMPOSERS, DocumentFile, DocumentFormat, DocumentKind
from recommendations.documents.document_source import DocumentSource
from tests.recommendations.documents.samples import (
    CONTENT,
    ITEMS,
    PDF_IS_POSSIBLE,
    pages_of_pdf,
    source,
    tags_of_html,
    text_of,
)

needs_pango = pytest.mark.skipif(not PDF_IS_POSSIBLE, reason="the Pango library is not on this machine")
FORMATS = [DocumentFormat.DOCX, pytest.param(DocumentFormat.PDF, marks=needs_pango), DocumentFormat.HTML]
RESPONSES = [DocumentKind.LETTER, DocumentKind.FORM, DocumentKind.WEB]


def file_of(kind: DocumentKind, format: DocumentFormat, of: DocumentSource | None = None) -> bytes:
    return DocumentFile(kind, format).make(of or source())


def words_of(text: str) -> str:
    """Return a published text without its bullet marks."""
    return " ".join(text.replace("\n- ", "\n").split())


def squeezed(text: str) -> str:
    """Return a text without spaces: the lines of an address have none between them in a Word file."""
    return "".join(text.split())


def without_bullets(text: str) -> str:
    return " ".join(word for word in text.split() if word != "•")


def places(text: str, *wanted: str) -> list[int]:
    """Return the position of each expected text; each must appear exactly once."""
    assert {words: text.count(words) for words in wanted} == dict.fromkeys(wanted, 1)
    return [text.index(words) for words in wanted]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("kind", RESPONSES)
def test_every_recommendation_and_explanation_appears_once_and_in_order(
    kind: DocumentKind, format: DocumentFormat
) -> None:
    text = without_bullets(text_of(file_of(kind, format), format))
    wanted = itertools.chain.from_iterable((words_of(item.text), words_of(item.explanation)) for item in ITEMS)
    found = places(text, *wanted)
    assert found == sorted(found)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("kind", RESPONSES)
def test_the_whole_response_is_included(kind: DocumentKind, format: DocumentFormat) -> None:
    text = text_of(file_of(kind, format), format)
    places(
        text,
        "I welcome the report.",
        "The force accepts the second.",
        "The chief constable welcomes it too.",
        "I thank the chief constable.",
        "Action proposed, by 31 January 2025",
        "A. Deputy",
    )
    assert "An inspection of “words” & <deeds>" in text
    assert "HMICFRS and HMCPSI" in text
    assert "22 August 2024" in text
    assert "Open Government Licence v3.0" in text


@pytest.mark.parametrize("format", FORMATS)
def test_each_document_cites_the_statute_correctly(format: DocumentFormat) -> None:
    letter = text_of(file_of(DocumentKind.LETTER, format), format)
    assert "Dear Home Secretary" in letter
    assert "under section 55(5) of the Police Act 1996" in letter
    assert "section 55(6) requires" in letter
    assert "section 55(5B)" in letter
    assert "Copy to: HMICFRS" in letter
    web = text_of(file_of(DocumentKind.WEB, format), format)
    assert "Section 55 of the Police Act 1996 (as amended by section 37 of the Policing and Crime Act 2017)" in web
    assert "within 56 days" in web
    invitation = text_of(file_of(DocumentKind.INVITATION, format), format)
    assert "Under section 55(4) of the Police Act 1996" in invitation
    assert "by 20 September 2024" in invitation


@pytest.mark.parametrize("format", FORMATS)
def test_the_letter_counts_what_the_report_asks_and_shows_reference_and_address(format: DocumentFormat) -> None:
    text = text_of(file_of(DocumentKind.LETTER, format), format)
    assert "The 2 recommendations and 1 area for improvement of the report, each with the response to it." in text
    assert "The appendix sets out the 2 recommendations and 1 area for improvement of the report" in text
    assert "Our reference: OPCC/2024/7" in text
    assert "Read it at: https://example.org/responses/words" in text
    assert "1TheStreetMiddlesbroughHomeSecretary" in squeezed(text)


def test_a_letter_about_one_recommendation_counts_none() -> None:
    content = dataclasses.replace(CONTENT, items=ITEMS[:1])
    text = text_of(file_of(DocumentKind.LETTER, DocumentFormat.HTML, source(content)), "html")
    assert "The recommendation of the report, with the response to it." in text


def test_a_letter_counts_items_without_a_number_by_their_kind() -> None:
    unnumbered = [
        dataclasses.replace(
            ITEMS[2], reference=title.lower(), label=f"Area for improvement: {title}", short_title=title
        )
        for title in ("Repeat callers", "Crime recording")
    ]
    content = dataclasses.replace(CONTENT, items=(ITEMS[0], *unnumbered))
    text = text_of(file_of(DocumentKind.LETTER, DocumentFormat.HTML, source(content)), "html")
    assert "The 1 recommendation and 2 areas for improvement of the report" in text


def test_a_letter_without_reference_and_address_has_no_line_for_them() -> None:
    bare = source(our_reference="", web_address="")
    text = text_of(file_of(DocumentKind.LETTER, DocumentFormat.HTML, bare), "html")
    assert "Our reference" not in text
    assert "Read it at" not in text


@pytest.mark.parametrize("format", FORMATS)
def test_the_invitation_names_its_addressee_and_its_signatory(format: DocumentFormat) -> None:
    text = text_of(file_of(DocumentKind.INVITATION, format), format)
    assert "1TheStreetMiddlesbroughM.ConstableQPMChiefConstableClevelandPolice9October2024" in squeezed(text)
    assert "Ourreference:OPCC/2024/7DearChiefConstable" in squeezed(text)
    assert "YourssincerelyA.DeputyDeputyPoliceandCrimeCommissioner" in squeezed(text)
    unsigned = source(signatory_name="", signatory_title="", chief_officer_name="")
    text = squeezed(text_of(file_of(DocumentKind.INVITATION, format, unsigned), format))
    assert "MiddlesbroughChiefConstableClevelandPolice" in text
    assert "YourssincerelyPoliceandCrimeCommissioner" in text


@pytest.mark.parametrize("format", FORMATS)
def test_the_forms_boxes_show_completed_and_outstanding_steps(format: DocumentFormat) -> None:
    sent_once = source(sent_to_hmicfrs_on=CONTENT.last_day)
    text = text_of(file_of(DocumentKind.FORM, format, sent_once), format)
    assert "☐ Sent to the Home Secretary (section 55(6))" in text
    assert "☒ Sent to HMICFRS (section 55(6)) 16 October 2024" in text
    assert "☒ Published on the website (section 55(5)) 9 October 2024" in text


@pytest.mark.parametrize("format", FORMATS)
def test_the_invitation_shows_the_recommendations_but_not_the_response(format: DocumentFormat) -> None:
    text = without_bullets(text_of(file_of(DocumentKind.INVITATION, format), format))
    found = places(text, *(words_of(item.text) for item in ITEMS))
    assert found == sorted(found)
    for wording in ("We acted first.", "We shall act second.", "I welcome the report.", "I thank"):
        assert wording not in text


@pytest.mark.parametrize("format", FORMATS)
def test_a_missing_explanation_is_stated_with_the_reason(format: DocumentFormat) -> None:
    unexplained = dataclasses.replace(ITEMS[1], explanation="", explanation_kind="")
    content = dataclasses.replace(CONTENT, items=(ITEMS[0], unexplained, ITEMS[2]))
    text = text_of(file_of(DocumentKind.WEB, format, source(content, unexplained_reason="The day came first.")), format)
    assert "Published without an explanation of: Recommendation 2. Reason recorded: The day came first." in text
    assert text.count("No explanation is recorded.") == 1
    assert "the explanation that section 55(5B) requires" not in text_of(
        file_of(DocumentKind.LETTER, format, source(content)), format
    )


def test_an_area_for_improvement_that_needs_none_shows_no_missing_explanation() -> None:
    area = dataclasses.replace(ITEMS[2], explanation="", explanation_kind="", needs_explanation=False)
    content = dataclasses.replace(CONTENT, items=(*ITEMS[:2], area))
    text = text_of(file_of(DocumentKind.FORM, DocumentFormat.HTML, source(content)), "html")
    assert "Train everybody." in text
    assert "No explanation is recorded." not in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"chief_officer": "not-invited", "not_invited_reason": "The post was vacant."}, "The post was vacant."),
        ({"no_chief_officer_comments": True}, "was invited to comment and made no comments."),
        ({"chief_officer": "undecided"}, "No comments by the Chief Constable are recorded."),
    ],
)
def test_missing_comments_of_the_chief_constable_are_explained(changes: dict[str, Any], words: str) -> None:
    items = tuple(dataclasses.replace(item, chief_officer_comment="") for item in ITEMS)
    content = dataclasses.replace(CONTENT, items=items, chief_officer_comments="", **changes)
    assert words in text_of(file_of(DocumentKind.WEB, DocumentFormat.HTML, source(content)), "html")


def test_a_response_published_elsewhere_names_its_source() -> None:
    recorded = dataclasses.replace(source(), recorded_from="https://example.org/response")
    assert "This is a word-for-word record, from: https://example.org/response" in text_of(
        file_of(DocumentKind.WEB, DocumentFormat.HTML, recorded), "html"
    )


class TestMarks:
    def test_a_demonstration_draft_is_marked_as_both_on_every_page_of_a_word_file(self) -> None:
        word = docx.Document(
            io.BytesIO(file_of(DocumentKind.LETTER, DocumentFormat.DOCX, source(is_draft=True, is_demonstration=True)))
        )
        assert [section.header.paragraphs[0].text for section in word.sections] == [
            "DRAFT · Invented demonstration data"
        ]
        assert not word.sections[0].different_first_page_header_footer

    @needs_pango
    def test_a_demonstration_draft_is_marked_as_both_on_every_page_of_a_pdf(self) -> None:
        long = dataclasses.replace(CONTENT, general_comments="A line.\n\n" * 200)
        pages = pages_of_pdf(
            file_of(DocumentKind.LETTER, DocumentFormat.PDF, source(long, is_draft=True, is_demonstration=True))
        )
        assert len(pages) > 3
        assert all("DRAFT · Invented demonstration data" in page for page in pages)

    def test_a_demonstration_draft_is_marked_as_both_at_the_top_of_a_page(self) -> None:
        page = text_of(
            file_of(DocumentKind.WEB, DocumentFormat.HTML, source(is_draft=True, is_demonstration=True)), "html"
        )
        assert page.startswith("DRAFT Invented demonstration data")

    @pytest.mark.parametrize("format", FORMATS)
    @pytest.mark.parametrize("kind", RESPONSES)
    def test_a_real_publication_has_no_mark(self, kind: DocumentKind, format: DocumentFormat) -> None:
        file = file_of(kind, format)
        text = text_of(file, format)
        if format == DocumentFormat.DOCX:
            text += docx.Document(io.BytesIO(file)).sections[0].header.paragraphs[0].text
        assert "DRAFT" not in text
        assert "Invented" not in text

    @pytest.mark.parametrize("format", FORMATS)
    def test_an_invitation_can_be_sent_while_the_response_is_a_draft(self, format: DocumentFormat) -> None:
        file = file_of(DocumentKind.INVITATION, format, source(is_draft=True))
        assert "DRAFT" not in text_of(file, format)


class TestWord:
    def test_it_has_a_title_a_language_and_an_author(self) -> None:
        word = docx.Document(io.BytesIO(file_of(DocumentKind.LETTER, DocumentFormat.DOCX)))
        assert word.core_properties.title == "Response to the report “An inspection of “words” & <deeds>”"
        assert word.core_properties.author == CONTENT.body
        language = word.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
        assert language.get(qn("w:val")) == "en-GB"

    def test_its_headings_descend_without_a_gap(self) -> None:
        for kind in DocumentKind:
            word = docx.Document(io.BytesIO(file_of(kind, DocumentFormat.DOCX)))
            styles = [paragraph.style.name for paragraph in word.paragraphs if paragraph.style]
            levels = [int(style[-1]) for style in styles if style.startswith("Heading")]
            assert levels[0] == 1
            assert levels.count(1) == 1
            assert all(below - above <= 1 for above, below in itertools.pairwise(levels))

    def test_its_tables_repeat_their_header_row(self) -> None:
        word = docx.Document(io.BytesIO(file_of(DocumentKind.INVITATION, DocumentFormat.DOCX)))
        [table] = word.tables
        assert [cell.text for cell in table.rows[0].cells] == ["Reference", "Recommendation", "Your comment"]
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert [row.cells[0].text for row in table.rows[1:]] == [
            "General",
            "Recommendation 1",
            "Recommendation 2",
            "Area for improvement 1",
        ]

    def test_bullet_points_are_a_list(self) -> None:
        word = docx.Document(io.BytesIO(file_of(DocumentKind.LETTER, DocumentFormat.DOCX)))
        points = [p.text for p in word.paragraphs if p.style and p.style.name == "List Bullet"]
        assert points == ["One point", "listen; and", "learn."]

    def test_its_closing_stays_together_and_no_line_is_alone_on_a_page(self) -> None:
        word = docx.Document(io.BytesIO(file_of(DocumentKind.LETTER, DocumentFormat.DOCX)))
        texts = [paragraph.text for paragraph in word.paragraphs]
        closing = texts.index("Yours sincerely")
        kept = [paragraph.paragraph_format.keep_with_next for paragraph in word.paragraphs]
        assert kept[closing - 1 : closing + 3] == [True, True, True, None]
        assert texts[closing + 2] == "Copy to: HMICFRS\nEnclosed: Appendix, recommendations and responses"
        assert kept[-3:] == [True, True, None]
        assert all(word.styles[name].paragraph_format.widow_control for name in ("Normal", "Quote", "Heading 3"))
        assert all(word.styles[f"Heading {level}"].paragraph_format.keep_with_next for level in (1, 2, 3, 4, 5))

    def test_its_appendix_begins_a_page_without_an_empty_line(self) -> None:
        word = docx.Document(io.BytesIO(file_of(DocumentKind.LETTER, DocumentFormat.DOCX)))
        starts = [paragraph.text for paragraph in word.paragraphs if paragraph.paragraph_format.page_break_before]
        assert starts == ["Appendix: recommendations and responses"]
        assert not word.element.body.xpath(".//w:br[@w:type='page']")

    def test_the_last_row_of_a_table_stays_with_what_follows(self) -> None:
        word = docx.Document(io.BytesIO(file_of(DocumentKind.INVITATION, DocumentFormat.DOCX)))
        last_row = word.tables[0].rows[-1]
        assert all(cell.paragraphs[-1].paragraph_format.keep_with_next for cell in last_row.cells)
        assert not word.tables[0].rows[1].cells[1].paragraphs[0].paragraph_format.keep_with_next

    def test_it_counts_its_pages(self) -> None:
        word = docx.Document(io.BytesIO(file_of(DocumentKind.LETTER, DocumentFormat.DOCX)))
        footer = word.sections[0].footer.paragraphs[0]
        fields = [field.text for field in footer._p.iter(qn("w:instrText"))]
        assert (footer.text, fields) == ("Page  of ", ["PAGE", "NUMPAGES"])

    def test_it_is_on_a4(self) -> None:
        section = docx.Document(io.BytesIO(file_of(DocumentKind.WEB, DocumentFormat.DOCX))).sections[0]
        assert (round((section.page_width or 0).mm), round((section.page_height or 0).mm)) == (210, 297)


class TestPdf:
    @needs_pango
    def test_it_counts_its_pages_and_begins_the_appendix_on_a_page_of_its_own(self) -> None:
        pages = pages_of_pdf(file_of(DocumentKind.LETTER, DocumentFormat.PDF))
        assert [f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages, 1)] == [True] * len(pages)
        assert "Enclosed: Appendix" in pages[0]
        assert "Appendix: recommendations and responses" in pages[1]

    @needs_pango
    @pytest.mark.parametrize("kind", list(DocumentKind))
    def test_it_is_tagged_and_has_a_title_and_a_language(self, kind: DocumentKind) -> None:
        file = file_of(kind, DocumentFormat.PDF)
        document = pypdfium2.PdfDocument(file)
        try:
            assert pdfium.FPDFCatalog_IsTagged(document.raw)
            assert document.get_metadata_value("Title") == _COMPOSERS[kind](source()).title
            language = (ctypes.c_ushort * 16)()
            pdfium.FPDFCatalog_GetLanguage(document.raw, language, ctypes.sizeof(language))
            assert bytes(language).decode("utf-16-le").rstrip("\0") == "en-GB"
        finally:
            document.close()

    @needs_pango
    def test_it_downloads_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = []

        def write(document: Any) -> bytes:
            return b'<img src="http://127.0.0.1:9/a.png" alt="a"><img src="file:///etc/hostname" alt="b">'

        monkeypatch.setattr(pdf_writer.html_writer, "write", write)
        monkeypatch.setattr("urllib.request.OpenerDirector.open", lambda *a, **k: asked.append(a))
        assert file_of(DocumentKind.WEB, DocumentFormat.PDF).startswith(b"%PDF-")
        assert asked == []

    def test_without_pango_it_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Missing:
            def find_spec(self, name: str, *_: Any) -> None:
                if name == "weasyprint":
                    raise OSError("cannot load library 'libpango-1.0-0'")

        monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
        monkeypatch.setattr("sys.meta_path", [Missing(), *sys.meta_path])
        with pytest.raises(pdf_writer.PdfUnavailable, match="install libpango"):
            file_of(DocumentKind.WEB, DocumentFormat.PDF)


class TestHtml:
    @pytest.mark.parametrize("kind", list(DocumentKind))
    def test_it_has_no_script_no_link_to_elsewhere_and_no_style_on_a_tag(self, kind: DocumentKind) -> None:
        file = file_of(kind, DocumentFormat.HTML)
        assert not {"script", "link", "img", "iframe", "a", "form"} & set(tags_of_html(file))
        assert b" style=" not in file
        assert b"url(" not in file

    def test_published_text_stays_text(self) -> None:
        file = file_of(DocumentKind.WEB, DocumentFormat.HTML)
        assert b"Forces should &lt;act&gt; first." in file
        assert tags_of_html(file).count("h1") == 1


@pytest.mark.parametrize(
    ("kind", "version", "name"),
    [
        (DocumentKind.LETTER, 1, "cleveland-soteria-2024-letter.docx"),
        (DocumentKind.LETTER, 2, "cleveland-soteria-2024-letter-version-2.docx"),
        (DocumentKind.WEB, None, "cleveland-soteria-2024-web-draft.docx"),
        (DocumentKind.INVITATION, None, "cleveland-soteria-2024-invitation.docx"),
    ],
)
def test_a_files_name_says_what_it_is(kind: DocumentKind, version: int | None, name: str) -> None:
    assert DocumentFile(kind, DocumentFormat.DOCX).name("cleveland", "soteria-2024", version=version) == name


@pytest.mark.parametrize("format", FORMATS)
def test_the_form_ticks_the_kinds_of_inspection_and_whether_the_force_is_quoted(format: DocumentFormat) -> None:
    wording = dataclasses.replace(CONTENT, inspection_types=("national", "thematic"), force_is_quoted="no")
    text = text_of(file_of(DocumentKind.FORM, format, source(wording)), format)
    for ticked in ("☒ National", "☒ Thematic", "☐ Of Cleveland Police alone", "☐ Follow-up", "☐ With partners"):
        assert ticked in text
    assert "Is Cleveland Police quoted in the report? ☐ Yes ☒ No" in text


def test_the_form_has_no_boxes_for_unstated_details() -> None:
    text = text_of(file_of(DocumentKind.FORM, DocumentFormat.HTML), DocumentFormat.HTML)
    assert "quoted in the report?" not in text
    assert "Selected" not in text
