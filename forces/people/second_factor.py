"""The second factor: who needs one, and resetting it for someone who lost theirs."""

from __future__ import annotations

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.bodies.installation import settled_installation
from forces.people import email
from forces.people.access import Reader
from forces.people.models import AccountEvent, Person
from forces.people.sessions import end_sessions
from forces.proof.sealing import seal


class RequiredOf(TextChoices):
    """Who has to have a second factor: the values of SOTERIA_SECOND_FACTOR."""

    EVERYONE = "everyone"
    WRITERS = "writers"
    OFF = "off"


def required_of() -> RequiredOf:
    """Return who has to have one. Where nothing is set: everyone, except in a demonstration."""
    if settings.SECOND_FACTOR:
        return RequiredOf(settings.SECOND_FACTOR)
    found = settled_installation()
    return RequiredOf.OFF if found and found.is_demonstration else RequiredOf.EVERYONE


def has_second_factor(person: Person) -> bool:
    """Whether the person has set up an authenticator app or a passkey. Recovery codes alone are no second factor."""
    return Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def is_missing(reader: Reader, request: HttpRequest | None = None) -> bool:
    """Whether this reader has to set up a second factor before anything else is shown.

    Those who signed in at a provider that asks for one have it there.
    """
    if request and settings.OIDC_HAS_SECOND_FACTOR and _signed_in_at_provider(request):
        return False
    match required_of():
        case RequiredOf.OFF:
            return False
        case RequiredOf.WRITERS if not reader.is_writer:
            return False
    return not has_second_factor(reader.person)


def _signed_in_at_provider(request: HttpRequest) -> bool:
    return any(each["method"] == "socialaccount" for each in get_authentication_records(request, request.user))


@transaction.atomic
def reset_second_factor(*, person: Person, by: Reader) -> None:
    """Remove someone's second factor, end their sessions, record who did it and email them.

    They set up another one when they next sign in with their password. Raises PermissionDenied.
    """
    if not by.may_reset_second_factor(person):
        raise PermissionDenied(_("You do not have access to reset how this person signs in."))
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    event = AccountEvent.objects.create(
        kind=AccountEvent.Kind.SECOND_FACTOR_RESET,
        person=person,
        recorded_by=by.person,
        recorded_at=timezone.now(),
    )
    seal([event])
    context = {"by": str(by.person), "at": timezone.localtime()}
    transaction.on_commit(lambda: email.send_text("second_factor_reset", to=[person.email], context=context))
