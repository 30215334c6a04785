"""The actions that wait for a recommendation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from forces.bodies.models import BodyKind
from recommendations.positions.conditions import is_tracked
from recommendations.positions.models import Position
from recommendations.register.models import Recommendation
from recommendations.register.statuses import Status


@dataclass
class WaitingCount:
    """The number of actions that wait for one recommendation: those of forces and those of other bodies."""

    of_forces: int = 0
    of_others: int = 0

    def __bool__(self) -> bool:
        return bool(self.of_forces or self.of_others)

    def count(self, kind: str, how_many: int = 1) -> None:
        """Add actions of holders of one kind."""
        if kind == BodyKind.FORCE:
            self.of_forces += how_many
        else:
            self.of_others += how_many


def positions_waiting_for(
    recommendations: Iterable[Recommendation], positions: QuerySet[Position]
) -> QuerySet[Position]:
    """Return the positions that wait for these recommendations, of any holder and from any report.

    `positions` are from counting.positions_on. Forces that do not use Soteria Tracker are excluded.
    """
    return positions.filter(is_tracked(), status=Status.WAITING, waiting_for_recommendation__in=list(recommendations))


def waiting_for(
    recommendations: Iterable[Recommendation], positions: QuerySet[Position]
) -> defaultdict[int, WaitingCount]:
    """Return the number of actions that wait for each of these, by id, in one query."""
    rows = (
        positions_waiting_for(recommendations, positions)
        .order_by()
        .values("waiting_for_recommendation", "holder__kind")
        .annotate(how_many=Count("pk"))
    )
    found: defaultdict[int, WaitingCount] = defaultdict(WaitingCount)
    for row in rows:
        found[row["waiting_for_recommendation"]].count(row["holder__kind"], row["how_many"])
    return found
