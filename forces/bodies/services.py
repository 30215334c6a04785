"""Save and delete bodies, periods of oversight and successions."""

from __future__ import annotations

from typing import TypeVar

from django.db import transaction

from forces.bodies.models import (
    Body,
    BodyKind,
    EarlierName,
    FireService,
    Force,
    LocalPolicingBody,
    NationalBody,
    Oversight,
    Panel,
    RegionalUnit,
    Succession,
)
from forces.people.history import delete_with_history, save_with_history
from forces.people.models import Person

AnyBody = TypeVar("AnyBody", bound=Body)

KINDS: dict[type[Body], BodyKind] = {
    Force: BodyKind.FORCE,
    NationalBody: BodyKind.NATIONAL,
    LocalPolicingBody: BodyKind.LOCAL,
    Panel: BodyKind.PANEL,
    FireService: BodyKind.FIRE,
    RegionalUnit: BodyKind.REGIONAL,
}


@transaction.atomic
def save_body(*, body: AnyBody, by: Person) -> AnyBody:
    """Save a force or another body. Its class sets its kind."""
    body.kind = KINDS[type(body)]
    save_with_history(body, by=by)
    return body


def lock_bodies() -> None:
    """Lock all bodies until the transaction ends, so that no action is opened while work passes to another body.

    Others can go on referring to them: a stronger lock would hold up everyone who saves.
    """
    list(Body.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))


@transaction.atomic
def delete_body(*, body: Body, by: Person) -> None:
    """Delete a body that was added by mistake. Raises ProtectedError if anything refers to it."""
    delete_with_history(body, by=by)


@transaction.atomic
def save_earlier_name(*, earlier_name: EarlierName, by: Person) -> EarlierName:
    """Save what a body was called until a day."""
    save_with_history(earlier_name, by=by)
    return earlier_name


@transaction.atomic
def delete_earlier_name(*, earlier_name: EarlierName, by: Person) -> None:
    """Delete an earlier name that was added by mistake."""
    delete_with_history(earlier_name, by=by)


@transaction.atomic
def save_oversight(*, oversight: Oversight, by: Person) -> Oversight:
    """Save a period of oversight. It ends the period before it."""
    save_with_history(oversight, by=by)
    return oversight


@transaction.atomic
def delete_oversight(*, oversight: Oversight, by: Person) -> None:
    """Delete a period of oversight that was added by mistake. The period before it continues."""
    delete_with_history(oversight, by=by)


@transaction.atomic
def save_succession(*, succession: Succession, by: Person) -> Succession:
    """Save that one body succeeded another."""
    save_with_history(succession, by=by)
    return succession


@transaction.atomic
def delete_succession(*, succession: Succession, by: Person) -> None:
    """Delete a succession that was added by mistake."""
    delete_with_history(succession, by=by)
