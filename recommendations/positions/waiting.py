"""What waits for a recommendation: counted in one place, for every page that tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from forces.bodies.models import Body
from recommendations.positions.conditions import is_kept
from recommendations.positions.models import Position
from recommendations.register.models import Recommendation
from recommendations.register.statuses import Status


@dataclass
class Waiting:
    """How many actions wait for one recommendation: the forces' and those of others."""

    of_forces: int = 0
    of_others: int = 0

    def __bool__(self) -> bool:
        return bool(self.of_forces or self.of_others)

    def count(self, kind: str, how_many: int = 1) -> None:
        """Count in actions of holders of one kind."""
        if kind == Body.Kind.FORCE:
            self.of_forces += how_many
        else:
            self.of_others += how_many


def those_waiting_for(recommendations: Iterable[Recommendation], positions: QuerySet[Position]) -> QuerySet[Position]:
    """The positions that wait for these: whoever holds them, whichever report they are from.

    `positions` are those of counting.positions_on; what is not kept here is not among them.
    """
    return positions.filter(is_kept(), status=Status.WAITING, waiting_for_recommendation__in=list(recommendations))


def waiting_for(recommendations: Iterable[Recommendation], positions: QuerySet[Position]) -> defaultdict[int, Waiting]:
    """How much waits for each of these, by its id, in one query."""
    rows = (
        those_waiting_for(recommendations, positions)
        .order_by()
        .values("waiting_for_recommendation", "holder__kind")
        .annotate(how_many=Count("pk"))
    )
    found: defaultdict[int, Waiting] = defaultdict(Waiting)
    for row in rows:
        found[row["waiting_for_recommendation"]].count(row["holder__kind"], row["how_many"])
    return found
