"""The statuses of an action, the groups in which positions are counted, and the transitions between statuses.

All names, orders and rules of statuses derive from the two tables here. To add a status, add a row to `Status` and
one to `PositionGroup`, add the statuses that can follow it to `TRANSITIONS`, and add an icon and a colour. The tests
of this module fail if anything is missing.
"""

from __future__ import annotations

import enum
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WorkStage(enum.Enum):
    """How far the work has progressed, as counts and rules distinguish it."""

    UNREPORTED = enum.auto()  # no update recorded
    OPEN = enum.auto()  # someone still has to do it: only this work becomes overdue
    CLAIMED = enum.auto()  # the force says that it is done: neither overdue nor closed
    CLOSED = enum.auto()
    ENDED = enum.auto()  # closed for another reason


class Status(models.TextChoices):
    """The status that an update gives its action. An action without an update has "No update recorded".

    Each row: key, stage, short label for narrow cells, meaning, label. The key names the icon and the style.
    """

    stage: WorkStage
    short_label: str | Promise
    meaning: str | Promise

    NO_UPDATE = (
        "no-update",
        WorkStage.UNREPORTED,
        _("No update"),
        _("No one has recorded anything yet. Every action starts here. Work may or may not have begun."),
        _("No update recorded"),
    )
    NOT_STARTED = "not-started", WorkStage.OPEN, _("Not started"), _("Work has not begun."), _("Not started")
    IN_PROGRESS = "in-progress", WorkStage.OPEN, _("In progress"), _("Work is under way."), _("In progress")
    WAITING = (
        "waiting",
        WorkStage.OPEN,
        _("Waiting"),
        _("Another body, another recommendation or something else must come first."),
        _("Waiting for others"),
    )
    COMPLETE = (
        "complete",
        WorkStage.CLAIMED,
        pgettext_lazy("short for: complete, says the force", "Complete"),
        _("The force says the work is done. The body that closes it has not been told. It does not count as closed."),
        _("Complete, says the force"),
    )
    SENT = (
        "sent",
        WorkStage.CLAIMED,
        pgettext_lazy("short for: sent for sign-off", "Sent"),
        _("The force has told the body that issued it that the work is done, and is waiting for a decision."),
        _("Sent for sign-off"),
    )
    CLOSED = (
        "closed",
        WorkStage.CLOSED,
        _("Closed"),
        _("The body that issued it has agreed that the work is done, or the force has closed it."),
        _("Closed"),
    )
    NOT_ACCEPTED = (
        "not-accepted",
        WorkStage.ENDED,
        _("Not accepted"),
        _("The force has said that it will not do this, and why."),
        _("Not accepted by the force"),
    )
    SUPERSEDED = (
        "superseded",
        WorkStage.ENDED,
        _("Superseded"),
        _("A later recommendation has replaced it."),
        _("Superseded"),
    )
    TRANSFERRED = (
        "transferred",
        WorkStage.ENDED,
        _("Transferred"),
        _("Another body has taken over the work."),
        _("Transferred"),
    )
    WITHDRAWN = (
        "withdrawn",
        WorkStage.ENDED,
        _("Withdrawn"),
        _("The body that issued the recommendation has withdrawn it."),
        _("Withdrawn"),
    )

    def __new__(cls, key: str, *rest_of_row: Any) -> Status:
        status = str.__new__(cls, key)
        status._value_ = key
        status.stage, status.short_label, status.meaning = rest_of_row
        return status


def _group_of(status: Status) -> tuple[str, str | Promise, str | Promise]:
    return status.value, status.short_label, status.label


class PositionGroup(models.TextChoices):
    """The groups in which positions are counted: each position in exactly one, in the order in which pages list them.

    Each row: key, short label, label. Overdue work has groups of its own; otherwise each status is a group.
    """

    short_label: str | Promise

    OVERDUE = "overdue", _("Overdue"), _("Overdue")
    PASSED = "passed", _("Passed, no update"), _("Deadline passed, no update recorded")
    NO_UPDATE = _group_of(Status.NO_UPDATE)
    NOT_STARTED = _group_of(Status.NOT_STARTED)
    IN_PROGRESS = _group_of(Status.IN_PROGRESS)
    WAITING = _group_of(Status.WAITING)
    COMPLETE = _group_of(Status.COMPLETE)
    SENT = _group_of(Status.SENT)
    CLOSED = _group_of(Status.CLOSED)
    NOT_ACCEPTED = _group_of(Status.NOT_ACCEPTED)
    SUPERSEDED = _group_of(Status.SUPERSEDED)
    TRANSFERRED = _group_of(Status.TRANSFERRED)
    WITHDRAWN = _group_of(Status.WITHDRAWN)
    NOT_TRACKED = "not-tracked", _("Not used"), _("Does not use Soteria Tracker")

    def __new__(cls, key: str, *rest_of_row: Any) -> PositionGroup:
        group = str.__new__(cls, key)
        group._value_ = key
        (group.short_label,) = rest_of_row
        return group


def _at(*stages: WorkStage) -> frozenset[Status]:
    return frozenset(status for status in Status if status.stage in stages)


