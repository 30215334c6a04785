"""A small bar beside a number in a table; the bars of a column share one scale. Pure."""

from __future__ import annotations

from recommendations.charts.numbers import short

WIDTH = 170


def mini_bar(value: float, scale: float) -> str:
    """Return the width of the bar of `value`, where `scale` fills the width."""
    return short(WIDTH * min(value / scale, 1)) if scale else "0"
