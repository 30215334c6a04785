"""Reading a returned workbook: bytes in, rows out. Pure: it knows no record.

Whatever was done to it (rows moved, sorted or added, columns moved, renamed or added, sheets copied together), each
row goes by its own hidden key, and every cell in which something stands is in the cells of some row, or is the
heading of some cell. What the office itself had written is marked as such, by its digest.
"""

from __future__ import annotations

import io
import uuid
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from recommendations.rounds.cell_text import text_of
from recommendations.rounds.workbook_columns import (
    ASKED,
    CHECK,
    COLUMNS,
    KEY,
    LINE,
    MARK,
    REQUEST,
    WORDS,
    digest,
    digests_in,
)
from soteria_tracker.web.office_packages.workbooks import check_workbook

MOST_ROWS = 5_000
_LONGEST_TITLE = 100  # Excel's sheets have 31 characters, those of other programs any number
_IDENTITY = ("inspection", "reference")  # no two rows of a round have both in common
_ASKED = tuple(column.code for column in ASKED)
_HEADINGS = {" ".join(str(column.heading).split()).casefold(): column.code for column in COLUMNS}
_CODES = {column.code for column in COLUMNS}

Place = tuple[int, int]  # row and column, from 1


@dataclass(frozen=True)
class Cell:
    """One cell: the heading above it, its words, and the code of its column where it is one of ours.

    `written` is false for what the office had written itself: the row's key, and what was asked.
    """

    heading: str
    text: str
    column: str = ""
    written: bool = True


@dataclass(frozen=True)
class Row:
    """One row in which something stands. `disputed`: its hidden key and what it shows name two different actions."""

    sheet: str
    number: int
    cells: tuple[Cell, ...]
    key: uuid.UUID | None = None
    disputed: bool = False

    @property
    def is_written(self) -> bool:
        """Whether anything in it was written by somebody else than the office."""
        return any(cell.written for cell in self.cells)


@dataclass(frozen=True)
class Returned:
    """What a workbook holds: the keys of its requests, as far as it still has them, and its rows."""

    request_keys: frozenset[uuid.UUID]
    rows: tuple[Row, ...]

    @property
    def keys(self) -> set[uuid.UUID]:
        """The keys of its rows."""
        return {row.key for row in self.rows if row.key}

    @property
    def has_our_columns(self) -> bool:
        """Whether answers stand under headings of ours."""
        return any(cell.column == WORDS.code for row in self.rows for cell in row.cells)


def read_workbook(contents: bytes, name: str) -> Returned:
    """The rows of a workbook, sheet by sheet. Raises ValidationError with a sentence that says what to do."""
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
    rows: list[Row] = []
    for number, sheet in enumerate(values.worksheets, start=1):
        grid = _grid(sheet, formulas[sheet.title])
        request_keys |= _request_keys(grid)
        title = sheet.title if len(sheet.title) <= _LONGEST_TITLE else f"{sheet.title[:80]}… ({number})"
        rows += _rows(title, grid)
    if len(rows) > MOST_ROWS:
        raise ValidationError(
            _("“%(name)s” has more than %(most)s filled rows. Take out the sheets that do not belong to it.")
            % {"name": name, "most": f"{MOST_ROWS:,}"}
        )
    return Returned(frozenset(request_keys), tuple(rows))


def _open(contents: bytes, *, data_only: bool) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what it leaves out: drawings, and rules for how cells look
        return load_workbook(io.BytesIO(contents), data_only=data_only, keep_links=False)


# --- the cells of a sheet ----------------------------------------------------------------------------------


@dataclass
class _Grid:
    """What stands where; what is attached to cells (notes, addresses behind words); and which cells are merged."""

    texts: dict[Place, str] = field(default_factory=dict)
    attached: dict[Place, list[Cell]] = field(default_factory=dict)
    merged: list[tuple[Place, range]] = field(default_factory=list)  # the cell that says it, the rows below it

    def rows(self) -> dict[int, dict[int, str]]:
        """The texts by column, by row."""
        found: dict[int, dict[int, str]] = {}
        for row, column in sorted({*self.texts, *self.attached}):
            found.setdefault(row, {})[column] = self.texts.get((row, column), "")
        return found


def _grid(sheet: Worksheet, formulas: Worksheet) -> _Grid:
    grid = _Grid()
    said_by = formulas._cells  # the cells there are: to walk the sheet would make all between them
    for place, cell in sorted(sheet._cells.items()):
        value = cell.value
        if value is None:  # a formula that nobody has calculated still says something
            value = said_by[place].value
        text = text_of(getattr(value, "text", value), getattr(cell, "number_format", ""))
        if text:
            grid.texts[place] = text
        if attached := list(_attached(cell, text)):
            grid.attached[place] = attached
    for merged in sheet.merged_cells.ranges:
        grid.merged.append(((merged.min_row, merged.min_col), range(merged.min_row + 1, merged.max_row + 1)))
    return grid


def _attached(cell: Any, text: str) -> Iterator[Cell]:
    """What belongs to a cell and is not its value: a note, the address behind its words."""
    if note := text_of(cell.comment.text) if cell.comment else "":
        yield Cell(_("Note on %(cell)s") % {"cell": cell.coordinate}, note)
    link = getattr(cell.hyperlink, "target", None) if getattr(cell, "hyperlink", None) else None
    if link and link.removeprefix("mailto:") != text:
        yield Cell(_("Link in %(cell)s") % {"cell": cell.coordinate}, link)


def _request_keys(grid: _Grid) -> set[uuid.UUID]:
    beside = [(row, column + 1) for (row, column), text in grid.texts.items() if text == REQUEST]
    return set(filter(None, (_key(grid.texts.get(place, "")) for place in beside)))


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


