"""What a whole file says beside its tables: its day, its legends, and which inspection each sheet is about."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

from recommendations.reading.sheets.colours import colour_name
from recommendations.reading.sheets.grid import Grid
from recommendations.reading.trackers.inspections import InspectionNames, NamedInspection, publication_in
from recommendations.reading.trackers.printed_dates import dates_in
from recommendations.reading.trackers.table import SheetTable
from recommendations.reading.trackers.wordings import Legend, legend_in
from recommendations.reading.wording import plain

_DAY_OF_LIST = re.compile(
    r"\b(?:as at|as of|position at|last updated|updated|extract(?:ed)? (?:at|on)|status date|checked|correct (?:at|on)|"
    r"report run|run on|data (?:at|as at))\b",
    re.I,
)
_LOOKED_AT = 12  # first rows of a sheet
_TITLE_LABEL = re.compile(r"^(?:inspection|report|title|source)\s*:?$", re.I)
_ABOUT_INSPECTION = re.compile(
    r"\b(?:peel|inspection|thematic|custody|super-?complaint|ncpi|child protection|hmicfrs|review|phase)\b", re.I
)
_IN_RESPONSE = re.compile(r"^(?:in response to|our response to|progress against)\s+(?:the\s+)?", re.I)


def day_of_list(tables: list[SheetTable], saved_on: datetime.date | None) -> tuple[datetime.date | None, str]:
    """Return the day on which the list was right, and where the file says it."""
    for table in sorted(tables, key=lambda found: not found.records):
        for line, address in _lines(table):
            if _DAY_OF_LIST.search(line):
                days = [day.date for day in dates_in(line) if day.date]
                if days:
                    return days[-1], address
    return saved_on, "the day on which the file was saved" if saved_on else ""


def _lines(table: SheetTable) -> Iterator[tuple[str, str]]:
    """Yield the lines above, below and around a table, each with the address of its first cell."""
    grid = table.grid
    for line in grid.before:
        yield line, f"{grid.name}!A1"
    limit = table.header_rows[0] if table.header_rows else min(len(grid.rows), _LOOKED_AT)
    rows = [*range(limit), *(row for row, _why in table.noise[-5:])]
    for row in rows:
        columns = grid.filled(row)
        if columns:
            yield " ".join(grid.text(row, column) for column in columns), grid.address(row, columns[0])


def legend_of(tables: list[SheetTable]) -> Legend:
    """Return what the legends of a file explain: sheets of colours with their meanings, and lines of words."""
    meanings: dict[str, str] = {}
    struck = ""
    for table in tables:
        if not table.records:
            meanings |= _colour_key(table.grid)
        found, crossed = legend_in(line for line, _address in _legend_lines(table))
        meanings |= found
        struck = struck or crossed
    return Legend(meanings, struck)


def _legend_lines(table: SheetTable) -> Iterator[tuple[str, str]]:
    yield from _lines(table)
    for row, column in table.strays:
        yield table.grid.text(row, column), table.grid.address(row, column)


def _colour_key(grid: Grid) -> dict[str, str]:
    """Return the meanings of coloured cells on a sheet where each is beside its meaning."""
    found: dict[str, str] = {}
    for row in range(min(len(grid.rows), 60)):
        for column in range(min(len(grid.rows[row]) + 1, 8)):
            colour = colour_name(grid.mark(row, column).fill)
            beside = grid.text(row, column + 1) or grid.text(row, column)
            if colour and beside and len(beside) < 120:
                found.setdefault(colour, beside)
    return found if len(found) > 1 else {}


class SheetInspections:
    """Tells which inspection a sheet is about: by its title, the file's index, or its own name."""

    def __init__(self, tables: list[SheetTable], names: InspectionNames) -> None:
        self.names = names
        self.tables = {table.grid.name: table for table in reversed(tables)}  # the first of each sheet
        self.index = dict(_index(tables))
        self.found: dict[str, NamedInspection] = {}

    def of(self, name: str) -> NamedInspection:
        """Return the inspection of a sheet."""
        if name not in self.found:
            self.found[name] = self._of(self.tables[name])
        return self.found[name]

    def named(self, text: str, published_on: datetime.date | None, cell: str) -> NamedInspection:
        """Return the inspection that a cell names, by its title or by the name of its sheet."""
        sheet = next((name for name in self.tables if plain(name) == plain(text)), None)
        return self.of(sheet) if sheet else self.names.named(text, published_on, cell)

    def names_inspection(self, text: str) -> bool:
        """Whether a text names an inspection: a known one, or by its words, its year or its date."""
        year = re.search(r"\b20\d{2}\b", text)
        return bool(year or _ABOUT_INSPECTION.search(text) or dates_in(text) or self.named(text, None, "").slug)

    def is_about_one(self, name: str) -> bool:
        """Whether a sheet is about one inspection that its title or its name tells."""
        return bool(self.of(name).slug) or self.names_inspection(self.of(name).title)

    def _of(self, table: SheetTable) -> NamedInspection:
        grid = table.grid
        title, day, cell = self.index.get(grid.name, ("", None, ""))
        lines = list(_lines(table)) if table.header_rows or table.is_cards or grid.before else []
        published = day or publication_in(line for line, _address in lines)
        candidates = [*_titles(table), *([(title, cell)] if title else []), (grid.name, f"{grid.name}!A1")]
        for text, address in candidates:
            found = self.names.named(text, published, address)
            if found.slug:
                return found
        best = next(((text, address) for text, address in candidates if _ABOUT_INSPECTION.search(text)), None)
        chosen = (title, cell) if title else best or candidates[-1]
        return self.names.named(_IN_RESPONSE.sub("", chosen[0]), published, chosen[1])


def _titles(table: SheetTable) -> list[tuple[str, str]]:
    """Return the cells above a table that may be its title: those after a label first."""
    grid = table.grid
    labelled, others = [], [(line, f"{grid.name}!A1") for line in reversed(grid.before)]
    for row, column in table.titles[:40]:
        text, address = grid.text(row, column), grid.address(row, column)
        if column and _TITLE_LABEL.match(grid.text(row, column - 1)):
            labelled.append((text, address))
        elif len(text) > 4 and isinstance(grid.value(row, column), str):
            others.append((text, address))
    return labelled + others


def _index(tables: Iterable[SheetTable]) -> Iterator[tuple[str, tuple[str, datetime.date | None, str]]]:
    """Yield sheets that another sheet lists, each with the title and day beside its name."""
    tables = list(tables)
    names = {plain(table.grid.name): table.grid.name for table in tables}
    for table in tables:
        if table.records:
            continue
        grid = table.grid
        for row in range(min(len(grid.rows), 200)):
            columns = grid.filled(row)
            listed = next((names[text] for column in columns if (text := plain(grid.text(row, column))) in names), None)
            if listed in (None, grid.name) or len(columns) < 3 or plain(grid.text(row, columns[0])) in names:
                continue
            day = next(
                (value for column in columns if isinstance(value := grid.value(row, column), datetime.date)), None
            )
            yield (
                listed,
                (
                    grid.text(row, columns[0]),
                    day.date() if isinstance(day, datetime.datetime) else day,
                    grid.address(row, columns[0]),
                ),
            )
