"""Record and retract letters: all that a letter changes, in one transaction."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from forces.people.access import Reader
from recommendations.letters.effects import ActionEffect, PlannedEffect, plan_effects
from recommendations.letters.entry import LetterEntry, holder_now, similar_letter, write_letter
from recommendations.positions.rebuilding import rebuild
from recommendations.register.models import Letter, Update
from recommendations.register.retraction import is_retracted
from recommendations.search.indexing import index
from recommendations.search.sources import UPDATES
from recommendations.updates.entry import UpdateSubmission
from recommendations.updates.queries import locked_actions, updates_by_key
from recommendations.updates.refusals import EditConflict, UpdatesRefused
from recommendations.updates.services import record_updates
from recommendations.updates.writing import write_retractions
from soteria_tracker.web.service_forms import Unconfirmed


@transaction.atomic
def record_letter(
    *,
    entry: LetterEntry,
    effective_on: datetime.date,
    effects: Sequence[ActionEffect],
    by: Reader,
    submission_key: uuid.UUID,
    seen: Mapping[int, int] | None = None,
    is_another: bool = False,
) -> Letter:
    """Save a letter and record an update for each action, all or none. Return the letter.

    A form that is sent twice makes one letter. `seen` is the newest update that the person had seen, by the action's
    id; None skips that check. `is_another` confirms that this is not a letter that was recorded before.

    Raises PermissionDenied; ValidationError (by field) and Unconfirmed about the letter itself; and UpdatesRefused with
    the reasons by action.
    """
    locked_actions(effect.action.pk for effect in effects)
    saved = Letter.objects.filter(submission_key=submission_key).first()
    if saved is not None:
        return _saved_by_this_form(saved, entry, by)
    planned = plan_effects(entry=entry, effective_on=effective_on, effects=effects, by=by)
    if seen is not None and (conflicts := _saved_since(planned, seen)):
        raise UpdatesRefused({pk: EditConflict(updates) for pk, updates in conflicts.items()})
    if objections := {plan.action.pk: plan.objection for plan in planned if plan.objection}:
        raise UpdatesRefused(objections)
    holder = holder_now(planned[0].action, by)
    if not is_another and (similar := similar_letter(entry, holder, by)):
        raise Unconfirmed({"letter": question_about_similar_letter(similar)})
    letter = write_letter(entry, holder=holder, by=by, submission_key=submission_key)
    record_updates(
        submissions=[
            UpdateSubmission(plan.action, plan.entry_from(letter), uuid.uuid5(submission_key, str(plan.action.pk)))
            for plan in planned
        ],
        by=by,
    )
    return letter


def question_about_similar_letter(similar: Letter) -> str:
    """Return the question about a letter that may have been recorded before."""
    return _("A letter from %(sender)s dated %(day)s has already been recorded. Is this a different letter?") % {
        "sender": similar.sender,
        "day": formats.date_format(similar.dated_on),
    }


def _saved_by_this_form(saved: Letter, entry: LetterEntry, by: Reader) -> Letter:
    """Return the saved letter if this is the same form sent again. Raises ValidationError if it is not."""
    entered = (entry.sender.strip(), entry.dated_on, entry.reference.strip())
    has_other_file = entry.file is not None and (entry.file_name, entry.file.size) != (saved.file_name, saved.size)
    has_other_details = (saved.sender, saved.dated_on, saved.reference) != entered
    if saved.recorded_by_id != by.person.pk or has_other_details or has_other_file:
        raise ValidationError(
            _("This form has already been used for another letter. Check the details and record it again.")
        )
    return saved


def _saved_since(planned: Sequence[PlannedEffect], seen: Mapping[int, int]) -> dict[int, list[Update]]:
    """Return what others have recorded since the person opened the form, by the action's id."""
    changed = {plan.action.pk for plan in planned if plan.newest > seen.get(plan.action.pk, 0)}
    found: dict[int, list[Update]] = {}
    updates = Update.objects.filter(action__in=changed).in_order().select_related("words", "recorded_by")
    for update in updates:
        if update.pk > seen.get(update.action_id, 0):
            found.setdefault(update.action_id, []).append(update)
    return found


@transaction.atomic
def retract_letter(*, letter: Letter, reason: str, by: Reader, submission_key: uuid.UUID) -> list[Update]:
    """Retract every update of a letter that has not been retracted, all or none. Return the retractions.

    Raises PermissionDenied; ValidationError without a reason, or if the whole letter has been retracted already.
    """
    locked_actions(letter.updates.values_list("action", flat=True))
    recorded = list(
        letter.updates.filter(retracts=None)
        .select_related("action__holder", "letter")
        .prefetch_related("action__updates")
        .order_by("action")
    )
    keys = {update.pk: uuid.uuid5(submission_key, str(update.pk)) for update in recorded}
    if existing := updates_by_key(keys.values()):
        return list(existing.values())
    active = [update for update in recorded if not is_retracted(update, list(update.action.updates.all()))]
    if not active:
        raise ValidationError({"reason": [_("This letter has already been retracted")]})
    retractions = write_retractions({keys[update.pk]: update for update in active}, reason=reason, by=by)
    changed = [update.action_id for update in active]
    rebuild(changed)
    index(UPDATES, changed)
    return retractions
