"""The door for letters: what a letter does to each of its actions, recorded or taken back in one transaction."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from forces.people.access import Reader
from recommendations.letters.effects import Instruction, Planned, plan_letter
from recommendations.letters.keeping import LetterGiven, like_it, write_letter
from recommendations.positions.rebuilding import rebuild
from recommendations.register.models import Letter, Update
from recommendations.register.retraction import is_retracted
from recommendations.search.indexing import index
from recommendations.search.sources import UPDATES
from recommendations.updates.entry import UpdateSubmission
from recommendations.updates.queries import locked_actions, updates_by_key
from recommendations.updates.refusals import EditConflict, UpdatesRefused
from recommendations.updates.services import record_updates
from recommendations.updates.writing import write_retraction
from soteria_tracker.web.service_forms import Unconfirmed


@transaction.atomic
def record_letter(
    *,
    given: LetterGiven,
    effective_on: datetime.date,
    instructions: Sequence[Instruction],
    by: Reader,
    submission_key: uuid.UUID,
    seen: Mapping[int, int] | None = None,
    is_another: bool = False,
) -> Letter:
    """Keep a letter and record what it does to each action: all of it or none. Returns the letter.

    A form sent twice makes one letter. `seen` is the newest update the person had seen of each action, by its id; None
    does not ask. `is_another`: a letter like it is known, and this is another one. Raises PermissionDenied; for the
    letter itself ValidationError by field and Unconfirmed; and UpdatesRefused with the reasons by action.
    """
    locked_actions(instruction.action.pk for instruction in instructions)
    made = Letter.objects.filter(submission_key=submission_key).first()
    if made is not None:
        return _same_form(made, given, by)
    planned = plan_letter(given=given, effective_on=effective_on, instructions=instructions, by=by)
    if seen is not None and (meanwhile := _saved_since(planned, seen)):
        raise UpdatesRefused({pk: EditConflict(updates) for pk, updates in meanwhile.items()})
    if objections := {plan.action.pk: plan.objection for plan in planned if plan.objection}:
        raise UpdatesRefused(objections)
    if not is_another and (known := like_it(given, planned[0].action.holder)):
        raise Unconfirmed({"letter": ask_whether_another(known)})
    letter = write_letter(given, holder=planned[0].action.holder, by=by, submission_key=submission_key)
    record_updates(
        submissions=[
            UpdateSubmission(plan.action, plan.entry_from(letter), uuid.uuid5(submission_key, str(plan.action.pk)))
            for plan in planned
        ],
        by=by,
    )
    return letter


def ask_whether_another(known: Letter) -> str:
    """The question about a letter that is like one that is recorded already."""
    return _("A letter from %(sender)s of %(day)s is recorded already. Is this another one?") % {
        "sender": known.sender,
        "day": formats.date_format(known.dated_on),
    }


def _same_form(made: Letter, given: LetterGiven, by: Reader) -> Letter:
    """The letter that a form made before, if this is that form sent once more. Raises ValidationError if it is not."""
    told = (given.sender.strip(), given.dated_on, given.reference.strip())
    has_other_file = given.file is not None and (given.file_name, given.file.size) != (made.file_name, made.size)
    has_other_words = (made.sender, made.dated_on, made.reference) != told
    if made.recorded_by_id != by.person.pk or has_other_words or has_other_file:
        raise ValidationError(_("This form was used for another letter. Check what it says and record it again."))
    return made


def _saved_since(planned: Sequence[Planned], seen: Mapping[int, int]) -> dict[int, list[Update]]:
    """What others recorded since the person looked, by the action's id."""
    changed = {plan.action.pk for plan in planned if plan.newest > seen.get(plan.action.pk, 0)}
    found: dict[int, list[Update]] = {}
    updates = Update.objects.filter(action__in=changed).in_order().select_related("words", "recorded_by")
    for update in updates:
        if update.pk > seen.get(update.action_id, 0):
            found.setdefault(update.action_id, []).append(update)
    return found


@transaction.atomic
def retract_letter(*, letter: Letter, reason: str, by: Reader, submission_key: uuid.UUID) -> list[Update]:
    """Retract every update of a letter that is not retracted yet: all or none. Returns the retractions.

    Raises PermissionDenied; ValidationError without a reason, or when nothing of the letter is left to retract.
    """
    locked_actions(letter.updates.values_list("action", flat=True))
    told = list(
        letter.updates.filter(retracts=None)
        .select_related("action__holder", "letter")
        .prefetch_related("action__updates")
        .order_by("action")
    )
    keys = {update.pk: uuid.uuid5(submission_key, str(update.pk)) for update in told}
    if made := updates_by_key(keys.values()):
        return list(made.values())
    standing = [update for update in told if not is_retracted(update, list(update.action.updates.all()))]
    if not standing:
        raise ValidationError({"reason": [_("This letter has been retracted already")]})
    retractions = [
        write_retraction(update=update, reason=reason, by=by, submission_key=keys[update.pk]) for update in standing
    ]
    changed = [update.action_id for update in standing]
    rebuild(changed)
    index(UPDATES, changed)
    return retractions
