"""What a person records about an action, before it is checked and saved."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from recommendations.register.models import Action, Update
from recommendations.register.models.update_state import STATE_FIELDS
from recommendations.updates.evidence import EvidenceEntry

# Who reported it, when, and who can see it. The rest of an update is the state of the action after it.
STATEMENT_FIELDS = ("effective_on", "audience", "said_by", "reported_by", "received_how", "received_on")


@dataclass(frozen=True)
class UpdateEntry:
    """One update as it was entered.

    `update` is never saved: it holds the statement and the state of the action after it, and perhaps a letter.
    `parts_done` are ids. `confirmed` are the fields whose question the person answered with yes.
    """

    update: Update
    words: str = ""
    parts_done: frozenset[int] = frozenset()
    evidence: EvidenceEntry = field(default_factory=EvidenceEntry)
    confirmed: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        *,
        words: str = "",
        parts_done: frozenset[int] = frozenset(),
        evidence: EvidenceEntry | None = None,
        confirmed: frozenset[str] = frozenset(),
        **fields_of_update: Any,
    ) -> UpdateEntry:
        """Return an entry from the fields of an update and what is stored beside it."""
        return cls(Update(**fields_of_update), words, parts_done, evidence or EvidenceEntry(), confirmed)


def state_carried_over(before: Update | None) -> dict[str, Any]:
    """Return the state that an entry takes over from the update before it, as arguments of `UpdateEntry.of`.

    Empty without an update before it. No queries if `before` was read with `with_state`.
    """
    if before is None:
        return {}
    parts_done = frozenset(part.pk for part in before.parts_done.all())
    state = {name: getattr(before, name) for name in (*STATE_FIELDS, "part_deadlines")}
    return {"parts_done": parts_done, **state}


@dataclass(frozen=True)
class UpdateSubmission:
    """One entry for one action, as a form sent it.

    `seen` is the newest update that the person had seen (`latest_seen`); None skips the check for newer ones.
    """

    action: Action
    entry: UpdateEntry
    submission_key: uuid.UUID
    seen: int | None = None
