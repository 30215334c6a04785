"""Every count in the product: positions of a day, for a reader, by any grouping, in one query."""

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
from recommendations.register.statuses import PositionGroup, Status

_IN_ORDER = " ".join(PositionGroup.values)  # no name contains another
_NONE = dict.fromkeys(PositionGroup, 0)
_GROUPS = {group.value: group for group in PositionGroup}


def positions_on(day: datetime.date, reader: Reader, holder: Body | None = None) -> QuerySet[Position]:
    """Return the positions of the day that the reader can see, one for each action.

    Each has its `group` (conditions.group_of) and its `rank`, which sorts in the order of the groups. With a
    `holder`, only the positions of that holder.
    """
    positions = Position.objects.on(day, reader.known_on).visible_to(reader, holder)
    # the index of the name in a string of all names is a shorter expression than a case for each group
    return positions.annotate(group=group_expression(day), rank=StrIndex(Value(_IN_ORDER), F("group")))  # type: ignore[no-redef]


class CountableRow(Protocol):
    """A row that `Tally.count` can count, as `with_conditions` returns it."""

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
    """Annotate positions with what `Tally.count` needs, for pages that read every row anyway. None means no."""
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
    """The number of positions by group, and the numbers shown beside them."""

    groups: dict[PositionGroup, int] = field(default_factory=_NONE.copy)
    due_next: int = 0
    forecast_late: int = 0
    past_local_target: int = 0
    overdue_waiting: int = 0  # of the overdue, those that wait for another body or recommendation

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle it as its numbers: the cache reads hundreds of tallies for a page."""
        return _tally_of, self.counts

    @property
    def total(self) -> int:
        """All positions, including those of forces that do not use Soteria Tracker."""
        return sum(self.groups.values())

    @property
    def tracked(self) -> int:
        """The positions that count in percentages."""
        return self.total - self.groups[PositionGroup.NOT_TRACKED]

    @property
    def closed(self) -> int:
        return self.groups[PositionGroup.CLOSED]

    @property
    def overdue(self) -> int:
        return self.groups[PositionGroup.OVERDUE]

    @property
    def passed(self) -> int:
        """The deadlines that passed with no update recorded, or released to the reader."""
        return self.groups[PositionGroup.PASSED]

    @property
    def closed_share(self) -> int | None:
        """The closed share of `tracked` as a whole percentage, or None if there are none.

        It is 1 to 99 as long as some are closed and some are not: 215 of 216 is not 100%.
        """
        if not self.tracked:
            return None
        if self.closed in (0, self.tracked):
            return 100 if self.closed else 0
        return min(99, max(1, round(100 * self.closed / self.tracked)))

    @property
    def counts(self) -> tuple[int, ...]:
        """All the numbers, without their names."""
        return (
            *self.groups.values(),
            self.due_next,
            self.forecast_late,
            self.past_local_target,
            self.overdue_waiting,
        )

    def shown_values(self) -> tuple[int, ...]:
        """Return `counts`, for `{% kept %}`."""
        return self.counts

    @property
    def present(self) -> list[tuple[PositionGroup, int]]:
        """The groups with any positions, in their order."""
        return [(group, count) for group, count in self.groups.items() if count]

    def count(self, row: CountableRow) -> None:
        """Add one position."""
        group = PositionGroup(row.group)
        self.groups[group] += 1
        self.due_next += bool(row.is_due_next)
        self.forecast_late += bool(row.is_forecast_late)
        self.past_local_target += bool(row.is_past_local_target)
        self.overdue_waiting += group is PositionGroup.OVERDUE and row.status == Status.WAITING

    def count_together(self, counted: GroupCount) -> None:
        """Add positions that were counted together."""
        self.groups[counted.group] += counted.how_many
        self.due_next += counted.due_next
        self.forecast_late += counted.forecast_late
        self.past_local_target += counted.past_local_target
        if counted.group is PositionGroup.OVERDUE:
            self.overdue_waiting += counted.waiting

    def add(self, other: Tally) -> None:
        """Add the positions of another tally."""
        for group, count in other.groups.items():
            if count:
                self.groups[group] += count
        self.due_next += other.due_next
        self.forecast_late += other.forecast_late
        self.past_local_target += other.past_local_target
        self.overdue_waiting += other.overdue_waiting


def _tally_of(*counts: int) -> Tally:
    """Return the tally with these `counts`."""
    return Tally(dict(zip(PositionGroup, counts[: len(PositionGroup)], strict=True)), *counts[len(PositionGroup) :])


def tally_by(positions: QuerySet[Position], day: datetime.date, *by: str) -> dict[Any, Tally]:
    """Return tallies of `positions_on(...)` by the value of one field, or a tuple of several values, in one query."""
    tallies: dict[Any, Tally] = {}
    for counted in counted_by(positions, day, *by):
        key = counted.by[0] if len(by) == 1 else counted.by
        if key not in tallies:
            tallies[key] = Tally()
        tallies[key].count_together(counted)
    return tallies


@dataclass(frozen=True, slots=True)
class GroupCount:
    """The number of positions in one group that have the same values of the fields counted `by`."""

    by: tuple[Any, ...]
    group: PositionGroup
    how_many: int
    due_next: int
    forecast_late: int
    past_local_target: int
    waiting: int


def counted_by(positions: QuerySet[Position], day: datetime.date, *by: str) -> Iterator[GroupCount]:
    """Yield the positions of `positions_on(...)` counted by fields and group, in one query.

    For pages that sum them in more than one way; otherwise use `tally_by`.
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
        yield GroupCount(row[: len(by)], _GROUPS[row[len(by)]], *row[len(by) + 1 :])


def total(tallies: Mapping[Any, Tally]) -> Tally:
    """Return the sum of tallies."""
    summed = Tally()
    for tally in tallies.values():
        summed.add(tally)
    return summed


def tally(positions: QuerySet[Position], day: datetime.date) -> Tally:
    """Return one tally of all these positions, in one query."""
    return total(tally_by(positions, day, "edition"))
