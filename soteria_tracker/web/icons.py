"""The icons that pages can show: those that the sprites draw."""

from __future__ import annotations

import re
from functools import cache

from django.template.loader import render_to_string

# The first is on every page, the other on pages that show assurance.
SPRITES = ("components/sprite.html", "assurance/icons.html")


@cache
def icon_keys() -> frozenset[str]:
    """Return the keys of all icons."""
    sprites = "".join(render_to_string(name) for name in SPRITES)
    return frozenset(re.findall(r'id="i-([a-z-]+)"', sprites))


def check_icon(key: str) -> str:
    """Return the key of an icon. Raises ValueError for one that is not drawn, so that no page shows an empty space."""
    if key not in icon_keys():
        raise ValueError(f"There is no icon {key!r}. There are: {', '.join(sorted(icon_keys()))}.")
    return key
