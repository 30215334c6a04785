"""Reading the Chief Constable's comments from the invitation's table. Pure: a file in, text out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, Any

import docx
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from docx.oxml.ns import qn

from recommendations.documents.invitation import COMMENT, GENERAL, REFERENCE
from soteria_tracker.web.office_packages.reader import FILE_LIMIT
from soteria_tracker.web.office_packages.word import check_word_file

_Row = tuple[str, str]
_COLUMN_COUNTS = {str(count) for count in range(1, 64)}  # Word's tables have at most 63 columns


def read_comments(file: IO[bytes], name: str = "comments.docx") -> dict[str, str]:
    """The comments by reference, in the table's order; those on the report as a whole under "" (no reference).

    Rows may have been moved or added: a row without a reference goes on with the one above it. Paragraphs are kept
    apart by an empty line, points of a list begin with "- ". Cells left empty are left out.
    Raises ValidationError for a file that is no Word document or has no such table.
    """
    contents = file.read(FILE_LIMIT + 1)
    check_word_file(contents, name)
    try:
        body = docx.Document(io.BytesIO(contents)).element.body
    except Exception as error:  # the library raises many kinds for a damaged file
        raise ValidationError(_unreadable()) from error
    found: dict[str, list[str]] = {}
    tables = 0
    for table in body.iter(qn("w:tbl")):
        rows = list(_rows(table))
        columns = _columns(rows)
        if columns is None:
            continue
        tables += 1
        for reference, comment in _filled(rows[1:], *columns):
            found.setdefault(reference, []).append(comment)
    if not tables:
        raise ValidationError(
            _("The file has no table with the columns “%(reference)s” and “%(comment)s”. Use the invitation’s table.")
            % {"reference": REFERENCE, "comment": COMMENT}
        )
    return {reference: "\n\n".join(comments) for reference, comments in found.items()}


def _unreadable() -> str:
    return _("The file cannot be read. Open it in Word, save it as .docx and try again.")


def _filled(rows: list[list[Any]], reference_column: int, comment_column: int) -> Iterator[_Row]:
    """Reference and comment of every row in which something was written."""
    reference = ""
    for cells in rows:
        named = _one_line(cells, reference_column).casefold()
        if named:
            reference = "" if named == GENERAL.casefold() else named
        comment = _words(cells[comment_column]) if comment_column < len(cells) else ""
        if comment:
            yield reference, comment


def _columns(rows: list[list[Any]]) -> tuple[int, int] | None:
    """Where the references and the comments stand; None in another table."""
    head = [_one_line(rows[0], column).casefold() for column in range(len(rows[0]))] if rows else []
    wanted = (REFERENCE.casefold(), COMMENT.casefold())
    if not all(name in head for name in wanted):
        return None
    return head.index(wanted[0]), head.index(wanted[1])


def _rows(table: Any) -> Iterator[list[Any]]:
    """The table's own rows as cells by column: a cell across two columns stands in both."""
    for row in _own(table, "w:tr", "w:tbl"):
        cells: list[Any] = []
        for cell in _own(row, "w:tc", "w:tr"):
            cells += [cell] * _columns_spanned(cell)
        yield cells


def _columns_spanned(cell: Any) -> int:
    """Return over how many columns a cell goes. Raises ValidationError for a number that Word does not write."""
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    stated = "1" if span is None else span.get(qn("w:val"), "")
    if stated not in _COLUMN_COUNTS:
        raise ValidationError(_unreadable())
    return int(stated)


def _own(element: Any, name: str, container: str) -> Iterator[Any]:
    """Parts of an element, within Word's content controls too, without those of a table inside it."""
    for found in element.iter(qn(name)):
        if next(found.iterancestors(qn(container))) is element:
            yield found


def _one_line(cells: list[Any], column: int) -> str:
    return " ".join(_words(cells[column]).split()) if column < len(cells) else ""


def _words(cell: Any) -> str:
    """Every word in a cell, one paragraph after another; what tracked changes took out is left out."""
    lines: list[tuple[bool, str]] = []
    for paragraph in cell.iter(qn("w:p")):
        text = "".join(_characters(paragraph)).strip()
        if text:
            lines.append((_is_point(paragraph), text))
    words = ""
    for number, (is_point, text) in enumerate(lines):
        follows_point = number > 0 and lines[number - 1][0]
        gap = "" if not number else "\n" if is_point and follows_point else "\n\n"
        words += f"{gap}- {text}" if is_point else f"{gap}{text}"
    return words


def _characters(paragraph: Any) -> Iterator[str]:
    spaces = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
    for element in paragraph.iter():
        if next(element.iterancestors(qn("w:p")), None) is not paragraph:
            continue  # of a text box inside the paragraph, which is walked by itself
        if element.tag == qn("w:t"):
            yield element.text or ""
        elif element.tag in spaces and element.getparent().tag == qn("w:r"):
            yield spaces[element.tag]


def _is_point(paragraph: Any) -> bool:
    """Whether it is a point of a list: numbered by itself, or of a style for lists."""
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        return False
    style = properties.find(qn("w:pStyle"))
    return properties.find(qn("w:numPr")) is not None or (style is not None and "List" in style.get(qn("w:val"), ""))
