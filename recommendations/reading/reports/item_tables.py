"""Tables of items: which column holds what, told by its heading; tables of earlier items are none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from recommendations.reading.reports.labels import label_of

_ITEM = re.compile(
    r"^(?:recommendations?|areas? for improvement|AFIs?|text|wording|what (?:should|must) be done)$", re.I
)
_NUMBER = re.compile(r"^(?:no\.?|number|ref(?:erence)?\.?|#|rec(?:ommendation)? (?:no\.?|number))$", re.I)
_DEADLINE = re.compile(r"^(?:deadline|by when|due(?: date| by)?|timescale|target date|when|date)$", re.I)
_FOR = re.compile(r"^(?:for|addressed to|owner|who|lead|to|organisation|body|force|responsible)$", re.I)
_EARLIER = re.compile(
    r"progress|status|update|grade|outcome|verdict|result|decision|level|response|comment|\b(?:19|20)\d\d\b", re.I
)


@dataclass(frozen=True)
class ItemRow:
    """One row: an item's number, text, and what the columns for deadline and addressee say (None: no such column)."""

    number: str
    text: str
    deadline: str | None
    addressed_to: str | None
    kind: str = ""


@dataclass(frozen=True)
class ItemTable:
    """The rows of a table of items."""

    rows: tuple[ItemRow, ...]


def item_table(rows: Sequence[Sequence[str]]) -> ItemTable | None:
    """Return the items of a table, or None if it is another kind of table. A row without a number goes on above."""
    if len(rows) < 2:
        return None
    head = [" ".join(cell.split()) for cell in rows[0]]
    if any(_EARLIER.search(cell) for cell in head):
        return None
    columns = {name: _column(head, pattern) for name, pattern in (("text", _ITEM), ("number", _NUMBER))}
    if columns["text"] is None:
        return None
    deadline, addressed = _column(head, _DEADLINE), _column(head, _FOR)
    if columns["number"] is None and deadline is None and addressed is None:
        return None
    found: list[ItemRow] = []
    for row in rows[1:]:
        text, number = _cell(row, columns["text"]) or "", _cell(row, columns["number"]) or ""
        label = label_of(number)
        number = label.number if label is not None else number.strip(" .")
        if found and columns["number"] is not None and not number:
            found[-1] = ItemRow(
                found[-1].number, f"{found[-1].text}\n{text}", found[-1].deadline, found[-1].addressed_to
            )
        elif text:
            kind = label.kind if label is not None else ""
            found.append(ItemRow(number, text, _cell(row, deadline), _cell(row, addressed), kind))
    return ItemTable(tuple(found))


def _column(head: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    return next((index for index, cell in enumerate(head) if pattern.match(cell)), None)


def _cell(row: Sequence[str], column: int | None) -> str | None:
    return row[column] if column is not None and column < len(row) else None
