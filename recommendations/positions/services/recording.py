"""The door for recording updates: checks, update, positions and the search in one transaction."""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction

from forces.people.access import Edition, Reader
from recommendations.positions.rebuilding import history_of, rebuild
from recommendations.positions.replay import State, counts_in, in_force, state_after
from recommendations.register.models import Action, Update
from recommendations.register.services.updates import (
    Entry,
    SavedMeanwhile,
    already_saved,
    write_retraction,
    write_update,
)
from recommendations.searching.indexing import index
from recommendations.searching.sources import UPDATES


def state_on(action: Action, day: datetime.date) -> State:
    """The working state of an action on a day, from its history: what a new update of that day comes after."""
    told = [t for t in in_force(history_of(action)) if counts_in(t, Edition.WORKING) and t.effective_on <= day]
    return state_after(told[-1] if told else None, action.published_deadline_on, action.published_target_on)


def _next_after(action: Action, day: datetime.date) -> Update | None:
    """The update in force that comes next after the day, if a new one of that day is backdated."""
    told = [t for t in in_force(history_of(action)) if counts_in(t, Edition.WORKING) and t.effective_on > day]
    return Update.objects.get(pk=told[0].id) if told else None


def _locked(action: Action) -> Action:
    """The action, held until the transaction ends, so that two people saving it take turns."""
    return (
        Action.objects.select_for_update(of=("self",))
        .select_related("holder", "part", "recommendation__inspection")
        .get(pk=action.pk)
    )


@transaction.atomic
def record_update(
    *, action: Action, entry: Entry, by: Reader, submission_key: uuid.UUID, seen: int | None = None
) -> Update:
    """Record one update and rebuild its action's positions. Returns the update, or the one this form made before.

    `seen` is the newest update the person had seen (`latest_seen`); None does not ask. Raises PermissionDenied,
    ValidationError by field, Unconfirmed, and SavedMeanwhile with what others recorded since.
    """
    action = _locked(action)
    if saved := already_saved(submission_key, action=action, by=by, text=entry.words):
        if entry.status and saved.status and saved.status != entry.status:
            raise SavedMeanwhile([saved])
        return saved
    if seen is not None:
        meanwhile = Update.objects.readable_by(by, action).filter(pk__gt=seen).in_order()
        if meanwhile:
            raise SavedMeanwhile(list(meanwhile.select_related("words", "recorded_by")))
    day = entry.effective_on or by.day
    update = write_update(
        action=action,
        entry=entry,
        by=by,
        submission_key=submission_key,
        before=state_on(action, day),
        following=_next_after(action, day),
    )
    rebuild([action.pk])
    index(UPDATES, [action.pk])
    return update


@transaction.atomic
def retract_update(*, update: Update, reason: str, by: Reader, submission_key: uuid.UUID) -> Update:
    """Retract one update and rebuild its action's positions. Returns the retraction, or the one made before.

    Raises PermissionDenied, and ValidationError by field.
    """
    action = _locked(update.action)
    if saved := already_saved(submission_key, action=action, by=by, text=reason):
        return saved
    retraction = write_retraction(update=update, reason=reason, by=by, submission_key=submission_key)
    rebuild([action.pk])
    index(UPDATES, [action.pk])
    return retraction
