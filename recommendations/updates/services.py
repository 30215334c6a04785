"""Record and retract updates: check them, write them, and rebuild positions and search in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction

from forces.people.access import Reader
from recommendations.positions.rebuilding import histories_of, rebuild
from recommendations.positions.replay import UpdateSnapshot, state_of
from recommendations.register.models import Action, Update
from recommendations.search.indexing import index
from recommendations.search.sources import UPDATES
from recommendations.updates.entry import UpdateEntry, UpdateSubmission
from recommendations.updates.queries import (
    current_on,
    locked_actions,
    newest_of_person,
    next_after,
    updates_by_key,
)
from recommendations.updates.refusals import EditConflict, UpdatesRefused
from recommendations.updates.rules import check_update
from recommendations.updates.writing import is_saved, write_retractions, write_updates
from soteria_tracker.web.service_forms import Unconfirmed


def record_update(
    *, action: Action, entry: UpdateEntry, by: Reader, submission_key: uuid.UUID, seen: int | None = None
) -> Update:
    """Record one update and rebuild the positions of its action. Return the update.

    A form that is sent twice makes one update. `seen` is the newest update that the person had seen (`latest_seen`);
    None skips the check for newer ones.

    Raises PermissionDenied, ValidationError (by field), Unconfirmed, and EditConflict with the newer updates.
    """
    try:
        [update] = record_updates(submissions=[UpdateSubmission(action, entry, submission_key, seen)], by=by)
    except UpdatesRefused as refused:
        raise refused.objections[action.pk] from None
    return update


@transaction.atomic
def record_updates(*, submissions: Sequence[UpdateSubmission], by: Reader) -> list[Update]:
    """Record one update for each of several actions of one holder, all or none, and rebuild their positions.

    Return the updates in the order of the submissions. A submission that was saved before is not saved again.

    Raises PermissionDenied, UpdatesRefused with the reasons by action, and ValueError if an action comes twice.
    """
    actions = locked_actions(submission.action.pk for submission in submissions)
    if len(actions) != len(submissions):
        raise ValueError("Each action is recorded once.")
    submissions = [replace(submission, action=actions[submission.action.pk]) for submission in submissions]
    saved = updates_by_key(submission.submission_key for submission in submissions)
    checks = _Checks.of(submissions, by)
    new: list[UpdateSubmission] = []
    objections: dict[int, ValidationError | Unconfirmed | EditConflict] = {}
    for submission in submissions:
        entry, existing = submission.entry, saved.get(submission.submission_key)
        try:
            if not is_saved(existing, action=submission.action, by=by, text=entry.words, status=entry.update.status):
                checks.check(submission)
                new.append(submission)
        except (ValidationError, Unconfirmed, EditConflict) as objection:
            objections[submission.action.pk] = objection
    if objections:
        raise UpdatesRefused(objections)
    saved |= {update.submission_key: update for update in write_updates(new, by=by)}
    changed = [submission.action.pk for submission in new]
    rebuild(changed)
    index(UPDATES, changed)
    return [saved[submission.submission_key] for submission in submissions]


@dataclass(frozen=True)
class _Checks:
    """The checks of new updates, with the updates that they compare with looked up for all actions at once."""

    by: Reader
    histories: dict[int, list[UpdateSnapshot]]
    unseen: dict[int, list[Update]]  # recorded since the person opened the form, by the action's id
    newest: dict[int, Update]  # recorded by the same person, by the action's id
    following: dict[int, Update]  # those that follow a backdated one, by their own ids

    @classmethod
    def of(cls, submissions: Sequence[UpdateSubmission], by: Reader) -> _Checks:
        ids = [submission.action.pk for submission in submissions]
        histories = histories_of(ids)
        following = (next_after(histories[s.action.pk], s.entry.update.effective_on or by.day) for s in submissions)
        return cls(
            by=by,
            histories=histories,
            unseen=_unseen_updates(submissions, by),
            newest=newest_of_person(ids, by),
            following=Update.objects.in_bulk([update.id for update in following if update]),
        )

    def check(self, submission: UpdateSubmission) -> None:
        """Raise what `record_update` raises."""
        action, day = submission.action, submission.entry.update.effective_on or self.by.day
        if unseen := self.unseen.get(action.pk):
            raise EditConflict(unseen)
        history = self.histories[action.pk]
        following = next_after(history, day)
        check_update(
            action=action,
            entry=submission.entry,
            by=self.by,
            before=state_of(action, current_on(history, day)),
            following=self.following[following.id] if following else None,
            newest=self.newest.get(action.pk),
        )


def _unseen_updates(submissions: Sequence[UpdateSubmission], by: Reader) -> dict[int, list[Update]]:
    """Return the updates that the person may read and had not seen, by the action's id, in one query."""
    seen = {s.action.pk: s.seen for s in submissions if s.seen is not None}
    if not seen:
        return {}
    unseen: dict[int, list[Update]] = {}
    actions = [submission.action for submission in submissions if submission.action.pk in seen]
    newer = Update.objects.readable_by(by, *actions).filter(pk__gt=min(seen.values()))
    for update in newer.in_order().select_related("words", "recorded_by"):
        if update.pk > seen[update.action_id]:
            unseen.setdefault(update.action_id, []).append(update)
    return unseen


@transaction.atomic
def retract_update(*, update: Update, reason: str, by: Reader, submission_key: uuid.UUID) -> Update:
    """Retract one update and rebuild the positions of its action. Return the retraction; one for a form sent twice.

    Raises PermissionDenied, ValidationError (by field), and EditConflict if the form was saved with another reason.
    """
    action = locked_actions([update.action_id])[update.action_id]
    existing = updates_by_key([submission_key]).get(submission_key)
    if existing and is_saved(existing, action=action, by=by, text=reason):
        return existing
    [retraction] = write_retractions({submission_key: update}, reason=reason, by=by)
    rebuild([action.pk])
    index(UPDATES, [action.pk])
    return retraction


@transaction.atomic
def retract_updates(*, updates: Sequence[Update], reason: str, by: Reader) -> None:
    """Retract several updates, all or none, and rebuild the positions of their actions.

    Raises what `retract_update` raises.
    """
    actions = locked_actions({update.action_id for update in updates})
    keys = {uuid.uuid5(update.submission_key, "retraction"): update for update in updates}
    write_retractions(keys, reason=reason, by=by)
    rebuild(actions)
    index(UPDATES, list(actions))


@transaction.atomic
def correct_update(
    *,
    update: Update,
    entry: UpdateEntry,
    reason: str,
    by: Reader,
    submission_key: uuid.UUID,
    seen: int | None = None,
) -> Update:
    """Retract an update and record another in its place, both or neither. Return the new one.

    `seen` is the newest update that the person had seen. A form that is sent twice makes one correction.

    Raises what `record_update` and `retract_update` raise.
    """
    action = locked_actions([update.action_id])[update.action_id]
    submission = UpdateSubmission(action, entry, submission_key, seen)
    existing = updates_by_key([submission_key]).get(submission_key)
    if existing and is_saved(existing, action=action, by=by, text=entry.words, status=entry.update.status):
        return existing
    if unseen := _unseen_updates([submission], by).get(action.pk):
        raise EditConflict(unseen)
    write_retractions({uuid.uuid5(submission_key, "retraction"): update}, reason=reason, by=by)
    return record_update(action=action, entry=entry, by=by, submission_key=submission_key)
