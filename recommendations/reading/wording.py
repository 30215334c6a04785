"""What the wording of a deadline says: the day or month it names, or the period that it counts from publication.

Pure functions. A wording that names no date, or more than one, says nothing here: a person reads it.
"""

from __future__ import annotations

import calendar
import datetime
import re
from typing import NamedTuple

from soteria_tracker.web.dates import MONTHS, date_of

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATE = re.compile(rf"(?:\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?\b({_MONTH})\.?,?\s+(\d{{4}})\b", re.IGNORECASE)
_NUMBERS = {
    name: number
    for number, name in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        start=1,
    )
} | {"a": 1, "an": 1, "eighteen": 18}
_PERIOD = re.compile(
    rf"\bwithin\s+(?:the\s+next\s+)?(\d{{1,3}}|{'|'.join(_NUMBERS)})\s+(day|week|month|year)s?\b(?P<rest>[^.;]*)",
    re.IGNORECASE,
)
_FROM_ANOTHER_DAY = re.compile(
    r"^\s*(?:of|from|after|following)\b(?!.*\b(?:publication|publishing|report)\b)", re.IGNORECASE
)
_TYPESET = str.maketrans(
    {"\N{NO-BREAK SPACE}": " ", "\N{NON-BREAKING HYPHEN}": "-", "\N{EN DASH}": "-", "’": "'", "‘": "'"}
)


class DayRange(NamedTuple):
    """The days that a date in words allows: one day, or all days of a month. Both are inclusive."""

    first: datetime.date
    last: datetime.date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, datetime.date) and self.first <= day <= self.last


def last_of_month(year: int, month: int) -> datetime.date:
    """Return the last day of a month."""
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def named_date(wording: str) -> DayRange | None:
    """Return the date that the wording names: "By 31 March 2023", or "By March 2023" for any day of that month.

    None if it names no date or more than one, or a day that does not exist.
    """
    found = {_days(*match.groups()) for match in _DATE.finditer(plain(wording))}
    return found.pop() if len(found) == 1 else None


def _days(day: str | None, month: str, year: str) -> DayRange | None:
    try:
        first = date_of(day or "1", month, year)
    except ValueError:
        return None
    return DayRange(first, first if day else last_of_month(first.year, first.month))


def relative_date(wording: str, published_on: datetime.date) -> datetime.date | None:
    """Return the day that "within six months" means, counted from publication: 10 January makes 10 July.

    None if the wording names no such period, or counts it from another day.
    """
    match = _PERIOD.search(plain(wording))
    if match is None or _FROM_ANOTHER_DAY.match(match["rest"]):
        return None
    unit = match[2].lower()
    number = _NUMBERS.get(match[1].lower()) or int(match[1])
    if unit in ("day", "week"):
        return published_on + datetime.timedelta(days=number * (7 if unit == "week" else 1))
    months = published_on.year * 12 + published_on.month - 1 + number * (12 if unit == "year" else 1)
    end = last_of_month(months // 12, months % 12 + 1)
    return end.replace(day=min(published_on.day, end.day))


def plain(text: str) -> str:
    """Return the text in lower case, on one line, without the spaces, dashes and quotation marks of typesetting."""
    return " ".join(text.translate(_TYPESET).casefold().split())


def letters_of(title: str) -> str:
    """Return only the letters and digits of a title, in lower case: what stays the same when it is typed again."""
    return "".join(character for character in title.casefold() if character.isalnum())
