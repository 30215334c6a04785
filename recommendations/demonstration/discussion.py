"""An assignment and a comment at each office with accounts, on one action of the real inspection."""

from __future__ import annotations

import datetime
import uuid

from django.utils import timezone

from forces.people.models import Person
from recommendations.demonstration.accounts import FORCES_WITH_ACCOUNTS
from recommendations.discussion.models import ActionComment, Assignment, Mention
from recommendations.register.models import Action

INSPECTION, REFERENCE = "soteria-2024", "7"
_KEYS = uuid.UUID("5d0c4c5e-7f0b-4b0e-9d63-2f6a3c1f7a10")


def make_discussions(*, day: datetime.date) -> int:
    """Assign the action to the office's account, with a question of its approver. Return the comments."""
    actions = Action.objects.filter(
        holder__slug__in=FORCES_WITH_ACCOUNTS,
        recommendation__inspection__slug=INSPECTION,
        recommendation__reference=REFERENCE,
    )
    people = Person.objects.in_bulk(field_name="email")
    for action in actions.select_related("holder").order_by("pk"):
        office, approver = (people[f"{role}.{action.holder.slug}@example.org"] for role in ("office", "approver"))
        Assignment.objects.create(
            action=action, assignee=office, assigned_at=_on(day, days_before=28), assigned_by=approver
        )
        question = _comment(
            action,
            f"@{office} the panel will ask how far part b is. Can we have dates for the rest?",
            by=approver,
            at=_on(day, days_before=3),
        )
        Mention.objects.create(comment=question, person=office, words=f"@{office}")
    return ActionComment.objects.count()


def _comment(action: Action, text: str, *, by: Person, at: datetime.datetime) -> ActionComment:
    key = uuid.uuid5(_KEYS, f"{action.pk} {text}")
    return ActionComment.objects.create(action=action, text=text, written_by=by, written_at=at, submission_key=key)


def _on(day: datetime.date, *, days_before: int) -> datetime.datetime:
    on = day - datetime.timedelta(days=days_before)
    return timezone.make_aware(datetime.datetime.combine(on, datetime.time(10)))
