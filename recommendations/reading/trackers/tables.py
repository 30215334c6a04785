"""Find the table on a sheet: its header rows, and what each row below them is."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from recommendations.reading.sheets.grid import Grid, Place
from recommendations.reading.trackers.cards import find_cards
from recommendations.reading.trackers.headings import Meaning, meaning_of, plain_heading
from recommendations.reading.trackers.labels import kind_of, label_of
from recommendations.reading.trackers.table import (
    LONGEST_HEADING,
    SheetColumn,
    SheetRecord,
    SheetTable,
    heading_meaning,
)
from recommendations.reading.trackers.wordings import legend_in

_SEARCHED = 80  # rows in which the first header is looked for
_NOISE = re.compile(
    r"(?:page \d+(?: of \d+)?|(?:grand |sub-? ?)?totals?\b.*|overall\b.*|records?\s*:.*|number of .*|count\b.*"
    r"|report run .*|end of (?:report|list|table).*|official(?:[ :–-]+sensitive)?|open\s*:\s*\d.*)",
    re.IGNORECASE,
)
_FEWEST_UNDER = 2  # headings in a second row
_SAME_ITEM = (Meaning.INSPECTION, Meaning.FORCE, Meaning.PARENT, Meaning.PART)
_LOOKED_AT = 20  # rows below a row that may be a header
_FEWEST_ITEMS = 3
_SENTENCE = 40  # characters
_MOST_TABLES = 12  # on one sheet
_LONGEST_MERGE = 5_000  # rows


def find_tables(grid: Grid) -> list[SheetTable]:
    """Return the tables of a sheet, one below the other. The only one has no records if the sheet holds none."""
    covered = _covered(grid)
    header = next((row for row in range(min(len(grid.rows), _SEARCHED)) if _is_header(grid, row)), None)
    if header is None:
        table = SheetTable(grid, covered=covered)
        find_cards(table)
        header = None if table.records else _header_by_content(grid)
        if header is None:
            return [table]
    tables: list[SheetTable] = []
    titles = [(row, column) for row in range(header) for column in grid.filled(row)]
    while header is not None and len(tables) < _MOST_TABLES:
        table = SheetTable(grid, covered=covered, titles=titles)
        header = _find_records(table, _set_header(table, header))
        titles = [table.bands.pop()] if header is not None and table.bands and table.bands[-1][0] == header - 1 else []
        tables.append(table)
    return tables


def _covered(grid: Grid) -> dict[Place, Place]:
    covered: dict[Place, Place] = {}
    for first, last in grid.merged:
        if last[0] - first[0] < _LONGEST_MERGE:
            covered.update(
                ((row, column), first)
                for row in range(first[0], last[0] + 1)
                for column in range(first[1], last[1] + 1)
            )
    return covered


def _is_header(grid: Grid, row: int) -> bool:
    filled = grid.filled(row)
    texts = sum(isinstance(grid.value(row, column), str) for column in filled)
    dates = sum(isinstance(grid.value(row, column), datetime.date) for column in filled)  # columns by month
    if texts < 3 or texts + dates < len(filled):
        return False
    found = {column: meaning for column in filled if (meaning := heading_meaning(grid.text(row, column)))}
    kinds = set(found.values())
    says_item = kinds & {Meaning.TEXT, Meaning.REFERENCE, Meaning.SHORT_TITLE}
    return bool(says_item) and len(kinds) >= 2 and len(found) >= max(3, 0.5 * len(filled))


def _header_by_content(grid: Grid) -> int | None:
    """Return the row above rows that look like items, whatever its headings are: numbers of items beside sentences."""
    for row in range(min(len(grid.rows), _SEARCHED)):
        filled = grid.filled(row)
        if len(filled) < 3 or not all(_is_heading(grid, row, column) for column in filled):
            continue
        below = range(row + 1, min(row + _LOOKED_AT, len(grid.rows)))
        numbers = [sum(label_of(grid.text(under, column)) is not None for under in below) for column in filled]
        sentences = [sum(len(grid.text(under, column)) > _SENTENCE for under in below) for column in filled]
        least = max(_FEWEST_ITEMS, len(below) // 2)
        if max(numbers) >= least and max(sentences) >= least:
            return row
    return None


def _set_header(table: SheetTable, header: int) -> int:
    """Note the header and its columns. Return the first row after it."""
    grid = table.grid
    spanned = [last[1] > first[1] and first[0] == header for first, last in grid.merged]
    second = header + 1
    under = [column for column in grid.filled(second) if table.place(second, column)[0] == second]
    two_rows = (
        any(spanned)
        and all(_is_heading(grid, second, column) for column in under)
        and sum(_says_something(table, second, column) for column in under) >= _FEWEST_UNDER
    )
    table.header_rows.append(header)
    if two_rows:
        table.header_rows.append(second)
    columns = []
    for index in range(max(len(grid.rows[header]), len(grid.rows[second]) if two_rows else 0)):
        top = grid.text(*table.place(header, index))
        below = grid.text(second, index) if two_rows and table.place(second, index)[0] == second else ""
        heading, above = (below, top) if below else (top, "")
        if heading:
            meaning = meaning_of(heading, above)
            columns.append(
                SheetColumn(
                    index,
                    f"{above} {heading}".strip(),
                    meaning or Meaning.NOTE,
                    f"The heading is “{heading}”." if meaning else "The heading says nothing that we know.",
                    meaning is not None,
                    heading_row=second if below else header,
                    above=above,
                )
            )
    table.columns = tuple(columns)
    return header + (2 if two_rows else 1)


def _is_heading(grid: Grid, row: int, column: int) -> bool:
    return isinstance(grid.value(row, column), str) and len(grid.text(row, column)) <= LONGEST_HEADING


def _says_something(table: SheetTable, row: int, column: int) -> bool:
    """Whether a heading under another says what its column holds, alone or with the one above it."""
    above = table.grid.text(*table.place(row - 1, column))
    return meaning_of(table.grid.text(row, column), above) is not None


def _find_records(table: SheetTable, start: int) -> int | None:
    """Note what each row from `start` is. Return the row of the next table's header, if there is one below."""
    grid = table.grid
    header_texts = [[grid.text(row, column) for column in grid.filled(row)] for row in table.header_rows]
    titles = {plain_heading(grid.text(*place)) for place in table.titles}
    references = [column.index for column in table.columns if column.meaning is Meaning.REFERENCE]
    texts = [column.index for column in table.columns if column.meaning in (Meaning.TEXT, Meaning.SHORT_TITLE)]
    parts = [column.index for column in table.columns if column.meaning is Meaning.PART]
    first_column = min((column.index for column in table.columns), default=0)
    band: Place | None = None
    for row in range(start, len(grid.rows)):
        filled = grid.filled(row)
        if not filled:
            continue
        first = grid.rows[row][filled[0]]
        if isinstance(first, str):
            if len(filled) > 2 and [grid.text(row, column) for column in filled] in header_texts:
                table.header_rows.append(row)
                continue
            if _NOISE.fullmatch(first.strip()):
                table.noise.append((row, "a total, a page number or another line of the report"))
                continue
        if len(filled) > 2 and len(grid.filled(row - 1)) < 2 and _is_header(grid, row):
            return row
        if len(filled) == 1:
            band = _single(table, row, filled[0], titles, first_column, band)
            continue
        own_text = any(column in filled for column in (*texts, *parts))
        own_reference = any(column in filled for column in references)
        if own_text or own_reference:
            if any(_NOISE.fullmatch(grid.text(row, column)) for column in (*texts, *references) if column in filled):
                table.noise.append((row, "a total"))
                continue
            if not _continues(table, row, band, texts, references):
                table.records.append(SheetRecord([row], band))
        elif table.records and table.records[-1].band == band and table.records[-1].rows[-1] >= row - 1:
            table.records[-1].rows.append(row)
        else:
            table.strays.append((row, filled[0]))
    return None


