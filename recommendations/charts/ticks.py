"""The days of a period as ticks, in weeks of seven."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from recommendations.charts.numbers import short

WIDTH = 560
HEIGHT = 28
_LOWER = 6  # how much shorter the other ticks are than the marked one
_GAP, _WEEK_GAP = 0.22, 0.65  # between ticks, and more between weeks, in widths of a day


@dataclass(frozen=True)
class Tick:
    """One day: its place in a drawing of WIDTH by HEIGHT, and its kind, which names its colour in the style sheet."""

    kind: str  # used, today, done, left
    x: str
    y: int
    width: str
    height: int


def ticks(length: int, *, filled: int, kind: str, marked: int = 0) -> list[Tick]:
    """Return a tick for each day of the period: the first `filled` of a kind, the rest "left".

    The day `marked` is taller; with the kind "used" it is "today".
    """
    step = WIDTH / (length - _GAP + (length - 1) // 7 * _WEEK_GAP) if length else 0
    drawn = []
    for day in range(1, length + 1):
        lower = 0 if day == marked else _LOWER
        its_kind = kind if day <= filled else "left"
        drawn.append(
            Tick(
                kind="today" if day == marked and kind == "used" else its_kind,
                x=short(step * (day - 1 + (day - 1) // 7 * _WEEK_GAP)),
                y=lower,
                width=short(step * (1 - _GAP)),
                height=HEIGHT - lower,
            )
        )
    return drawn


def paths(drawn: Iterable[Tick]) -> dict[str, str]:
    """Return one path for each kind: vertical strokes as wide as a tick, and outlines for days left."""
    found: dict[str, str] = {}
    for tick in drawn:
        if tick.kind == "left":
            path = f"M{tick.x} {tick.y}h{tick.width}v{tick.height}h-{tick.width}z"
        else:
            path = f"M{short(float(tick.x) + float(tick.width) / 2)} {tick.y}v{tick.height}"
        found[tick.kind] = found.get(tick.kind, "") + path
    return found
