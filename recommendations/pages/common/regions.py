"""The order in which every page lists regions."""

from __future__ import annotations

from collections.abc import Iterable


def north_to_south(forces: Iterable[tuple[str | None, int | None]]) -> list[str]:
    """Return the regions of forces, given as (region, map row), ordered by their northernmost force; no region last."""
    northernmost: dict[str, int] = {}
    for region, row in forces:
        name, place = region or "", row or 99
        northernmost[name] = min(place, northernmost.get(name, place))
    return sorted(northernmost, key=lambda region: (not region, northernmost[region], region))
