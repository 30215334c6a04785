"""Every count in the product comes from here: positions of a day, for a reader, by any grouping, in one query."""

from __future__ import annotations

import datetime
from collections.abc import Hashable
from dataclasses import dataclass, field

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.positions.groups import DUE_WITHIN_DAYS, TO_DO, Group
from recommendations.positions.models import Position
from recommendations.register.moves import OPEN, Status


def _is_kept() -> Q:
    return ~Q(holder__kind=Body.Kind.FORCE) | Q(holder__force__kept_here=True)


def positions_on(day: datetime.date, reader: Reader) -> QuerySet[Position]:
    """The positions of the day that the reader may see, one for each action, each with its `group` and `rank`.

    `group` is groups.Group for the day; `rank` its place in the order of the groups. `is_due_next`,
    `is_forecast_late` and `is_past_local_target` are conditions of their own.
    """
    passed = Q(due_on__lt=day)
    group = Case(
        When(~_is_kept(), then=Value(Group.NOT_KEPT)),
        When(passed & Q(status__in=OPEN), then=Value(Group.OVERDUE)),
        When(passed & Q(status=Status.NO_UPDATE), then=Value(Group.PASSED)),
        default=Cast("status", CharField()),
        output_field=CharField(),
    )
    rank = Case(*(When(group=key, then=Value(place)) for place, key in enumerate(Group.values)))
    positions = Position.objects.on(day).visible_to(reader)
    return positions.annotate(group=group).annotate(rank=rank)  # type: ignore[no-redef]


def due_next(day: datetime.date) -> Q:
    """Still to do and due within 30 days of the day, the day itself included."""
    end = day + datetime.timedelta(days=DUE_WITHIN_DAYS)
    return _is_kept() & Q(status__in=TO_DO, due_on__gte=day, due_on__lte=end)


def forecast_late() -> Q:
    """Open, and expected after the deadline that counts."""
    return _is_kept() & Q(status__in=OPEN, expected_on__gt=F("due_on"))


def past_local_target(day: datetime.date) -> Q:
    """Open, HMICFRS's deadline has not passed, but a local target has: counted apart from overdue."""
    return _is_kept() & Q(status__in=OPEN, hmicfrs_deadline_on__gte=day, local_target_on__lt=day)


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

    def add(self, other: Tally) -> None:
        """Count another tally's positions in."""
        for group, count in other.groups.items():
            self.groups[group] += count
        self.due_next += other.due_next
        self.forecast_late += other.forecast_late
        self.past_local_target += other.past_local_target
        self.overdue_waiting += other.overdue_waiting


def tally_by(positions: QuerySet[Position], day: datetime.date, *by: str) -> dict[Hashable, Tally]:
    """Tallies of `positions_on(...)`, keyed by one field's value or a tuple of several, in one query."""
    rows = (
        positions.order_by()
        .values(*by, "group")
        .annotate(
            how_many=Count("pk"),
            due=Count("pk", filter=due_next(day)),
            late=Count("pk", filter=forecast_late()),
            past=Count("pk", filter=past_local_target(day)),
            waiting=Count("pk", filter=Q(status=Status.WAITING)),
        )
    )
    tallies: dict[Hashable, Tally] = {}
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


def total(tallies: dict[Hashable, Tally]) -> Tally:
    """The sum of tallies."""
    whole = Tally()
    for tally in tallies.values():
        whole.add(tally)
    return whole


def tally(positions: QuerySet[Position], day: datetime.date) -> Tally:
    """One tally of all positions given, in one query."""
    return total(tally_by(positions, day, "edition"))
