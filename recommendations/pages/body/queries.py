"""One body: the forces it oversees or scrutinises, its history, and the actions waiting for it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Case, F, Q, When
from django.shortcuts import get_object_or_404

from forces.bodies.models import Body, Oversight, Succession
from forces.people.access import Reader
from recommendations.positions.counting import Tally, positions_on, tally_by, total
from recommendations.register.models import Addressee, AddresseeRole, Inspection, Recommendation
from recommendations.register.statuses import Status


def body_of(slug: str) -> Body:
    """Return the body with what its kind adds and its earlier names, in two queries. Raises Http404."""
    bodies = Body.objects.select_related("localpolicingbody", "panel__scrutinises").prefetch_related("earlier_names")
    return get_object_or_404(bodies, slug=slug)


# --- bodies in time ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OversightPeriod:
    """A period in which the body oversees a force; `last_day` is None if it has not ended."""

    oversight: Oversight
    last_day: datetime.date | None


def oversight_periods(body: Body) -> list[OversightPeriod]:
    """Return the periods in which a local policing body oversees or oversaw a force, in one query.

    A period ends the day before the next oversight of the force begins, or before the body closes.
    """
    oversights = Oversight.objects.filter(force__oversights__body=body.pk).select_related("force").distinct()
    result = []
    for _force, rows in groupby(oversights.order_by("force__name", "first_day"), lambda o: o.force_id):
        periods = list(rows)
        for period, following in zip(periods, [*periods[1:], None], strict=True):
            closed_on = period.force.closed_on
            answers_for_what_is_left = closed_on is not None and closed_on <= period.first_day
            if period.body_id == body.pk and not answers_for_what_is_left:
                ends = [day for day in (following and following.first_day, body.closed_on) if day]
                result.append(OversightPeriod(period, min(ends) - datetime.timedelta(days=1) if ends else None))
    return result


@dataclass(frozen=True)
class Lineage:
    """The bodies that this one replaced, and those that replaced it."""

    predecessors: list[Succession]
    successors: list[Succession]

    @classmethod
    def of(cls, body: Body) -> Lineage:
        """Return the body's lineage in the order of its days, in two queries."""
        return cls(
            list(body.inheritances.select_related("predecessor").order_by("on")),
            list(body.successions.select_related("successor").order_by("on")),
        )


def overseer_on(body: Body, day: datetime.date) -> Body | None:
    """Return the local policing body that a panel scrutinises on the day."""
    oversight = Oversight.objects.on(day).filter(force=body.panel.scrutinises_id).select_related("body").first()
    return oversight.body if oversight else None


# --- actions waiting for it --------------------------------------------------------------------------------


@dataclass(frozen=True)
class WaitingActions:
    """The actions waiting for a body: all of them, for the body itself, and for recommendations it leads."""

    tally: Tally
    for_itself: Tally
    for_recommendations: list[tuple[Recommendation, Tally]]


# The fields for a link to a recommendation, in the order of the arguments of `_recommendation`.
_OF_RECOMMENDATION = [
    f"waiting_for_recommendation__{name}"
    for name in ("reference", "number", "kind", "short_title", "inspection__slug", "inspection__short_title")
]


def actions_waiting_for(body: Body, reader: Reader) -> WaitingActions:
    """Return the actions waiting for the body or for a visible recommendation it leads, in one query."""
    leads = Addressee.objects.filter(body=body, role=AddresseeRole.LEAD)
    led = Recommendation.objects.visible_to(reader).filter(pk__in=leads.values("recommendation"))
    is_led = Q(waiting_for_recommendation__in=led.values("pk"))
    waiting = positions_on(reader.day, reader).filter(Q(waiting_for_body=body) | is_led, status=Status.WAITING)
    positions = waiting.exclude(holder=body).annotate(led=Case(When(is_led, then=F("waiting_for_recommendation"))))
    tallies = tally_by(positions, reader.day, "led", *_OF_RECOMMENDATION)
    for_itself = Tally()
    for_recommendations: defaultdict[int, Tally] = defaultdict(Tally)
    named: dict[int, Recommendation] = {}
    for (pk, *values), tally in tallies.items():
        if pk is None:
            for_itself.add(tally)
        else:
            named[pk] = _recommendation(pk, *values)
            for_recommendations[pk].add(tally)
    by_recommendation = [(named[pk], tally) for pk, tally in for_recommendations.items() if tally.tracked]
    return WaitingActions(
        tally=total(tallies),
        for_itself=for_itself,
        for_recommendations=sorted(by_recommendation, key=lambda pair: -pair[1].tracked),
    )


def _recommendation(
    pk: int, reference: str, number: int | None, kind: str, title: str, inspection: str, inspection_title: str
) -> Recommendation:
    """Return an unsaved recommendation with the fields that a link to it needs."""
    of = Inspection(slug=inspection, short_title=inspection_title)
    return Recommendation(pk=pk, reference=reference, number=number, kind=kind, short_title=title, inspection=of)
