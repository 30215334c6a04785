"""Forces side by side, over the recommendations on which each of them has an action.

Each force counts in the edition that the reader sees of it. There is no rank and no score.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Any, NamedTuple

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from forces.bodies.models import Force
from forces.people.access import Reader
from recommendations.pages.common.action_rows import days_late
from recommendations.pages.common.wording import wording_for
from recommendations.pages.responses.queries import response_rows
from recommendations.positions.counting import Tally, positions_on
from recommendations.positions.models import Position
from recommendations.register.models import Inspection, Recommendation
from recommendations.register.statuses import PositionGroup, Status, Wording
from recommendations.responses.clock import ClockState

FEWEST_CLOSED = 3  # fewer closed actions say nothing about the typical time
ROWS_SHOWN = 5


@dataclass(frozen=True)
class ForceMeasures:
    """What is compared of one force."""

    force: Force
    wording: Wording  # what "no update" means in the edition that the reader sees
    is_own: bool
    tally: Tally
    longest_late: int  # days; 0 where nothing is overdue
    typical_days: int | None  # from publication to closing; None where too few are closed, or it is not known
    responses: Counter[ClockState]  # those due, by state

    @property
    def uses_soteria_tracker(self) -> bool:
        return self.force.uses_soteria_tracker

    @property
    def without_update(self) -> int:
        return self.tally.groups[PositionGroup.NO_UPDATE] + self.tally.groups[PositionGroup.PASSED]

    @property
    def responses_due(self) -> int:
        return self.responses.total()

    @property
    def in_time(self) -> int:
        return self.responses[ClockState.PUBLISHED_IN_TIME]

    @property
    def late(self) -> int:
        return self.responses[ClockState.PUBLISHED_LATE]

    @property
    def date_not_stated(self) -> int:
        return self.responses[ClockState.DATE_NOT_STATED]

    @property
    def not_recorded(self) -> int:
        """Return the responses that are due and of which no publication is recorded."""
        return self.responses_due - self.in_time - self.late - self.date_not_stated


class SharedPosition(NamedTuple):
    """The columns of one position that are compared. `opened_for` is the slug of the force it was opened for."""

    recommendation: int
    holder: int
    group: str
    due_on: datetime.date | None
    inspection: int
    opened_for: str


_RELATED_COLUMNS = ("recommendation__inspection", "action__holder__slug")  # the last two


@dataclass(frozen=True)
class SharedAction:
    """One recommendation, and for each force in their order: the group of its action, the reader's wording, and the
    address of the action. A force that took over several has the most urgent group, and no address.
    """

    recommendation: Recommendation
    cells: list[tuple[Force, str, Wording, str]]


@dataclass(frozen=True)
class SharedActions:
    """The first of the recommendations that some forces have closed and some have not, and how many there are."""

    count: int
    rows: list[SharedAction]


class Comparison:
    """Forces over all recommendations that they share, the first force against the others, as one reader sees them."""

    def __init__(self, forces: Sequence[Force], reader: Reader) -> None:
        self.forces, self.reader, self.day = forces, reader, reader.day
        self._positions: QuerySet[Any] = positions_on(reader.day, reader).filter(
            holder__in=[force.pk for force in forces]
        )

    @cached_property
    def _shared(self) -> list[SharedPosition]:
        """The positions of the actions on what all the forces share, the most urgent first. One query."""
        found = self._positions.order_by("rank").values_list(*SharedPosition._fields[:-2], *_RELATED_COLUMNS)
        positions = [SharedPosition(*row) for row in found]
        holders = _holders(positions)
        return [position for position in positions if len(holders[position.recommendation]) == len(self.forces)]

    def inspections(self) -> list[Inspection]:
        """Return the reports that the forces share, the newest first, in one query."""
        found = Inspection.objects.filter(pk__in={position.inspection for position in self._shared})
        return list(found.defer("key_findings").order_by("-published_on", "short_title"))

    @cached_property
    def tallies(self) -> dict[int, Tally]:
        """The tally of each force by its id, of groups only: nothing else is compared."""
        tallies = {force.pk: Tally() for force in self.forces}
        for position in self._shared:
            tallies[position.holder].groups[PositionGroup(position.group)] += 1
        return tallies

    def measures(self, inspections: Iterable[Inspection]) -> list[ForceMeasures]:
        """Return what is compared of each force, in eight queries, whatever the number of forces and actions."""
        late: Counter[int] = Counter()
        for position in self._shared:
            days_of_one = days_late(position.group, position.due_on, self.day) or 0
            late[position.holder] = max(late[position.holder], days_of_one)
        days = self._days_to_close()
        responses = self._responses({inspection.pk for inspection in inspections})
        return [
            ForceMeasures(
                force=force,
                wording=wording_for(force, self.reader),
                is_own=force.pk in self.reader.working_forces | self.reader.panel,
                tally=self.tallies[force.pk],
                longest_late=late[force.pk],
                typical_days=round(median(days[force.pk])) if len(days[force.pk]) >= FEWEST_CLOSED else None,
                responses=responses[force.pk],
            )
            for force in self.forces
        ]

    def _days_to_close(self) -> dict[int, list[int]]:
        """Return the days from a report's publication until an action was closed for good, by the force's id.

        Empty on a page that shows what was known on an earlier day: the days before it cannot be computed.
        """
        days: dict[int, list[int]] = {force.pk: [] for force in self.forces}
        if self.reader.known_on:
            return days
        open_before = (
            Position.objects.filter(
                action=OuterRef("action"), edition=OuterRef("edition"), until__lte=OuterRef("starts_on")
            )
            .exclude(status=Status.CLOSED)
            .order_by("-until")
        )
        shared = {position.recommendation for position in self._shared}
        closed = (
            self._positions.order_by()
            .filter(group=PositionGroup.CLOSED)
            .annotate(closed_on=Coalesce(Subquery(open_before.values("until")[:1]), F("starts_on")))
            .values_list("recommendation", "holder", "recommendation__inspection__published_on", "closed_on")
        )
        for recommendation, holder, published_on, closed_on in closed:
            if published_on and recommendation in shared:
                days[holder].append(max((closed_on - published_on).days, 0))
        return days

    def _responses(self, inspections: set[int]) -> dict[int, Counter[ClockState]]:
        """Return the states of the responses to these reports that are due, by the force's id."""
        states: dict[int, Counter[ClockState]] = {force.pk: Counter() for force in self.forces}
        for row in response_rows(self.reader, forces=states.keys()):
            if row.inspection.pk in inspections and row.state is not ClockState.NOT_DUE:
                states[row.force.pk][row.state] += 1
        return states

    def closed_elsewhere(self, *, all_rows: bool = False) -> SharedActions:
        """Return what another force has closed and the first force has not. One query after `measures`."""
        first = self.forces[0].pk
        found = [pk for pk, holders in self._closed.items() if first in self._not_closed[pk] and holders - {first}]
        return self._rows(found, all_rows)

    def closed_only_here(self, *, all_rows: bool = False) -> SharedActions:
        """Return what the first force has closed and none of the others has. One query after `measures`."""
        first = self.forces[0].pk
        return self._rows([pk for pk, holders in self._closed.items() if holders == {first}], all_rows)

    def _rows(self, ids: list[int], all_rows: bool) -> SharedActions:
        """Return recommendations as rows, the first of them unless all are asked for."""
        found = (
            Recommendation.objects.filter(pk__in=ids)
            .select_related("inspection")
            .defer("text", "inspection__key_findings")
            .order_by("-inspection__published_on", "inspection__short_title", "order", "reference")
        )
        shown = list(found if all_rows else found[:ROWS_SHOWN])
        wordings = [(force, wording_for(force, self.reader)) for force in self.forces]
        rows = [
            SharedAction(
                row, [(force, *_in_cell(self._by_cell[row.pk, force.pk], wording, row)) for force, wording in wordings]
            )
            for row in shown
        ]
        return SharedActions(len(ids), rows)

    @cached_property
    def _closed(self) -> dict[int, set[int]]:
        """The forces that have closed an action of a recommendation, by the recommendation's id."""
        return _holders(position for position in self._shared if position.group == PositionGroup.CLOSED)

    @cached_property
    def _not_closed(self) -> dict[int, set[int]]:
        return _holders(position for position in self._shared if position.group != PositionGroup.CLOSED)

    @cached_property
    def _by_cell(self) -> dict[tuple[int, int], list[SharedPosition]]:
        """The positions of a holder's actions on a recommendation, by the ids of both, the most urgent first."""
        by_cell: defaultdict[tuple[int, int], list[SharedPosition]] = defaultdict(list)
        for position in self._shared:
            by_cell[position.recommendation, position.holder].append(position)
        return by_cell


def _holders(positions: Iterable[SharedPosition]) -> dict[int, set[int]]:
    holders: defaultdict[int, set[int]] = defaultdict(set)
    for position in positions:
        holders[position.recommendation].add(position.holder)
    return holders


def _in_cell(found: list[SharedPosition], wording: Wording, of: Recommendation) -> tuple[str, Wording, str]:
    first, *others = found
    address = "" if others else reverse("force-action", args=[first.opened_for, of.inspection.slug, of.reference])
    return first.group, wording, address
