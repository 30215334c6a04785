"""Write a request as an Excel workbook: a sheet to complete, a sheet of instructions, and the hidden keys. Pure."""

from __future__ import annotations

import datetime
import io
import math
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break, ColBreak
from openpyxl.worksheet.worksheet import Worksheet

from recommendations.rounds.cell_text import text_of
from recommendations.rounds.workbook_columns import (
    CHECK,
    COLUMNS,
    EXPECTED,
    HELP_LINE,
    HIDDEN,
    KEY,
    OFFICE_COLUMNS,
    REPLY_COLUMNS,
    REPORTABLE,
    REQUEST,
    STATUS,
    RequestWorkbook,
    digest,
    row_check,
)
from soteria_tracker.web.characters import for_xml
from soteria_tracker.web.exports.text import STARTS_A_FORMULA

_MARKS, _HEAD = 1, 2  # rows: the hidden column codes, and the headings
_DAY = "d mmmm yyyy"
_FONT = "Calibri"
_LINE_HEIGHT, _LOWEST, _HIGHEST = 15, 60, 409  # points; the last by the format
_LONGEST_TEXT = 32_767  # in one cell, by the format
_FIRST_DATE = 36526  # 1 January 2000, as Excel counts days
_EVERYWHERE = Alignment(wrap_text=True, vertical="top", horizontal="left")
_BRAND, _WASH = PatternFill("solid", fgColor="0D4753"), PatternFill("solid", fgColor="F3F7F8")
_LINE = Border(bottom=Side("thin", color="CCD5DA"), left=Side("thin", color="CCD5DA"))


def write_workbook(request: RequestWorkbook) -> bytes:
    """Return the workbook of one request as a file."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one
    sheet.title = _("Replies")
    _fill(sheet, request)
    _lay_out(sheet, request)
    _write_instructions(workbook.create_sheet(_("How to complete this")), request)
    hidden = workbook.create_sheet("soteria")
    hidden.append([REQUEST, str(request.key)])
    hidden.sheet_state = "veryHidden"
    workbook.properties.title = _title(request)
    workbook.properties.creator = ""
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _title(request: RequestWorkbook) -> str:
    return f"{request.holder}, {request.lead}" if request.lead else request.holder


def _fill(sheet: Worksheet, request: RequestWorkbook) -> None:
    for number, column in enumerate(COLUMNS, start=1):
        sheet.cell(_MARKS, number, column.mark)
        head = sheet.cell(_HEAD, number, str(column.heading))
        head.font, head.fill, head.alignment = Font(name=_FONT, size=11, bold=True, color="FFFFFF"), _BRAND, _EVERYWHERE
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].hidden = column in HIDDEN
    for place, row in enumerate(request.rows, start=_HEAD + 1):
        texts = {code: text_of(_cell_text(value)) for code, value in row.office_texts.items()}
        values = {KEY: str(row.key), CHECK: row_check(str(row.key), texts), **row.office_texts}
        for number, column in enumerate(COLUMNS, start=1):
            cell = sheet.cell(place, number)
            cell.alignment, cell.border = _EVERYWHERE, _LINE
            if column.is_reply:
                cell.protection = Protection(locked=False)
            else:
                cell.fill = _WASH
                write_cell(cell, values.get(column.code))
            if column is EXPECTED:
                cell.number_format = _DAY
        sheet.row_dimensions[place].height = _height(texts)


def _height(texts: dict[str, str]) -> int:
    """Return a height in points that fits the longest text of a row, within the limits of the format."""
    lines = [
        sum(math.ceil(max(len(line), 1) / column.width) for line in texts.get(column.code, "").split("\n"))
        for column in OFFICE_COLUMNS
    ]
    return min(max(max(lines) * _LINE_HEIGHT, _LOWEST), _HIGHEST)


def _cell_text(value: Any) -> Any:
    """Return a text without the control characters that XML cannot hold, and within the length limit of a cell."""
    return for_xml(value)[:_LONGEST_TEXT] if isinstance(value, str) else value


def write_cell(cell: Any, value: str | datetime.date | None) -> None:
    """Write a date as a date, and anything else as text that no spreadsheet program calculates."""
    if value is None or value == "":
        return
    if isinstance(value, datetime.date):
        cell.value, cell.number_format = value, _DAY
        return
    cell.value = _cell_text(value)
    cell.data_type = "s"  # also where it begins with “=”
    if value.startswith(STARTS_A_FORMULA):
        cell.quotePrefix = True  # it stays text when someone edits it


def _lay_out(sheet: Worksheet, request: RequestWorkbook) -> None:
    """Set what can be edited, what stays in view, and how the sheet prints."""
    last = _HEAD + len(request.rows)
    first_shown, last_letter = get_column_letter(len(HIDDEN) + 1), get_column_letter(len(COLUMNS))
    sheet.row_dimensions[_MARKS].hidden = True
    sheet.freeze_panes = f"{get_column_letter(len(HIDDEN) + 3)}{_HEAD + 1}"  # inspection and reference stay
    sheet.auto_filter.ref = f"{first_shown}{_HEAD}:{last_letter}{last}"
    for rule, column in ((_statuses(), STATUS), (_dates(), EXPECTED)):
        letter = get_column_letter(COLUMNS.index(column) + 1)
        sheet.add_data_validation(rule)
        rule.add(f"{letter}{_HEAD + 1}:{letter}{last}")
    protection = sheet.protection
    protection.sheet = True  # no password: anyone can remove it
    protection.formatCells = protection.formatColumns = protection.formatRows = False  # allowed
    protection.sort = protection.autoFilter = False
    _print(sheet, request, first_shown)


def _print(sheet: Worksheet, request: RequestWorkbook, first_shown: str) -> None:
    """Print on landscape pages, with the columns to complete on pages of their own."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.scale = "landscape", "9", 62  # A4
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.7, bottom=0.7, header=0.3, footer=0.3)  # inches
    sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
    sheet.print_title_cols = f"{first_shown}:{get_column_letter(len(HIDDEN) + 2)}"
    sheet.col_breaks = ColBreak()
    sheet.col_breaks.append(Break(id=COLUMNS.index(STATUS)))
    header, footer = sheet.oddHeader, sheet.oddFooter
    assert header is not None  # noqa: S101 - a new sheet has both
    assert footer is not None  # noqa: S101
    header.left.text = _title(request).replace("&", "&&")
    header.right.text = _("Reply by %(day)s") % {"day": formats.date_format(request.reply_by)}
    footer.right.text = "&P / &N"