# --- which column is which ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Heads:
    """Which row holds the headings, which the marks, and which column of ours stands where."""

    codes: dict[int, str]
    headings: dict[int, str]
    rows: frozenset[int]

    def heading(self, column: int) -> str:
        return self.headings.get(column) or _("Column %(letter)s") % {"letter": get_column_letter(column)}


def _heads(rows: dict[int, dict[int, str]]) -> _Heads:
    marks = next((number for number, cells in rows.items() if _marked(cells)), None)
    codes = _marked(rows[marks]) if marks else {}
    head = _heading_row(rows, marks)
    headings = {column: text for column, text in rows[head].items() if text} if head else {}
    for column, text in headings.items():
        code = _HEADINGS.get(_plain(text))
        if code and column not in codes and code not in codes.values():
            codes[column] = code
    if KEY not in codes.values() and (of_keys := _column_of_keys(rows)):
        codes[of_keys] = KEY
    return _Heads(codes, headings, frozenset(filter(None, (marks, head))))


def _marked(cells: dict[int, str]) -> dict[int, str]:
    """The codes of the columns, where a row holds our marks: of a column that was copied, the first counts."""
    found: dict[int, str] = {}
    for column, text in cells.items():
        code = text.removeprefix(MARK)
        if text.startswith(MARK) and code in _CODES and code not in found.values():
            found[column] = code
    return found


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _heading_row(rows: dict[int, dict[int, str]], marks: int | None) -> int | None:
    """The row with the most of our headings; where all were renamed, the one below the marks."""
    known = {
        number: sum(_plain(text) in _HEADINGS for text in cells.values())
        for number, cells in rows.items()
        if number != marks
    }
    best = max(known, key=known.__getitem__, default=0)
    if known.get(best, 0) > 1:
        return best
    below = rows.get(marks + 1) if marks else None
    return marks + 1 if marks and below and not any(_key(text) for text in below.values()) else None


def _column_of_keys(rows: dict[int, dict[int, str]]) -> int | None:
    counted = Counter(column for cells in rows.values() for column, text in cells.items() if _key(text))
    return counted.most_common(1)[0][0] if counted else None


# --- rows --------------------------------------------------------------------------------------------------


def _rows(title: str, grid: _Grid) -> Iterator[Row]:
    rows = grid.rows()
    heads = _heads(rows)
    _spread(grid, rows, heads)
    used: set[int] = set()
    for number, cells in rows.items():
        if number in heads.rows:
            continue
        found = list(_cells(number, cells, heads, grid))
        used |= {column for column, text in cells.items() if text}
        if found:
            yield _row(title, number, found)
    for number in heads.rows:
        if left := list(_left_of_heads(number, rows[number], heads, used, grid)):
            yield Row(title, number, tuple(left))


def _spread(grid: _Grid, rows: dict[int, dict[int, str]], heads: _Heads) -> None:
    """What stands in a cell merged over several rows is said of each of them that has a key of its own."""
    key_column = next((column for column, code in heads.codes.items() if code == KEY), None)
    for (row, column), below in grid.merged:
        text = grid.texts.get((row, column), "")
        if text and row not in heads.rows:
            for number in below:
                if _key(rows.get(number, {}).get(key_column or 0, "")):
                    rows[number][column] = text


def _cells(number: int, cells: dict[int, str], heads: _Heads, grid: _Grid) -> Iterator[Cell]:
    """Every cell of a row. On the sheet that says how, and on the hidden one, the office's own lines are left out."""
    ours = {text.removeprefix(LINE) for text in cells.values() if text.startswith(LINE)}
    is_request = REQUEST in cells.values()
    check = next((text for column, text in cells.items() if heads.codes.get(column) == CHECK), "")
    known = digests_in(check)
    for column, text in cells.items():
        code = heads.codes.get(column, "")
        is_line = text.startswith(LINE) or (bool(ours) and digest(text) in ours)
        is_hidden = is_request and (text == REQUEST or _key(text) is not None)
        if text and not is_line and not is_hidden:
            is_ours = (code == KEY and _key(text) is not None) or (code == CHECK and bool(known))
            is_asked = code in known and known[code] == digest(text)
            yield Cell(heads.heading(column), text, code, written=not (is_ours or is_asked))
        yield from grid.attached.get((number, column), ())


def _row(title: str, number: int, cells: list[Cell]) -> Row:
    key = next((_key(cell.text) for cell in cells if cell.column == KEY), None)
    known = digests_in(next((cell.text for cell in cells if cell.column == CHECK), ""))
    moved = bool(known) and key is not None and known[KEY] != digest(str(key))
    return Row(title, number, tuple(cells), key, moved or (bool(known) and shows_another(cells)))


def shows_another(cells: Iterable[Cell]) -> bool:
    """Whether a row shows another action than its key names, once the cells tell what the office had written.

    By its inspection and reference; where either was deleted, by anything that was asked.
    """
    written = {cell.column: cell.written for cell in cells}
    telling = _IDENTITY if written.keys() >= set(_IDENTITY) else _ASKED
    return any(written.get(code, False) for code in telling)


def _left_of_heads(
    number: int, cells: dict[int, str], heads: _Heads, used: Iterable[int], grid: _Grid
) -> Iterator[Cell]:
    """What stands in the rows of headings and marks and would be lost: it heads no cell and is not ours."""
    for column, text in cells.items():
        is_mark = text.startswith(MARK) and text.removeprefix(MARK) in _CODES
        is_heading = text == heads.headings.get(column) and (column in used or _plain(text) in _HEADINGS)
        if text and not is_mark and not is_heading:
            yield Cell(_("Heading of column %(letter)s") % {"letter": get_column_letter(column)}, text)
        yield from grid.attached.get((number, column), ())
