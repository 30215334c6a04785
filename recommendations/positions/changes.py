"""What changed between two days: opening + new + re-opened − closed − ended = closing, each line with its actions.

Open means neither closed nor ended: an action that is complete, says the force, or sent for sign-off is still open.
Forces that do not use Soteria Tracker do not count. The comparison is between the ends of the two days.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, F, Q, Value

from forces.people.access import Reader
from recommendations.positions.conditions import OVERDUE, is_tracked
from recommendations.positions.models import Position, PositionQuerySet
from recommendations.register.statuses import FINISHED, PositionGroup, Status

_IS_TAKEN_OVER = ExpressionWrapper(~Q(holder=F("action__holder")), output_field=BooleanField())


class PositionPeriod(NamedTuple):
    """The columns of a position that the comparison needs."""

    action: int
    starts_on: datetime.date
    until: datetime.date
    status: str
    hmicfrs_deadline_on: datetime.date | None
    local_target_on: datetime.date | None
    update: int | None
    published_on: datetime.date | None  # the report
    due_on: datetime.date | None = None
    is_taken_over: bool = False  # the action was opened for another body, which handed it over
    is_tracked: bool = True  # no others are read

    @property
    def is_open(self) -> bool:
        return self.status not in FINISHED

    def holds_on(self, day: datetime.date) -> bool:
        """Return whether this is the position on the day."""
        return self.starts_on <= day < self.until

    def was_published_by(self, day: datetime.date) -> bool:
        """Return whether the report was published by the day. Before that its actions do not count."""
        return self.published_on is not None and self.published_on <= day


class StatusChange(NamedTuple):
    """An action in one of the lines: its status before (None if it is new) and after, and since when."""

    action: int
    before: str | None
    after: str
    on: datetime.date
    update: int | None


class DeadlineChange(NamedTuple):
    """A change of the deadline set by the source, or of the local target, by `update`."""

    action: int
    is_of_source: bool
    before: datetime.date | None
    after: datetime.date | None
    on: datetime.date
    update: int | None


@dataclass
class Changes:
    """The lines of the comparison, and the deadlines that changed."""

    opening: int = 0
    new: list[StatusChange] = field(default_factory=list)
    taken_over: list[StatusChange] = field(default_factory=list)  # new here, and opened for another body
    reopened: list[StatusChange] = field(default_factory=list)
    closed: list[StatusChange] = field(default_factory=list)
    ended: list[StatusChange] = field(default_factory=list)
    closing: int = 0
    overdue_before: int = 0
    overdue_after: int = 0
    newly_overdue: list[StatusChange] = field(default_factory=list)
    deadline_changes: list[DeadlineChange] = field(default_factory=list)

    @property
    def adds_up(self) -> bool:
        """Whether the lines add up. Always true: pages and tests rely on it."""
        arrived = len(self.new) + len(self.taken_over) + len(self.reopened)
        return self.opening + arrived - len(self.closed) - len(self.ended) == self.closing


def changes_between(
    start: datetime.date, end: datetime.date, reader: Reader, scope: PositionQuerySet | None = None
) -> Changes:
    """Return what changed from the end of `start` to the end of `end` for this reader, in one query.

    `scope` narrows the positions: those of one holder, or of one inspection.
    """
    looking = reader.at(end)
    positions = (Position.objects.all() if scope is None else scope).visible_to(looking)
    rows = (
        positions.filter(is_tracked(), starts_on__lte=end, until__gt=start)
        .order_by("action_id", "starts_on")
        .values_list(
            "action",
            "starts_on",
            "until",
            "status",
            "hmicfrs_deadline_on",
            "local_target_on",
            "update",
            "recommendation__inspection__published_on",
            "due_on",
            Value(False) if scope is None else _IS_TAKEN_OVER,
        )
    )
    return compare((PositionPeriod(*row) for row in rows.iterator(chunk_size=2_000)), start, end)


def compare(periods: Iterable[PositionPeriod], start: datetime.date, end: datetime.date) -> Changes:
    """Return the changes in these periods, which are ordered by action and day."""
    changes = Changes()
    for _action, of_action in groupby(periods, lambda period: period.action):
        in_order = list(of_action)
        _count(changes, in_order, start, end)
        _count_overdue(changes, in_order, start, end)
        _add_deadline_changes(changes, in_order, start, end)
    return changes


def _at_both_ends(
    periods: list[PositionPeriod], start: datetime.date, end: datetime.date
) -> tuple[PositionPeriod | None, PositionPeriod | None]:
    """Return the position at the end of each of the two days; None where the action did not count then."""
    before = next((period for period in periods if period.holds_on(start) and period.was_published_by(start)), None)
    return before, next((period for period in periods if period.holds_on(end)), None)


def _count_overdue(changes: Changes, periods: list[PositionPeriod], start: datetime.date, end: datetime.date) -> None:
    before, after = _at_both_ends(periods, start, end)
    was_overdue = before is not None and OVERDUE.holds(before, start)
    changes.overdue_before += was_overdue
    if after is None or not OVERDUE.holds(after, end):
        return
    changes.overdue_after += 1
    first = periods[0]
    was_taken_over_overdue = before is None and first.is_taken_over and OVERDUE.holds(first, first.starts_on)
    if not was_overdue and not was_taken_over_overdue and after.due_on:
        since = max(after.due_on + datetime.timedelta(days=1), after.starts_on)
        status = before.status if before else None
        changes.newly_overdue.append(StatusChange(after.action, status, PositionGroup.OVERDUE, since, after.update))


def _count(changes: Changes, periods: list[PositionPeriod], start: datetime.date, end: datetime.date) -> None:
    """Add one action to the lines. A new action that is already closed is in two lines: new and closed.

    What was finished before a body took it over is in none of them: it was not closed for that body.
    """
    before, after = _at_both_ends(periods, start, end)
    was_open, is_open = bool(before and before.is_open), bool(after and after.is_open)
    changes.opening += was_open
    changes.closing += is_open
    first = periods[0]
    is_new = before is None and (first.is_open or is_open or (after is not None and not first.is_taken_over))
    if is_new:
        appeared = max(first.starts_on, first.published_on or first.starts_on)
        latest = after or periods[-1]
        arrived = changes.taken_over if first.is_taken_over else changes.new
        arrived.append(StatusChange(first.action, None, latest.status, appeared, latest.update))
    elif before and after and is_open and not was_open:
        changes.reopened.append(_since(periods, before.status, after))
    if is_open or not (was_open or is_new):
        return
    status_before = before.status if before else None
    if after is None:  # the action itself ended
        last = periods[-1]
        changes.ended.append(StatusChange(last.action, status_before, last.status, last.until, last.update))
    else:
        line = changes.closed if after.status == Status.CLOSED else changes.ended
        line.append(_since(periods, status_before, after))


def _since(periods: list[PositionPeriod], before: str | None, after: PositionPeriod) -> StatusChange:
    """Return the change from `before`, dated from the first day since which the action has been open, or not open."""
    since = after
    for period in reversed(periods[: periods.index(after)]):
        if period.is_open != after.is_open:
            break
        since = period
    return StatusChange(after.action, before, after.status, since.starts_on, after.update)


def _add_deadline_changes(
    changes: Changes, periods: list[PositionPeriod], start: datetime.date, end: datetime.date
) -> None:
    for period, following in pairwise(periods):
        if not start < following.starts_on <= end:
            continue
        if period.hmicfrs_deadline_on != following.hmicfrs_deadline_on:
            dates = (period.hmicfrs_deadline_on, following.hmicfrs_deadline_on)
            changes.deadline_changes.append(
                DeadlineChange(period.action, True, *dates, following.starts_on, following.update)
            )
        if period.local_target_on != following.local_target_on:
            local = (period.local_target_on, following.local_target_on)
            changes.deadline_changes.append(
                DeadlineChange(period.action, False, *local, following.starts_on, following.update)
            )
