"""Read a returned workbook: a file in, rows out. Pure: it uses no records.

Rows can be moved, sorted or added, columns moved, renamed or added, sheets copied together. Each row is identified by
its own hidden key, and every cell with a text is a cell of some row or the heading of one. What the office wrote
itself is recognised by its digest.
"""

from __future__ import annotations

import io
import uuid
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from recommendations.rounds.workbook_columns import (
    CHECK,
    HELP_LINE,
    KEY,
    OFFICE_COLUMNS,
    REQUEST,
    WORDS,
    digest,
    parse_check,
)
from recommendations.rounds.workbook_sheet import (
    ReplyCell,
    SheetGrid,
    SheetHeadings,
    SheetRows,
    find_headings,
    parse_key,
    read_grid,
)
from soteria_tracker.web.office_packages.workbooks import check_workbook

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_ROWS = 5_000
_1904 = 1904  # the year from which some workbooks count days
_LONGEST_TITLE = 100  # Excel's sheet names have 31 characters, those of other programs any number
_IDENTITY = ("inspection", "reference")  # no two rows of a round have both in common
_OFFICE_CODES = tuple(column.code for column in OFFICE_COLUMNS)


@dataclass(frozen=True)
class WorkbookRow:
    """A row with at least one text. It is disputed if its hidden key and its text name two different actions."""

    sheet: str
    number: int
    cells: tuple[ReplyCell, ...]
    key: uuid.UUID | None = None
    is_disputed: bool = False
    is_matched: bool = False  # by its report, label and text, because it has no key

    @property
    def is_written(self) -> bool:
        """Whether anyone but the office wrote in it."""
        return any(cell.written for cell in self.cells)


@dataclass(frozen=True)
class WorkbookContents:
    """The rows of a workbook, and the keys of its requests if it still has them."""

    request_keys: frozenset[uuid.UUID]
    rows: tuple[WorkbookRow, ...]

    @property
    def keys(self) -> set[uuid.UUID]:
        """The keys of its rows."""
        return {row.key for row in self.rows if row.key}

    @property
    def has_our_columns(self) -> bool:
        """Whether any cell stands under our heading for the text of a reply."""
        return any(cell.column == WORDS.code for row in self.rows for cell in row.cells)


def read_workbook(contents: bytes, name: str) -> WorkbookContents:
    """Return the rows of a workbook, sheet by sheet. Raises ValidationError that says what to do."""
    checked = check_workbook(contents, name)
    try:
        values = _open(contents, data_only=True)
        formulas = _open(contents, data_only=False) if checked.has_formulas else values
    except Exception as error:  # the library raises many kinds for a damaged file
        raise ValidationError(
            _("“%(name)s” cannot be read. Open it in Excel, save it as a workbook (.xlsx) and try again.")
            % {"name": name}
        ) from error
    request_keys: set[uuid.UUID] = set()
    rows: list[WorkbookRow] = []
    for number, sheet in enumerate(values.worksheets, start=1):
        grid = read_grid(sheet, formulas[sheet.title], counts_from_1904=values.epoch.year == _1904)
        request_keys |= grid.request_keys()
        title = sheet.title if len(sheet.title) <= _LONGEST_TITLE else f"{sheet.title[:80]}… ({number})"
        rows += _rows(title, grid)
    if len(rows) > MOST_ROWS:
        raise ValidationError(
            _("“%(name)s” has more than %(most)s rows with text. Remove the sheets that are not part of the reply.")
            % {"name": name, "most": f"{MOST_ROWS:,}"}
        )
    return WorkbookContents(frozenset(request_keys), tuple(rows))


def _open(contents: bytes, *, data_only: bool) -> Workbook:
    from openpyxl import load_workbook  # it is slow to import

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about drawings and formatting rules that it does not read
        return load_workbook(io.BytesIO(contents), data_only=data_only, keep_links=False)


def _rows(title: str, grid: SheetGrid) -> Iterator[WorkbookRow]:
    rows = grid.rows()
    headings = find_headings(rows)
    _fill_merged_cells(grid, rows, headings)
    used: set[int] = set()
    for number, texts in rows.items():
        if number in headings.rows:
            continue
        cells = list(_cells(number, texts, headings, grid))
        used |= {column for column, text in texts.items() if text}
        if cells:
            yield _row(title, number, cells)
    for number in headings.rows:
        if unused := list(headings.unused(number, rows[number], used, grid)):
            yield WorkbookRow(title, number, tuple(unused))


def _fill_merged_cells(grid: SheetGrid, rows: SheetRows, headings: SheetHeadings) -> None:
    """Copy the text of a cell merged over several rows to each of them that has a key of its own."""
    key_column = next((column for column, code in headings.codes.items() if code == KEY), None)
    for (row, column), below in grid.merged:
        text = grid.texts.get((row, column), "")
        if text and row not in headings.rows:
            for number in below:
                if parse_key(rows.get(number, {}).get(key_column or 0, "")):
                    rows[number][column] = text


def _cells(number: int, texts: dict[int, str], headings: SheetHeadings, grid: SheetGrid) -> Iterator[ReplyCell]:
    """Yield every cell of a row, except the office's own lines on the sheet of instructions and the hidden sheet."""
    ours = {text.removeprefix(HELP_LINE) for text in texts.values() if text.startswith(HELP_LINE)}
    is_request = REQUEST in texts.values()
    check = next((text for column, text in texts.items() if headings.codes.get(column) == CHECK), "")
    digests = parse_check(check)
    for column, text in texts.items():
        code = headings.codes.get(column, "")
        is_help = text.startswith(HELP_LINE) or (bool(ours) and digest(text) in ours)
        is_hidden = is_request and (text == REQUEST or parse_key(text) is not None)
        if text and not is_help and not is_hidden:
            is_mark = (code == KEY and parse_key(text) is not None) or (code == CHECK and bool(digests))
            is_office_text = code in digests and digests[code] == digest(text)
            yield ReplyCell(headings.heading(column), text, code, written=not (is_mark or is_office_text))
        yield from grid.attached.get((number, column), ())


def _row(title: str, number: int, cells: list[ReplyCell]) -> WorkbookRow:
    key = next((parse_key(cell.text) for cell in cells if cell.column == KEY), None)
    digests = parse_check(next((cell.text for cell in cells if cell.column == CHECK), ""))
    key_was_moved = bool(digests) and key is not None and digests[KEY] != digest(str(key))
    is_disputed = key_was_moved or (bool(digests) and shows_another_action(cells))
    return WorkbookRow(title, number, tuple(cells), key, is_disputed)


def shows_another_action(cells: Iterable[ReplyCell]) -> bool:
    """Return whether a row shows another action than its key names.

    Its inspection and reference decide; if either was deleted, anything that the office wrote. The cells must already
    say which of them the office wrote.
    """
    written = {cell.column: cell.written for cell in cells}
    deciding = _IDENTITY if written.keys() >= set(_IDENTITY) else _OFFICE_CODES
    return any(written.get(code, False) for code in deciding)
