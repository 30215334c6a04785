"""The sessions of people who are signed in."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from forces.people.models import Person


@transaction.atomic
def end_sessions(person: Person) -> None:
    """Sign a person out everywhere: the next request of each of their browsers has to sign in."""
    Person.objects.filter(pk=person.pk).update(session_version=F("session_version") + 1)
