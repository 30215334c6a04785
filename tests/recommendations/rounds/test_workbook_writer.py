"""The workbook sent to a lead: its contents, its editable cells, and that it has no formulas."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from recommendations.rounds.workbook_columns import COLUMNS, RequestRow, RequestWorkbook
from recommendations.rounds.workbook_writer import write_workbook
from tests.recommendations.rounds.sample_workbooks import FIRST, HEAD, LETTERS, REQUEST, TEXT, key, opened, sent


@pytest.fixture
def sheet() -> Any:
    return opened(sent())["Replies"]


def at(sheet: Worksheet, row: int, code: str) -> Any:
    return sheet.cell(row, LETTERS[code])


def test_it_keeps_the_text_verbatim_and_dates_as_dates(sheet: Worksheet) -> None:
    assert at(sheet, FIRST, "text").value == f"{TEXT} 1"
    assert at(sheet, FIRST, "deadline").value.date() == datetime.date(2025, 1, 31)
    assert at(sheet, FIRST + 1, "deadline").value == "Immediately"
    assert at(sheet, FIRST, "key").value == str(key(1))


def test_only_the_empty_answer_cells_can_be_edited(sheet: Worksheet) -> None:
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    for column in COLUMNS:
        cell = at(sheet, FIRST, column.code)
        assert cell.protection.locked is not column.is_reply
        assert (cell.value is None) >= column.is_reply


def test_the_protection_allows_filters_sorting_and_column_widths(sheet: Worksheet) -> None:
    """In the format "false" means: not protected."""
    protection = sheet.protection
    assert not any([protection.sort, protection.autoFilter, protection.formatColumns, protection.formatRows])


def test_the_keys_are_hidden(sheet: Worksheet) -> None:
    assert sheet.column_dimensions["A"].hidden
    assert sheet.column_dimensions["B"].hidden
    assert sheet.row_dimensions[1].hidden
    hidden = opened(sent())["soteria"]
    assert hidden.sheet_state == "veryHidden"
    assert hidden["B1"].value == str(REQUEST)


def test_statuses_are_a_list_and_expected_dates_are_dates(sheet: Worksheet) -> None:
    rules = {rule.type: rule for rule in sheet.data_validations.dataValidation}
    assert "In progress" in rules["list"].formula1
    assert "Closed" not in rules["list"].formula1
    assert len(rules["list"].formula1) < 255
    assert str(rules["list"].sqref) == "K3:K5"
    assert str(rules["date"].sqref) == "M3:M5"


def test_text_that_looks_like_a_formula_stays_text(sheet: Worksheet) -> None:
    for code in ("text", "said"):
        cell = at(sheet, FIRST, code)
        assert cell.data_type == "s"
        assert cell.quotePrefix
    with zipfile.ZipFile(io.BytesIO(sent())) as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 3
    assert not any(b"<f>" in part for part in sheets)


def test_it_prints_on_wide_pages_and_keeps_its_headings_in_view(sheet: Worksheet) -> None:
    assert sheet.print_title_rows == f"${HEAD}:${HEAD}"
    assert sheet.print_title_cols == "$C:$D"
    assert sheet.page_setup.orientation == "landscape"
    assert [column.id for column in sheet.col_breaks.brk] == [LETTERS["status"] - 1]
    assert sheet.oddHeader.left.text == "Cleveland Police, Head of Crime"
    assert sheet.oddHeader.right.text == "Reply by 31 March 2025"
    assert sheet.freeze_panes == "E3"


@pytest.mark.parametrize(("text", "points"), [("Short.", 60), ("line\n" * 9 + "line", 150), ("word " * 4_000, 409)])
def test_rows_are_high_enough_for_their_text(text: str, points: int) -> None:
    """Each line takes 15 points, with at least four lines for the answer."""
    row = RequestRow(key(1), {"text": text})
    contents = write_workbook(RequestWorkbook(REQUEST, "Cleveland Police", "", datetime.date(2025, 3, 31), [row]))
    assert opened(contents)["Replies"].row_dimensions[FIRST].height == points


def test_a_sheet_has_instructions() -> None:
    lines = [row[0].value for row in opened(sent())["How to complete this"].iter_rows(max_col=1)]
    assert lines[0] == "Cleveland Police, Head of Crime"
    assert "Please reply by 31 March 2025." in lines
