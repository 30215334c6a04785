"""What waits for a recommendation: counted in one place, for every page that tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from forces.bodies.models import Body
from recommendations.positions.groups import Group
from recommendations.positions.models import Position
from recommendations.register.models import Recommendation
from recommendations.register.moves import Status


@dataclass
class Waiting:
    """How many actions wait for one recommendation: the forces' and those of others."""

    of_forces: int = 0
    of_others: int = 0

    def __bool__(self) -> bool:
        return bool(self.of_forces or self.of_others)


def waiting_for(recommendations: Iterable[Recommendation], positions: QuerySet[Position]) -> defaultdict[int, Waiting]:
    """How much waits for each of these, by its id, in one query: whoever holds it, whichever report it is from.

    `positions` are those of counting.positions_on; what is not kept here is not counted.
    """
    rows = (
        positions.filter(status=Status.WAITING, waiting_for_recommendation__in=list(recommendations))
        .exclude(Q(group=Group.NOT_KEPT))
        .order_by()
        .values("waiting_for_recommendation", "holder__kind")
        .annotate(how_many=Count("pk"))
    )
    found: defaultdict[int, Waiting] = defaultdict(Waiting)
    for row in rows:
        waiting = found[row["waiting_for_recommendation"]]
        if row["holder__kind"] == Body.Kind.FORCE:
            waiting.of_forces += row["how_many"]
        else:
            waiting.of_others += row["how_many"]
    return found
