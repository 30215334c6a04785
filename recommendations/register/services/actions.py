"""Open an action for each body that leads on a recommendation, once its inspection is published."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from forces.bodies.models import FireService, Force, Oversight, RegionalUnit
from forces.bodies.services import lock_bodies
from forces.people.models import Person
from recommendations.register.models import Action, Addressee, AddresseeRole, Inspection, Part, Recommendation
from soteria_tracker.web.today import today

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class _Groups:
    """The bodies of the groups on any day, loaded once for all inspections."""

    forces: list[Force]
    oversights: list[Oversight]  # by first day
    fire_services: list[FireService]
    regional_units: list[RegionalUnit]

    def forces_on(self, day: datetime.date, group: Addressee.Group = Addressee.Group.ALL_FORCES) -> list[int]:
        """Return the ids of the group's forces that exist on the day."""
        return [force.pk for force in self.forces if group.includes(force) and force.is_open_on(day)]

    def local_policing_bodies_on(self, day: datetime.date) -> list[int]:
        """Return the ids of the bodies that oversee these forces on the day, each once."""
        latest = {
            oversight.force_id: oversight.body for oversight in self.oversights if oversight.first_day <= day
        }  # the latest for each force
        overseeing = (latest[force] for force in self.forces_on(day) if force in latest)
        return list(dict.fromkeys(body.pk for body in overseeing if body.closed_on is None or body.closed_on > day))

    def fire_services_on(self, day: datetime.date) -> list[int]:
        """Return the ids of the services that are followed here and exist on the day."""
        return [service.pk for service in self.fire_services if service.followed and service.is_open_on(day)]

    def regional_units_on(self, day: datetime.date) -> list[int]:
        return [unit.pk for unit in self.regional_units if unit.is_open_on(day)]

    @cached_property
    def not_followed(self) -> frozenset[int]:
        """Return the ids of the services that are not followed here: no action is opened for them."""
        return frozenset(service.pk for service in self.fire_services if not service.followed)


def _groups() -> _Groups:
    return _Groups(
        forces=list(Force.objects.all()),
        oversights=list(Oversight.objects.select_related("body").order_by("first_day")),
        fire_services=list(FireService.objects.all()),
        regional_units=list(RegionalUnit.objects.all()),
    )


def _bodies_of(addressee: Addressee, groups: _Groups, day: datetime.date) -> list[int]:
    """Return the ids of the bodies that an addressee names; none if it is not a registered body."""
    if addressee.group == Addressee.Group.LOCAL_POLICING_BODIES:
        return groups.local_policing_bodies_on(day)
    if addressee.group == Addressee.Group.FIRE_AND_RESCUE_SERVICES:
        return groups.fire_services_on(day)
    if addressee.group == Addressee.Group.REGIONAL_UNITS:
        return groups.regional_units_on(day)
    if addressee.group:
        return groups.forces_on(day, Addressee.Group(addressee.group))
    return [addressee.body_id] if addressee.body_id and addressee.body_id not in groups.not_followed else []


def bodies_in_group(group: Addressee.Group, day: datetime.date) -> list[int]:
    """Return the ids of the registered bodies that are in the group on the day, in six queries at most."""
    return _bodies_of(Addressee(group=group), _groups(), day)


def _leads(recommendation: Recommendation, groups: _Groups, day: datetime.date) -> dict[int, Part | None]:
    """Return the lead bodies by id, each with the first part that addresses it, or None if no part does."""
    by_recommendation: dict[int, Part | None] = {}
    by_part: dict[int, Part | None] = {}
    leading = [addressee for addressee in recommendation.addressees.all() if addressee.role == AddresseeRole.LEAD]
    for addressee in sorted(leading, key=lambda lead: lead.part.order if lead.part else 0):
        found = by_part if addressee.part else by_recommendation
        for body in _bodies_of(addressee, groups, day):
            found.setdefault(body, addressee.part)
    return by_part | by_recommendation


def missing_actions(inspections: Iterable[Inspection] | None = None) -> list[Action]:
    """Return unsaved the actions that are missing from published inspections: all inspections, or only these.

    Each body addressed in the lead role has one action per recommendation, from the day of publication. Causes of
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
    existing = set(
        Action.objects.filter(recommendation__inspection__in=published).values_list("recommendation", "holder")
    )
    groups = _groups()
    return [
        Action(recommendation=recommendation, holder_id=holder, part=part, opened_on=day)
        for recommendation in recommendations
        if (day := recommendation.inspection.published_on)
        for holder, part in _leads(recommendation, groups, day).items()
        if (recommendation.pk, holder) not in existing
    ]


@transaction.atomic
def open_actions(*, by: Person | None, inspections: Iterable[Inspection] | None = None) -> list[Action]:
    """Open the actions that are missing from published inspections: all inspections, or only these.

    Run this again after adding a force, or once a fire and rescue service is followed. Returns the new actions. Their
    positions do not exist yet (see recommendations.maintenance.services.opening).
    """
    lock_bodies()
    missing = missing_actions(inspections)
    opened: list[Action] = bulk_create_with_history(missing, Action, batch_size=ROWS_AT_ONCE, default_user=by)
    return opened
