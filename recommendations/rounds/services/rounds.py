"""Making a round of requests, and what happens to it: sent, reminded, ended."""

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
from recommendations.rounds.requests import groups_of
from recommendations.updates.queries import current_updates


def check_access(holder: Body, by: Reader) -> None:
    """Raises PermissionDenied unless the reader's office follows the holder's work."""
    if not by.may_follow(holder):
        raise PermissionDenied(_("Only the office that follows this body’s work asks its leads."))


@transaction.atomic
def make_round(
    *,
    holder: Body,
    actions: Sequence[Action],
    wanted_by: datetime.date,
    message: str,
    by: Reader,
    submission_key: uuid.UUID,
    post_for_unnamed: str = "",
) -> Round:
    """Make a round that asks each lead post about its actions of these. Returns the round, or the one made before.

    Actions without a lead are asked of `post_for_unnamed`. Raises PermissionDenied, and ValidationError by field.
    """
    check_access(holder, by)
    made = Round.objects.filter(submission_key=submission_key).first()
    if made is not None:
        if made.holder_id != holder.pk or made.made_by_id != by.person.pk:
            raise ValidationError(_("This form was used for another round. Choose the actions again."))
        return made
    if not actions:
        raise ValidationError(_("Choose at least one action to ask about"))
    if wanted_by < by.day:
        raise ValidationError({"wanted_by": [_("The day by which answers are wanted must be today or later")]})
    round_ = Round(
        holder=holder,
        wanted_by=wanted_by,
        message=message.strip(),
        made_at=timezone.now(),
        made_by=by.person,
        submission_key=submission_key,
    )
    save_with_history(round_, by=by.person)
    standing = current_updates(actions, by.day)
    for group in groups_of(holder, actions, post_for_unnamed=post_for_unnamed):
        request = Request(round=round_, lead_post=group.post, lead_name=group.name, lead_email=group.email)
        save_with_history(request, by=by.person)
        RequestedAction.objects.bulk_create(
            RequestedAction(request=request, action=action, seen=standing.get(action.pk)) for action in group.actions
        )
    return round_


@transaction.atomic
def mark_sent(*, requests: Sequence[Request], on: datetime.date, by: Reader) -> None:
    """Record that workbooks were sent. One that was sent before keeps its day. Raises PermissionDenied."""
    for request in _held(requests, by):
        if request.sent_on is None:
            request.sent_on = on
            save_with_history(request, by=by.person)


@transaction.atomic
def mark_reminded(*, request: Request, on: datetime.date, by: Reader) -> None:
    """Record that a lead was reminded. Raises PermissionDenied."""
    for held in _held([request], by):
        held.chased_on = on
        save_with_history(held, by=by.person)


def _held(requests: Sequence[Request], by: Reader) -> list[Request]:
    """The requests as they are now, held until the transaction ends, so that nobody's day is written over."""
    held = (
        Request.objects.select_for_update(of=("self",))
        .filter(pk__in=[request.pk for request in requests])
        .select_related("round__holder")
        .order_by("pk")
    )
    for request in held:
        check_access(request.round.holder, by)
    return list(held)


@transaction.atomic
def end_round(*, round_: Round, on: datetime.date | None, by: Reader) -> None:
    """End a round: no more answers are waited for. Without a day it goes on. Raises PermissionDenied."""
    check_access(round_.holder, by)
    round_.ended_on = on
    save_with_history(round_, by=by.person)
