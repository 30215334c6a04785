"""Every count in the product comes from here: positions of a day, for a reader, by any grouping, in one query."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import BooleanField, Case, CharField, Count, ExpressionWrapper, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.positions.groups import DUE_WITHIN_DAYS, STALE_AFTER_DAYS, TO_DO, Group
from recommendations.positions.models import Position
from recommendations.register.moves import OPEN, Status


def is_kept() -> Q:
    """Positions of holders whose records are kept here: every body's but a force's whose office does not."""
    return ~_is_not_kept()


def _is_not_kept() -> Q:
    return Q(holder__force__kept_here=False)  # other bodies have no row of a force


def positions_on(day: datetime.date, reader: Reader, holder: Body | None = None) -> QuerySet[Position]:
    """The positions of the day that the reader may see, one for each action, each with its `group` and `rank`.

    With a `holder` only that one's.

    `group` is groups.Group for the day; `rank` its place in the order of the groups.
    """
    derived = {
        Group.NOT_KEPT: _is_not_kept(),
        Group.OVERDUE: Q(due_on__lt=day, status__in=OPEN),
        Group.PASSED: Q(due_on__lt=day, status=Status.NO_UPDATE),
    }
    stated = {Group(status): Q(status=status) for status in Status}
    places = {group: place for place, group in enumerate(Group)}
    positions = Position.objects.on(day, reader.known_on).visible_to(reader, holder)
    return positions.annotate(  # type: ignore[no-redef]
        group=Case(
            *(When(condition, then=Value(group)) for group, condition in derived.items()),
            default=F("status"),
            output_field=CharField(),
        ),
        # not from `group`: that would stand in the query as often as there are groups
        rank=Case(*(When(condition, then=Value(places[group])) for group, condition in (derived | stated).items())),
    )


def in_group(group: Group, day: datetime.date) -> Q:
    """The positions of one group on the day: what `group=` asks, in fewer words of SQL."""
    if group is Group.NOT_KEPT:
        return _is_not_kept()
    passed = Q(due_on__lt=day)
    if group is Group.OVERDUE:
        return is_kept() & passed & Q(status__in=OPEN)
    if group is Group.PASSED:
        return is_kept() & passed & Q(status=Status.NO_UPDATE)
    stated = is_kept() & Q(status=Status(group))
    return stated & (Q(due_on=None) | Q(due_on__gte=day)) if Status(group) in TO_DO else stated


def due_next(day: datetime.date) -> Q:
    """Still to do and due within 30 days of the day, the day itself included."""
    end = day + datetime.timedelta(days=DUE_WITHIN_DAYS)
    return is_kept() & Q(status__in=TO_DO, due_on__gte=day, due_on__lte=end)


def forecast_late() -> Q:
    """Open, and expected after the deadline that counts."""
    return is_kept() & Q(status__in=OPEN, expected_on__gt=F("due_on"))


def past_local_target(day: datetime.date) -> Q:
    """Open, HMICFRS's deadline has not passed, but a local target has: counted apart from overdue."""
    return is_kept() & Q(status__in=OPEN, hmicfrs_deadline_on__gte=day, local_target_on__lt=day)


def stale(positions: QuerySet[Position], day: datetime.date) -> QuerySet[Position]:
    """Those still to do of which the reader was told nothing in the last 90 days: nothing new, or nothing at all."""
    heard = Coalesce("update__effective_on", "action__opened_on")
    first = day - datetime.timedelta(days=STALE_AFTER_DAYS)
    return positions.alias(last_heard_on=heard).filter(is_kept(), status__in=TO_DO, last_heard_on__lt=first)


