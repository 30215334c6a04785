"""Every count in the product comes from here: positions of a day, for a reader, by any grouping, in one query."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.functions import StrIndex

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.positions.conditions import DUE_NEXT, FORECAST_LATE, PAST_LOCAL_TARGET, group_expression
from recommendations.positions.models import Position
from recommendations.register.statuses import Group, Status

_IN_ORDER = " ".join(Group.values)  # no name is a part of another
_NONE = dict.fromkeys(Group, 0)
_GROUPS = {group.value: group for group in Group}


def positions_on(day: datetime.date, reader: Reader, holder: Body | None = None) -> QuerySet[Position]:
    """The positions of the day that the reader may see, one for each action, each with its `group` and `rank`.

    With a `holder` only that one's.

    `group` is groups.Group for the day; `rank` sorts in the order of the groups.
    """
    positions = Position.objects.on(day, reader.known_on).visible_to(reader, holder)
    # its place among the names in their order: one short expression, where a case for each would be a long one
    return positions.annotate(group=group_expression(day), rank=StrIndex(Value(_IN_ORDER), F("group")))  # type: ignore[no-redef]


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
        "is_due_next": DUE_NEXT.q(day),
        "is_forecast_late": FORECAST_LATE.q(day),
        "is_past_local_target": PAST_LOCAL_TARGET.q(day),
    }
    return positions.annotate(
        **{name: ExpressionWrapper(condition, output_field=BooleanField()) for name, condition in conditions.items()}
    )


@dataclass
class Tally:
    """How many positions there are, by group, with the parts that are told beside them."""

    groups: dict[Group, int] = field(default_factory=_NONE.copy)
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

    def count_in(self, counted: CountedTogether) -> None:
        """Count positions in that were counted together."""
        self.groups[counted.group] += counted.how_many
        self.due_next += counted.due_next
        self.forecast_late += counted.forecast_late
        self.past_local_target += counted.past_local_target
        if counted.group is Group.OVERDUE:
            self.overdue_waiting += counted.waiting

    def add(self, other: Tally) -> None:
        """Count another tally's positions in."""
        for group, count in other.groups.items():
            if count:
                self.groups[group] += count
        self.due_next += other.due_next
        self.forecast_late += other.forecast_late
        self.past_local_target += other.past_local_target
        self.overdue_waiting += other.overdue_waiting


def tally_by(positions: QuerySet[Position], day: datetime.date, *by: str) -> dict[Any, Tally]:
    """Tallies of `positions_on(...)`, keyed by one field's value or a tuple of several, in one query."""
    tallies: dict[Any, Tally] = {}
    for counted in counted_by(positions, day, *by):
        key = counted.by[0] if len(by) == 1 else counted.by
        if key not in tallies:
            tallies[key] = Tally()
        tallies[key].count_in(counted)
    return tallies


@dataclass(frozen=True, slots=True)
class CountedTogether:
    """How many positions share what was counted `by`, and their group."""

    by: tuple[Any, ...]
    group: Group
    how_many: int
    due_next: int
    forecast_late: int
    past_local_target: int
    waiting: int


def counted_by(positions: QuerySet[Position], day: datetime.date, *by: str) -> Iterator[CountedTogether]:
    """Positions of `positions_on(...)` counted by fields and group, in one query.

    For whoever sums them in more than one way; else see `tally_by`.
    """
    rows = (
        positions.order_by()
        .values(*by, "group")
        .annotate(
            how_many=Count("holder"),
            due=Count("holder", filter=DUE_NEXT.q(day)),
            late=Count("holder", filter=FORECAST_LATE.q(day)),
            past=Count("holder", filter=PAST_LOCAL_TARGET.q(day)),
            waiting=Count("holder", filter=Q(status=Status.WAITING)),
        )
        .values_list(*by, "group", "how_many", "due", "late", "past", "waiting")
    )
    for row in rows:
        yield CountedTogether(row[: len(by)], _GROUPS[row[len(by)]], *row[len(by) + 1 :])


def total(tallies: Mapping[Any, Tally]) -> Tally:
    """The sum of tallies."""
    whole = Tally()
    for tally in tallies.values():
        whole.add(tally)
    return whole


def tally(positions: QuerySet[Position], day: datetime.date) -> Tally:
    """One tally of all positions given, in one query."""
    return total(tally_by(positions, day, "edition"))
