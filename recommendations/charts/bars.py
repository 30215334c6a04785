"""A bar of segments that shows the shares of a total. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from recommendations.charts.numbers import short, width_of

_GAP = 2
_LEAST = 3  # the narrowest segment, so that 1 of 2,000 is visible
_ICON, _ICON_ROOM, _LETTER = 14, 34, 15


@dataclass(frozen=True)
class Segment:
    """One part: its kind, which names its colour in the style sheet, and its place. Text that has no room is empty."""

    kind: str
    x: str
    width: str
    icon_x: str = ""
    text: str = ""
    text_x: str = ""


def segments(counts: Iterable[tuple[str, int]], *, width: int, icons: bool = True) -> list[Segment]:
    """Return a segment for each kind with a count, in order, with its number inside if there is room.

    The segments and the gaps between them fill the width. `icons` puts the icon of the kind before the number.
    """
    parts = [(kind, count) for kind, count in counts if count]
    widths = _widths([count for _kind, count in parts], width - _GAP * (len(parts) - 1))
    drawn, x = [], 0.0
    for (kind, count), wide in zip(parts, widths, strict=True):
        drawn.append(_segment(kind, str(count), x, wide, icons))
        x += wide + _GAP
    return drawn


def _widths(counts: list[int], room: float) -> list[float]:
    """Return widths by share. Narrow ones are widened to the least, at the cost of the rest."""
    total = sum(counts)
    small = [count for count in counts if room * count < _LEAST * total]
    rest = total - sum(small)
    scale = (room - _LEAST * len(small)) / rest if rest else 0
    return [_LEAST if count in small else scale * count for count in counts]


def _segment(kind: str, text: str, x: float, wide: float, icons: bool) -> Segment:
    letters = width_of(text, _LETTER)
    place = {"kind": kind, "x": short(x), "width": short(wide)}
    if icons and wide >= _ICON_ROOM + letters:
        return Segment(**place, icon_x=short(x + 8), text=text, text_x=short(x + 8 + _ICON + 4 + letters / 2))
    if wide >= 4 + letters:
        return Segment(**place, text=text, text_x=short(x + wide / 2))
    return Segment(**place)