OPEN = _at(WorkStage.OPEN)
TO_DO = _at(WorkStage.UNREPORTED, WorkStage.OPEN)  # what can fall due
CLAIMED = _at(WorkStage.CLAIMED)
ENDED = _at(WorkStage.ENDED)
FINISHED = _at(WorkStage.CLOSED, WorkStage.ENDED)
RECORDABLE = [status for status in Status if status.stage is not WorkStage.UNREPORTED]

# The statuses that an update can give an action, by its status before. An update can always leave the status as it is.
# Re-opening is a transition from closed or ended to open work. A closed action cannot become "complete" or
# "not started" again.
_REOPENED = frozenset({Status.IN_PROGRESS, Status.WAITING})
TRANSITIONS: dict[Status, frozenset[Status]] = {
    **dict.fromkeys(TO_DO, frozenset(RECORDABLE)),
    **dict.fromkeys(CLAIMED, frozenset(RECORDABLE) - {Status.NOT_STARTED}),
    Status.CLOSED: _REOPENED | {Status.SUPERSEDED, Status.WITHDRAWN},
    Status.NOT_ACCEPTED: frozenset(RECORDABLE) - CLAIMED,
    Status.SUPERSEDED: _REOPENED,
    Status.TRANSFERRED: _REOPENED,
    Status.WITHDRAWN: _REOPENED,
}


class PlainStatus(models.TextChoices):
    """A group of positions in plain words, for readers who know none of our terms.

    Each row: key, icon, meaning, label.
    """

    icon: str
    meaning: str | Promise

    LATE = "late", PositionGroup.OVERDUE, _("Not done by its date"), _("Late")
    OPEN = "open", PositionGroup.IN_PROGRESS, _("To be done, or nothing released yet"), _("Open")
    CLAIMED = (
        "said-to-be-complete",
        PositionGroup.COMPLETE,
        _("By the force; not yet agreed by the body that issued it"),
        _("Said to be complete"),
    )
    CLOSED = "closed", PositionGroup.CLOSED, _("Agreed as done"), _("Closed")
    ENDED = "ended", PositionGroup.WITHDRAWN, _("Refused, replaced, moved or withdrawn"), _("Ended")

    def __new__(cls, key: str, *rest_of_row: Any) -> PlainStatus:
        plain = str.__new__(cls, key)
        plain._value_ = key
        plain.icon, plain.meaning = rest_of_row
        return plain


_PLAIN = {
    WorkStage.UNREPORTED: PlainStatus.OPEN,
    WorkStage.OPEN: PlainStatus.OPEN,
    WorkStage.CLAIMED: PlainStatus.CLAIMED,
    WorkStage.CLOSED: PlainStatus.CLOSED,
    WorkStage.ENDED: PlainStatus.ENDED,
}


def plain_status_of(key: str) -> PlainStatus:
    """Return the plain status of a group. Raises ValueError for a holder that does not use Soteria Tracker.

    A deadline that passed with no update is not late: no one knows whether it was met.
    """
    group = PositionGroup(key)
    if group is PositionGroup.OVERDUE:
        return PlainStatus.LATE
    return PlainStatus.OPEN if group is PositionGroup.PASSED else _PLAIN[Status(group.value).stage]


def may_become(before: Status, after: Status) -> bool:
    """Return whether an update can change the status of an action from `before` to `after`."""
    return before == after or after in TRANSITIONS[before]


def reopens(before: Status, after: Status) -> bool:
    """Return whether a transition re-opens a closed or ended action."""
    return before in FINISHED and after in OPEN


class Wording(models.TextChoices):
    """The word that follows "no update", which depends on what the reader can see."""

    RECORDED = "recorded", _("recorded")  # there is none
    RELEASED = "released", _("released")  # none has been released to this reader, although there may be some
    EITHER = "either", _("recorded or released")  # a list with rows of both kinds


# The label and short label of the two groups without an update, for readers who see released updates only.
_NOT_RELEASED: dict[tuple[str, Wording], tuple[str | Promise, str | Promise]] = {
    (PositionGroup.PASSED, Wording.RELEASED): (
        _("Deadline passed, no update released"),
        pgettext_lazy("short for: deadline passed, no update released", "Passed"),
    ),
    (PositionGroup.PASSED, Wording.EITHER): (
        _("Deadline passed, no update recorded or released"),
        PositionGroup.PASSED.short_label,
    ),
    (PositionGroup.NO_UPDATE, Wording.RELEASED): (_("No update released"), _("None released")),
    (PositionGroup.NO_UPDATE, Wording.EITHER): (
        _("No update recorded or released"),
        PositionGroup.NO_UPDATE.short_label,
    ),
}


def label_of(key: str, wording: Wording = Wording.RECORDED) -> str:
    """Return the label of a group or status. Raises ValueError for an unknown key."""
    group = PositionGroup(key)
    return str(_NOT_RELEASED.get((group, wording), (group.label, ""))[0])


def short_label_of(key: str, wording: Wording = Wording.RECORDED) -> str:
    """Return the label for a narrow cell. Raises ValueError for an unknown key."""
    group = PositionGroup(key)
    return str(_NOT_RELEASED.get((group, wording), ("", group.short_label))[1])
