"""A timeline of deadlines. Labels of past days end at their day; labels of future days begin there. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recommendations.charts.numbers import rounded, width_of

WIDTH = 1100
BACK, AHEAD = 183, 365  # days before and after today that the timeline can show
MOST = 9  # days shown one by one; more are grouped by month
LINES = 3  # lines of text for each day in the drawing
_MARGIN, _SPREAD = 10, 45  # at the ends: in the drawing, and in days
_TOP, _ROW, _STEM = 22, 21, 16  # room for today's date; the height of a line of text; from the text to the timeline
_ICON, _LETTER, _LONGEST = 16, 15, 40

Scale = Callable[[datetime.date], float]  # from a day to its place


@dataclass(frozen=True)
class TimelineLine:
    """A line of text at a day, for one or more actions. `kind` is its icon; a named action has an address."""

    kind: str
    words: str
    count: int = 1
    url: str = ""


@dataclass(frozen=True)
class Due:
    """The deadlines on a day, or in a span of days: counts by kind, or names if there are few."""

    first: datetime.date
    last: datetime.date
    lines: Sequence[TimelineLine]

    @property
    def is_month(self) -> bool:
        """Return whether it covers several days of a month."""
        return self.first != self.last

    @property
    def drawn(self) -> Sequence[TimelineLine]:
        """Return the lines that fit in a drawing: the first ones, and how many more there are."""
        if len(self.lines) <= LINES:
            return self.lines
        rest = sum(line.count for line in self.lines[LINES - 1 :])
        return [*self.lines[: LINES - 1], TimelineLine("", _("and %(count)d more") % {"count": rest})]

    @property
    def counts(self) -> str:
        """Return the lines as one, "4 overdue, 1 complete"; empty if actions are named."""
        return "" if any(line.url for line in self.lines) else ", ".join(line.words for line in self.lines)

    @property
    def words(self) -> str:
        """Return "31 January 2025"; for several days their month, "January 2025"."""
        return date_format(self.first, "F Y" if self.is_month else "j F Y")

    @property
    def short_words(self) -> str:
        """Return "31 Jan"; for several days "Jan 2025"."""
        return date_format(self.first, "M Y" if self.is_month else "j M")


class Placed(NamedTuple):
    """A line of text with its icon in the drawing."""

    kind: str
    words: str
    icon_x: str
    icon_y: str
    x: str
    y: str


@dataclass(frozen=True)
class Flag:
    """A day on the timeline: its stem and its text, which ends at the stem (`is_left`) or begins there."""

    x: str
    top: str
    is_left: bool
    head: Placed
    lines: list[Placed]


@dataclass(frozen=True)
class TimelineMark:
    x: str
    words: str
    words_x: str


@dataclass(frozen=True)
class Timeline:
    """A drawing of WIDTH by `height`; `base` is the middle of the line of time."""

    height: int
    base: int
    today: str
    flags: list[Flag] = field(default_factory=list)
    months: list[TimelineMark] = field(default_factory=list)
    width: int = WIDTH

    @property
    def right(self) -> int:
        return self.width - _MARGIN


def spans(days: Sequence[datetime.date], today: datetime.date) -> list[list[datetime.date]]:
    """Return the days one by one if there are few; else by month, with this month split at today."""
    if len(days) <= MOST:
        return [[day] for day in days]
    months = groupby(days, key=lambda day: (day.year, day.month, day < today))
    return [list(of_month) for _key, of_month in months]


def in_sight(
    days: Iterable[datetime.date], today: datetime.date
) -> tuple[list[datetime.date], list[datetime.date], list[datetime.date]]:
    """Return the days before the timeline, those on it, and those after it."""
    before: list[datetime.date] = []
    shown: list[datetime.date] = []
    after: list[datetime.date] = []
    for day in days:
        distance = (day - today).days
        (before if distance < -BACK else after if distance > AHEAD else shown).append(day)
    return before, shown, after


def timeline(days: Sequence[Due], today: datetime.date) -> Timeline | None:
    """Return the drawing of days in order; None if there are none."""
    if not days:
        return None
    start = min(days[0].first, today) - datetime.timedelta(days=_SPREAD)
    end = max(days[-1].last, today) + datetime.timedelta(days=_SPREAD)

    def x(day: datetime.date) -> float:
        return _MARGIN + (WIDTH - 2 * _MARGIN) * (day - start).days / (end - start).days

    places = _levels(days, today, x)
    rows = max(level + len(due.drawn) + 1 for due, level in zip(days, places, strict=True))
    base = _TOP + rows * _ROW + _STEM
    flags = [_flag(due, level, x, today, base) for due, level in zip(days, places, strict=True)]
    return Timeline(
        height=base + 34, base=base, today=rounded(x(today)), flags=flags, months=list(_months(start, end, x))
    )


def _levels(days: Sequence[Due], today: datetime.date, x: Scale) -> list[int]:
    """Return how many rows above the line each day's text is, so that it covers no other text or stem."""
    taken: list[tuple[float, float, int, int]] = []
    levels: dict[int, int] = {}
    # from today outwards, so that the nearest days are lowest
    for number in sorted(range(len(days)), key=lambda number: abs((days[number].first - today).days)):
        due = days[number]
        left, right = _extent(due, today, x)
        crossing = [area for area in taken if area[0] < right and left < area[1]]
        level = 0
        while any(level < top and bottom < level + len(due.drawn) + 1 for _left, _right, bottom, top in crossing):
            level += 1
        levels[number] = level
        taken.append((left, right, level, level + len(due.drawn) + 1))
        stem = x(_at(due, today))
        taken.append((stem - 3, stem + 3, 0, level))
    return [levels[number] for number in range(len(days))]


