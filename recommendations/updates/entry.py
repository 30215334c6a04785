"""What a person records about an action, before it is checked and saved."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, field
from typing import Any

from forces.bodies.models import Body
from forces.people.access import Audience
from recommendations.register.models import Action, ClosingLevel, Letter, Recommendation, Update
from recommendations.updates.evidence import EvidenceEntry


@dataclass(frozen=True)
class UpdateEntry:
    """One update as it was entered: who reported it, and the whole state of the action after it."""

    status: str
    words: str = ""
    effective_on: datetime.date | None = None
    audience: str = Audience.FORCE_AND_OFFICE
    said_by: str = Update.SaidBy.FORCE
    reported_by: str = ""
    received_how: str = ""
    received_on: datetime.date | None = None
    expected_on: datetime.date | None = None
    revised_deadline_on: datetime.date | None = None
    local_target_on: datetime.date | None = None
    deadline_reason: str = ""
    waiting_for_body: Body | None = None
    waiting_for_recommendation: Recommendation | None = None
    closing_level: ClosingLevel | None = None
    closed_by: str = ""
    verified_by: str = ""
    parts_done: frozenset[int] = frozenset()
    evidence: EvidenceEntry = field(default_factory=EvidenceEntry)
    letter: Letter | None = None  # the letter it comes from
    letter_says: str = ""
    confirmed: frozenset[str] = frozenset()  # the questions that the person answered with yes


_STATE = (
    "status",
    "expected_on",
    "revised_deadline_on",
    "local_target_on",
    "deadline_reason",
    "waiting_for_body",
    "waiting_for_recommendation",
    "closing_level",
    "closed_by",
    "verified_by",
)


def state_carried_over(before: Update | None) -> dict[str, Any]:
    """Return the state that an entry takes over from the update before it, as keyword arguments of `UpdateEntry`.

    Empty without an update before it. No queries if `before` was read with `with_state`.
    """
    if before is None:
        return {}
    parts_done = frozenset(part.pk for part in before.parts_done.all())
    return {"parts_done": parts_done, **{name: getattr(before, name) for name in _STATE}}


@dataclass(frozen=True)
class UpdateSubmission:
    """One entry for one action, as a form sent it.

    `seen` is the newest update that the person had seen (`latest_seen`); None skips the check for newer ones.
    """

    action: Action
    entry: UpdateEntry
    submission_key: uuid.UUID
    seen: int | None = None
