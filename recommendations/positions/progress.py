"""The numbers of open, closed and ended actions on each day on which they changed, in one query."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from django.db.models import Case, Count, DateField, F, Q, QuerySet, Value, When
from django.db.models.functions import Greatest

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.positions.conditions import OVERDUE, is_tracked
from recommendations.positions.models import Position
from recommendations.register.models import InspectionState
from recommendations.register.statuses import ENDED, Status


class ProgressStep(NamedTuple):
    """The numbers from this day on: actions opened, and how many of those are closed, or closed for another reason."""

    on: datetime.date
    opened: int
    closed: int
    ended: int

    @property
    def done(self) -> int:
        """Closed or ended: no longer open."""
        return self.closed + self.ended

    @property
    def still_open(self) -> int:
        return self.opened - self.done


def progress_of(holder: Body, reader: Reader) -> list[ProgressStep]:
    """Return the days on which the counts of a holder changed, up to the reader's day, with the counts from then on.

    They equal `counting.tally` for this reader on each of these days: a report counts from its publication. Empty for
    a force that does not use Soteria Tracker, and for a page that shows what was known on an earlier day, as the days
    before cannot be computed. One query.
    """
    if reader.known_on and reader.known_on < (reader.present_day or reader.day):
        return []
    _inspection = "recommendation__inspection"
    is_out = Q(**{f"{_inspection}__state": InspectionState.PUBLISHED, f"{_inspection}__published_on__lte": reader.day})
    shown = (
        Position.objects.visible_to(reader, holder)
        .filter(is_tracked(), starts_on__lte=reader.day)
        # actions under embargo that this reader can see count from today
        .annotate(out_on=Case(When(is_out, then=F(f"{_inspection}__published_on")), default=Value(reader.day)))
        .filter(until__gt=F("out_on"))
        .order_by()
    )
    starting = _counted(shown, Greatest("starts_on", "out_on", output_field=DateField()))
    ending = _counted(shown.filter(until__lte=reader.day), F("until"), sign=-1)
    return _summed(starting.union(ending, all=True))


def overdue_on(day: datetime.date, holder: Body, reader: Reader) -> int:
    """Return how many actions of a holder were overdue on a day, as its page shows for that day. One query."""
    positions = Position.objects.on(day).visible_to(reader.at(day), holder)
    return positions.filter(OVERDUE.q(day)).count()


def _counted(positions: QuerySet[Position], day: Greatest | F, sign: int = 1) -> QuerySet[Position, tuple]:
    """Return for each day the numbers of all, closed and ended positions that begin or end on it."""
    return (
        positions.annotate(change_on=day)
        .values("change_on")
        .annotate(
            opened=Count("pk") * sign,
            closed=Count("pk", filter=Q(status=Status.CLOSED)) * sign,
            ended=Count("pk", filter=Q(status__in=ENDED)) * sign,
        )
        .values_list("change_on", "opened", "closed", "ended")
    )


def _summed(changes: QuerySet[Position, tuple]) -> list[ProgressStep]:
    by_day: dict[datetime.date, list[int]] = {}
    for day, *counts in changes:
        total = by_day.setdefault(day, [0, 0, 0])
        by_day[day] = [have + more for have, more in zip(total, counts, strict=True)]
    steps: list[ProgressStep] = []
    opened = closed = ended = 0
    for day, (more, more_closed, more_ended) in sorted(by_day.items()):
        opened, closed, ended = opened + more, closed + more_closed, ended + more_ended
        if not steps or steps[-1][1:] != (opened, closed, ended):
            steps.append(ProgressStep(day, opened, closed, ended))
    return steps
