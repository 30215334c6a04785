"""Find the colleagues that a comment mentions: "@" and a name. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_MENTION = re.compile(r"(?<![^\s(])@(?=\S)")  # at the start of a word: an email address mentions no one


def mentioned(text: str, names: Iterable[str]) -> tuple[set[str], list[str]]:
    """Return the names that the text mentions, and the words after "@" that are no one's name.

    Case does not matter. The longest name that fits counts: "@Jo Smith" does not mention Jo.
    """
    by_length = sorted(names, key=len, reverse=True)
    found, unknown = set[str](), list[str]()
    for match in _MENTION.finditer(text):
        rest = text[match.end() :]
        name = next((name for name in by_length if _begins_with(rest, name)), None)
        if name is None:
            unknown.append(rest.split()[0].rstrip(".,;:!?)"))
        else:
            found.add(name)
    return found, unknown


def _begins_with(text: str, name: str) -> bool:
    after = text[len(name) : len(name) + 1]
    return text[: len(name)].casefold() == name.casefold() and not after.isalnum()


def marked(text: str, words: Mapping[str, str] | Iterable[str]) -> list[tuple[str, bool]]:
    """Return the text in pieces, each with whether it is a mention. `words` are the mentions, with their "@"."""
    found = sorted(words, key=len, reverse=True)
    if not found:
        return [(text, False)]
    pattern = "|".join(re.escape(each) for each in found)
    pieces = re.split(f"({pattern})", text, flags=re.IGNORECASE)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece]