def _continues(table: SheetTable, row: int, band: Place | None, texts: list[int], references: list[int]) -> bool:
    """Add a row to the record before it, where the list has a row for each update and repeats the item in it."""
    meanings = {column.meaning: column.index for column in table.columns}
    if not table.records or not references or not {Meaning.UPDATE, Meaning.UPDATE_DATE} <= meanings.keys():
        return False
    grid, last = table.grid, table.records[-1]
    same = [
        *references,
        *(meanings[kind] for kind in (Meaning.INSPECTION, Meaning.FORCE, Meaning.PARENT) if kind in meanings),
    ]
    if last.band != band or any(grid.text(row, column) != grid.text(last.rows[0], column) for column in same):
        return False
    if any(grid.text(row, column) not in ("", grid.text(last.rows[0], column)) for column in texts):
        return False
    if grid.text(row, meanings[Meaning.UPDATE]) == grid.text(last.rows[-1], meanings[Meaning.UPDATE]):
        return False
    last.rows.append(row)
    return True


def _single(
    table: SheetTable, row: int, column: int, titles: set[str], first_column: int, band: Place | None
) -> Place | None:
    """Note a row with one cell. Return the band that holds for the rows after it."""
    grid, text = table.grid, table.grid.text(row, column)
    if plain_heading(text) in titles:
        table.noise.append((row, "the title of a page, again"))
        return band
    meanings, struck = legend_in([text])
    if (len(meanings) > 1 or struck) and len(text) < 400:
        table.noise.append((row, "a legend"))
        return band
    in_table = {found.index: found.meaning for found in table.columns}
    only_updates = in_table.get(column) in (Meaning.UPDATE, Meaning.OLDER_UPDATE, Meaning.EVIDENCE)
    if only_updates and table.records:
        table.records[-1].rows.append(row)
        return band
    label = label_of(text)
    if in_table.get(column) is Meaning.REFERENCE and label and (kind_of(text) or text.isdigit()) and len(text) < 12:
        table.records.append(SheetRecord([row], band))
        return band
    wide = any(first == (row, column) and last[1] > column + 1 for first, last in _merges_at(table, row))
    following = any(len(grid.filled(after)) > 1 for after in range(row + 1, min(row + 3, len(grid.rows))))
    if following and len(text) < 200 and (wide or column <= first_column):
        table.bands.append((row, column))
        return row, column
    table.strays.append((row, column))
    return band


def _merges_at(table: SheetTable, row: int) -> Iterator[tuple[Place, Place]]:
    return (pair for pair in table.grid.merged if pair[0][0] == row)