def _at(due: Due, today: datetime.date) -> datetime.date:
    """Return the day at which a span is drawn: its nearest to today."""
    return due.last if due.first < today else due.first


def _extent(due: Due, today: datetime.date, x: Scale) -> tuple[float, float]:
    """Return where the text of a day begins and ends."""
    stem = x(_at(due, today))
    return (stem - _wide(due), stem + 4) if _is_left(due, today, x) else (stem - 4, stem + _wide(due))


def _wide(due: Due) -> float:
    head = width_of(due.short_words, _LETTER) + 8
    return max([head, *(width_of(_cut(line.words), _LETTER) + _ICON + 14 for line in due.drawn)])


def _is_left(due: Due, today: datetime.date, x: Scale) -> bool:
    """Return whether the text is left of its stem: on the side away from today, unless it would not fit."""
    stem = x(_at(due, today))
    return stem - _wide(due) >= 0 if due.first < today else stem + _wide(due) > WIDTH


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"


def _flag(due: Due, level: int, x: Scale, today: datetime.date, base: int) -> Flag:
    stem, is_left = x(_at(due, today)), _is_left(due, today, x)
    top = base - _STEM - (level + len(due.drawn) + 1) * _ROW
    side = -1 if is_left else 1

    def placed(row: int, kind: str, words: str) -> Placed:
        y = top + row * _ROW
        icon_x = stem + (-_ICON - 6 if is_left else 6)
        beside = stem + side * (_ICON + 12 if kind else 6)
        return Placed(kind, _cut(words), rounded(icon_x), rounded(y + 2), rounded(beside), rounded(y + 15))

    lines = [placed(row, line.kind, line.words) for row, line in enumerate(due.drawn, 1)]
    return Flag(rounded(stem), rounded(top + 4), is_left, placed(0, "", due.short_words), lines)


def _months(start: datetime.date, end: datetime.date, x: Scale) -> Iterable[TimelineMark]:
    """Yield the first day of each month on the timeline with its name, and the year for January and the first."""
    day = (start.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
    is_first = True
    while day <= end:
        words = date_format(day, "M Y" if is_first or day.month == 1 else "M")
        has_room = x(day) + 4 + width_of(words, 14) < WIDTH
        yield TimelineMark(rounded(x(day)), words if has_room else "", rounded(x(day) + 4))
        is_first = False
        day = (day + datetime.timedelta(days=32)).replace(day=1)
