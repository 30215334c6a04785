"""Say what each sheet was taken for, and what each of its columns was read as."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recommendations.reading.sheets.grid import letter
from recommendations.reading.trackers.headings import Meaning
from recommendations.reading.trackers.results import ReadColumn, ReadSheet, TrackerReading
from recommendations.reading.trackers.table import SheetColumn, SheetTable, column_key

_PROGRESS = (Meaning.STATUS, Meaning.COLOUR, Meaning.UPDATE, Meaning.PER_CENT, Meaning.CLOSED_ON)


def overview(tables: Sequence[SheetTable]) -> Iterator[ReadSheet]:
    """Yield the sheets in the order of the file, each with the columns of all its tables."""
    sheets: dict[str, list[SheetTable]] = {}
    for table in tables:
        sheets.setdefault(table.grid.name, []).append(table)
    for name, found in sheets.items():
        holding = [table for table in found if table.records]
        columns = {column_key(table, column): _column(table, column) for table in holding for column in table.columns}
        yield ReadSheet(
            name=name,
            holds_data=bool(holding),
            what=_what(holding),
            hidden=found[0].grid.hidden,
            header_rows=tuple(row + 1 for table in found for row in table.header_rows),
            columns=tuple(columns.values()),
        )


def tells_progress(reading: TrackerReading) -> bool:
    """Whether a table says how far its items have come. A table of a report or a response only lists them."""
    return any(column.meaning in _PROGRESS for sheet in reading.sheets for column in sheet.columns)


def _what(holding: Sequence[SheetTable]) -> str:
    if not holding:
        return "no table of recommendations"
    if holding[0].is_cards:
        return "cards, one for each recommendation"
    return "a table of recommendations" if len(holding) == 1 else f"{len(holding)} tables of recommendations"


def _column(table: SheetTable, column: SheetColumn) -> ReadColumn:
    values = (
        table.grid.text(record.rows[0] if column.row is None else column.row, column.index)
        for record in table.records[:200]
    )
    return ReadColumn(
        key=column_key(table, column),
        letter=letter(column.index),
        heading=column.heading,
        meaning=column.meaning.value,
        why=column.why,
        certain=column.certain,
        first_value=next((value for value in values if value), ""),
    )
