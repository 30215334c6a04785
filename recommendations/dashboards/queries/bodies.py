"""What the page of one body shows beside its actions: whom it oversees or scrutinises, and who waits for it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q
from django.shortcuts import get_object_or_404

from forces.bodies.models import Body, Oversight, Succession
from forces.people.access import Reader
from recommendations.positions.counting import Tally, positions_on, tally_by, total
from recommendations.register.models import Addressee, Recommendation
from recommendations.register.moves import Status


def body_of(slug: str) -> Body:
    """The body with what its kind adds, in one query. Raises Http404."""
    return get_object_or_404(Body.objects.select_related("localpolicingbody", "panel__scrutinises"), slug=slug)


# --- bodies in time ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OversightPeriod:
    """A period in which the body answers for a force; `last_day` is None while it lasts."""

    oversight: Oversight
    last_day: datetime.date | None


def oversight_periods(body: Body) -> list[OversightPeriod]:
    """The forces a local policing body oversees or once oversaw, in one query.

    A period ends the day before the next oversight of the force begins, or before the body closes.
    """
    of_its_forces = Oversight.objects.filter(force__oversights__body=body.pk).select_related("force").distinct()
    found = []
    for _force, of_one_force in groupby(of_its_forces.order_by("force__name", "first_day"), lambda o: o.force_id):
        periods = list(of_one_force)
        for period, following in zip(periods, [*periods[1:], None], strict=True):
            if period.body_id == body.pk:
                ends = [day for day in (following and following.first_day, body.closed_on) if day]
                found.append(OversightPeriod(period, min(ends) - datetime.timedelta(days=1) if ends else None))
    return found


@dataclass(frozen=True)
class Lineage:
    """Whose place the body took, and who took its place."""

    predecessors: list[Succession]
    successors: list[Succession]


def lineage_of(body: Body) -> Lineage:
    """The body's successions, in one query."""
    related = Succession.objects.filter(Q(predecessor=body) | Q(successor=body))
    successions = list(related.select_related("predecessor", "successor").order_by("on"))
    return Lineage(
        predecessors=[one for one in successions if one.successor_id == body.pk],
        successors=[one for one in successions if one.predecessor_id == body.pk],
    )


def overseer_on(body: Body, day: datetime.date) -> Body | None:
    """Whom a panel scrutinises on the day: the local policing body of its force."""
    oversight = Oversight.objects.on(day).filter(force=body.panel.scrutinises_id).select_related("body").first()
    return oversight.body if oversight else None


# --- who waits for it --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """The actions kept here that wait for the body: all, and of these the ones that wait for what it leads."""

    whole: Tally
    for_itself: Tally
    for_recommendations: list[tuple[Recommendation, Tally]]


def waiting_for(body: Body, reader: Reader) -> Waiting:
    """Who waits for the body itself or for a visible recommendation it leads, in two queries."""
    led = (
        Recommendation.objects.visible_to(reader)
        .filter(addressees__body=body, addressees__role=Addressee.Role.LEAD)
        .select_related("inspection")
        .defer("text", "inspection__key_findings")
        .distinct()
        .in_bulk()
    )
    awaited = Q(waiting_for_body=body) | Q(waiting_for_recommendation__in=list(led))
    positions = positions_on(reader.day, reader).filter(awaited, status=Status.WAITING).exclude(holder=body)
    tallies = tally_by(positions, reader.day, "waiting_for_recommendation")
    by_recommendation = [(led[pk], tally) for pk, tally in tallies.items() if pk in led and tally.kept]
    return Waiting(
        whole=total(tallies),
        for_itself=total({key: tally for key, tally in tallies.items() if key not in led}),
        for_recommendations=sorted(by_recommendation, key=lambda pair: -pair[1].kept),
    )
