"""The actions named at the top of a holder's page: the first of each list that needs attention."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, QuerySet, Value, When

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.pages.common.action_rows import positions_of
from recommendations.positions.cached_counts import CountScope
from recommendations.positions.conditions import DUE_NEXT, FORECAST_LATE, OVERDUE, UPCOMING, Condition
from recommendations.positions.models import Position

NAMED = 3  # actions of each list
COMING = 12  # next deadlines on the timeline


@dataclass(frozen=True)
class Attention:
    """The actions named at the top of a page: the first of each list, by deadline."""

    overdue: list[Position]
    due_next: list[Position]
    forecast_late: list[Position]  # actions not yet overdue first
    coming: list[Position]  # the next deadlines, however far

    @property
    def named(self) -> list[Position]:
        """Return all the actions named, without duplicates."""
        return list({position.pk: position for position in (*self.overdue, *self.forecast_late, *self.coming)}.values())

    @classmethod
    def of(cls, ids: Mapping[str, list[int]], rows: Mapping[int, Position]) -> Attention:
        """Return the lists of `attention_ids` with these rows by id. An action deleted since then is left out."""
        return cls(**{name: [rows[pk] for pk in found if pk in rows] for name, found in ids.items()})


def attention_ids(holder: Body, reader: Reader, scope: CountScope) -> dict[str, list[int]]:
    """Return the ids of the positions in each list of `Attention`. One query for each if they are not in the cache."""
    return scope.of_holder(holder, "attention", lambda: _ids(positions_of(holder, reader), reader.day))


def _ids(positions: QuerySet[Position], day: datetime.date) -> dict[str, list[int]]:
    def first(count: int, condition: Condition, *order: Any) -> list[int]:
        found = positions.filter(condition.q(day)).order_by(*order, "due_on", "pk")
        return list(found.values_list("pk", flat=True)[:count])

    not_overdue_first = Case(When(due_on__lt=day, then=Value(1)), default=Value(0))
    return {
        "overdue": first(NAMED, OVERDUE),
        "due_next": first(NAMED, DUE_NEXT),
        "forecast_late": first(NAMED, FORECAST_LATE, not_overdue_first),
        "coming": first(COMING, UPCOMING),
    }
