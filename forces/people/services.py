"""Entering people, and granting, changing, ending and revoking their memberships."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people.history import delete_with_history, save_with_history
from forces.people.models import CalendarAddress, KeptFile, KeptForm, Membership, Person, Role, SavedView

BODY_OF_ROLE: dict[str, Body.Kind | None] = {
    Role.PANEL_MEMBER: Body.Kind.PANEL,
    Role.FORCE_CONTRIBUTOR: Body.Kind.FORCE,
    Role.OPCC_STAFF: Body.Kind.LOCAL,
    Role.OPCC_APPROVER: Body.Kind.LOCAL,
    Role.AUDITOR: Body.Kind.LOCAL,
    Role.ADMINISTRATOR: None,
}


@transaction.atomic
def save_person(*, person: Person, by: Person, password: str = "") -> Person:
    """Enter or change a person. Without a password, a new person cannot sign in until one is set.

    Raises ValidationError, by field, when administrators would lock themselves out.
    """
    if person.pk == by.pk and not person.is_active:
        raise ValidationError({"is_active": _("You cannot stop yourself from signing in. Ask another administrator.")})
    person.email = person.email.lower()
    if password:
        person.set_password(password)
    elif person._state.adding:
        person.set_unusable_password()
    person.save()
    return person


def has_records(person: Person) -> bool:
    """Whether anything in the register names the person, so that deleting them would blur who did what."""
    own = {CalendarAddress, KeptForm, KeptFile, SavedView}
    fields: list[Any] = Person._meta.get_fields(include_hidden=True)
    relations = [
        relation
        for relation in fields
        if relation.auto_created and not relation.concrete and relation.related_model not in own
    ]
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: person.pk}).exists()
        for relation in relations
        if relation.related_model._meta.app_label != "account"  # the sign-in's own notes on e-mail addresses
    )


@transaction.atomic
def delete_person(*, person: Person, by: Person) -> None:
    """Delete somebody who was entered by mistake. Raises ValidationError where the register names them."""
    if has_records(person):
        raise ValidationError(
            _("The register names this person, so they stay in it. Take away “may sign in” or end their memberships.")
        )
    person.delete()


def check_membership(membership: Membership) -> None:
    """Raises ValidationError, by field, where the role and the body do not fit."""
    if membership.role not in BODY_OF_ROLE:
        return
    kind = BODY_OF_ROLE[membership.role]
    role = Role(membership.role).label
    if kind is None and membership.body:
        raise ValidationError({"body": _("An administrator belongs to no body. Leave this empty.")})
    if kind is None or (membership.body and membership.body.kind == kind):
        return
    wanted = {
        Body.Kind.PANEL: _("Choose a panel: the role “%(role)s” belongs to one."),
        Body.Kind.FORCE: _("Choose a force: the role “%(role)s” belongs to one."),
        Body.Kind.LOCAL: _("Choose a local policing body: the role “%(role)s” belongs to one."),
    }[kind]
    raise ValidationError({"body": wanted % {"role": role}})


def check_own_administration(membership: Membership, *, by: Person) -> None:
    """Raises ValidationError where administrators would change their own administration: nobody locks everybody out."""
    if membership.role == Role.ADMINISTRATOR and membership.person_id == by.pk:
        raise ValidationError(_("You cannot end your own administration. Ask another administrator."))


@transaction.atomic
def grant_membership(*, membership: Membership, by: Person) -> Membership:
    """Give a person a role. Raises ValidationError, by field, where the role and the body do not fit."""
    check_membership(membership)
    membership.granted_by = by
    save_with_history(membership, by=by)
    return membership


@transaction.atomic
def change_membership(*, membership: Membership, by: Person) -> Membership:
    """Change the days of a membership: its last day ends it. The role and the body stay as they were granted."""
    granted = Membership.objects.get(pk=membership.pk)
    if (membership.first_day, membership.last_day) != (granted.first_day, granted.last_day):
        check_own_administration(granted, by=by)
    membership.role, membership.body, membership.person = granted.role, granted.body, granted.person
    save_with_history(membership, by=by)
    return membership


@transaction.atomic
def revoke_membership(*, membership: Membership, by: Person) -> None:
    """Take a role away at once, as for one granted by mistake. The history keeps that it was held."""
    check_own_administration(membership, by=by)
    delete_with_history(membership, by=by)
