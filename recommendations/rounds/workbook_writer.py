"""A request as an Excel workbook: one sheet to fill in, one that says how, and the hidden keys. Pure."""

from __future__ import annotations

import datetime
import io
import math
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break, ColBreak
from openpyxl.worksheet.worksheet import Worksheet

from recommendations.rounds.cell_text import text_of
from recommendations.rounds.workbook_columns import (
    ANSWERS,
    ASKED,
    CHECK,
    COLUMNS,
    EXPECTED,
    HIDDEN,
    KEY,
    LINE,
    REPORTABLE,
    REQUEST,
    STATUS,
    check_of,
    digest,
)
from soteria_tracker.web.exports.text import STARTS_A_FORMULA

_MARKS, _HEAD = 1, 2  # rows: the hidden codes of the columns, and their headings
_DAY = "d mmmm yyyy"
_FONT = "Calibri"
_LINE_HEIGHT, _LOWEST, _HIGHEST = 15, 60, 409  # points; the last by the format
_LONGEST_TEXT = 32_767  # in one cell, by the format
_FIRST_DATE = 36526  # 1 January 2000, as Excel counts days
_EVERYWHERE = Alignment(wrap_text=True, vertical="top", horizontal="left")
_BRAND, _WASH = PatternFill("solid", fgColor="0D4753"), PatternFill("solid", fgColor="F3F7F8")
_LINE = Border(bottom=Side("thin", color="CCD5DA"), left=Side("thin", color="CCD5DA"))


@dataclass(frozen=True)
class AskedRow:
    """One row: its key, and what the office writes in it, by the code of the column."""

    key: uuid.UUID
    asked: dict[str, str | datetime.date | None]


@dataclass(frozen=True)
class Asked:
    """One workbook: of whom it asks, for whom, by when, and its rows."""

    key: uuid.UUID
    holder: str
    lead: str
    wanted_by: datetime.date
    rows: Sequence[AskedRow]


def write_workbook(request: Asked) -> bytes:
    """The workbook of one request."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one
    sheet.title = _("Answers")
    _fill(sheet, request)
    _lay_out(sheet, request)
    _explain(workbook.create_sheet(_("How to fill this in")), request)
    hidden = workbook.create_sheet("soteria")
    hidden.append([REQUEST, str(request.key)])
    hidden.sheet_state = "veryHidden"
    workbook.properties.title = _title(request)
    workbook.properties.creator = ""
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _title(request: Asked) -> str:
    return f"{request.holder}, {request.lead}" if request.lead else request.holder


def _fill(sheet: Worksheet, request: Asked) -> None:
    for number, column in enumerate(COLUMNS, start=1):
        sheet.cell(_MARKS, number, column.mark)
        head = sheet.cell(_HEAD, number, str(column.heading))
        head.font, head.fill, head.alignment = Font(name=_FONT, size=11, bold=True, color="FFFFFF"), _BRAND, _EVERYWHERE
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].hidden = column in HIDDEN
    for place, row in enumerate(request.rows, start=_HEAD + 1):
        texts = {code: text_of(_kept(value)) for code, value in row.asked.items()}
        values = {KEY: str(row.key), CHECK: check_of(str(row.key), texts), **row.asked}
        for number, column in enumerate(COLUMNS, start=1):
            cell = sheet.cell(place, number)
            cell.alignment, cell.border = _EVERYWHERE, _LINE
            if column.is_answer:
                cell.protection = Protection(locked=False)
            else:
                cell.fill = _WASH
                write(cell, values.get(column.code))
            if column is EXPECTED:
                cell.number_format = _DAY
        sheet.row_dimensions[place].height = _height(texts)


def _height(texts: dict[str, str]) -> int:
    """High enough for the longest text of a row, in points, as far as the format allows. Not every program does it."""
    lines = [
        sum(math.ceil(max(len(line), 1) / column.width) for line in texts.get(column.code, "").split("\n"))
        for column in ASKED
    ]
    return min(max(max(lines) * _LINE_HEIGHT, _LOWEST), _HIGHEST)


def _kept(value: Any) -> Any:
    """A value as a cell can hold it: a text without the control characters that no XML can hold, and not too long."""
    return ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_TEXT] if isinstance(value, str) else value


def write(cell: Any, value: str | datetime.date | None) -> None:
    """A date as such, everything else as a text that no spreadsheet calculates."""
    if value is None or value == "":
        return
    if isinstance(value, datetime.date):
        cell.value, cell.number_format = value, _DAY
        return
    cell.value = _kept(value)
    cell.data_type = "s"  # also where it begins with “=”
    if value.startswith(STARTS_A_FORMULA):
        cell.quotePrefix = True  # it stays a text when somebody edits it


def _lay_out(sheet: Worksheet, request: Asked) -> None:
    """What may be written where, what stays in view, and how it prints."""
    last = _HEAD + len(request.rows)
    first_asked, last_letter = get_column_letter(len(HIDDEN) + 1), get_column_letter(len(COLUMNS))
    sheet.row_dimensions[_MARKS].hidden = True
    sheet.freeze_panes = f"{get_column_letter(len(HIDDEN) + 3)}{_HEAD + 1}"  # inspection and reference stay
    sheet.auto_filter.ref = f"{first_asked}{_HEAD}:{last_letter}{last}"
    for rule, column in ((_statuses(), STATUS), (_dates(), EXPECTED)):
        letter = get_column_letter(COLUMNS.index(column) + 1)
        sheet.add_data_validation(rule)
        rule.add(f"{letter}{_HEAD + 1}:{letter}{last}")
    protection = sheet.protection
    protection.sheet = True  # no password: whoever has to, takes it off
    protection.formatCells = protection.formatColumns = protection.formatRows = False  # allowed
    protection.sort = protection.autoFilter = False
    _print(sheet, request, first_asked)


def _print(sheet: Worksheet, request: Asked, first_asked: str) -> None:
    """On wide pages: what was asked, and beside it what was answered, each under its headings and references."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.scale = "landscape", "9", 62  # A4
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.7, bottom=0.7, header=0.3, footer=0.3)  # inches
    sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
    sheet.print_title_cols = f"{first_asked}:{get_column_letter(len(HIDDEN) + 2)}"
    sheet.col_breaks = ColBreak()
    sheet.col_breaks.append(Break(id=COLUMNS.index(STATUS)))
    header, footer = sheet.oddHeader, sheet.oddFooter
    assert header is not None  # noqa: S101 - a new sheet has both
    assert footer is not None  # noqa: S101
    header.left.text = _title(request).replace("&", "&&")
    header.right.text = _("Answers wanted by %(day)s") % {"day": formats.date_format(request.wanted_by)}
    footer.right.text = "&P / &N"


