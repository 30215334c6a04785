"""Read an Excel workbook: values by calamine, and what is seen of cells beside their values by openpyxl."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import cast

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from recommendations.reading.blocks.office import DAMAGED, open_package
from recommendations.reading.errors import UnreadableFile
from recommendations.reading.sheets.colours import rgb_of, theme_colours
from recommendations.reading.sheets.grid import Grid, Mark, Place, Value
from soteria_tracker.web.office_packages.reader import OfficePackage

# Larger sheets are read by their values alone: openpyxl takes some 15 microseconds and 200 bytes a cell.
MARKED_CELLS = 250_000
# Percentages, months without a day, days without a year, and formats of the writer's own.
_TELLING_FORMAT = re.compile(
    rb'numFmtId="(?:9|10|16|17)"|formatCode="[^"]*(?:%|mmm)[^"]*"|<numFmt [^>]*formatCode="m+[-/ ]y+"'
)
_SHEET_MARKS = (b"<hyperlink", b"<f>", b"<f ", b'hidden="', b"<strike", b"<x:")
_STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/": b"http://schemas.openxmlformats.org/officeDocument/2006/",
}


def read_excel(contents: bytes) -> list[Grid]:
    """Return the sheets of a workbook. Raises UnreadableFile."""
    package = open_package(contents)
    _refuse_document_types(package)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(contents))
        grids = [_values(workbook, data.name) for data in workbook.sheets_metadata if "Sheet" in str(data.typ)]
        states = {data.name: data.visible is not SheetVisibleEnum.Visible for data in workbook.sheets_metadata}
    except (CalamineError, ValueError, OSError, OverflowError) as error:
        raise UnreadableFile(DAMAGED) from error
    for grid in grids:
        grid.hidden = states[grid.name]
    if not _has_marks(package):
        return grids
    cells = sum(part.count(b"<c ") for name, part in package.parts.items() if "worksheets/" in name)
    if cells > MARKED_CELLS:
        for grid in grids:
            grid.marks_left_out = True
    else:
        _add_marks(grids, package, contents)
    return grids


def _has_marks(package: OfficePackage) -> bool:
    """Whether cells have more to see than their values: colours, notes, links, strikes, formulas or telling formats."""
    styles = package.parts.get("xl/styles.xml", b"")
    if b"solid" in styles or b"<strike" in styles or _TELLING_FORMAT.search(styles):
        return True
    for name, part in package.parts.items():
        if "comments" in name.lower() or ("sharedStrings" in name and b"<strike" in part):
            return True
        if "worksheets/" in name and any(mark in part for mark in _SHEET_MARKS):
            return True
    return False


def _refuse_document_types(package: OfficePackage) -> None:
    """Raise UnreadableFile for XML with a document type or in an encoding in which one cannot be seen."""
    for name, part in package.parts.items():
        if not name.endswith((".xml", ".rels", ".vml")):
            continue
        if part[:4].count(0) or part.startswith((b"\xff\xfe", b"\xfe\xff", b"\x4c\x6f\xa7\x94")):
            raise UnreadableFile(DAMAGED)
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise UnreadableFile(DAMAGED)


def _values(workbook: CalamineWorkbook, name: str) -> Grid:
    sheet = workbook.get_sheet_by_name(name)
    rows = sheet.to_python(skip_empty_area=False)
    ranges = sheet.merged_cell_ranges or []
    return Grid(name, cast(list[list[Value]], rows), merged=[(first, last) for first, last in ranges])


def _add_marks(grids: list[Grid], package: OfficePackage, contents: bytes) -> None:
    try:
        workbook = load_workbook(io.BytesIO(_as_transitional(package, contents)), rich_text=True)
    except Exception:  # a file that only calamine can read: openpyxl fails in as many ways as there are writers
        for grid in grids:
            grid.marks_left_out = True
        return
    theme = theme_colours(workbook.loaded_theme)
    for grid in grids:
        sheet = workbook[grid.name] if grid.name in workbook.sheetnames else None
        if isinstance(sheet, Worksheet):
            grid.marks = dict(_marks(sheet, grid, theme))
            grid.hidden_rows = frozenset(number - 1 for number, row in sheet.row_dimensions.items() if row.hidden)


def _as_transitional(package: OfficePackage, contents: bytes) -> bytes:
    """Return a workbook of Strict Open XML with the names that openpyxl knows; others as they are."""
    if not any(name in package.parts.get("xl/workbook.xml", b"") for name in _STRICT):
        return contents
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name, part in package.parts.items():
            for strict, transitional in _STRICT.items():
                part = part.replace(strict, transitional)
            target.writestr(name, part)
    return packed.getvalue()


def _marks(sheet: Worksheet, grid: Grid, theme: list[str]) -> Iterator[tuple[Place, Mark]]:
    styles: dict[int, tuple[str, bool, str]] = {}
    for cells in sheet.iter_rows():
        for cell in cells:
            if not isinstance(cell, Cell) or not (cell.has_style or cell.value is not None):
                continue
            place = cell.row - 1, cell.column - 1
            key = cell.style_id if cell.has_style else 0
            style = styles.get(key)
            if style is None:
                style = styles[key] = _style_of(cell, theme)
            mark = _mark(cell, style, grid.value(*place) is None)
            if mark:
                yield place, mark


def _style_of(cell: Cell, theme: list[str]) -> tuple[str, bool, str]:
    if not cell.has_style:
        return "", False, ""
    fill = rgb_of(cell.fill.fgColor, theme) if cell.fill.fill_type == "solid" else ""
    form = cell.number_format
    telling = form if any(letter in form.lower() for letter in "dmy%") and form != "General" else ""
    return fill, bool(cell.font.strike), telling


def _mark(cell: Cell, style: tuple[str, bool, str], is_empty: bool) -> Mark:
    value, links = cell.value, []
    formula = value if cell.data_type == "f" and isinstance(value, str) else ""
    if cell.hyperlink and cell.hyperlink.target:
        links.append(cell.hyperlink.target)
    elif formula.upper().startswith("=HYPERLINK(") and '"' in formula:
        links.append(formula.split('"')[1])
    pieces: tuple[tuple[str, bool], ...] = ()
    if isinstance(value, CellRichText):
        pieces = tuple(
            (part.text, bool(part.font and part.font.strike)) if isinstance(part, TextBlock) else (str(part), style[1])
            for part in value
        )
    partly = any(struck for _text, struck in pieces) and not all(struck for _text, struck in pieces)
    return Mark(
        fill=style[0],
        struck=bool((style[1] and not pieces) or (pieces and all(struck for _text, struck in pieces))),
        pieces=pieces if partly else (),
        note=cell.comment.text.strip() if cell.comment and cell.comment.text else "",
        links=tuple(links),
        number_format=style[2],
        formula=formula if is_empty else "",
    )
