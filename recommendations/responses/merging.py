"""Two people write in one draft: the later save keeps every word of both. Pure.

Each field of a form carries the digest of the value it was made from, its base. Field by field: what only I changed
is written, what only others changed stays, and what both changed is shown to the later one, who decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Conflict:
    """A field that somebody else changed after the form was opened, and that was changed in the form too.

    `theirs` is what is saved, by `who` (empty where nobody is recorded); `mine` is what was typed and not written.
    """

    key: str
    theirs: str
    who: str
    mine: str


def tidy(text: str) -> str:
    """The text with the line ends that every browser and database agrees on, without space around it."""
    return "\n".join(text.strip().splitlines())


def digest_of(value: str) -> str:
    """What a form carries as the base of a field: the SHA-256 of its value, in hexadecimal."""
    return hashlib.sha256(tidy(value).encode()).hexdigest()


def settle(
    *, stored: Mapping[str, str], values: Mapping[str, str], base: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """What is to be written of the values typed into a form, and the fields which both sides changed.

    All three are by field; a field without a base was made from nothing. Fields that are not stored are ignored.
    """
    written: dict[str, str] = {}
    contested: list[str] = []
    for key, theirs in stored.items():
        mine = tidy(values.get(key, theirs))
        made_from = base.get(key, digest_of(""))
        if mine == tidy(theirs) or digest_of(mine) == made_from:
            continue
        if digest_of(theirs) == made_from:
            written[key] = mine
        else:
            contested.append(key)
    return written, contested
