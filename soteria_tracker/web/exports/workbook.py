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
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from soteria_tracker.web.exports.describing import Export
from soteria_tracker.web.exports.text import STARTS_A_FORMULA, local

MOST_ROWS = 1_048_576  # in one sheet, by the format
_LONGEST_TEXT = 32_767  # in one cell, by the format
_IN_MEMORY = 1024 * 1024  # bytes; a larger file goes to the disk
_MEASURED = 100  # rows by which the widths of the columns are chosen
_NARROWEST, _WIDEST = 9, 60  # characters
_DAY, _MOMENT = "d mmmm yyyy", "d mmmm yyyy hh:mm"
_BOLD, _TITLE, _WRAPPED = Font(bold=True), Font(bold=True, size=14), Alignment(wrap_text=True, vertical="top")


class TooManyRows(Exception):
    """More rows than a sheet can hold; the message says what to do instead."""


def write(export: Export) -> IO[bytes]:
    """Return the workbook as a temporary file, rewound to its start. Rows go to the disk as they are read.

    Raises TooManyRows.
    """
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_("Table"))
    rows = iter(export.rows)
    first = [list(row) for row in islice(rows, _MEASURED)]
    head = len(export.head) + 2  # an empty line, and the names of the columns
    sheet.freeze_panes = f"A{head + 1}"
    for number, name in enumerate(export.columns):
        letter = get_column_letter(number + 1)
        sheet.column_dimensions[letter].width = _width([name, *(row[number] for row in first)])
    for number, line in enumerate([*export.head, [], export.columns]):
        font = _TITLE if number == 0 else _BOLD if number == head - 1 else None
        sheet.append([_cell(sheet, value, font) for value in line])
    last = head
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
        sheet.append([_cell(sheet, value) for value in row])
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(export.columns))}{last}"
    workbook.properties.title = export.title
    file: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    workbook.save(file)
    file.seek(0)
    return file


def _cell(sheet: Any, value: Any, font: Font | None = None) -> Any:
    """A value in its own kind: a day or number as such, everything else as text, never as a formula."""
    if value is None or value == "":
        return None
    cell = WriteOnlyCell(sheet)
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
        if len(text) > _WIDEST:
            cell.alignment = _WRAPPED
    if font:
        cell.font = font
    return cell


def _text(value: Any) -> str:
    """The text without the control characters that no XML can hold, as far as a cell holds it."""
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"


def _width(values: Sequence[Any]) -> int:
    """Wide enough for the longest of these values, in characters, within reason."""
    longest = max(len(_DAY) + 4 if isinstance(value, datetime.date) else len(str(value or "")) for value in values)
    return min(max(longest + 2, _NARROWEST), _WIDEST)
