"""Who has a role in a body, and what the reader can do about it."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Exists, OuterRef
from django.utils import timezone

from forces.bodies.models import Body
from forces.people.access import Reader
from forces.people.models import Invitation, Membership
from soteria_tracker.web.today import today


@dataclass(frozen=True)
class RoleRow:
    """A role of a person in the body."""

    membership: Membership
    has_second_factor: bool
    is_invited: bool  # has no password yet
    link_works: bool  # the link of the invitation can still be used
    may_end: bool
    may_reset: bool


def roles_in(body: Body, reader: Reader) -> dict[str, list[RoleRow]]:
    """Return the roles held today, those that begin later, and those that ended, each by name. Three queries."""
    factors = Authenticator.objects.filter(user=OuterRef("person")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    links = Invitation.objects.open_at(timezone.now()).filter(person=OuterRef("person"))
    elsewhere = Membership.objects.held_on(today()).filter(person=OuterRef("person"))
    elsewhere = elsewhere.exclude(body__in=reader.approving_bodies, body__isnull=False)
    accounts = SocialAccount.objects.filter(user=OuterRef("person"))
    memberships = body.memberships.select_related("person", "granted_by", "body").annotate(
        has_second_factor=Exists(factors),
        signs_in_elsewhere=Exists(accounts),
        link_works=Exists(links),
        has_role_elsewhere=Exists(elsewhere),
    )
    day, gives = today(), reader.roles_to_give(body)
    rows: dict[str, list[RoleRow]] = {"now": [], "later": [], "ended": []}
    for each in memberships.order_by("person__name", "person__email", "role"):
        is_other, has_ended = each.person_id != reader.person.pk, each.last_day is not None and each.last_day < day
        may_reset = reader.is_administrator or (bool(reader.approving_bodies) and not each.has_role_elsewhere)
        row = RoleRow(
            each,
            has_second_factor=each.has_second_factor,
            is_invited=not (each.signs_in_elsewhere or each.person.has_usable_password()),
            link_works=each.link_works,
            may_end=is_other and each.role in gives and not has_ended,
            may_reset=is_other and may_reset and each.has_second_factor and not has_ended and each.first_day <= day,
        )
        rows["ended" if has_ended else "now" if each.first_day <= day else "later"].append(row)
    return rows
