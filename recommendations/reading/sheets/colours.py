"""Colours of cells: what a workbook says of them as RGB, and the name that a person would give to it."""

from __future__ import annotations

import colorsys
import re
from typing import Any

from openpyxl.styles.colors import COLOR_INDEX

_THEME = re.compile(
    rb"<a:(dk1|lt1|dk2|lt2|accent\d|hlink|folHlink)>.*?(?:lastClr|srgbClr val)=\"([0-9A-Fa-f]{6})\"", re.S
)
_ORDER = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
_USUAL = ("FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47")
_HUES = (
    (18, "red"),
    (52, "amber"),
    (68, "yellow"),
    (170, "green"),
    (255, "blue"),
    (330, "purple"),
    (360, "red"),
)  # fmt: skip


def theme_colours(theme: bytes | None) -> list[str]:
    """Return the colours of a workbook's theme in the order in which cells refer to them."""
    found = {name.decode(): value.decode().upper() for name, value in _THEME.findall(theme or b"")}
    return [found.get(name, usual) for name, usual in zip(_ORDER, _USUAL, strict=True)]


def rgb_of(colour: Any, theme: list[str]) -> str:
    """Return a colour of openpyxl as "FFC000"; empty if it is none."""
    if colour is None:
        return ""
    if colour.type == "theme" and isinstance(colour.theme, int) and colour.theme < len(theme):
        return _tinted(theme[colour.theme], colour.tint or 0)
    if colour.type == "indexed" and isinstance(colour.indexed, int) and colour.indexed < len(COLOR_INDEX):
        return str(COLOR_INDEX[colour.indexed])[-6:].upper()
    text = str(colour.rgb) if colour.type == "rgb" else ""
    return text[-6:].upper() if re.fullmatch(r"[0-9A-Fa-f]{6,8}", text) else ""


def _tinted(rgb: str, tint: float) -> str:
    if not tint:
        return rgb
    hue, light, saturation = colorsys.rgb_to_hls(*(int(rgb[i : i + 2], 16) / 255 for i in (0, 2, 4)))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, min(light, 1), saturation))


def colour_name(rgb: str) -> str:
    """Return the name of a colour: "red", "amber", "yellow", "green", "blue", "purple", "grey", "black" or empty."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", rgb):
        return ""
    hue, light, saturation = colorsys.rgb_to_hls(*(int(rgb[i : i + 2], 16) / 255 for i in (0, 2, 4)))
    if light > 0.97:
        return ""
    if saturation < 0.12:
        return "black" if light < 0.15 else "grey"
    return next(name for limit, name in _HUES if hue * 360 <= limit)
