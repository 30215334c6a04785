"""Two people edit the same texts at once: the later save keeps what both wrote.

A form carries a digest of each value that it was made from, its base. Field by field: what only I changed is written,
what only someone else changed stays, and what both changed is shown to the later one, who decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from recommendations.register.models.update import tidy_text


@dataclass(frozen=True)
class Edits:
    """What was entered in the form of one record, by field, and the digests of the values it was made from."""

    values: Mapping[str, str]
    base: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DraftConflict:
    """A field that someone else changed after the form was opened, and that was changed in the form too.

    `reference` is the recommendation's; empty for a field of the response itself. `theirs` is what is saved, by `who`
    (empty where no one is recorded); `mine` is what was entered and has not been saved.
    """

    reference: str
    field: str
    theirs: str
    saved_by: str
    mine: str


def digest_of(value: str) -> str:
    """Return the SHA-256 of a value, in hexadecimal: what a form carries as the base of a field."""
    return hashlib.sha256(tidy_text(value).encode()).hexdigest()


def merge_edits(stored: Mapping[str, str], edits: Edits) -> tuple[dict[str, str], list[str]]:
    """Return the values to write, and the fields that both sides changed.

    A field without a base was made from an empty value. Fields that are not in `stored` are ignored.
    """
    written: dict[str, str] = {}
    contested: list[str] = []
    for name, theirs in stored.items():
        mine = tidy_text(edits.values.get(name, theirs))
        base_digest = edits.base.get(name, digest_of(""))
        if mine == tidy_text(theirs) or digest_of(mine) == base_digest:
            continue
        if digest_of(theirs) == base_digest:
            written[name] = mine
        else:
            contested.append(name)
    return written, contested