def _statuses() -> DataValidation:
    words = ",".join(str(label) for label in REPORTABLE.values())
    rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = _("Status now"), _("Select a status from the list.")
    return rule


def _dates() -> DataValidation:
    rule = DataValidation(
        type="date", operator="greaterThan", formula1=str(_FIRST_DATE), allow_blank=True, showErrorMessage=True
    )
    rule.errorStyle = "warning"
    rule.errorTitle, rule.error = _("Expected date"), _("Enter a date, for example 31/03/2025.")
    return rule


def _write_instructions(sheet: Worksheet, request: RequestWorkbook) -> None:
    """Write the instructions, one line a row. A hidden digest beside each shows which lines someone added."""
    day = formats.date_format(request.reply_by)
    lines = [
        _title(request),
        _("Please reply by %(day)s.") % {"day": day},
        _("Complete the white columns of the sheet “%(sheet)s”. The grey columns are for information.")
        % {"sheet": _("Replies")},
        *(f"{column.heading}: {_COLUMN_HELP[column.code]()}" for column in REPLY_COLUMNS),
        _("If nothing has changed, say so under “What has been done”."),
        _("Leave a row empty if you cannot reply on it. An empty row does not count as a reply."),
        _("Do not name victims or suspects."),
        _("You can filter and change column widths. To sort, remove the sheet protection first: there is no password."),
        _("Do not delete the hidden columns: they link each row to its recommendation."),
        _("Save the file as an Excel workbook (.xlsx) and return it. Several people can each complete a copy."),
    ]
    sheet.column_dimensions["A"].width = 100
    sheet.column_dimensions["B"].hidden = True
    for number, line in enumerate(lines, start=1):
        cell = sheet.cell(number, 1)
        write_cell(cell, line)
        cell.alignment = _EVERYWHERE
        sheet.cell(number, 2, f"{HELP_LINE}{digest(line)}")
    sheet["A1"].font = Font(name=_FONT, bold=True, size=14)
    sheet.protection.sheet = True
    sheet.page_setup.paperSize = "9"  # A4


_COLUMN_HELP = {
    "status": lambda: _("select a status from the list."),
    "words": lambda: _("in your own words, up to 10,000 characters. It is recorded as you write it."),
    "expected": lambda: _("when you expect the work to be complete, for example 31/03/2025."),
    "evidence": lambda: _("a web address, or where to find it."),
}
