"""Every count in the product: positions of a day, for a reader, by any grouping, in one query."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.functions import StrIndex

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.positions.conditions import (
    DUE_NEXT,
    FORECAST_LATE,
    OWN_DUE_ON,
    PAST_LOCAL_TARGET,
    group_expression,
    group_of,
    is_tracked,
    last_day_due_next,
)
from recommendations.positions.models import Position
from recommendations.register.statuses import PositionGroup, Status

_IN_ORDER = " ".join(PositionGroup.values)  # no name contains another
_GROUPS = tuple(PositionGroup)  # to go through a tuple is faster than through a class
_NONE = dict.fromkeys(_GROUPS, 0)


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
    return Tally(dict(zip(_GROUPS, counts, strict=False)), *counts[len(_GROUPS) :])


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


class _StateOnDay(NamedTuple):
    """A state to which every condition applies as to the positions counted together: a `conditions.PositionState`."""

    is_tracked: bool
    status: str
    due_on: datetime.date | None
    expected_on: datetime.date | None
    hmicfrs_deadline_on: datetime.date | None
    local_target_on: datetime.date | None


def _raw_columns(day: datetime.date) -> dict[str, Any]:
    """Return the columns by which positions are counted in the database: comparisons, which are fast to group by."""
    comparisons = {
        "is_untracked": ~is_tracked(),
        "is_past": Q(due_on__lt=day),
        "is_soon": Q(due_on__lte=last_day_due_next(day)),
        "is_late": Q(expected_on__gt=OWN_DUE_ON),
        "is_past_target": Q(hmicfrs_deadline_on__isnull=False, local_target_on__lt=day),
    }
    return {name: ExpressionWrapper(q, output_field=BooleanField()) for name, q in comparisons.items()}


def _state_on(
    day: datetime.date,
    status: str,
    is_untracked: bool,
    is_past: bool | None,
    is_soon: bool | None,
    is_late: bool | None,
    is_past_target: bool | None,
) -> _StateOnDay:
    """Return a state for which the comparisons of `_raw_columns` have these results; None is that of no date."""
    one_day, due_on = datetime.timedelta(days=1), None
    if is_past is not None:
        due_on = day - one_day if is_past else last_day_due_next(day) + (one_day * (not is_soon))
    return _StateOnDay(
        is_tracked=not is_untracked,
        status=status,
        due_on=due_on,
        expected_on=day + one_day if is_late else None,
        hmicfrs_deadline_on=day if is_late or is_past_target else None,
        local_target_on=day - one_day if is_past_target else None,
    )


def counted_by(positions: QuerySet[Position], day: datetime.date, *by: str) -> Iterator[GroupCount]:
    """Yield the positions of `positions_on(...)` counted by fields, in one query; a group may come more than once.

    The database counts by comparisons, and the rules in `conditions` decide in Python what they mean: that is three
    times as fast as the rules in SQL. For pages that sum the counts in more than one way; otherwise use `tally_by`.
    """
    comparisons = _raw_columns(day)
    counted = positions.order_by().values(*by).annotate(**comparisons).values(*by, "status", *comparisons)
    known: dict[tuple[Any, ...], tuple[PositionGroup, bool, bool, bool]] = {}
    for row in counted.annotate(how_many=Count("holder")).values_list(*by, "how_many", "status", *comparisons):
        of_fields, how_many, raw = row[: len(by)], row[len(by)], row[len(by) + 1 :]
        if raw not in known:
            state = _state_on(day, *raw)
            known[raw] = (
                group_of(state, day),
                DUE_NEXT.holds(state, day),
                FORECAST_LATE.holds(state, day),
                PAST_LOCAL_TARGET.holds(state, day),
            )
        group, is_due_next, is_late, is_past_target = known[raw]
        yield GroupCount(
            of_fields,
            group,
            how_many,
            due_next=how_many * is_due_next,
            forecast_late=how_many * is_late,
            past_local_target=how_many * is_past_target,
            waiting=how_many * (raw[0] == Status.WAITING),
        )


def total(tallies: Mapping[Any, Tally]) -> Tally:
    """Return the sum of tallies."""
    summed = Tally()
    for tally in tallies.values():
        summed.add(tally)
    return summed


def tally(positions: QuerySet[Position], day: datetime.date) -> Tally:
    """Return one tally of all these positions, in one query."""
    return total(tally_by(positions, day, "edition"))
