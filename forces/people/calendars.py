"""The private addresses of calendars: list, create and remove them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from forces.bodies.models import Force
from forces.people.access import Reader
from forces.people.models import CalendarAddress, Person


@dataclass(frozen=True)
class Calendar:
    """A calendar of one force, or of all the person's forces (None), with its address if there is one."""

    force: Force | None
    address: CalendarAddress | None

    @property
    def title(self) -> str:
        return self.force.name if self.force else _("All your forces")


def forces_of_memberships(reader: Reader) -> frozenset[int]:
    """Return the ids of the forces that the reader's memberships cover."""
    return reader.working_forces | reader.panel


def calendars_of(reader: Reader, *, requested: Force | None = None) -> list[Calendar]:
    """Return the reader's calendars: of all their forces, of each force with an address, and of `requested`."""
    existing = {address.force_id: address for address in reader.person.calendar_addresses.select_related("force").all()}
    covered = forces_of_memberships(reader)
    shown = Force.objects.filter(reader.holders())
    wanted = {pk for pk in existing if pk} | covered | ({requested.pk} if requested else set())
    calendars = [Calendar(None, existing.get(None))] if covered else []
    return calendars + [
        Calendar(force, existing.get(force.pk)) for force in shown.filter(pk__in=wanted).order_by("name")
    ]


@transaction.atomic
def new_address(*, force: Force | None, by: Reader, replaces: int | None = None) -> CalendarAddress:
    """Create the address of a calendar in place of the one with the id `replaces`, which stops working at once.

    A form sent twice makes one address: if there is another by now, that one is returned.
    """
    Person.objects.select_for_update().get(pk=by.person.pk)  # two submissions take turns
    existing = CalendarAddress.objects.filter(person=by.person, force=force).first()
    if existing and existing.pk != replaces:
        return existing
    remove_address(force=force, by=by)
    return CalendarAddress.objects.create(person=by.person, force=force)


@transaction.atomic
def remove_address(*, force: Force | None, by: Reader) -> None:
    """Remove the address of a calendar."""
    CalendarAddress.objects.filter(person=by.person, force=force).delete()
