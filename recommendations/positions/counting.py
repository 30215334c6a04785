"""Every count in the product comes from here: positions of a day, for a reader, by any grouping, in one query."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import BooleanField, Case, CharField, Count, ExpressionWrapper, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, StrIndex

from forces.bodies.intervals import USUAL_INTERVAL, other_intervals_on
from forces.bodies.models import Body, Force
from forces.people.access import Reader
from recommendations.positions.groups import DUE_WITHIN_DAYS
from recommendations.positions.models import Position
from recommendations.register.statuses import OPEN, TO_DO, Group, Status

_IN_ORDER = " ".join(Group.values)  # no name is a part of another
_NONE = dict.fromkeys(Group, 0)
_GROUPS = {group.value: group for group in Group}


def is_kept() -> Q:
    """Positions of holders whose records are kept here: every body's but a force's whose office does not."""
    return ~_is_not_kept()


def _is_not_kept() -> Q:
    # a list of a few forces, not a join of each position with its holder and its force; other bodies are no forces
    return Q(holder__in=Force.objects.filter(kept_here=False).values("pk"))


def positions_on(day: datetime.date, reader: Reader, holder: Body | None = None) -> QuerySet[Position]:
    """The positions of the day that the reader may see, one for each action, each with its `group` and `rank`.

    With a `holder` only that one's.

    `group` is groups.Group for the day; `rank` sorts in the order of the groups.
    """
    group = Case(
        When(_is_not_kept(), then=Value(Group.NOT_KEPT)),
        When(Q(due_on__lt=day, status__in=OPEN), then=Value(Group.OVERDUE)),
        When(Q(due_on__lt=day, status=Status.NO_UPDATE), then=Value(Group.PASSED)),
        default=F("status"),
        output_field=CharField(),
    )
    positions = Position.objects.on(day, reader.known_on).visible_to(reader, holder)
    # its place among the names in their order: one short expression, where a case for each would be a long one
    return positions.annotate(group=group, rank=StrIndex(Value(_IN_ORDER), F("group")))  # type: ignore[no-redef]


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
    """Those still to do of which the reader was told nothing for longer than their office's interval.

    Nothing new, or nothing at all. It asks one thing more: which offices have an interval of their own.
    """
    heard = Coalesce("update__effective_on", "action__opened_on")

    def heard_before(days: int) -> Q:
        return Q(last_heard_on__lt=day - datetime.timedelta(days=days))

    others = other_intervals_on(day)
    too_long_ago = heard_before(USUAL_INTERVAL) & ~Q(holder__in=[pk for holders in others.values() for pk in holders])
    for days, holders in others.items():
        too_long_ago |= heard_before(days) & Q(holder__in=holders)
    return positions.alias(last_heard_on=heard).filter(is_kept(), too_long_ago, status__in=TO_DO)


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
            due=Count("holder", filter=due_next(day)),
            late=Count("holder", filter=forecast_late()),
            past=Count("holder", filter=past_local_target(day)),
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
