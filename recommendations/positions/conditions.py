"""The conditions that are derived for a day, each as a test of one position and as a filter for the database.

Overdue is derived, never entered: the deadline that counts has passed, an update has been recorded, and the work is
open. "Deadline passed, no update recorded" is a separate group, because the work may be done. A force whose office
does not use Soteria Tracker is in the group `NOT_TRACKED`, whatever its rows contain, and meets no other condition.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from forces.bodies.intervals import USUAL_INTERVAL, interval_of, other_intervals_on
from forces.bodies.models import Force
from recommendations.register.statuses import OPEN, TO_DO, PositionGroup, Status

DUE_WITHIN_DAYS = 30


class PositionState(Protocol):
    """The part of a position that conditions need. `is_tracked`: its holder uses Soteria Tracker."""

    @property
    def is_tracked(self) -> bool: ...
    @property
    def status(self) -> str: ...
    @property
    def due_on(self) -> datetime.date | None: ...
    @property
    def hmicfrs_deadline_on(self) -> datetime.date | None: ...
    @property
    def local_target_on(self) -> datetime.date | None: ...
    @property
    def expected_on(self) -> datetime.date | None: ...


@dataclass(frozen=True)
class Condition:
    """A condition of a position on a day: `holds(position, day)` in Python, `q(day)` in the database."""

    holds: Callable[[Any, datetime.date], bool]
    q: Callable[[datetime.date], Q]

    def __and__(self, other: Condition) -> Condition:
        return Condition(
            lambda position, day: self.holds(position, day) and other.holds(position, day),
            lambda day: self.q(day) & other.q(day),
        )

    def __invert__(self) -> Condition:
        return Condition(lambda position, day: not self.holds(position, day), lambda day: ~self.q(day))


def is_tracked() -> Q:
    """Return the filter for positions of holders that use Soteria Tracker: all bodies except some forces.

    A list of a few forces is faster than joining each position to its holder.
    """
    return ~Q(holder__in=Force.objects.filter(uses_soteria_tracker=False).values("pk"))


def _has_status(*statuses: Status) -> Condition:
    def holds(position: PositionState, day: datetime.date) -> bool:
        return position.status in statuses

    return Condition(holds, lambda day: Q(status__in=statuses) if len(statuses) > 1 else Q(status=statuses[0]))


def _is_tracked(position: PositionState, day: datetime.date) -> bool:
    return position.is_tracked


def _deadline_passed(position: PositionState, day: datetime.date) -> bool:
    return position.due_on is not None and position.due_on < day


def _deadline_ahead(position: PositionState, day: datetime.date) -> bool:
    return position.due_on is not None and position.due_on >= day


def last_day_due_next(day: datetime.date) -> datetime.date:
    """Return the last day that counts as "due next"."""
    return day + datetime.timedelta(days=DUE_WITHIN_DAYS)


def _due_within_days(position: PositionState, day: datetime.date) -> bool:
    return position.due_on is not None and position.due_on <= last_day_due_next(day)


def _expected_after_deadline(position: PositionState, day: datetime.date) -> bool:
    own = position.hmicfrs_deadline_on or position.local_target_on
    return own is not None and position.expected_on is not None and position.expected_on > own


def _only_local_target_passed(position: PositionState, day: datetime.date) -> bool:
    has_passed = position.local_target_on is not None and position.local_target_on < day
    return has_passed and position.hmicfrs_deadline_on is not None and _deadline_ahead(position, day)


def _not_heard_of_for_long(position: Any, day: datetime.date) -> bool:
    heard_on = position.update.effective_on if position.update else position.action.opened_on
    return bool(heard_on < day - datetime.timedelta(days=interval_of(position.holder, day)))


def _q_not_heard_of_for_long(day: datetime.date) -> Q:
    heard_on = Coalesce("update__effective_on", "action__opened_on")

    def heard_before(days: int) -> Q:
        return Q(LessThan(heard_on, day - datetime.timedelta(days=days)))

    intervals = other_intervals_on(day)
    long_ago = heard_before(USUAL_INTERVAL) & ~Q(holder__in=[pk for holders in intervals.values() for pk in holders])
    for days, holders in intervals.items():
        long_ago |= heard_before(days) & Q(holder__in=holders)
    return long_ago


TRACKED = Condition(_is_tracked, lambda day: is_tracked())
_OPEN = _has_status(*sorted(OPEN))
_DEADLINE_PASSED = Condition(_deadline_passed, lambda day: Q(due_on__lt=day))
_OPEN_PAST_DEADLINE = _OPEN & _DEADLINE_PASSED
_UNREPORTED_PAST_DEADLINE = _has_status(Status.NO_UPDATE) & _DEADLINE_PASSED

OVERDUE = TRACKED & _OPEN_PAST_DEADLINE
DEADLINE_PASSED_NO_UPDATE = TRACKED & _UNREPORTED_PAST_DEADLINE
# Someone still has to do the work, with or without an update.
STILL_TO_DO = TRACKED & _has_status(*sorted(TO_DO))
# Still to do, and the deadline has not passed. On the day of the deadline it has not.
UPCOMING = STILL_TO_DO & Condition(_deadline_ahead, lambda day: Q(due_on__gte=day))
# Upcoming within 30 days.
DUE_NEXT = UPCOMING & Condition(_due_within_days, lambda day: Q(due_on__lte=last_day_due_next(day)))
# The deadline of the action as a whole, whatever its parts have. A recurring duty has none, unless an update gives it
# one: it is never done for good, so it is not forecast late, and no local target comes before its deadline.
OWN_DUE_ON = Coalesce("hmicfrs_deadline_on", "local_target_on")
# Open, and expected after its own deadline, whether that has passed or not. The expected date is not that of a part.
FORECAST_LATE = TRACKED & _OPEN & Condition(_expected_after_deadline, lambda day: Q(expected_on__gt=OWN_DUE_ON))
# Open, and a local target has passed, while the deadline set by the source has not: counted apart from overdue.
PAST_LOCAL_TARGET = (
    TRACKED
    & _OPEN
    & Condition(
        _only_local_target_passed,
        lambda day: Q(hmicfrs_deadline_on__isnull=False, due_on__gte=day, local_target_on__lt=day),
    )
)
# Still to do, and the reader can see no update within the interval of the holder's office. Both forms make one query
# for the offices that have set an interval.
STALE = STILL_TO_DO & Condition(_not_heard_of_for_long, _q_not_heard_of_for_long)

_PAST_DEADLINE = {PositionGroup.OVERDUE: OVERDUE, PositionGroup.PASSED: DEADLINE_PASSED_NO_UPDATE}
_NOT_LATE = Condition(
    lambda position, day: not _deadline_passed(position, day), lambda day: Q(due_on=None) | Q(due_on__gte=day)
)


def _in_group_of(status: Status) -> Condition:
    stated = TRACKED & _has_status(status)
    return stated & _NOT_LATE if status in TO_DO else stated


# The groups divide the positions: each is in exactly one.
IN_GROUP: dict[PositionGroup, Condition] = {
    **_PAST_DEADLINE,
    **{PositionGroup(status): _in_group_of(status) for status in Status},
    PositionGroup.NOT_TRACKED: ~TRACKED,
}


def group_of(position: PositionState, day: datetime.date) -> PositionGroup:
    """Return the group of a position on a day."""
    return next(group for group, condition in IN_GROUP.items() if condition.holds(position, day))


def group_expression(day: datetime.date) -> Case:
    """Return the group as an expression: `group_of` in the database. The first case that holds decides."""
    return Case(
        When(~TRACKED.q(day), then=Value(PositionGroup.NOT_TRACKED)),
        When(_OPEN_PAST_DEADLINE.q(day), then=Value(PositionGroup.OVERDUE)),
        When(_UNREPORTED_PAST_DEADLINE.q(day), then=Value(PositionGroup.PASSED)),
        default=F("status"),
        output_field=CharField(),
    )
