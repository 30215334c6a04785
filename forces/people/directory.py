"""Sign-in at an organisation's own provider, by OpenID Connect: who is let in, and the roles that its groups give.

An account at the provider belongs to a person because they joined with an invitation, connected it while they were
signed in, or are in a group that gives a role. An email address alone connects nothing: the people who run a provider
can write any address there.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from forces.people.models import DirectoryGroup, DirectoryMembership, Membership, Person
from forces.people.services import end_membership, grant_membership, save_person
from soteria_tracker.web.today import today

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claims:
    """What a provider says of someone. `groups` is None if it did not say which groups they are in."""

    email: str
    name: str
    groups: frozenset[str] | None


def claims_in(data: Mapping[str, Any]) -> Claims:
    """Return what the answers of a provider say: its ID token, and its page about the person."""
    id_token, userinfo = data.get("id_token") or {}, data.get("userinfo") or {}
    both = {**userinfo, **id_token}
    claim = settings.OIDC_GROUPS_CLAIM
    # Entra names the claim here instead of sending it, where someone is in more groups than fit in a token
    is_left_out = claim in (both.get("_claim_names") or {})
    groups = both.get(claim) or []
    named = [groups] if isinstance(groups, str) else groups
    return Claims(
        email=str(both.get("email") or "").strip().lower(),
        name=str(both.get("name") or "").strip()[:120],
        groups=None if is_left_out else frozenset(str(group) for group in named),
    )


@transaction.atomic
def create_from_groups(claims: Claims) -> Person | None:
    """Create the person whom a provider describes, with the roles of their groups; None if these give no role.

    Raises ValidationError if there is no usable address, or someone has it already.
    """
    if not _groups(claims.groups or ()):
        return None
    try:
        validate_email(claims.email)
    except ValidationError as error:
        raise ValidationError(_("Your organisation’s sign-in did not send your email address.")) from error
    if Person.objects.filter(email=claims.email).exists():
        words = _(
            "There is already an account with the address %(email)s. Sign in to it as before, and connect your "
            "organisation’s sign-in on the page “Your account”."
        )
        raise ValidationError(words % {"email": claims.email})
    person = Person(email=claims.email, name=claims.name)
    save_person(person=person, by=person)
    follow_groups(person, claims)
    return person


@transaction.atomic
def follow_groups(person: Person, claims: Claims) -> None:
    """Give the roles of the person's groups, and end those that a group gave which they are no longer in.

    Roles that someone gave by hand stay. Nothing changes if the provider did not say which groups they are in.
    """
    if claims.groups is None:
        return
    wanted = {(group.role, group.body_id): group for group in _groups(claims.groups)}
    held = list(person.memberships.held_on(today()).select_related("from_directory"))
    for membership in held:
        if hasattr(membership, "from_directory") and (membership.role, membership.body_id) not in wanted:
            end_membership(membership=membership, last_day=None, by=None)
    has = {(membership.role, membership.body_id) for membership in held}
    for key, group in wanted.items():
        if key not in has:
            _give(person, group)


def _groups(values: Collection[str]) -> list[DirectoryGroup]:
    return list(DirectoryGroup.objects.filter(claim_value__in=values).select_related("body"))


def _give(person: Person, group: DirectoryGroup) -> None:
    membership = Membership(person=person, role=group.role, body=group.body, first_day=today())
    try:
        grant_membership(membership=membership, by=None)
    except ValidationError as error:  # the body has closed
        logger.warning("The directory group %s gives no role: %s", group.pk, " ".join(error.messages))
        return
    DirectoryMembership.objects.create(membership=membership, group=group)


@transaction.atomic
def remove_group(group: DirectoryGroup, *, by: Person) -> None:
    """Remove a group, and end the roles that it gave."""
    given = Membership.objects.filter(from_directory__group=group)
    for membership in given.filter(Q(last_day=None) | Q(last_day__gte=today())):
        end_membership(membership=membership, last_day=None, by=by)
    DirectoryMembership.objects.filter(group=group).delete()
    group.delete()
