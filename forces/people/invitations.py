"""Give people roles, and invite those who have no account: by a link that works once, for seven days.

The link is emailed. Where no email can be sent, the person who invites sees it once and passes it on: decision 32.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people import email as outgoing
from forces.people.access import Reader
from forces.people.models import Invitation, Membership, Person, Role
from forces.people.services import check_membership, grant_membership, save_person


@dataclass(frozen=True)
class Invited:
    """What came of an invitation: the role, and the link if someone has to pass it on by hand."""

    membership: Membership
    is_new: bool  # the person has no password yet, and needs the link
    was_emailed: bool
    link: str = ""


@transaction.atomic
def invite(*, email: str, name: str, membership: Membership, by: Reader, request: HttpRequest) -> Invited:
    """Give the person with this email address a role, and send them a link if they have no password yet.

    Raises PermissionDenied, and ValidationError by field.
    """
    refuse_without_right(membership, by)
    email = email.strip().lower()
    person = Person.objects.filter(email=email).first()
    if person is None:
        person = save_person(person=Person(email=email, name=name.strip()), by=by.person)
    elif person.pk == by.person.pk and not by.is_administrator:
        raise ValidationError({"email": _("You cannot give yourself a role. Ask another approver.")})
    elif not person.is_active:
        raise ValidationError({"email": _("This person’s account is closed. Ask an administrator to open it.")})
    if _has_role(person, membership):
        raise ValidationError({"email": _("This person has this role already.")})
    membership.person = person
    check_membership(membership)
    membership.full_clean(exclude=["granted_by"])
    grant_membership(membership=membership, by=by.person)
    if not has_joined(person):
        return _send_link(membership, by, request)
    where = {"membership": membership, "by": by.person, "site": request.build_absolute_uri("/")}
    return Invited(membership, False, outgoing.send_text("role_given", to=[person.email], context=where))


def has_joined(person: Person) -> bool:
    """Whether the person can sign in: with a password, or at their organisation's provider."""
    return person.has_usable_password() or SocialAccount.objects.filter(user=person).exists()


def refuse_without_right(membership: Membership, by: Reader) -> None:
    """Raise PermissionDenied if the reader may not give and end this role."""
    if membership.role not in by.roles_to_give(membership.body):
        raise PermissionDenied(_("You do not have access to give or end this role."))


def _has_role(person: Person, membership: Membership) -> bool:
    """Whether the person has the same role in the same body on the first day, or a later one."""
    same = person.memberships.filter(role=membership.role, body=membership.body)
    return same.filter(Q(last_day=None) | Q(last_day__gte=membership.first_day)).exists()


@transaction.atomic
def send_again(*, membership: Membership, by: Reader, request: HttpRequest) -> Invited:
    """Send someone who has no password another link. The earlier one stops working.

    Raises PermissionDenied, and ValidationError if they have a password.
    """
    refuse_without_right(membership, by)
    if has_joined(membership.person):
        raise ValidationError(_("This person has already joined."))
    return _send_link(membership, by, request)


def _send_link(membership: Membership, by: Reader, request: HttpRequest) -> Invited:
    person, now, token = membership.person, timezone.now(), secrets.token_urlsafe(32)
    close_invitations(person)
    invitation = Invitation.objects.create(person=person, token_digest=_digest(token), sent_at=now, sent_by=by.person)
    link = request.build_absolute_uri(reverse("join", args=[token]))
    context = {"membership": membership, "by": by.person, "link": link, "until": invitation.last_moment}
    was_emailed = outgoing.send_text("invitation", to=[person.email], context=context)
    return Invited(membership, True, was_emailed, "" if was_emailed else link)


def close_invitations(person: Person) -> None:
    """Let no link of this person work any more."""
    Invitation.objects.filter(person=person, closed_at=None).update(closed_at=timezone.now())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_of(token: str) -> Invitation | None:
    """Return the invitation whose link works now, or None."""
    invitations = Invitation.objects.open_at(timezone.now()).select_related("person")
    return invitations.filter(token_digest=_digest(token), person__is_active=True).first()


@transaction.atomic
def accept(*, token: str, name: str, password: str) -> Person:
    """Give an invited person the name and password that they chose, and close the invitation.

    Raises ValidationError (by field) if the link does not work any more, or the password is weak.
    """
    invitation = Invitation.objects.select_for_update().filter(token_digest=_digest(token)).first()
    found = invitation_of(token)
    if invitation is None or found is None or found.person.has_usable_password():
        raise ValidationError(_("This link no longer works."))
    person = found.person
    person.name = name.strip()
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise ValidationError({"password1": error.messages}) from error
    person.set_password(password)
    person.save()
    close_invitations(person)
    return person


@transaction.atomic
def accept_at_provider(token: str) -> Person | None:
    """Return the invited person with this token, who now joins without a password; None if the link does not work."""
    found = invitation_of(token) if token else None
    if found is None or found.person.has_usable_password():
        return None
    close_invitations(found.person)
    return found.person


def roles_of(body: Body, by: Reader) -> list[tuple[str, str]]:
    """Return the roles in a body that the reader can give, as choices."""
    return [(role.value, str(role.label)) for role in Role if role in by.roles_to_give(body)]
