"""A document as a Word file: styles, headings, header rows and a language, so that it can be navigated and edited."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any, cast

import docx
from django.utils import timezone
from django.utils.translation import gettext as _
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.parts.document import DocumentPart
from docx.section import Section, _Footer, _Header
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from recommendations.documents.elements import (
    ComposedDocument,
    DataTable,
    Element,
    FactTable,
    Heading,
    Lines,
    Paragraphs,
)
from recommendations.documents.watermark import watermark
from soteria_tracker.web import verbatim

_FONT = "Arial"
_INK, _BRAND, _ALERT = RGBColor(0x14, 0x20, 0x2A), RGBColor(0x0D, 0x47, 0x53), RGBColor(0xA8, 0x1F, 0x1A)
_SIZES = {1: 14, 2: 13, 3: 12, 4: 11, 5: 11, 6: 11}
_TEXT_WIDTH = Mm(170)  # A4 less its margins
_QUOTE_INDENT = Mm(8)


def write(document: ComposedDocument) -> bytes:
    """Return the Word file."""
    word = docx.Document()
    _set_up(word, document)
    for element in document.elements:
        _write(element, word)
    _keep_end_together(word)
    add_marks(word, document.marks)
    for section in word.sections:
        _number_pages(section.footer)
    return saved(word)


def saved(word: WordDocument) -> bytes:
    """Return the bytes of a Word document."""
    kept = io.BytesIO()
    word.save(kept)
    return kept.getvalue()


def add_marks(word: WordDocument, marks: tuple[str, ...]) -> None:
    """Put the marks at the top of every page, above any header that the document has."""
    if not marks:
        return
    for number, header in enumerate(_headers(word)):
        first = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
        paragraph = first.insert_paragraph_before()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(" · ".join(marks))
        run.bold, run.font.size, run.font.color.rgb = True, Pt(14), _ALERT
        paragraph.add_run()._r.append(watermark(marks[0], number))


def insert_elements(before: Paragraph, elements: Iterable[Element]) -> None:
    """Write elements in the place of a paragraph, in the styles that its document has."""
    texts = [text for element in elements for text in _paragraphs_of(element)]
    for text in texts:
        text.write(before.insert_paragraph_before())
    ends_section = before._p.pPr is not None and before._p.pPr.sectPr is not None
    if texts and not ends_section:
        before._p.getparent().remove(before._p)
    else:
        before.text = ""  # a cell of a table must not be left without a paragraph, nor a section without its end


class _Text:
    """One paragraph to write: its style, and its lines."""

    def __init__(self, style: str, *lines: str, bold: bool = False, quoted: bool = False) -> None:
        self.style, self.lines, self.bold, self.quoted = style, lines, bold, quoted

    def write(self, paragraph: Paragraph) -> None:
        styles = cast(DocumentPart, paragraph.part).styles
        if self.style in styles:
            paragraph.style = styles[self.style]
        lines = self.lines
        if self.style == "List Bullet" and self.style not in styles:
            lines = (f"• {lines[0]}", *lines[1:])
        if self.quoted:
            paragraph.paragraph_format.left_indent = _QUOTE_INDENT * 2
        run = paragraph.add_run("\n".join(lines))
        if self.bold or (self.style.startswith("Heading") and self.style not in styles):
            run.bold = True
            paragraph.paragraph_format.keep_with_next = True


def _paragraphs_of(element: Element) -> Iterator[_Text]:
    """Yield the paragraphs of an element that is not a table."""
    if isinstance(element, Heading):
        yield _Text(f"Heading {element.level}", element.text)
    elif isinstance(element, Paragraphs):
        style = "Quote" if element.quoted else "Normal"
        for part in element.blocks:
            if part.is_list:
                yield from (_Text("List Bullet", line, quoted=element.quoted) for line in part.lines)
            else:
                yield _Text(style, *part.lines, bold=element.strong)
    elif isinstance(element, Lines):
        yield _Text("Normal", *element.lines)


def _write(element: Element, word: WordDocument) -> None:
    if isinstance(element, FactTable):
        _write_facts(element, word)
    elif isinstance(element, DataTable):
        _write_table(element, word)
    else:
        for text in _paragraphs_of(element):
            paragraph = word.add_paragraph()
            text.write(paragraph)
            layout = paragraph.paragraph_format
            if isinstance(element, Lines):
                layout.keep_together = True
                layout.space_before = Pt(48) if element.gap_before else None
            if isinstance(element, Heading):
                layout.page_break_before = element.starts_page or None
            elif element.stays_with_next:
                layout.keep_with_next = True


def _keep_end_together(word: WordDocument) -> None:
    """Keep the last paragraph on the same page as the one before it, so that no page has a single line."""
    last = [found for found in word.element.body if found.tag in (qn("w:p"), qn("w:tbl"))][-3:-1]
    for found in last:
        row = list(found.iter(qn("w:tr")))[-1:] or [found]
        for paragraph in row[0].iter(qn("w:p")):
            Paragraph(paragraph, word._body).paragraph_format.keep_with_next = True


def _write_facts(facts: FactTable, word: WordDocument) -> None:
    table = _new_table(word, len(facts.rows), (32, 68))
    for row, (label, value) in zip(table.rows, facts.rows, strict=True):
        _mark_row(row, "w:cantSplit")
        _write_cell(row.cells[0], [verbatim.VerbatimBlock(False, (label,))], bold=True)
        _write_cell(row.cells[1], [verbatim.VerbatimBlock(False, (value,))])
    word.add_paragraph()


def _write_table(contents: DataTable, word: WordDocument) -> None:
    caption = word.add_paragraph(style="Caption")
    caption.add_run(contents.caption)
    table = _new_table(word, 1 + len(contents.rows), contents.widths)
    head = table.rows[0]
    _mark_row(head, "w:tblHeader")  # Word repeats it on each page, and screen readers read it out
    for cell, text in zip(head.cells, contents.head, strict=True):
        _write_cell(cell, [verbatim.VerbatimBlock(False, (text,))], bold=True)
    for row, cells in zip(list(table.rows)[1:], contents.cells, strict=True):
        _mark_row(row, "w:cantSplit")
        for cell, blocks in zip(row.cells, cells, strict=True):
            _write_cell(cell, blocks)
    word.add_paragraph()


def _new_table(word: WordDocument, rows: int, widths: tuple[int, ...]) -> WordTable:
    table = word.add_table(rows, len(widths), style="Table Grid")
    table.autofit = False
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "bottom"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "60")  # twentieths of a point
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = int(_TEXT_WIDTH * width / 100)
        for cell in column.cells:
            cell.width = int(_TEXT_WIDTH * width / 100)
    return table


def _mark_row(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _write_cell(cell: _Cell, blocks: list[verbatim.VerbatimBlock], bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    texts = [text for block in blocks for text in _paragraphs_of_cell(block, bold)]
    for number, text in enumerate(texts):
        text.write(cell.add_paragraph() if number else paragraph)


def _paragraphs_of_cell(block: verbatim.VerbatimBlock, bold: bool) -> Iterator[_Text]:
    if block.is_list:
        yield from (_Text("List Bullet", line, bold=bold) for line in block.lines)
    else:
        yield _Text("Normal", *block.lines, bold=bold)


def _set_up(word: WordDocument, document: ComposedDocument) -> None:
    """Paper, language, properties and styles."""
    for section in word.sections:
        _set_up_paper(section)
    properties = word.core_properties
    properties.title, properties.author, properties.language = document.title, document.author, "en-GB"
    properties.comments = ""
    properties.created = properties.modified = timezone.now()
    properties.last_modified_by = document.author
    _set_language(word)
    for level, size in _SIZES.items():
        _set_font(word, f"Heading {level}", size, bold=True, colour=_BRAND if level < 3 else _INK)
    _set_font(word, "Normal", 11)
    _set_font(word, "Quote", 11)
    _set_font(word, "Caption", 11, bold=True)
    quote: Any = word.styles["Quote"]
    quote.paragraph_format.left_indent = _QUOTE_INDENT


def _set_up_paper(section: Section) -> None:
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    # the marks fit above the text, and do not move it down
    section.top_margin, section.bottom_margin, section.header_distance = Mm(25), Mm(20), Mm(8)


def _set_language(word: WordDocument) -> None:
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), "en-GB")


def _set_font(word: WordDocument, name: str, size: int, *, bold: bool = False, colour: RGBColor = _INK) -> None:
    style: Any = word.styles[name]
    assert style.type == WD_STYLE_TYPE.PARAGRAPH  # noqa: S101 - of our own document
    style.font.name, style.font.size, style.font.bold, style.font.italic = _FONT, Pt(size), bold, False
    style.font.color.rgb = colour
    fonts = style.element.rPr.rFonts
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)  # a theme's font would win over the one named
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.widow_control = True
    if name.startswith("Heading") or name == "Caption":
        style.paragraph_format.keep_with_next = True


def _headers(word: WordDocument) -> Iterator[_Header]:
    """Yield every header that a page of the document shows, each once."""
    for number, section in enumerate(word.sections):
        shown = [section.header]
        if section.different_first_page_header_footer:
            shown.append(section.first_page_header)
        if word.settings.odd_and_even_pages_header_footer:
            shown.append(section.even_page_header)
        yield from (header for header in shown if not number or not header.is_linked_to_previous)


def _number_pages(footer: _Footer) -> None:
    paragraph = footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    before, between, after = _("Page {number} of {count}").replace("{count}", "{number}").split("{number}")
    paragraph.add_run(before)
    _field(paragraph.add_run(), "PAGE")
    paragraph.add_run(between)
    _field(paragraph.add_run(), "NUMPAGES")
    paragraph.add_run(after)


def _field(run: Run, name: str) -> None:
    """A field that Word fills in."""
    for kind in ("begin", "", "end"):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = name
        run._r.append(part)
