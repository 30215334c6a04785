"""Published words as blocks: paragraphs and lists of points, every word as it was published."""

from __future__ import annotations

import re
from dataclasses import dataclass

_POINT = "- "


@dataclass(frozen=True)
class Block:
    """Consecutive lines of one kind: of a paragraph, or the points of a list."""

    is_list: bool
    lines: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """The text cut into paragraphs (at blank lines) and lists (lines that start with "- ").

    An indented line goes on with the point above it. No word is added, left out or changed.
    """
    found: list[Block] = []
    for piece in re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        is_list = False
        lines: list[str] = []
        for line in piece.split("\n"):
            if not line.strip():
                continue
            starts_point = line.lstrip().startswith(_POINT)
            if is_list and not starts_point and line[0].isspace():
                lines[-1] += f" {line.strip()}"
                continue
            if lines and starts_point is not is_list:
                found.append(Block(is_list, tuple(lines)))
                lines = []
            is_list = starts_point
            lines.append(line.strip().removeprefix(_POINT) if starts_point else line.strip())
        if lines:
            found.append(Block(is_list, tuple(lines)))
    return found
