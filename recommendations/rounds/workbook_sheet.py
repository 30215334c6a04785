"""One sheet of a returned workbook: its cells as text, and which of them are headings of ours. Pure."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from recommendations.rounds.cell_text import text_of
from recommendations.rounds.workbook_columns import COLUMNS, KEY, MARK, REQUEST

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_MAY_BE_A_DAY = re.compile(r"\d{5}")
_CODES = {column.code for column in COLUMNS}
Place = tuple[int, int]  # row and column, from 1
SheetRows = dict[int, dict[int, str]]  # the texts by column, by row


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter  # it is slow to import

    return get_column_letter(column)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


_HEADINGS = {
    _plain(str(heading)): column.code for column in COLUMNS for heading in (column.heading, *column.earlier_headings)
}


@dataclass(frozen=True)
class ReplyCell:
    """A cell with the heading above it, its text, and the code of its column if the column is ours.

    `written` is false for the row's key and for what the office wrote itself.
    """

    heading: str
    text: str
    column: str = ""
    written: bool = True


@dataclass
class SheetGrid:
    """The texts of a sheet, the notes and links attached to its cells, and which cells are merged."""

    texts: dict[Place, str] = field(default_factory=dict)
    attached: dict[Place, list[ReplyCell]] = field(default_factory=dict)
    merged: list[tuple[Place, range]] = field(default_factory=list)  # the cell with the text, the rows below it

    def rows(self) -> SheetRows:
        """Return the texts by column, by row."""
        found: SheetRows = {}
        for row, column in sorted({*self.texts, *self.attached}):
            found.setdefault(row, {})[column] = self.texts.get((row, column), "")
        return found

    def request_keys(self) -> set[uuid.UUID]:
        """Return the keys of the requests that the hidden sheet names."""
        beside = [(row, column + 1) for (row, column), text in self.texts.items() if text == REQUEST]
        return set(filter(None, (parse_key(self.texts.get(place, "")) for place in beside)))


def read_grid(sheet: Worksheet, formulas: Worksheet, *, counts_from_1904: bool = False) -> SheetGrid:
    """Return the texts of a sheet. A formula without a calculated value counts with its own text.

    In a workbook that counts days from 1904, a plain number that may be a day says so: only a person can tell which.
    """
    grid = SheetGrid()
    formula_cells = formulas._cells  # only cells that exist: iterating over the sheet would create the rest
    for place, cell in sorted(sheet._cells.items()):
        value = cell.value
        if value is None:
            value = formula_cells[place].value
        text = text_of(getattr(value, "text", value), getattr(cell, "number_format", ""))
        if counts_from_1904 and isinstance(value, int | float) and _MAY_BE_A_DAY.fullmatch(text):
            text = _("%(number)s, a number in a workbook that counts days from 1904") % {"number": text}
        if text:
            grid.texts[place] = text
        if attached := list(_attached(cell, text)):
            grid.attached[place] = attached
    for merged in sheet.merged_cells.ranges:
        grid.merged.append(((merged.min_row, merged.min_col), range(merged.min_row + 1, merged.max_row + 1)))
    return grid


def _attached(cell: Any, text: str) -> Iterator[ReplyCell]:
    """Yield a cell's note, and the address of its link."""
    if note := text_of(cell.comment.text) if cell.comment else "":
        yield ReplyCell(_("Note on %(cell)s") % {"cell": cell.coordinate}, note)
    link = getattr(cell.hyperlink, "target", None) if getattr(cell, "hyperlink", None) else None
    if link and link.removeprefix("mailto:") != text:
        yield ReplyCell(_("Link in %(cell)s") % {"cell": cell.coordinate}, link)


def parse_key(text: str) -> uuid.UUID | None:
    """Return the key that the text is, or None."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


# --- headings ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SheetHeadings:
    """The rows with the headings and the column codes, and the code of each column that is ours."""

    codes: dict[int, str]
    texts: dict[int, str]
    rows: frozenset[int]

    def heading(self, column: int) -> str:
        """Return the heading of a column, or its letter."""
        return self.texts.get(column) or _("Column %(letter)s") % {"letter": _letter(column)}

    def unused(self, number: int, cells: dict[int, str], used: Iterable[int], grid: SheetGrid) -> Iterator[ReplyCell]:
        """Yield the cells of a heading row that would be lost: they are not our headings and head no cell."""
        for column, text in cells.items():
            is_mark = text.startswith(MARK) and text.removeprefix(MARK) in _CODES
            is_heading = text == self.texts.get(column) and (column in used or _plain(text) in _HEADINGS)
            if text and not is_mark and not is_heading:
                yield ReplyCell(_("Heading of column %(letter)s") % {"letter": _letter(column)}, text)
            yield from grid.attached.get((number, column), ())


def find_headings(rows: SheetRows) -> SheetHeadings:
    """Find the row of codes and the row of headings, and name the columns by code, heading or content."""
    marks = next((number for number, cells in rows.items() if _codes_in(cells)), None)
    codes = _codes_in(rows[marks]) if marks else {}
    head = _heading_row(rows, marks)
    headings = {column: text for column, text in rows[head].items() if text} if head else {}
    for column, text in headings.items():
        code = _HEADINGS.get(_plain(text))
        if code and column not in codes and code not in codes.values():
            codes[column] = code
    if KEY not in codes.values() and (of_keys := _column_of_keys(rows)):
        codes[of_keys] = KEY
    return SheetHeadings(codes, headings, frozenset(filter(None, (marks, head))))


def _codes_in(cells: dict[int, str]) -> dict[int, str]:
    """Return the column codes in a row. The first counts if a column was copied."""
    found: dict[int, str] = {}
    for column, text in cells.items():
        code = text.removeprefix(MARK)
        if text.startswith(MARK) and code in _CODES and code not in found.values():
            found[column] = code
    return found


def _heading_row(rows: SheetRows, marks: int | None) -> int | None:
    """Return the row with the most of our headings, or the one below the codes if all were renamed."""
    known = {
        number: sum(_plain(text) in _HEADINGS for text in cells.values())
        for number, cells in rows.items()
        if number != marks
    }
    best = max(known, key=known.__getitem__, default=0)
    if known.get(best, 0) > 1:
        return best
    below = rows.get(marks + 1) if marks else None
    return marks + 1 if marks and below and not any(parse_key(text) for text in below.values()) else None


def _column_of_keys(rows: SheetRows) -> int | None:
    counted = Counter(column for cells in rows.values() for column, text in cells.items() if parse_key(text))
    return counted.most_common(1)[0][0] if counted else None
