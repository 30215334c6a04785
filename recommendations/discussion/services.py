"""Assign actions to colleagues, and comment on them."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.people.access import Reader
from forces.people.models import Person
from forces.proof.sealing import seal
from recommendations.discussion.mentions import mentioned
from recommendations.discussion.models import COMMENT_LIMIT, ActionComment, Assignment, Mention
from recommendations.discussion.queries import colleagues, colleagues_by_name
from recommendations.register.models import Action
from recommendations.register.models.update import tidy_text


@transaction.atomic
def assign_action(*, action: Action, assignee: Person | None, by: Reader) -> Assignment | None:
    """Assign an action to a colleague, or to no one. Return the assignment that holds; None for no one.

    Raises PermissionDenied, and ValidationError (by field) for someone outside the office.
    """
    _check_access(action, by)
    if assignee and not colleagues(action.holder, by).filter(pk=assignee.pk).exists():
        raise ValidationError({"assignee": [_("Select someone who works in your office")]})
    _lock(action)
    latest = Assignment.objects.filter(action=action).order_by("pk").last()
    if (latest.assignee if latest else None) != assignee:
        latest = Assignment.objects.create(
            action=action, assignee=assignee, assigned_at=timezone.now(), assigned_by=by.person
        )
        seal([latest])
    return latest if assignee else None


@transaction.atomic
def add_comment(*, action: Action, text: str, by: Reader, submission_key: uuid.UUID) -> ActionComment:
    """Add a comment that only the office sees, and return it. A form sent twice makes one comment.

    "@" and a name mention every colleague of that name. Raises PermissionDenied, and ValidationError (by field).
    """
    _check_access(action, by)
    _lock(action)
    text = tidy_text(text)
    existing = ActionComment.objects.filter(submission_key=submission_key).first()
    if existing:
        if (existing.action_id, existing.written_by_id, existing.text) != (action.pk, by.person.pk, text):
            raise ValidationError(_("This form has already been used. Check your comment and add it again."))
        return existing
    if error := _error_in(text):
        raise ValidationError({"text": [error]})
    comment = ActionComment.objects.create(
        action=action, text=text, written_at=timezone.now(), written_by=by.person, submission_key=submission_key
    )
    people = colleagues_by_name(action.holder, by)
    names, _unknown = mentioned(text, people)
    mentions = Mention.objects.bulk_create(
        Mention(comment=comment, person=person, words=f"@{name}") for name in sorted(names) for person in people[name]
    )
    seal([comment, *mentions])
    return comment


def _error_in(text: str) -> str:
    if not text:
        return _("Enter a comment")
    if len(text) > COMMENT_LIMIT:
        return _("Shorten the comment to 4,000 characters or fewer")
    return ""


def _check_access(action: Action, by: Reader) -> None:
    if not by.may_follow(action.holder):
        raise PermissionDenied(_("Only this body’s office can assign and discuss its actions."))


def _lock(action: Action) -> None:
    """Lock the action until the transaction ends, so that two people take turns."""
    list(Action.objects.select_for_update().filter(pk=action.pk).values_list("pk"))
