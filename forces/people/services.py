"""Save people, and grant, change and revoke their memberships."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from forces.bodies.models import Body, BodyKind, Oversight
from forces.people import email
from forces.people.access import BODY_OF_ROLE, GIVEN_BY_APPROVERS
from forces.people.history import delete_with_history, save_with_history
from forces.people.models import (
    AccessEvent,
    CalendarAddress,
    DataAddress,
    Membership,
    Person,
    PreparedFile,
    Role,
    SavedView,
    UnsavedFile,
    UnsavedForm,
)
from soteria_tracker.web.today import today

# allauth's own records: email addresses, second factors, sessions and accounts at a provider
_APPS_OF_SIGN_IN = frozenset({"account", "mfa", "usersessions", "socialaccount"})


@transaction.atomic
def save_person(*, person: Person, by: Person, password: str = "") -> Person:
    """Save a person. A new person cannot sign in until a password is set.

    Raises ValidationError, by field, if administrators would lock themselves out.
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
    """Whether records refer to the person, so that deleting them would lose who did what."""
    own = {AccessEvent, CalendarAddress, DataAddress, PreparedFile, SavedView, UnsavedForm, UnsavedFile}
    fields: list[Any] = Person._meta.get_fields(include_hidden=True)
    relations = [
        relation
        for relation in fields
        if relation.auto_created and not relation.concrete and relation.related_model not in own
    ]
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: person.pk}).exists()
        for relation in relations
        if relation.related_model._meta.app_label not in _APPS_OF_SIGN_IN
    )


@transaction.atomic
def delete_person(*, person: Person, by: Person) -> None:
    """Delete a person who was added by mistake. Raises ValidationError if records refer to them."""
    if has_records(person):
        raise ValidationError(_("Records refer to this person. Clear “can sign in”, or end the memberships, instead."))
    person.delete()


def check_membership(membership: Membership) -> None:
    """Raise ValidationError, by field, if the role does not go with the body, or would outlast it."""
    _refuse_outlasting_body(membership)
    if membership.role not in Role.values:
        return
    kind = BODY_OF_ROLE[Role(membership.role)]
    role = Role(membership.role).label
    if kind is None and membership.body:
        raise ValidationError({"body": _("An administrator does not belong to a body. Leave this empty.")})
    if kind is None or (membership.body and membership.body.kind == kind):
        return
    wanted = {
        BodyKind.PANEL: _("Choose a panel: the role “%(role)s” belongs to one."),
        BodyKind.FORCE: _("Choose a force: the role “%(role)s” belongs to one."),
        BodyKind.LOCAL: _("Choose a local policing body: the role “%(role)s” belongs to one."),
    }[kind]
    raise ValidationError({"body": wanted % {"role": role}})


def _refuse_outlasting_body(membership: Membership) -> None:
    body, last_day = membership.body, membership.last_day
    if body and body.closed_on and (last_day is None or last_day >= body.closed_on):
        message = _("%(body)s closes on %(day)s. Choose the body that follows it, or a last day before then.")
        raise ValidationError({"body": message % {"body": body, "day": date_format(body.closed_on)}})


def refuse_ending_own_administration(membership: Membership, *, by: Person | None) -> None:
    """Raise ValidationError if an administrator would end their own role, so that there is always one."""
    if by and membership.role == Role.ADMINISTRATOR and membership.person_id == by.pk:
        raise ValidationError(_("You cannot end your own administrator role. Ask another administrator."))


@transaction.atomic
def grant_membership(*, membership: Membership, by: Person | None) -> Membership:
    """Give a person a role; `by` is None if a directory gives it.

    Raises ValidationError, by field, if the role does not go with the body.
    """
    check_membership(membership)
    membership.granted_by = by
    save_with_history(membership, by=by)
    if membership.is_given_to_oneself:
        transaction.on_commit(lambda: _tell_office_of_administrator(membership))
    return membership


def _tell_office_of_administrator(membership: Membership) -> None:
    """Email the office concerned that an administrator gave themselves a role there."""
    people = members_of_office(membership.body).exclude(pk=membership.person_id)
    email.send_text("role_taken", to=[person.email for person in people], context={"membership": membership})


def members_of_office(body: Body | None) -> QuerySet[Person]:
    """Return the staff and approvers, today, of the office concerned with a body: its own, or that of its force."""
    if body is None:
        return Person.objects.none()
    forces = Q(force=body.pk) | Q(force__panels=body.pk)
    offices = Q(body=body) | Q(body__in=Oversight.objects.on(today()).filter(forces).values("body"))
    held = Membership.objects.held_on(today()).filter(offices, role__in=GIVEN_BY_APPROVERS)
    return Person.objects.filter(is_active=True, pk__in=held.values("person"))


@transaction.atomic
def change_membership(*, membership: Membership, by: Person | None) -> Membership:
    """Change the days of a membership. Its last day ends it; its role and body cannot change."""
    granted = Membership.objects.get(pk=membership.pk)
    if (membership.first_day, membership.last_day) != (granted.first_day, granted.last_day):
        refuse_ending_own_administration(granted, by=by)
    membership.role, membership.body, membership.person = granted.role, granted.body, granted.person
    save_with_history(membership, by=by)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, last_day: datetime.date | None, by: Person | None) -> None:
    """End a role after its last day, or at once if that is None. The history keeps it.

    Raises ValidationError, by field, for a day before its first or one that has passed.
    """
    day = today()
    if last_day is None and membership.first_day >= day:
        revoke_membership(membership=membership, by=by)
        return
    if last_day is not None and last_day < max(day, membership.first_day):
        raise ValidationError({"last_day": _("Enter today or a later day, and not one before the first day.")})
    membership.last_day = last_day or day - datetime.timedelta(days=1)
    change_membership(membership=membership, by=by)


@transaction.atomic
def revoke_membership(*, membership: Membership, by: Person | None) -> None:
    """Remove a role at once, for example one granted by mistake. The history keeps it."""
    refuse_ending_own_administration(membership, by=by)
    delete_with_history(membership, by=by)
