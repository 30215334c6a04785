"""What the questions about one file are asked of, and how a question changes what was read when it is answered."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from recommendations.reading.trackers.draft import Draft
from recommendations.reading.trackers.known import Known
from recommendations.reading.trackers.results import Choice, ReadQuestion
from recommendations.reading.trackers.table import SheetColumn, SheetTable

LEAVE_OUT = "leave-out"
NOTE = "note"
_SHOWN = 200  # cells and printed words of a question


@dataclass
class Case:
    """All that was read of a file, before the answers."""

    known: Known
    answers: Mapping[str, str]
    as_at: datetime.date | None
    tables: Sequence[SheetTable]
    drafts: list[Draft]
    older: list[tuple[SheetTable, list[Draft]]]  # hidden sheets with their items
    doubtful_orders: Sequence[tuple[SheetTable, SheetColumn, str]] = ()
    spared: list[ReadQuestion] = field(default_factory=list)  # questions that got their suggestion without being asked

    @property
    def here(self) -> list[Draft]:
        """The items that are not left out."""
        return [draft for draft in self.drafts if not draft.leave_out]


@dataclass(frozen=True)
class Asked:
    """A question, and what its answer does to the items."""

    question: ReadQuestion
    apply: Callable[[str], None]


def question(
    *,
    key: str,
    scope: str,
    kind: str,
    cells: Iterable[str],
    printed: Iterable[str],
    ask: str,
    because: str,
    choices: Iterable[tuple[str, str]],
    suggest: str | None,
    settles: int,
    free_date: bool = False,
) -> ReadQuestion:
    """Return a question with at most 200 of its cells and printed words."""
    return ReadQuestion(
        key=key,
        scope=scope,
        kind=kind,
        cells=tuple(dict.fromkeys(cell for cell in cells if cell))[:_SHOWN],
        printed=tuple(dict.fromkeys(text for text in printed if text))[:_SHOWN],
        ask=ask,
        because=because,
        choices=tuple(Choice(value, label) for value, label in choices),
        suggest=suggest,
        settles=settles,
        free_date=free_date,
    )


def day_in(answer: str) -> datetime.date | None:
    """Return the day that an answer names; None if it is a choice."""
    try:
        return datetime.date.fromisoformat(answer)
    except ValueError:
        return None


def said(day: datetime.date) -> str:
    """Return a day as the pages print it: "31 January 2025"."""
    return f"{day.day} {day:%B %Y}"


def rows_of(number: int) -> str:
    """Return "1 row" or "7 rows"."""
    return "1 row" if number == 1 else f"{number} rows"


def counted(number: int, noun: str, one: str, many: str) -> str:
    """Return "1 row is" or "7 rows are"."""
    return f"1 {noun} {one}" if number == 1 else f"{number} {noun}s {many}"
