"""Opening actions: who has to do something about a recommendation, once its inspection is published."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from forces.bodies.models import Force, Oversight
from forces.people.models import Person
from recommendations.register.models import Action, Addressee, Inspection, Part, Recommendation
from soteria_tracker.web.today import today

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class _Groups:
    """The forces and local policing bodies of any day, without asking again for each inspection."""

    forces: list[Force]
    oversights: list[Oversight]  # in the order of their first days

    def forces_on(self, day: datetime.date) -> list[int]:
        """ "All forces": the territorial forces of England and Wales that are open on the day."""
        return [
            force.pk
            for force in self.forces
            if (force.opened_on is None or force.opened_on <= day)
            and (force.closed_on is None or force.closed_on > day)
        ]

    def local_policing_bodies_on(self, day: datetime.date) -> list[int]:
        """The bodies that oversee a territorial force open on the day, each once."""
        latest = {
            oversight.force_id: oversight.body for oversight in self.oversights if oversight.first_day <= day
        }  # of each force the last that began
        overseeing = (latest[force] for force in self.forces_on(day) if force in latest)
        return list(dict.fromkeys(body.pk for body in overseeing if body.closed_on is None or body.closed_on > day))


def _groups() -> _Groups:
    return _Groups(
        forces=list(Force.objects.territorial()),
        oversights=list(Oversight.objects.select_related("body").order_by("first_day")),
    )


def _named(addressee: Addressee, groups: _Groups, day: datetime.date) -> list[int]:
    """The bodies, by id, that one addressee stands for. Others as worded stand for none."""
    if addressee.group == Addressee.Group.ALL_FORCES:
        return groups.forces_on(day)
    if addressee.group == Addressee.Group.LOCAL_POLICING_BODIES:
        return groups.local_policing_bodies_on(day)
    return [addressee.body_id] if addressee.body_id else []


def _leads(recommendation: Recommendation, groups: _Groups, day: datetime.date) -> dict[int, Part | None]:
    """Who leads, by id, with the part that addresses them: None for the whole, else the first such part."""
    whole: dict[int, Part | None] = {}
    in_part: dict[int, Part | None] = {}
    leading = [addressee for addressee in recommendation.addressees.all() if addressee.role == Addressee.Role.LEAD]
    for addressee in sorted(leading, key=lambda lead: lead.part.order if lead.part else 0):
        found = in_part if addressee.part else whole
        for body in _named(addressee, groups, day):
            found.setdefault(body, addressee.part)
    return in_part | whole


def missing_actions(inspections: Iterable[Inspection] | None = None) -> list[Action]:
    """The actions, not saved, that published inspections call for and that are missing; of all of them, or of these.

    Every body addressed in the lead role has one action for a recommendation, from the day of publication. Causes of
    concern have none.
    """
    published = Inspection.objects.published_by(today())
    if inspections is not None:
        published = published.filter(pk__in=[inspection.pk for inspection in inspections])
    recommendations = (
        Recommendation.objects.filter(inspection__in=published)
        .exclude(kind__in=Recommendation.KINDS_WITHOUT_ACTION)
        .select_related("inspection")
        .prefetch_related("addressees__part")
    )
    there = set(Action.objects.filter(recommendation__inspection__in=published).values_list("recommendation", "holder"))
    groups = _groups()
    return [
        Action(recommendation=recommendation, holder_id=holder, part=part, opened_on=day)
        for recommendation in recommendations
        if (day := recommendation.inspection.published_on)
        for holder, part in _leads(recommendation, groups, day).items()
        if (recommendation.pk, holder) not in there
    ]


@transaction.atomic
def open_actions(*, by: Person | None, inspections: Iterable[Inspection] | None = None) -> list[Action]:
    """Open the actions that are missing; of all published inspections, or of these.

    To be run again when a force is entered. Returns the new actions; their positions are still to be made (see
    recommendations.maintenance.services.opening).
    """
    missing = missing_actions(inspections)
    opened: list[Action] = bulk_create_with_history(missing, Action, batch_size=ROWS_AT_ONCE, default_user=by)
    return opened
