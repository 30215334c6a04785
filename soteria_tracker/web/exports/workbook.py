"""An export as an Excel workbook, with real dates and numbers and nothing that a spreadsheet would calculate."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import chain, islice
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from soteria_tracker.web.characters import for_xml
from soteria_tracker.web.exports.describing import Export, PageLink, TooManyRows
from soteria_tracker.web.exports.text import STARTS_A_FORMULA, local

MOST_ROWS = 1_048_576  # in one sheet, by the format
_LONGEST_TEXT = 32_767  # in one cell, by the format
_IN_MEMORY = 1024 * 1024  # bytes; a larger file goes to the disk
_MEASURED = 100  # rows by which the widths of the columns are chosen
_NARROWEST, _WIDEST = 9, 60  # characters
_DAY, _MOMENT = "d mmmm yyyy", "d mmmm yyyy hh:mm"
_MOST_LINKED_ROWS = 30_000  # a sheet holds 65,530 links; no table has more than two columns of them
_BOLD, _TITLE, _LINK = Font(bold=True), Font(bold=True, size=14), Font(color="0B5868", underline="single")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def write(export: Export) -> IO[bytes]:
    """Return the workbook as a temporary file, at its beginning: a sheet about the table, and the table.

    Rows go to the disk as they are read. Raises TooManyRows.
    """
    workbook = Workbook(write_only=True)
    about, table = workbook.create_sheet(_("About")), workbook.create_sheet(_("Table"))
    rows = _write_table(table, export)
    _write_about(about, export, rows)
    workbook.properties.title = export.title
    file: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    workbook.save(file)
    file.seek(0)
    return file


def _write_table(sheet: Any, export: Export) -> int:
    """Write the headings and the rows, and return how many rows there are."""
    rows = iter(export.cells())
    first = list(islice(rows, _MEASURED))
    sheet.freeze_panes = "A2"
    for number, name in enumerate(export.columns):
        letter = get_column_letter(number + 1)
        sheet.column_dimensions[letter].width = _width([name, *(row[number] for row in first)])
    _set_up_page(sheet)
    sheet.print_title_rows = "1:1"
    sheet.append([_cell(sheet, name, _BOLD) for name in export.columns])
    last = 1
    for row in chain(first, rows):
        last += 1
        if last > MOST_ROWS:
            sheet.close()
            raise TooManyRows(
                _(
                    "This table has more than the %(most)s rows that an Excel sheet can hold. "
                    "Filter it, or download it as CSV."
                )
                % {"most": f"{MOST_ROWS:,}"}
            )
        sheet.append([_cell(sheet, value, linked=last <= _MOST_LINKED_ROWS) for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(export.columns))}{last}"
    return last - 1


def _write_about(sheet: Any, export: Export, rows: int) -> None:
    """Write the facts about the table, so that its own sheet begins with the headings."""
    facts = [*export.about, (_("Rows"), rows)]
    sheet.column_dimensions["A"].width = _width([name for name, _value in facts])
    sheet.column_dimensions["B"].width = _WIDEST
    _set_up_page(sheet)
    for number, (name, value) in enumerate(facts):
        sheet.append([_cell(sheet, name, _BOLD), _cell(sheet, value, None if number else _TITLE)])


def _set_up_page(sheet: Any) -> None:
    """Set a sheet to print on A4, landscape, as many pages long as it needs and one page wide."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _cell(sheet: Any, value: Any, font: Font | None = None, *, linked: bool = True) -> Any:
    """Return a cell for a value: a day or number as such, everything else as text, never as a formula."""
    if value is None or value == "":
        return None
    cell = WriteOnlyCell(sheet)
    cell.alignment = _WRAPPED
    if isinstance(value, datetime.datetime):
        cell.value, cell.number_format = local(value), _MOMENT
    elif isinstance(value, datetime.date):
        cell.value, cell.number_format = value, _DAY
    elif isinstance(value, int | float):
        cell.value = value
    else:
        text = _text(value)
        cell.value = text
        cell.data_type = "s"  # also where it begins with “=”
        if text.startswith(STARTS_A_FORMULA):
            cell.quotePrefix = True  # it stays text when someone edits it
        if isinstance(value, PageLink) and linked:
            cell.hyperlink, font = text, _LINK
            cell.data_type = "s"
    if font:
        cell.font = font
    return cell


def _text(value: Any) -> str:
    """The text without the control characters that no XML can hold, as far as a cell holds it."""
    text = for_xml(str(value))
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"


def _width(values: Sequence[Any]) -> int:
    """Wide enough for the longest of these values, in characters, within reason."""
    longest = max(len(_DAY) + 4 if isinstance(value, datetime.date) else len(str(value or "")) for value in values)
    return min(max(longest + 2, _NARROWEST), _WIDEST)
