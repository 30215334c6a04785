"""The words for where an action stands, the groups they form, and the moves allowed between them.

Every status that a page, an export or a count knows is declared here once.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """What somebody says of an action. "No update recorded" is what nobody has said anything of."""

    NO_UPDATE = "no-update", _("No update recorded")
    NOT_STARTED = "not-started", _("Not started")
    IN_PROGRESS = "in-progress", _("In progress")
    WAITING = "waiting", _("Waiting for others")
    COMPLETE = "complete", _("Complete, says the force")
    SENT = "sent", _("Sent for sign-off")
    CLOSED = "closed", _("Closed")
    NOT_ACCEPTED = "not-accepted", _("Not accepted")
    SUPERSEDED = "superseded", _("Superseded")
    TRANSFERRED = "transferred", _("Transferred")
    WITHDRAWN = "withdrawn", _("Withdrawn")


MEANINGS = {
    Status.NOT_STARTED: _("Work has not begun"),
    Status.IN_PROGRESS: _("Work is under way"),
    Status.WAITING: _("Another body, or another recommendation, must come first"),
    Status.COMPLETE: _("The force says it is done; HMICFRS has not been told"),
    Status.SENT: _("The force says it is done and has told HMICFRS"),
    Status.CLOSED: _("HMICFRS, or the force where its level allows, has closed it"),
    Status.NOT_ACCEPTED: _("The force will not do it, and says why"),
    Status.SUPERSEDED: _("A later inspection has taken its place"),
    Status.TRANSFERRED: _("Another body has taken it over"),
    Status.WITHDRAWN: _("HMICFRS has withdrawn it"),
}

# Open: work that somebody still has to do. Only these become overdue once an update has been recorded.
OPEN = frozenset({Status.NOT_STARTED, Status.IN_PROGRESS, Status.WAITING})
# With HMICFRS or claimed done: neither overdue nor closed.
CLAIMED = frozenset({Status.COMPLETE, Status.SENT})
ENDED = frozenset({Status.NOT_ACCEPTED, Status.SUPERSEDED, Status.TRANSFERRED, Status.WITHDRAWN})
RECORDABLE = [status for status in Status if status is not Status.NO_UPDATE]

# From each status, where an update may move it. To stay is always allowed. Re-opening is a move from closed or
# ended back to open work; what has been closed is not merely "complete" or "not started" again.
_REOPEN = frozenset({Status.IN_PROGRESS, Status.WAITING})
MOVES: dict[Status, frozenset[Status]] = {
    Status.NO_UPDATE: frozenset(RECORDABLE),
    **{status: frozenset(RECORDABLE) for status in OPEN},
    Status.COMPLETE: frozenset(RECORDABLE) - {Status.NOT_STARTED},
    Status.SENT: frozenset(RECORDABLE) - {Status.NOT_STARTED},
    Status.CLOSED: _REOPEN | {Status.SUPERSEDED, Status.WITHDRAWN},
    Status.NOT_ACCEPTED: frozenset(RECORDABLE) - {Status.SENT, Status.COMPLETE},
    Status.SUPERSEDED: _REOPEN,
    Status.TRANSFERRED: _REOPEN,
    Status.WITHDRAWN: _REOPEN,
}


def may_move(before: Status, after: Status) -> bool:
    """Whether an update may take an action from one status to another."""
    return before == after or after in MOVES[before]


def reopens(before: Status, after: Status) -> bool:
    """Whether a move re-opens what was closed or ended."""
    return before in ENDED | {Status.CLOSED} and after in OPEN
