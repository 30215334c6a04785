"""The deadline of an action that counts on a day, and who set it."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from recommendations.positions.models import Position
from recommendations.register.models.deadline import Deadline, DeadlineKind


def due_on(position: Position) -> datetime.date | None:
    """Return the deadline that counts; for a force that does not use Soteria Tracker, the published one."""
    return position.due_on if position.is_tracked else position.action.deadline.due_on


def recurs(position: Position) -> bool:
    """Return whether the deadline that counts is the next occurrence of a recurring duty."""
    return position.is_tracked and not position.next_part and position.action.recurrence is not None


def set_by(position: Position) -> str:
    """Return "set by HMICFRS" or "set locally" for the deadline that counts; empty if there is none."""
    deadline = position.action.deadline
    if due_on(position) is None:
        is_local = deadline.deadline_set_by == Deadline.SetBy.LOCALLY
        if deadline.deadline_kind in ("", DeadlineKind.NONE):
            return ""
    elif not position.is_tracked:
        is_local = not position.action.published_deadline_on
    elif recurs(position):
        is_local = position.action.deadline.deadline_set_by == Deadline.SetBy.LOCALLY
    elif position.next_part:
        is_local = position.next_part.deadline_set_by == Deadline.SetBy.LOCALLY
    else:
        is_local = position.hmicfrs_deadline_on is None
    return _("set locally") if is_local else _("set by %(body)s") % {"body": issuer(position)}


def issuer(position: Position) -> str:
    """Return who issued the item, within a sentence: "HMICFRS", "the IOPC"."""
    return position.action.recommendation.issuer.body_name
