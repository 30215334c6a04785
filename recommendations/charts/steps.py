"""Two counts over time as a step chart: actions opened and done. The gap is the open work. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeVar

from django.utils.formats import date_format

from recommendations.charts.numbers import rounded, width_of

WIDTH, HEIGHT = 560, 260
_LEFT, _TOP, _BOTTOM = 40, 14, 34
_LETTER, _LINE = 15, 19  # the size of a label's letters, and how far apart two labels stand
_GRID_LINES = 4
_YEARS_FROM = 540  # days from which the axis shows years instead of months


class Point(NamedTuple):
    """The counts of actions opened and done from a day on, until the next point."""

    on: datetime.date
    opened: int
    done: int


class Label(NamedTuple):
    """A label in the drawing: beside a line, or on an axis."""

    text: str
    x: str
    y: str


@dataclass(frozen=True)
class StepChart:
    """A step chart of WIDTH by HEIGHT: paths, and labels with their places."""

    opened: str
    done: str
    gap: str
    across: list[Label] = field(default_factory=list)  # the scale at the left, each with a line at its height
    along: list[Label] = field(default_factory=list)  # the time below, each with a mark
    right: str = ""
    base: str = ""
    labels: list[Label] = field(default_factory=list)  # opened, open, done


class Dated(Protocol):
    """Anything with a day."""

    @property
    def on(self) -> datetime.date: ...


OnADay = TypeVar("OnADay", bound=Dated)


def thinned(points: Sequence[OnADay], most: int) -> list[OnADay]:
    """Return at most about `most` points: all, or the last of each month, quarter or year."""
    for months in (0, 1, 3, 12):
        kept = {_span(point.on, months): point for point in points}
        if len(kept) <= most:
            break
    return list(kept.values())


def _span(day: datetime.date, months: int) -> object:
    return (day.year, (day.month - 1) // months) if months else day


def steps(points: Sequence[Point], until: datetime.date, *, opened: str, still: str, done: str) -> StepChart | None:
    """Return the chart of the points up to a day; None for fewer than two. The last three are the labels."""
    if len(points) < 2:
        return None
    right = WIDTH - 12 - max(width_of(words, _LETTER) for words in (opened, still, done))
    start = points[0].on
    days = max((until - start).days, 1)
    step = _step_of(max(point.opened for point in points))
    top = step * -(-max(point.opened for point in points) // step)

    def x(day: datetime.date) -> str:
        return rounded(_LEFT + (right - _LEFT) * (day - start).days / days)

    def y(count: float) -> float:
        return HEIGHT - _BOTTOM - (HEIGHT - _BOTTOM - _TOP) * count / top

    def path(counts: Sequence[int]) -> str:
        moves = [f"H{x(point.on)}V{rounded(y(count))}" for point, count in zip(points[1:], counts[1:], strict=True)]
        return f"M{_LEFT} {rounded(y(counts[0]))}{''.join(moves)}H{rounded(right)}"

    upper, lower = path([point.opened for point in points]), path([point.done for point in points])
    last = points[-1]
    places = _apart([y(last.opened), y((last.opened + last.done) / 2), y(last.done)])
    return StepChart(
        opened=upper,
        done=lower,
        gap=upper + _back(points, x, y),
        across=[Label(str(count), rounded(_LEFT - 8), rounded(y(count))) for count in range(0, top + 1, step)],
        along=[Label(words, x(day), rounded(HEIGHT - _BOTTOM + 20)) for day, words in _marks(start, until, right)],
        right=rounded(right),
        base=rounded(HEIGHT - _BOTTOM),
        labels=[
            Label(words, rounded(right + 8), rounded(place + 5))
            for words, place in zip((opened, still, done), places, strict=True)
        ],
    )


def _back(points: Sequence[Point], x: Callable[[datetime.date], str], y: Callable[[float], float]) -> str:
    """Return the lower edge of the gap, from the last day back to the first."""
    moves = [f"V{rounded(y(points[-1].done))}"]
    for point, before in zip(points[:0:-1], points[-2::-1], strict=True):
        moves.append(f"H{x(point.on)}V{rounded(y(before.done))}")
    return f"{''.join(moves)}H{_LEFT}Z"


def _step_of(highest: int) -> int:
    """Return the step of the scale: 1, 2 or 5 times a power of ten."""
    unit = 1
    while True:
        for times in (1, 2, 5):
            if highest <= unit * times * _GRID_LINES:
                return unit * times
        unit *= 10


def _apart(places: list[float]) -> list[float]:
    """Return the heights of labels from top to bottom, moved apart so that they do not overlap."""
    upper, middle, lower = places
    lower = max(lower, upper + 2 * _LINE)
    if lower > HEIGHT - _BOTTOM:
        lower, upper = HEIGHT - _BOTTOM, min(upper, HEIGHT - _BOTTOM - 2 * _LINE)
    return [upper, min(max(middle, upper + _LINE), lower - _LINE), lower]


def _marks(start: datetime.date, until: datetime.date, right: float) -> list[tuple[datetime.date, str]]:
    """Return the days under the chart with their labels: years, or months for a short time, as many as fit."""
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
