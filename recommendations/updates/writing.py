"""Insert updates that were checked. Call these through `services`, which rebuilds the positions as well."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.bodies.models import BodyKind
from forces.people.access import Reader
from forces.proof.sealing import seal
from recommendations.register.models import Action, PartDone, Update, UpdateWords
from recommendations.register.models.update_state import FIELDS_OF_STATUS, STATE_FIELDS
from recommendations.register.retraction import retracted_ids
from recommendations.updates.entry import STATEMENT_FIELDS, UpdateSubmission
from recommendations.updates.evidence import make_evidence
from recommendations.updates.refusals import EditConflict


def is_saved(saved: Update | None, *, action: Action, by: Reader, text: str, status: str = "") -> bool:
    """Return whether this form was saved before. `saved` is the update with its submission key, if there is one.

    Raises EditConflict if the form was sent again with other words or another status (after "Back" in the browser),
    and ValidationError if the key was used by someone else or for another action.
    """
    if saved is None:
        return False
    if saved.action_id != action.pk or saved.recorded_by != by.person:
        raise ValidationError(
            _("This form was used for another update. Check what you have written and save it again.")
        )
    has_other_words = saved.words and saved.words.digest != UpdateWords.from_text(text).digest
    has_other_status = status and saved.status and saved.status != status
    if has_other_words or has_other_status:
        raise EditConflict([saved])
    return True


@transaction.atomic
def write_updates(submissions: Sequence[UpdateSubmission], *, by: Reader) -> list[Update]:
    """Insert updates that were checked, with their words, parts done and evidence, in the order given."""
    entries, now = [submission.entry for submission in submissions], timezone.now()
    words = UpdateWords.objects.bulk_create(UpdateWords.from_text(entry.words) for entry in entries)
    updates = Update.objects.bulk_create(
        _unsaved_update(submission, its_words, by, now)
        for submission, its_words in zip(submissions, words, strict=True)
    )
    parts = PartDone.objects.bulk_create(
        PartDone(update=update, part_id=part)
        for update, entry in zip(updates, entries, strict=True)
        if not update.is_note
        for part in sorted(entry.parts_done)
    )
    evidence = [
        each for update, entry in zip(updates, entries, strict=True) for each in make_evidence(update, entry.evidence)
    ]
    seal(updates, parts, evidence)
    return updates


def _unsaved_update(submission: UpdateSubmission, words: UpdateWords, by: Reader, now: datetime.datetime) -> Update:
    """Return the update that the entry makes. A note for the office carries no state and no letter."""
    entered = submission.entry.update
    state = (*STATE_FIELDS, "part_deadlines", "letter", "letter_says")
    names = STATEMENT_FIELDS if entered.is_note else (*STATEMENT_FIELDS, *state)
    values = {name: getattr(entered, name) for name in names} | ({} if entered.is_note else _cleared_fields(entered))
    if submission.action.recurrence and not entered.is_note and not entered.settled_until:
        # nothing is known of the occurrences before the first update, so none of them is held against anyone
        values["settled_until"] = entered.effective_on - datetime.timedelta(days=1)
    return Update(
        action=submission.action,
        recorded_at=now,
        recorded_by=by.person,
        words=words,
        submission_key=submission.submission_key,
        **values,
    )


def _cleared_fields(entered: Update) -> dict[str, Any]:
    """Return empty values for the fields that only another status uses, and for a reason without a date."""
    empty = Update()
    cleared = {
        name: getattr(empty, name)
        for status, names in FIELDS_OF_STATUS.items()
        if entered.status != status
        for name in names
    }
    if not (entered.revised_deadline_on or entered.local_target_on):
        cleared["deadline_reason"] = ""
    return cleared


@transaction.atomic
def write_retractions(retractions: Mapping[uuid.UUID, Update], *, reason: str, by: Reader) -> list[Update]:
    """Insert an update that retracts each of these, by its submission key, all or none.

    The number of queries is constant. A mistaken update stays in the history, marked as retracted. Raises
    PermissionDenied, and ValidationError if there is no reason or an update has been retracted already.
    """
    mistaken = retractions.values()
    if not reason.strip():
        raise ValidationError({"reason": [_("Enter why this update is a mistake")]})
    of_actions = Update.objects.filter(action__in={update.action_id for update in mistaken})
    gone = retracted_ids(of_actions.only("id", "retracts"))
    # one may have been released since it was read
    audiences = dict(of_actions.filter(pk__in=[update.pk for update in mistaken]).values_list("pk", "shown_to"))
    for update in mistaken:
        if not by.may_retract(update.action.holder, audience=audiences[update.pk], recorded_by=update.recorded_by_id):
            raise PermissionDenied(_("You cannot retract this update."))
        if update.pk in gone:
            raise ValidationError({"reason": [_("This update has already been retracted")]})
    now = timezone.now()
    words = UpdateWords.objects.bulk_create(UpdateWords.from_text(reason) for _update in mistaken)
    written = Update.objects.bulk_create(
        Update(
            action=update.action,
            effective_on=update.effective_on,
            recorded_at=now,
            recorded_by=by.person,
            said_by=_speaker(update.action, by),
            reported_by=str(by.person),
            received_how=Update.ReceivedHow.HERE,
            audience=audiences[update.pk],
            words=its_words,
            retracts=update,
            letter=update.letter,
            submission_key=key,
        )
        for (key, update), its_words in zip(retractions.items(), words, strict=True)
    )
    seal(written)
    return written


def _speaker(action: Action, by: Reader) -> Update.SaidBy:
    if action.holder.kind not in (BodyKind.FORCE, BodyKind.LOCAL):
        return Update.SaidBy.BODY
    return Update.SaidBy.FORCE if action.holder_id in by.contributes - by.office else Update.SaidBy.OFFICE