def _statuses() -> DataValidation:
    words = ",".join(str(label) for label in REPORTABLE.values())
    rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = _("Status now"), _("Choose one of the words in the list.")
    return rule


def _dates() -> DataValidation:
    rule = DataValidation(
        type="date", operator="greaterThan", formula1=str(_FIRST_DATE), allow_blank=True, showErrorMessage=True
    )
    rule.errorStyle = "warning"
    rule.errorTitle, rule.error = _("Expected date"), _("Enter a date, such as 31/03/2025.")
    return rule


def _explain(sheet: Worksheet, request: Asked) -> None:
    """One line a row. Beside each stands its digest, hidden: what somebody adds here is known from what was here."""
    day = formats.date_format(request.wanted_by)
    lines = [
        _title(request),
        _("Answers are wanted by %(day)s.") % {"day": day},
        _("Write on the sheet “%(sheet)s”, in the white columns. The grey ones are there to read.")
        % {"sheet": _("Answers")},
        *(f"{column.heading}: {_HOW[column.code]()}" for column in ANSWERS),
        _("If nothing has changed, say so under “What has been done”: that is an answer too."),
        _("Leave empty what you cannot answer. Nobody takes an empty row for an answer."),
        _("Do not name victims or suspects."),
        _("You may filter, and change widths. To sort, take the protection off first: there is no password."),
        _("Do not delete the hidden columns: they say which row belongs to which recommendation."),
        _("Save it as an Excel workbook (.xlsx) and send it back. Several people may each fill in a copy."),
    ]
    sheet.column_dimensions["A"].width = 100
    sheet.column_dimensions["B"].hidden = True
    for number, line in enumerate(lines, start=1):
        cell = sheet.cell(number, 1)
        write(cell, line)
        cell.alignment = _EVERYWHERE
        sheet.cell(number, 2, f"{LINE}{digest(line)}")
    sheet["A1"].font = Font(name=_FONT, bold=True, size=14)
    sheet.protection.sheet = True
    sheet.page_setup.paperSize = "9"  # A4


_HOW = {
    "status": lambda: _("choose a word from the list."),
    "words": lambda: _("in your own words, up to 10,000 characters. It is kept as you write it."),
    "expected": lambda: _("the day on which you expect it to be finished, such as 31/03/2025."),
    "evidence": lambda: _("an address, or where it can be found."),
}
