"""Dates as trackers print them: days, months, quarters of the financial year, and days that do not exist.

A month or a quarter is a period and never a day. Two-digit years are of this century.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from recommendations.reading.dates import MONTH
from recommendations.reading.wording import last_of_month
from soteria_tracker.web.dates import MONTHS, date_of

_YEAR = r"(?:\d{4}|['’]?\d{2})(?!\d)"
_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M\b)?(?:Z|[+-]\d{2}:\d{2})?)?"
_ISO = rf"(?P<iso>\d{{4}}-\d{{2}}-\d{{2}}){_TIME}"
_NUMBERS = (
    rf"(?P<first>\d{{1,2}})(?P<mark>[/.-])(?P<second>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}|\d{{2}})(?![\d/]){_TIME}"
)
_WORDS = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?P<name>{MONTH})\.?,?[\s-]+(?P<named_year>{_YEAR})"
_MONTH = rf"(?P<month>{MONTH})\.?,?[\s-]+(?P<month_year>{_YEAR})"
_QUARTER = r"Q(?P<quarter>[1-4])[\s-]*(?P<from>(?:20)?\d{2})\s*[/–-]\s*(?P<to>(?:20)?\d{2})(?!\d)"
DATE = re.compile(rf"(?<![\w/.])(?:{_ISO}|{_NUMBERS}|{_WORDS}|{_QUARTER}|{_MONTH})(?!\w)", re.IGNORECASE)

_DIGIT = re.compile(r"\d")
_SHORT = 40  # characters: cells of dates, which many rows share


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date within a text. Without `date` it names a period, or, without a period either, no day that exists."""

    printed: str
    start: int
    end: int
    date: datetime.date | None
    period: tuple[datetime.date, datetime.date] | None = None

    @property
    def is_impossible(self) -> bool:
        """Whether it is written as a day that does not exist."""
        return self.date is None and self.period is None


def dates_in(text: str, *, month_first: bool = False) -> list[FoundDate]:
    """Return the dates of a text in its order."""
    if len(text) > _SHORT:
        return [_found(match, month_first) for match in DATE.finditer(text)] if _DIGIT.search(text) else []
    return list(_dates_in_short(text, month_first))


@lru_cache(maxsize=8192)
def _dates_in_short(text: str, month_first: bool) -> tuple[FoundDate, ...]:
    return tuple(_found(match, month_first) for match in DATE.finditer(text)) if _DIGIT.search(text) else ()


def only_date(text: str, *, month_first: bool = False) -> FoundDate | None:
    """Return the date if the text says nothing else."""
    match = DATE.fullmatch(text.strip()) if _DIGIT.search(text) and len(text) <= _SHORT else None
    return _found(match, month_first) if match else None


def is_month_first(texts: Iterable[str]) -> bool | None:
    """Return the order of dates in numbers that the texts of a column settle between them; None if they do not."""
    orders = set()
    for text in texts:
        for match in DATE.finditer(text):
            if match["first"] is None:
                continue
            first, second = int(match["first"]), int(match["second"])
            if (first > 12) != (second > 12):
                orders.add(second > 12)
    return orders.pop() if len(orders) == 1 else None


def is_ambiguous(text: str) -> bool:
    """Whether the text holds a date in numbers that could be read in two orders."""
    return any(
        match["first"] is not None
        and int(match["first"]) <= 12
        and int(match["second"]) <= 12
        and match["first"] != match["second"]
        for match in DATE.finditer(text)
    )


def _found(match: re.Match[str], month_first: bool) -> FoundDate:
    day, period = None, None
    try:
        if match["iso"]:
            day = datetime.date.fromisoformat(match["iso"])
        elif match["first"]:
            first, second = match["first"], match["second"]
            day = date_of(*((second, first) if month_first else (first, second)), match["year"])
        elif match["day"]:
            day = date_of(match["day"], match["name"], match["named_year"].strip("'’"))
        elif match["quarter"]:
            period = _quarter(int(match["quarter"]), int(match["from"]) % 100, int(match["to"]) % 100)
        else:
            start = date_of("1", match["month"], match["month_year"].strip("'’"))
            period = start, last_of_month(start.year, start.month)
    except ValueError:
        pass
    return FoundDate(match[0], match.start(), match.end(), day, period)


def _quarter(number: int, start: int, end: int) -> tuple[datetime.date, datetime.date]:
    """Return the days of a quarter of a financial year, which runs from April to March."""
    if end != start + 1:
        raise ValueError("Not a financial year")
    year, month = (2000 + start, 1 + 3 * number) if number < 4 else (2000 + end, 1)
    return datetime.date(year, month, 1), last_of_month(year, month + 2)


def last_possible_day(text: str) -> datetime.date | None:
    """Return the last day of the month in which a day that does not exist was put: 30 June for 31 June."""
    match = DATE.search(text)
    if match is None or (match["first"] is None and match["day"] is None):
        return None
    month = match["second"] or match["name"]
    try:
        first = date_of("1", month, (match["year"] or match["named_year"]).strip("'’"))
    except ValueError:
        return None
    return last_of_month(first.year, first.month)


MONTH_NAMES = frozenset(MONTHS)
