"""Roles that administrators gave themselves, which the office concerned is shown."""

from __future__ import annotations

from django.db.models import F, Q

from forces.people.access import Reader
from forces.people.models import Membership
from soteria_tracker.web.today import today


def taken_by_administrators(reader: Reader) -> list[Membership]:
    """Return the roles today in the reader's offices and their forces that administrators gave themselves."""
    bodies = reader.own_bodies | reader.office
    of_office = Q(body__in=bodies) | Q(body__panel__scrutinises__in=bodies)
    held = Membership.objects.held_on(today()).filter(of_office, granted_by=F("person"))
    return list(held.select_related("person", "body").order_by("first_day", "pk"))
