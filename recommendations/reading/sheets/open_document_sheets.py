"""Read a workbook of LibreOffice (.ods)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from lxml import etree

from recommendations.reading.blocks.office import DAMAGED, TOO_LARGE, open_package, parse
from recommendations.reading.errors import UnreadableFile
from recommendations.reading.sheets.grid import Grid, Mark, Place, Value

_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _OFFICE, _TEXT, _STYLE, _FORMAT = (
    _SPACE % name for name in ("table", "office", "text", "style", "xsl-fo-compatible")
)
_LINK = "{http://www.w3.org/1999/xlink}href"
_LONGEST = 200_000  # rows; empty ones that are repeated to the end of the sheet are not counted
_WIDEST = 1_100


def read_open_document_sheets(contents: bytes) -> list[Grid]:
    """Return the sheets of a workbook. Raises UnreadableFile."""
    package = open_package(contents)
    root = parse(package, "content.xml")
    styles = dict(_styles(root))
    if "styles.xml" in package.parts:
        styles = dict(_styles(parse(package, "styles.xml"))) | styles
    body = root.find(f".//{_OFFICE}spreadsheet")
    if body is None:
        raise UnreadableFile(DAMAGED)
    return [_Sheet(table, styles).grid() for table in body.iter(f"{_TABLE}table")]


def _styles(root: etree._Element) -> Iterator[tuple[str, tuple[str, bool, bool, str]]]:
    """Yield each style with its fill, whether it strikes through, whether it hides, and its format."""
    for style in root.iter(f"{_STYLE}style"):
        fill, struck, hides = "", False, False
        for properties in style:
            colour = properties.get(f"{_FORMAT}background-color", "")
            fill = colour[1:].upper() if colour.startswith("#") else fill
            line = properties.get(f"{_STYLE}text-line-through-style", "none")
            struck = struck or line != "none"
            hides = hides or properties.get(f"{_TABLE}display") == "false"
        yield style.get(f"{_STYLE}name", ""), (fill, struck, hides, "")


class _Sheet:
    """Collects the cells of one table."""

    def __init__(self, table: etree._Element, styles: dict[str, tuple[str, bool, bool, str]]) -> None:
        self.table, self.styles = table, styles
        self.rows: list[list[Value]] = []
        self.marks: dict[Place, Mark] = {}
        self.merged: list[tuple[Place, Place]] = []
        self.hidden: set[int] = set()

    def grid(self) -> Grid:
        name = self.table.get(f"{_TABLE}name", "")
        for row in self.table.iter(f"{_TABLE}table-row"):
            self._row(row)
        while self.rows and not any(value not in (None, "") for value in self.rows[-1]):
            self.rows.pop()
        hides = self.styles.get(self.table.get(f"{_TABLE}style-name", ""), ("", False, False, ""))[2]
        return Grid(name, self.rows, self.marks, self.merged, hides, frozenset(self.hidden))

    def _row(self, row: etree._Element) -> None:
        number, values = len(self.rows), self._cells(row)
        times = _count(row.get(f"{_TABLE}number-rows-repeated"))
        if not any(value not in (None, "") for value in values):
            times = min(times, 1000)  # an empty million at the end of the sheet
        if number + times > _LONGEST:
            raise UnreadableFile(TOO_LARGE)
        if row.get(f"{_TABLE}visibility", "visible") != "visible":
            self.hidden.update(range(number, number + times))
        self.rows += [list(values) for _time in range(times)]

    def _cells(self, row: etree._Element) -> list[Value]:
        values: list[Value] = []
        for cell in row:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            value = _value(cell)
            times = min(_count(cell.get(f"{_TABLE}number-columns-repeated")), _WIDEST)
            place = len(self.rows), len(values)
            across = _count(cell.get(f"{_TABLE}number-columns-spanned"))
            down = _count(cell.get(f"{_TABLE}number-rows-spanned"))
            if across > 1 or down > 1:
                self.merged.append((place, (place[0] + down - 1, place[1] + across - 1)))
            if mark := self._mark(cell):
                self.marks[place] = mark
            values += [value] * (times if value not in (None, "") else min(times, 400))
        while values and values[-1] in (None, ""):
            values.pop()
        return values

    def _mark(self, cell: etree._Element) -> Mark:
        fill, struck, _hides, _form = self.styles.get(cell.get(f"{_TABLE}style-name", ""), ("", False, False, ""))
        notes = [_lines(note) for note in cell.iterchildren(f"{_OFFICE}annotation")]
        links = tuple(link.get(_LINK, "") for link in cell.iter(f"{_TEXT}a") if link.get(_LINK))
        pieces = tuple(self._pieces(cell, struck))
        partly = any(strike for _text, strike in pieces) and not all(strike for _text, strike in pieces)
        all_struck = bool(pieces) and all(strike for _text, strike in pieces)
        return Mark(fill, (struck and not partly) or all_struck, pieces if partly else (), "\n".join(notes), links)

    def _pieces(self, cell: etree._Element, struck: bool) -> Iterator[tuple[str, bool]]:
        for paragraph in cell.iterchildren(f"{_TEXT}p"):
            if paragraph.text:
                yield paragraph.text, struck
            for part in paragraph:
                strikes = self.styles.get(part.get(f"{_TEXT}style-name", ""), ("", False, False, ""))[1]
                yield "".join(part.itertext()), strikes or struck
                if part.tail:
                    yield part.tail, struck


def _count(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 1


def _lines(element: etree._Element) -> str:
    return "\n".join(_paragraph(part) for part in element.iterchildren(f"{_TEXT}p")).strip()


def _paragraph(paragraph: etree._Element) -> str:
    text = paragraph.text or ""
    for part in paragraph:
        if part.tag == f"{_TEXT}line-break":
            text += "\n"
        elif part.tag == f"{_TEXT}s":
            text += " " * _count(part.get(f"{_TEXT}c"))
        else:
            text += _paragraph(part)
        text += part.tail or ""
    return text


def _value(cell: etree._Element) -> Value:
    kind = cell.get(f"{_OFFICE}value-type", "")
    text = _lines(cell)
    if kind == "date":
        try:
            return datetime.datetime.fromisoformat(cell.get(f"{_OFFICE}date-value", "")).date()
        except ValueError:
            return text
    if kind in ("float", "currency"):
        try:
            return float(cell.get(f"{_OFFICE}value", ""))
        except ValueError:
            return text
    return text or None
