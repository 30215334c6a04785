"""Two counts over time as steps: what was made, and what is done. The gap between them is the open work. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeVar

from django.utils.formats import date_format

from recommendations.charts.numbers import whole, width_of

WIDTH, HEIGHT = 560, 260
_LEFT, _TOP, _BOTTOM = 40, 14, 34
_LETTER, _LINE = 15, 19  # the size of a label's letters, and how far apart two labels stand
_GRID_LINES = 4
_YEARS_FROM = 540  # days: a shorter time is told in months


class Point(NamedTuple):
    """From this day on, so many were made and so many are done, until the next point."""

    on: datetime.date
    made: int
    done: int


class Label(NamedTuple):
    """Words in the drawing: beside a line, or at an axis."""

    text: str
    x: str
    y: str


@dataclass(frozen=True)
class Steps:
    """A step chart of WIDTH by HEIGHT: paths, and labels with their places."""

    made: str
    done: str
    gap: str
    across: list[Label] = field(default_factory=list)  # the scale at the left, each with a line at its height
    along: list[Label] = field(default_factory=list)  # the time below, each with a mark
    right: str = ""
    base: str = ""
    labels: list[Label] = field(default_factory=list)  # made, open, done


class Dated(Protocol):
    """Whatever holds from a day on."""

    @property
    def on(self) -> datetime.date: ...


OnADay = TypeVar("OnADay", bound=Dated)


def thinned(points: Sequence[OnADay], most: int) -> list[OnADay]:
    """The points if there are no more than `most`; else the last of each month, of each quarter or of each year."""
    for months in (0, 1, 3, 12):
        kept = {_span(point.on, months): point for point in points}
        if len(kept) <= most:
            break
    return list(kept.values())


def _span(day: datetime.date, months: int) -> object:
    return (day.year, (day.month - 1) // months) if months else day


def steps(points: Sequence[Point], until: datetime.date, *, made: str, still: str, done: str) -> Steps | None:
    """The chart of the points up to a day; None where there are not two. The last three are the labels' words."""
    if len(points) < 2:
        return None
    right = WIDTH - 12 - max(width_of(words, _LETTER) for words in (made, still, done))
    start = points[0].on
    days = max((until - start).days, 1)
    step = _step_of(max(point.made for point in points))
    top = step * -(-max(point.made for point in points) // step)

    def x(day: datetime.date) -> str:
        return whole(_LEFT + (right - _LEFT) * (day - start).days / days)

    def y(count: float) -> float:
        return HEIGHT - _BOTTOM - (HEIGHT - _BOTTOM - _TOP) * count / top

    def path(counts: Sequence[int]) -> str:
        moves = [f"H{x(point.on)}V{whole(y(count))}" for point, count in zip(points[1:], counts[1:], strict=True)]
        return f"M{_LEFT} {whole(y(counts[0]))}{''.join(moves)}H{whole(right)}"

    upper, lower = path([point.made for point in points]), path([point.done for point in points])
    last = points[-1]
    places = _apart([y(last.made), y((last.made + last.done) / 2), y(last.done)])
    return Steps(
        made=upper,
        done=lower,
        gap=upper + _back(points, x, y),
        across=[Label(str(count), whole(_LEFT - 8), whole(y(count))) for count in range(0, top + 1, step)],
        along=[Label(words, x(day), whole(HEIGHT - _BOTTOM + 20)) for day, words in _marks(start, until, right)],
        right=whole(right),
        base=whole(HEIGHT - _BOTTOM),
        labels=[
            Label(words, whole(right + 8), whole(place + 5))
            for words, place in zip((made, still, done), places, strict=True)
        ],
    )


def _back(points: Sequence[Point], x: Callable[[datetime.date], str], y: Callable[[float], float]) -> str:
    """The lower edge of the gap, from the last day back to the first."""
    moves = [f"V{whole(y(points[-1].done))}"]
    for point, before in zip(points[:0:-1], points[-2::-1], strict=True):
        moves.append(f"H{x(point.on)}V{whole(y(before.done))}")
    return f"{''.join(moves)}H{_LEFT}Z"


def _step_of(highest: int) -> int:
    """Between two lines of the scale: 1, 2 or 5, or ten, a hundred times as much."""
    unit = 1
    while True:
        for times in (1, 2, 5):
            if highest <= unit * times * _GRID_LINES:
                return unit * times
        unit *= 10


def _apart(places: list[float]) -> list[float]:
    """Places of labels from top to bottom, moved so that none touches the next."""
    upper, middle, lower = places
    lower = max(lower, upper + 2 * _LINE)
    if lower > HEIGHT - _BOTTOM:
        lower, upper = HEIGHT - _BOTTOM, min(upper, HEIGHT - _BOTTOM - 2 * _LINE)
    return [upper, min(max(middle, upper + _LINE), lower - _LINE), lower]


def _marks(start: datetime.date, until: datetime.date, right: float) -> list[tuple[datetime.date, str]]:
    """The days below the chart with their words: years, or months of a short time, as many as have room."""
    days = (until - start).days
    if days >= _YEARS_FROM:
        found = [(datetime.date(year, 1, 1), str(year)) for year in range(start.year + 1, until.year + 1)]
    else:
        months = [start.year * 12 + start.month + number for number in range(days // 28 + 1)]
        firsts = [datetime.date(month // 12, month % 12 + 1, 1) for month in months]
        found = [(day, date_format(day, "M Y" if day.month == 1 or day == firsts[0] else "M")) for day in firsts]
    most = max(int((right - _LEFT) // 62), 1)
    every = -(-len(found) // most) or 1
    return [(day, words) for day, words in found[::every] if day <= until]
