"""Reading the ids of records from addresses and forms."""

from __future__ import annotations

_LONGEST = 18  # digits: a longer number is in no database


def id_of(text: str) -> int | None:
    """Return the id that a text states, or None where it states none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else None
