"""The summary of a holder's actions: the count of each group, and the actions that need attention."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import ngettext

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.pages.common.action_rows import (
    positions_of,
    short_rows,
    waited_for,
)
from recommendations.pages.common.editions import released_to, wording_for
from recommendations.pages.common.progress import key_of
from recommendations.positions.conditions import DUE_NEXT, DUE_WITHIN_DAYS, FORECAST_LATE, OVERDUE, UPCOMING, Condition
from recommendations.positions.counting import Tally
from recommendations.positions.models import Position
from recommendations.register.statuses import PositionGroup, Status, Wording

NAMED = 3  # actions of each list named on a page
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
    def among(cls, positions: QuerySet[Position], day: datetime.date) -> Attention:
        """Return the lists, in one query each."""

        def first(count: int, condition: Condition, *order: Any) -> list[Position]:
            return list(short_rows(positions.filter(condition.q(day))).order_by(*order, "due_on", "pk")[:count])

        not_overdue_first = Case(When(due_on__lt=day, then=Value(1)), default=Value(0))
        return cls(
            overdue=first(NAMED, OVERDUE),
            due_next=first(NAMED, DUE_NEXT),
            forecast_late=first(NAMED, FORECAST_LATE, not_overdue_first),
            coming=first(COMING, UPCOMING),
        )


@dataclass(frozen=True)
class ActionSummary:
    """The counts of one holder's actions on a day, and which of them need attention."""

    tally: Tally
    attention: Attention
    day: datetime.date
    wording: Wording  # what "no update" means here
    released_to: str  # "As released to the panel:"; empty where the reader is shown everything

    @classmethod
    def of(cls, holder: Body, reader: Reader, tally: Tally) -> ActionSummary:
        """Return the summary for the reader; `tally` is that of all the holder's positions."""
        return cls(
            tally,
            Attention.among(positions_of(holder, reader), reader.day),
            reader.day,
            wording_for(holder, reader),
            released_to(holder, reader),
        )

    @property
    def key(self) -> list[dict[str, object]]:
        """Return the groups with any actions, with labels and counts."""
        return key_of(self.tally, self.wording)

    @property
    def overdue_since(self) -> datetime.date | None:
        """Return the earliest deadline of the overdue actions."""
        return self.attention.overdue[0].due_on if self.attention.overdue else None

    @property
    def passed(self) -> int:
        """Return how many deadlines passed without any update recorded, or released to the reader."""
        return self.tally.groups[PositionGroup.PASSED]

    @property
    def due_until(self) -> datetime.date:
        """Return the last day that counts as "due next"."""
        return self.day + datetime.timedelta(days=DUE_WITHIN_DAYS)

    @property
    def waiting_words(self) -> str:
        """Return "1 of them is waiting for others: Soteria Joint Unit"; empty if no overdue action is waiting.

        Only if all the waiting actions are named on the page is the awaited body known.
        """
        waiting = [position for position in self.attention.overdue if position.status == Status.WAITING]
        awaited = (waited_for(position, self.day) for position in waiting)
        is_all = len(waiting) == self.tally.overdue_waiting
        return overdue_waiting_words(self.tally, list(dict.fromkeys(filter(None, awaited))) if is_all else [])


def overdue_waiting_words(tally: Tally, awaited: list[str]) -> str:
    """Return how many overdue actions are waiting, and for whom if they all wait for the same body."""
    if not tally.overdue_waiting:
        return ""
    words = ngettext(
        "%(count)d of them is waiting for others", "%(count)d of them are waiting for others", tally.overdue_waiting
    ) % {"count": tally.overdue_waiting}
    return f"{words}: {awaited[0]}" if len(awaited) == 1 else words
