"""Published text as paragraphs and lists, with every word as it was published."""

from __future__ import annotations

import re
from dataclasses import dataclass

_POINT = "- "


@dataclass(frozen=True)
class VerbatimBlock:
    """The lines of a paragraph, or the items of a list."""

    is_list: bool
    lines: tuple[str, ...]


def blocks(text: str) -> list[VerbatimBlock]:
    """Return the text as paragraphs (separated by blank lines) and lists (of lines that start with "- ").

    An indented line continues the item above it. No word is added, removed or changed.
    """
    found: list[VerbatimBlock] = []
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
                found.append(VerbatimBlock(is_list, tuple(lines)))
                lines = []
            is_list = starts_point
            lines.append(line.strip().removeprefix(_POINT) if starts_point else line.strip())
        if lines:
            found.append(VerbatimBlock(is_list, tuple(lines)))
    return found
