"""Template tags for charts. Each has a title and a description; the page has the same facts as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from recommendations.charts.bars import segments

register = template.Library()


@register.inclusion_tag("charts/bar.html")
def status_bar(
    key: Iterable[dict[str, Any]], title: str, tag: str, *, width: int, height: int, narrow: bool = False
) -> dict[str, Any]:
    """Return a bar of actions by status. `key`: items with key, word and count, in order; `tag`: unique on the page.

    Forces that do not use Soteria Tracker have no segment. `narrow`: without marks before the numbers.
    """
    items = [item for item in key if item["key"] != "not-tracked"]
    return {
        "segments": segments([(item["key"], item["count"]) for item in items], width=width, icons=not narrow),
        "described": ", ".join(f"{item['word']} {item['count']}" for item in items),
        "title": title,
        "tag": tag,
        "width": width,
        "height": height,
        "icon_y": (height - 14) // 2,
        "text_y": height // 2 + 5,
    }
