"""Open actions with their positions, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from forces.people.models import Person
from recommendations.positions.rebuilding import rebuild
from recommendations.register.models import Action, Inspection
from recommendations.register.services import actions


@transaction.atomic
def open_actions(*, by: Person | None, inspections: Iterable[Inspection] | None = None) -> list[Action]:
    """Open the missing actions of published inspections (all, or these), and return them."""
    opened = actions.open_actions(by=by, inspections=inspections)
    rebuild(action.pk for action in opened)
    return opened
