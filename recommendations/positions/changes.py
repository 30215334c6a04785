"""What changed between two days: opening + new + re-opened − closed − ended = closing, each line with its actions.

Open here means neither closed nor ended: what the force says is complete, or has sent for sign-off, is still open.
What is not kept here is in no line. Compared is where things stood at the end of the two days.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import NamedTuple

from forces.people.access import Reader
from recommendations.positions.conditions import is_kept
from recommendations.positions.models import Position, PositionQuerySet
from recommendations.register.statuses import ENDED, Status


class Stood(NamedTuple):
    """A period of one action's position, as the comparison needs it."""

    action: int
    starts_on: datetime.date
    until: datetime.date
    status: str
    hmicfrs_deadline_on: datetime.date | None
    local_target_on: datetime.date | None
    update: int | None
    published_on: datetime.date | None  # the report

    @property
    def is_open(self) -> bool:
        return self.status != Status.CLOSED and self.status not in ENDED

    def holds_on(self, day: datetime.date) -> bool:
        """Whether it is where the action stood on the day."""
        return self.starts_on <= day < self.until

    def was_out_on(self, day: datetime.date) -> bool:
        """Whether the report was published by the day: before that nobody counts what it asks for."""
        return self.published_on is not None and self.published_on <= day


class Change(NamedTuple):
    """An action that is in one of the lines: how it stood before (None for a new one) and after, and since when."""

    action: int
    before: str | None
    after: str
    on: datetime.date
    update: int | None


class Moved(NamedTuple):
    """A deadline that moved: HMICFRS's, or the local target. `update` is the one that says so."""

    action: int
    is_hmicfrs: bool
    before: datetime.date | None
    after: datetime.date | None
    on: datetime.date
    update: int | None


@dataclass
class Changes:
    """The lines of the reckoning, and the deadlines that moved."""

    opening: int = 0
    new: list[Change] = field(default_factory=list)
    reopened: list[Change] = field(default_factory=list)
    closed: list[Change] = field(default_factory=list)
    ended: list[Change] = field(default_factory=list)
    closing: int = 0
    moved: list[Moved] = field(default_factory=list)

    @property
    def adds_up(self) -> bool:
        """Always true: it is the reckoning itself."""
        arrived = len(self.new) + len(self.reopened)
        return self.opening + arrived - len(self.closed) - len(self.ended) == self.closing


def changes_between(
    start: datetime.date, end: datetime.date, reader: Reader, scope: PositionQuerySet | None = None
) -> Changes:
    """What changed from the end of `start` to the end of `end` for this reader, in one query.

    `scope` narrows the positions: those of one holder, or of one inspection.
    """
    looking = reader.at(end)
    positions = (Position.objects.all() if scope is None else scope).visible_to(looking)
    rows = (
        positions.filter(is_kept(), starts_on__lte=end, until__gt=start)
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
        )
    )
    return compare((Stood(*row) for row in rows.iterator(chunk_size=2_000)), start, end)


def compare(stood: Iterable[Stood], start: datetime.date, end: datetime.date) -> Changes:
    """The changes in these periods, ordered by action and day. Pure."""
    changes = Changes()
    for _action, of_action in groupby(stood, lambda one: one.action):
        periods = list(of_action)
        _count(changes, periods, start, end)
        _add_moves(changes, periods, start, end)
    return changes


def _count(changes: Changes, periods: list[Stood], start: datetime.date, end: datetime.date) -> None:
    """Enter one action into the lines. A new one that is closed already enters twice: it came and it went."""
    before = next((one for one in periods if one.holds_on(start) and one.was_out_on(start)), None)
    after = next((one for one in periods if one.holds_on(end)), None)
    was_open, is_open = bool(before and before.is_open), bool(after and after.is_open)
    changes.opening += was_open
    changes.closing += is_open
    first = periods[0]
    is_new = before is None and (after is not None or first.is_open)
    if is_new:
        appeared = max(first.starts_on, first.published_on or first.starts_on)
        stands = after or periods[-1]
        changes.new.append(Change(first.action, None, stands.status, appeared, stands.update))
    elif before and after and is_open and not was_open:
        changes.reopened.append(_since(periods, before.status, after))
    if is_open or not (was_open or is_new):
        return
    status_before = before.status if before else None
    if after is None:  # the action itself ended
        last = periods[-1]
        changes.ended.append(Change(last.action, status_before, last.status, last.until, last.update))
    else:
        line = changes.closed if after.status == Status.CLOSED else changes.ended
        line.append(_since(periods, status_before, after))


def _since(periods: list[Stood], before: str | None, after: Stood) -> Change:
    """The change to where it stands after, with the first day of its being so, open or not, without a break."""
    since = after
    for one in reversed(periods[: periods.index(after)]):
        if one.is_open != after.is_open:
            break
        since = one
    return Change(after.action, before, after.status, since.starts_on, after.update)


def _add_moves(changes: Changes, periods: list[Stood], start: datetime.date, end: datetime.date) -> None:
    for one, following in pairwise(periods):
        if not start < following.starts_on <= end:
            continue
        if one.hmicfrs_deadline_on != following.hmicfrs_deadline_on:
            dates = (one.hmicfrs_deadline_on, following.hmicfrs_deadline_on)
            changes.moved.append(Moved(one.action, True, *dates, following.starts_on, following.update))
        if one.local_target_on != following.local_target_on:
            local = (one.local_target_on, following.local_target_on)
            changes.moved.append(Moved(one.action, False, *local, following.starts_on, following.update))
