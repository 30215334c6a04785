"""A table that was found on a sheet: its columns, and what each of its rows is."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from recommendations.reading.sheets.grid import Grid, Place, letter
from recommendations.reading.trackers.headings import Meaning, meaning_of, plain_heading

LONGEST_HEADING = 70  # characters


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column with its heading. `row` is given for a card, where each value is beside its own label."""

    index: int
    heading: str
    meaning: Meaning
    why: str = ""
    certain: bool = True
    row: int | None = None
    heading_row: int = 0
    above: str = ""


@dataclass(slots=True)
class SheetRecord:
    """The rows of one item, and the band above them."""

    rows: list[int]
    band: Place | None = None
    columns: tuple[SheetColumn, ...] = ()  # of a card; those of the table otherwise


@dataclass(slots=True)
class SheetTable:
    """What was found on a sheet."""

    grid: Grid
    header_rows: list[int] = field(default_factory=list)
    columns: tuple[SheetColumn, ...] = ()
    records: list[SheetRecord] = field(default_factory=list)
    titles: list[Place] = field(default_factory=list)  # cells above the table
    bands: list[Place] = field(default_factory=list)
    strays: list[Place] = field(default_factory=list)  # a note in a row of its own
    noise: list[tuple[int, str]] = field(default_factory=list)  # rows that are no data, and why
    covered: dict[Place, Place] = field(default_factory=dict)  # cell of a merged range → its first cell
    is_cards: bool = False

    def place(self, row: int, column: int) -> Place:
        """Return the cell whose value a cell shows: the first of its merged range, or itself."""
        place = row, column
        return self.covered.get(place, place) if self.covered else place


@lru_cache(maxsize=4096)
def heading_meaning(text: str) -> Meaning | None:
    """Return what a cell says as a heading; None for nothing, or for a longer text."""
    return meaning_of(text) if len(text) <= LONGEST_HEADING else None


def column_key(table: SheetTable, column: SheetColumn) -> str:
    """Return the key of a column that stays the same in a newer version of the file."""
    return f"{table.grid.name}!{letter(column.index)}:{plain_heading(column.heading)}"
