"""Entering and changing the bodies, who oversees whom, and who took whose place."""

from __future__ import annotations

from typing import TypeVar

from django.db import transaction

from forces.bodies.models import Body, Force, LocalPolicingBody, NationalBody, Oversight, Panel, Succession
from forces.people.history import delete_with_history, save_with_history
from forces.people.models import Person

AnyBody = TypeVar("AnyBody", bound=Body)

KINDS: dict[type[Body], Body.Kind] = {
    Force: Body.Kind.FORCE,
    NationalBody: Body.Kind.NATIONAL,
    LocalPolicingBody: Body.Kind.LOCAL,
    Panel: Body.Kind.PANEL,
}


@transaction.atomic
def save_body(*, body: AnyBody, by: Person) -> AnyBody:
    """Enter or change a force, national body, local policing body or panel. Its kind follows from its class."""
    body.kind = KINDS[type(body)]
    save_with_history(body, by=by)
    return body


@transaction.atomic
def delete_body(*, body: Body, by: Person) -> None:
    """Delete a body that was entered by mistake. Raises ProtectedError where anything refers to it."""
    delete_with_history(body, by=by)


@transaction.atomic
def save_oversight(*, oversight: Oversight, by: Person) -> Oversight:
    """Enter or change from which day a local policing body oversees a force; the period before it ends that day."""
    save_with_history(oversight, by=by)
    return oversight


@transaction.atomic
def delete_oversight(*, oversight: Oversight, by: Person) -> None:
    """Take back a period of oversight that was entered by mistake; the period before it goes on."""
    delete_with_history(oversight, by=by)


@transaction.atomic
def save_succession(*, succession: Succession, by: Person) -> Succession:
    """Enter or change that one body took the place of another."""
    save_with_history(succession, by=by)
    return succession


@transaction.atomic
def delete_succession(*, succession: Succession, by: Person) -> None:
    """Take back a succession that was entered by mistake."""
    delete_with_history(succession, by=by)