class Counted(Protocol):
    """A row that `Tally.count` can count, with the conditions of `with_conditions`."""

    @property
    def group(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def is_due_next(self) -> bool | None: ...
    @property
    def is_forecast_late(self) -> bool | None: ...
    @property
    def is_past_local_target(self) -> bool | None: ...


def with_conditions(positions: QuerySet[Position], day: datetime.date) -> QuerySet[Position]:
    """Each position with what `Tally.count` needs: for pages that read every row anyway. None counts as no."""
    conditions = {
        "is_due_next": due_next(day),
        "is_forecast_late": forecast_late(),
        "is_past_local_target": past_local_target(day),
    }
    return positions.annotate(
        **{name: ExpressionWrapper(condition, output_field=BooleanField()) for name, condition in conditions.items()}
    )


@dataclass
class Tally:
    """How many positions there are, by group, with the parts that are told beside them."""

    groups: dict[Group, int] = field(default_factory=lambda: dict.fromkeys(Group, 0))
    due_next: int = 0
    forecast_late: int = 0
    past_local_target: int = 0
    overdue_waiting: int = 0  # of the overdue, those that wait for another body or recommendation

    @property
    def total(self) -> int:
        """All positions, those of forces not kept here included."""
        return sum(self.groups.values())

    @property
    def kept(self) -> int:
        """The positions that enter shares."""
        return self.total - self.groups[Group.NOT_KEPT]

    @property
    def closed(self) -> int:
        return self.groups[Group.CLOSED]

    @property
    def overdue(self) -> int:
        return self.groups[Group.OVERDUE]

    @property
    def closed_share(self) -> int | None:
        """Closed of those kept here, in whole per cent; None where none are kept.

        1 to 99 as long as some are closed and some are not: 215 of 216 is not all of them.
        """
        if not self.kept:
            return None
        if self.closed in (0, self.kept):
            return 100 if self.closed else 0
        return min(99, max(1, round(100 * self.closed / self.kept)))

    @property
    def present(self) -> list[tuple[Group, int]]:
        """The groups that have any, in their order."""
        return [(group, count) for group, count in self.groups.items() if count]

    def count(self, row: Counted) -> None:
        """Count one position in."""
        group = Group(row.group)
        self.groups[group] += 1
        self.due_next += bool(row.is_due_next)
        self.forecast_late += bool(row.is_forecast_late)
        self.past_local_target += bool(row.is_past_local_target)
        self.overdue_waiting += group is Group.OVERDUE and row.status == Status.WAITING

    def add(self, other: Tally) -> None:
        """Count another tally's positions in."""
        for group, count in other.groups.items():
            self.groups[group] += count
        self.due_next += other.due_next
        self.forecast_late += other.forecast_late
        self.past_local_target += other.past_local_target
        self.overdue_waiting += other.overdue_waiting


def tally_by(positions: QuerySet[Position], day: datetime.date, *by: str) -> dict[Any, Tally]:
    """Tallies of `positions_on(...)`, keyed by one field's value or a tuple of several, in one query."""
    rows = (
        positions.order_by()
        .values(*by, "group")
        .annotate(
            how_many=Count("holder"),
            due=Count("holder", filter=due_next(day)),
            late=Count("holder", filter=forecast_late()),
            past=Count("holder", filter=past_local_target(day)),
            waiting=Count("holder", filter=Q(status=Status.WAITING)),
        )
    )
    tallies: dict[Any, Tally] = {}
    for row in rows:
        key = row[by[0]] if len(by) == 1 else tuple(row[name] for name in by)
        tally = tallies.setdefault(key, Tally())
        group = Group(row["group"])
        tally.groups[group] += row["how_many"]
        tally.due_next += row["due"]
        tally.forecast_late += row["late"]
        tally.past_local_target += row["past"]
        if group is Group.OVERDUE:
            tally.overdue_waiting += row["waiting"]
    return tallies


def total(tallies: Mapping[Any, Tally]) -> Tally:
    """The sum of tallies."""
    whole = Tally()
    for tally in tallies.values():
        whole.add(tally)
    return whole


def tally(positions: QuerySet[Position], day: datetime.date) -> Tally:
    """One tally of all positions given, in one query."""
    return total(tally_by(positions, day, "edition"))
