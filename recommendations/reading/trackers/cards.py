"""Find items on a sheet of cards: labels in one column, values beside them, the same labels again for each item."""

from __future__ import annotations

from recommendations.reading.sheets.grid import Grid
from recommendations.reading.trackers.headings import Meaning, plain_heading
from recommendations.reading.trackers.labels import kind_of, label_of
from recommendations.reading.trackers.table import SheetColumn, SheetRecord, SheetTable, heading_meaning

_LEAST = 2  # cards, and labels that are on each
_COLUMNS = 6  # in which labels are looked for
_LONGEST_LABEL = 40
_LONGEST_SHEET = 5_000  # rows


def find_cards(table: SheetTable) -> None:
    """Read a sheet of cards: labels in one column, values beside them, the same labels again for each item."""
    grid = table.grid
    for labels in range(min(grid.width, _COLUMNS)):
        starts = _card_starts(grid, labels)
        if starts:
            _read_cards(table, labels, starts)
            return


def _card_starts(grid: Grid, labels: int) -> list[int]:
    """Return the rows in which cards begin: those labelled with the number of an item. None without repeated labels."""
    times: dict[str, int] = {}
    starts = []
    for row in range(min(len(grid.rows), _LONGEST_SHEET)):
        text = grid.text(row, labels)
        if not 0 < len(text) <= _LONGEST_LABEL or not grid.text(row, labels + 1):
            continue
        if kind_of(text) and label_of(text):
            starts.append(row)
        elif heading_meaning(text):
            times[plain_heading(text)] = times.get(plain_heading(text), 0) + 1
    repeated = [label for label, number in times.items() if number >= _LEAST]
    return starts if len(repeated) >= _LEAST and len(starts) >= _LEAST else []


def _read_cards(table: SheetTable, labels: int, starts: list[int]) -> None:
    grid, values = table.grid, labels + 1
    table.is_cards = True
    table.titles = [(row, column) for row in range(starts[0]) for column in grid.filled(row)]
    for start, end in zip(starts, [*starts[1:], len(grid.rows)], strict=True):
        rows = [row for row in range(start, end) if grid.filled(row)]
        columns = [
            SheetColumn(labels, "", Meaning.REFERENCE, row=start),
            SheetColumn(values, "", Meaning.TEXT, row=start),
        ]
        for row in rows[1:]:
            heading = grid.text(row, labels)
            meaning = heading_meaning(heading)
            columns.append(
                SheetColumn(values, heading, meaning or Meaning.NOTE, "The label beside it.", meaning is not None, row)
            )
        table.records.append(SheetRecord(rows, None, tuple(columns)))
    table.columns = table.records[0].columns
