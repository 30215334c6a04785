"""The statuses that a question offers, and what choosing one does to an item."""

from __future__ import annotations

from collections.abc import Iterable

from recommendations.reading.trackers.draft import Draft
from recommendations.reading.trackers.questions.case import LEAVE_OUT
from recommendations.reading.trackers.wordings import (
    CLOSED,
    COMPLETE,
    FORCE,
    IN_PROGRESS,
    INSPECTORATE,
    NOT_ACCEPTED,
    NOT_STARTED,
    SENT,
    SUPERSEDED,
    TRANSFERRED,
    WAITING,
    WITHDRAWN,
)

BY_INSPECTORATE, BY_FORCE, BY_LEVEL, NO_STATUS, BY_UPDATES = (
    "closed-hmicfrs",
    "closed-force",
    "closed-level",
    "none",
    "by-updates",
)
STATUSES = [
    (NOT_STARTED, "Not started"),
    (IN_PROGRESS, "In progress"),
    (WAITING, "Waiting"),
    (COMPLETE, "Complete, says the force"),
    (SENT, "Sent for sign-off"),
    (BY_INSPECTORATE, "Closed by HMICFRS"),
    (BY_FORCE, "Closed by the force"),
    (SUPERSEDED, "Superseded"),
    (TRANSFERRED, "Transferred"),
    (WITHDRAWN, "Withdrawn"),
    (NOT_ACCEPTED, "Not accepted by the force"),
    (NO_STATUS, "No status: keep the words as a note"),
    (LEAVE_OUT, "Leave these rows out"),
]


def set_status(draft: Draft, answer: str) -> None:
    """Give an item the status that an answer names."""
    if answer == LEAVE_OUT:
        draft.leave_out = f"You left out “{draft.status_printed or draft.colour}”."
    elif answer == NO_STATUS:
        draft.status, draft.status_suggested, draft.doubt = None, None, ""
    elif answer in (BY_INSPECTORATE, BY_FORCE):
        draft.status, draft.closed_by = CLOSED, INSPECTORATE if answer == BY_INSPECTORATE else FORCE
    elif answer == BY_UPDATES:
        draft.status = IN_PROGRESS if draft.updates else NOT_STARTED
    elif answer in dict(STATUSES) or answer == CLOSED:
        draft.status = answer


def set_statuses(drafts: Iterable[Draft], answer: str) -> None:
    """Give items the status that an answer names."""
    for draft in drafts:
        set_status(draft, answer)


def status_choices(first: str | None) -> list[tuple[str, str]]:
    """Return all statuses as choices, the suggested one first."""
    suggested = [pair for pair in STATUSES if pair[0] == first]
    return suggested + [pair for pair in STATUSES if pair[0] != first]
