"""Someone leaves an office: their role ends, and what is assigned to them goes to a colleague, in one step."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.people.access import Reader, reader_of
from forces.people.invitations import close_invitations, refuse_without_right
from forces.people.models import Membership, Person
from forces.people.services import end_membership, members_of_office
from forces.people.sessions import end_sessions
from forces.proof.sealing import seal
from recommendations.discussion.models import Assignment
from soteria_tracker.web.today import today


def assigned_to(person: Person) -> QuerySet[Assignment]:
    """Return the latest assignment of each action that is assigned to a person."""
    later = Assignment.objects.filter(action=OuterRef("action"), pk__gt=OuterRef("pk"))
    assignments = Assignment.objects.filter(~Exists(later), assignee=person)
    return assignments.select_related("action__holder").order_by("action")


@transaction.atomic
def leave_office(
    *, membership: Membership, last_day: datetime.date | None, successor: Person | None, by: Reader
) -> int:
    """End a role, and assign what the person can no longer follow to a successor, or to no one.

    `last_day` None ends it at once. A person without any role left is signed out everywhere. Returns how many actions
    were assigned anew. Raises PermissionDenied, and ValidationError by field.
    """
    refuse_without_right(membership, by)
    person, body = membership.person, membership.body
    if person.pk == by.person.pk:
        raise ValidationError(_("You cannot end your own role. Ask another approver or an administrator."))
    if successor and (successor == person or not members_of_office(body).filter(pk=successor.pk).exists()):
        raise ValidationError({"successor": _("Select someone who works in the office.")})
    end_membership(membership=membership, last_day=last_day, by=by.person)
    now, afterwards = timezone.now(), reader_of(person, (last_day or today()) + datetime.timedelta(days=bool(last_day)))
    left = [each.action for each in assigned_to(person) if not afterwards.may_follow(each.action.holder)]
    assignments = Assignment.objects.bulk_create(
        Assignment(action=action, assignee=successor, assigned_at=now, assigned_by=by.person) for action in left
    )
    seal(assignments)
    if last_day is None and not person.memberships.held_on(today()).exists():
        close_invitations(person)
        end_sessions(person)
    return len(left)
