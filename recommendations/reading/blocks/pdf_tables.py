"""Tables in PDF files, found by their ruling, and put together where they go on over a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import pdfplumber

from recommendations.reading.blocks.text import clean, join_lines

_TABLE_PAGES = 80  # finding tables is slow: a report with more pages of them is read as lines
_SLACK, _TOP = 3, 130  # points
_MARK = ("(", "•", "- ", "– ")


@dataclass(frozen=True, eq=False)
class FoundTable:
    """A table on one page. The edges are in points, from the left and from the top."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    rows: tuple[tuple[str, ...], ...]

    def holds(self, page: int, x: float, y: float) -> bool:
        """Return whether a place on a page is within the table."""
        return page == self.page and self.left - 2 <= x <= self.right + 2 and self.top - 1 <= y <= self.bottom + 2


def tables_of(file: BytesIO, pages: Sequence[int]) -> list[FoundTable]:
    """Return the tables with two or more columns on these pages, counted from 0."""
    if not pages:
        return []
    found: list[FoundTable] = []
    with pdfplumber.open(file) as document:
        for number in list(pages)[:_TABLE_PAGES]:
            page = document.pages[number]
            edges = [edge for edge in page.edges if edge["orientation"] == "v"]
            rules = {round(edge[side], 1) for edge in edges for side in ("top", "bottom")}
            settings = {"explicit_horizontal_lines": [min(rules), max(rules)]} if rules else {}
            for table in page.find_tables(settings):
                rows = tuple(tuple(_cell(text) for text in row) for row in table.extract())
                if rows and max(len(row) for row in rows) > 1:
                    left, top, right, bottom = table.bbox
                    found.append(FoundTable(number, left, top, right, bottom, rows))
            page.close()
    return found


def _cell(text: str | None) -> str:
    """Return the text of a cell: hard lines joined, its own list marks on lines of their own."""
    parts: list[list[str]] = []
    for line in (text or "").split("\n"):
        if not parts or line.startswith(_MARK):
            parts.append([])
        parts[-1].append(line)
    lines = [join_lines(part, real_hyphens=True) for part in parts]
    if len(lines) > 1:
        return clean(f"{lines[0]}\n\n" + "\n".join(lines[1:]))
    return clean(lines[0]) if lines else ""


def joined_tables(tables: Sequence[FoundTable]) -> Iterator[tuple[FoundTable, tuple[tuple[str, ...], ...]]]:
    """Yield each table with its rows, and with those on the next pages where the same head is repeated."""
    index = 0
    while index < len(tables):
        first = last = tables[index]
        rows = list(first.rows)
        index += 1
        while index < len(tables) and _goes_on(first, last, tables[index]):
            last = tables[index]
            for row in last.rows[1:] if last.rows[0] == first.rows[0] else last.rows:
                if rows and len(row) == len(rows[-1]) and row and not row[0] and any(row):
                    rows[-1] = tuple(_continued(above, below) for above, below in zip(rows[-1], row, strict=True))
                else:
                    rows.append(row)
            index += 1
        yield first, tuple(rows)


def _goes_on(first: FoundTable, last: FoundTable, following: FoundTable) -> bool:
    """Whether a table goes on in the first one of the next page: with the same head, or the same edges."""
    if following.page != last.page + 1:
        return False
    same_edges = abs(first.left - following.left) < _SLACK and abs(first.right - following.right) < _SLACK
    as_wide = len(first.rows[0]) == len(following.rows[0])
    return following.rows[0] == first.rows[0] or (same_edges and as_wide and following.top < _TOP)


def _continued(above: str, below: str) -> str:
    if not above or not below:
        return above or below
    return f"{above}\n{below.replace(chr(10) * 2, chr(10))}" if below.startswith(_MARK) else f"{above} {below}"
