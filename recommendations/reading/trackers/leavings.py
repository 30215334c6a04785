"""List the cells that no field takes, each with the reason. Nothing of a file disappears silently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recommendations.reading.sheets.grid import Grid, letter
from recommendations.reading.trackers.draft import Draft
from recommendations.reading.trackers.headings import Meaning
from recommendations.reading.trackers.results import Ignored, ReadQuestion
from recommendations.reading.trackers.table import SheetTable

_LONGEST = 4_000  # characters of a sheet's words that are repeated


def ignored_cells(tables: Sequence[SheetTable], older: Sequence[tuple[SheetTable, list[Draft]]]) -> Iterator[Ignored]:
    """Yield the cells that were not taken, and why."""
    copies = {id(table) for table, _drafts in older}
    holding = {table.grid.name for table in tables if table.records}
    for table in tables:
        grid = table.grid
        if grid.marks_left_out:
            yield Ignored(
                f"{grid.name}", "", "The file is so large that colours, notes and links of cells were not read."
            )
        if not table.records:
            if grid.name not in holding and (words := _words(grid)):
                yield Ignored(grid.name, words, "This sheet holds no table of recommendations.")
            continue
        if id(table) in copies:
            yield Ignored(grid.name, _words(grid), "This sheet is hidden, and its items are on another sheet.")
        yield from _around(table)
        yield from _columns(table)


def taken_unasked(questions: Sequence[ReadQuestion]) -> Iterator[Ignored]:
    """Yield the questions that got their suggestion without being asked."""
    for question in questions:
        label = next(choice.label for choice in question.choices if choice.value == question.suggest)
        why = f"It was not asked, because other questions matter more. Taken as: {label}."
        yield Ignored(", ".join(question.cells[:5]), f"{question.ask} {', '.join(question.printed[:5])}", why)


def _around(table: SheetTable) -> Iterator[Ignored]:
    grid = table.grid
    for row, column in table.titles:
        yield Ignored(grid.address(row, column), grid.text(row, column), "It is above the table.")
    for row, column in table.strays:
        words = " ".join(grid.text(row, found) for found in grid.filled(row))
        yield Ignored(grid.address(row, column), words, "It is in a row of its own, without a reference.")
    for row, why in table.noise:
        columns = grid.filled(row)
        words = " ".join(grid.text(row, column) for column in columns)
        yield Ignored(grid.address(row, columns[0]), words, f"It is {why}.")


def _columns(table: SheetTable) -> Iterator[Ignored]:
    grid = table.grid
    headed = {column.index for column in table.columns}
    rows = [record.rows[0] for record in table.records]
    for column in table.columns:
        if column.meaning is Meaning.IGNORED and rows:
            values = list(dict.fromkeys(text for row in rows if (text := grid.text(row, column.index))))
            cells = f"{grid.address(rows[0], column.index)}:{letter(column.index)}{rows[-1] + 1}"
            yield Ignored(cells, ", ".join(values)[:_LONGEST], f"No field takes “{column.heading}”.")
    for index in range(grid.width):
        if index in headed or not rows or table.is_cards:
            continue
        values = [text for row in rows if table.place(row, index) == (row, index) and (text := grid.text(row, index))]
        if values:
            cells = f"{grid.address(rows[0], index)}:{letter(index)}{rows[-1] + 1}"
            yield Ignored(cells, ", ".join(values)[:_LONGEST], "The column has no heading.")


def _words(grid: Grid) -> str:
    lines = []
    for row in range(min(len(grid.rows), 500)):
        cells = [f"{grid.text(row, column)}" for column in grid.filled(row)]
        notes = [mark.note for column in range(len(grid.rows[row])) if (mark := grid.mark(row, column)).note]
        if cells or notes:
            lines.append(" | ".join(cells + notes))
    return "\n".join(lines)[:_LONGEST]
