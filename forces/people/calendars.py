"""The private addresses of calendars: who has which, made anew, given up."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from forces.bodies.models import Force
from forces.people.access import Reader
from forces.people.models import CalendarAddress


@dataclass(frozen=True)
class Calendar:
    """What a person can have a calendar of: one force, or (None) all their forces; with its address if there is one."""

    force: Force | None
    address: CalendarAddress | None

    @property
    def title(self) -> str:
        return self.force.name if self.force else _("All your forces")


def forces_of_memberships(reader: Reader) -> frozenset[int]:
    """The forces that the reader's memberships cover: those of one calendar for a person."""
    return reader.working_forces | reader.panel


def calendars_of(reader: Reader, *, asked_for: Force | None = None) -> list[Calendar]:
    """The reader's calendars: of all their forces, of each force with an address, and of the one asked for."""
    made = {address.force_id: address for address in reader.person.calendar_addresses.select_related("force").all()}
    covered = forces_of_memberships(reader)
    shown = Force.objects.filter(reader.holders())
    wanted = {pk for pk in made if pk} | covered | ({asked_for.pk} if asked_for else set())
    calendars = [Calendar(None, made.get(None))] if covered else []
    return calendars + [Calendar(force, made.get(force.pk)) for force in shown.filter(pk__in=wanted).order_by("name")]


@transaction.atomic
def new_address(*, force: Force | None, by: Reader) -> CalendarAddress:
    """Make the address of a calendar, in place of an earlier one, which stops working at once."""
    remove_address(force=force, by=by)
    return CalendarAddress.objects.create(person=by.person, force=force)


@transaction.atomic
def remove_address(*, force: Force | None, by: Reader) -> None:
    """Give the address of a calendar up."""
    CalendarAddress.objects.filter(person=by.person, force=force).delete()
