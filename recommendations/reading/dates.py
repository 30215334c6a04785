"""Dates as documents print them: "8 December 2023", "2nd February 2024", "27/03/25"."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from soteria_tracker.web.dates import MONTHS, date_of

MONTH = "|".join(sorted((name for name in MONTHS if len(name) > 2), key=len, reverse=True))
DAY_MONTH_YEAR = rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTH})\.?,?\s+\d{{4}}"
NUMBERS = r"\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})"
DATE = rf"(?:{DAY_MONTH_YEAR}|{NUMBERS})"
_WORDS = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({MONTH})\.?,?\s+(\d{{4}})\b", re.IGNORECASE)
_NUMBERS = re.compile(r"(?<![\d/.])(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d{2})(?![\d/])")


@dataclass(frozen=True)
class PrintedDate:
    """A date as printed, and the day it means. Numbers are read day first, as in Britain."""

    printed: str
    date: datetime.date
    start: int


def dates_in(text: str) -> Iterator[PrintedDate]:
    """Yield the whole dates of a text, in its order. A day that does not exist is none."""
    found = [(match, match.groups()) for match in _WORDS.finditer(text)]
    found += [(match, (match[1], match[3], match[4])) for match in _NUMBERS.finditer(text)]
    for match, parts in sorted(found, key=lambda pair: pair[0].start()):
        try:
            yield PrintedDate(match[0], date_of(*parts), match.start())
        except ValueError:
            continue


def only_date(text: str) -> datetime.date | None:
    """Return the date if the text says nothing else."""
    found = list(dates_in(text))
    rest = re.sub(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|dated?|[:,.\s]", "", text.lower())
    return found[0].date if len(found) == 1 and rest == re.sub(r"[\s.,]", "", found[0].printed.lower()) else None
