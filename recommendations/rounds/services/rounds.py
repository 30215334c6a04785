"""Create a round of requests, and record that it was sent, that leads were reminded, and that it is closed."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people.access import Reader
from forces.people.history import save_with_history
from recommendations.register.models import Action
from recommendations.rounds.models import Request, RequestedAction, Round
from recommendations.rounds.requests import group_by_lead
from recommendations.updates.queries import current_updates, locked_actions


def check_access(holder: Body, by: Reader) -> None:
    """Raise PermissionDenied unless the reader's office follows the holder's work."""
    if not by.may_follow(holder):
        raise PermissionDenied(_("Only the office that follows this body’s work can request updates from its leads."))


def errors_of(reply_by: datetime.date | None, today: datetime.date) -> dict[str, str]:
    """Return what stops a round, by field."""
    if reply_by and reply_by < today:
        return {"reply_by": _("The date to reply by must be today or in the future")}
    return {}


@transaction.atomic
def create_round(
    *,
    holder: Body,
    actions: Sequence[Action],
    reply_by: datetime.date,
    email_text: str,
    by: Reader,
    submission_key: uuid.UUID,
    post_for_unnamed: str = "",
) -> Round:
    """Create and return a round with one request for each lead post of the actions.

    Actions without a lead are requested from `post_for_unnamed`. A form sent twice makes one round. Raises
    PermissionDenied, and ValidationError by field.
    """
    check_access(holder, by)
    locked_actions(action.pk for action in actions)  # two submissions of one form take turns
    existing = Round.objects.filter(submission_key=submission_key).first()
    if existing is not None:
        if existing.holder_id != holder.pk or existing.created_by_id != by.person.pk:
            raise ValidationError(_("This form has already been used for another round. Select the actions again."))
        return existing
    if not actions:
        raise ValidationError(_("Select at least one action"))
    if errors := errors_of(reply_by, by.day):
        raise ValidationError(errors)
    round_ = Round(
        holder=holder,
        reply_by=reply_by,
        email_text=email_text.strip(),
        created_at=timezone.now(),
        created_by=by.person,
        submission_key=submission_key,
    )
    save_with_history(round_, by=by.person)
    last_updates = current_updates(actions, by.day)
    for group in group_by_lead(holder, actions, reader=by, post_for_unnamed=post_for_unnamed):
        request = Request(round=round_, lead_post=group.post, lead_name=group.name, lead_email=group.email)
        save_with_history(request, by=by.person)
        RequestedAction.objects.bulk_create(
            RequestedAction(request=request, action=action, last_update=last_updates.get(action.pk))
            for action in group.actions
        )
    return round_


@transaction.atomic
def mark_sent(*, requests: Sequence[Request], on: datetime.date, by: Reader) -> None:
    """Record that requests were sent. One that was sent before keeps its date. Raises PermissionDenied."""
    for request in _locked(requests, by):
        if request.sent_on is None:
            request.sent_on = on
            save_with_history(request, by=by.person)


@transaction.atomic
def mark_reminded(*, request: Request, on: datetime.date, by: Reader) -> None:
    """Record that a lead was reminded. Raises PermissionDenied."""
    for locked in _locked([request], by):
        locked.reminded_on = on
        save_with_history(locked, by=by.person)


def _locked(requests: Sequence[Request], by: Reader) -> list[Request]:
    """Return the requests as they are now, locked, so that two people cannot overwrite each other's dates."""
    locked = (
        Request.objects.select_for_update(of=("self",))
        .filter(pk__in=[request.pk for request in requests])
        .select_related("round__holder")
        .order_by("pk")
    )
    for request in locked:
        check_access(request.round.holder, by)
    return list(locked)


@transaction.atomic
def close_round(*, round_: Round, on: datetime.date | None, by: Reader) -> None:
    """Close a round, or reopen it without a date. Late replies can still be uploaded. Raises PermissionDenied."""
    check_access(round_.holder, by)
    round_.closed_on = on
    save_with_history(round_, by=by.person)
