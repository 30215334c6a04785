"""The door for recording updates: checks, update, positions and the search in one transaction."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from forces.people.access import Reader
from recommendations.positions.rebuilding import histories_of, rebuild
from recommendations.positions.replay import Told, state_of, working_history
from recommendations.register.models import Action, Update
from recommendations.search.indexing import index
from recommendations.search.sources import UPDATES
from recommendations.updates.entry import (
    Entry,
    Refused,
    SavedMeanwhile,
    Submission,
    Unconfirmed,
    check_update,
    is_saved,
    newest_of_person,
    saved_with,
    write_retraction,
    write_updates,
)


def in_force_on(actions: Iterable[Action], day: datetime.date) -> dict[int, Update]:
    """The update that each action's working state on the day comes from, whole, by the action's id.

    In three queries. An action of which nothing had been said by then is not in it.
    """
    histories = histories_of([action.pk for action in actions])
    by_action = {pk: told.id for pk, history in histories.items() if (told := _holds_on(history, day))}
    updates = Update.objects.whole().in_bulk(by_action.values())
    return {pk: updates[update] for pk, update in by_action.items()}


def seen_of(actions: Collection[Action], reader: Reader) -> dict[int, int]:
    """What `latest_seen` says of each of several actions of one holder, by the action's id, in one query."""
    newest = Update.objects.readable_by(reader, *actions).order_by().values_list("action").annotate(Max("pk"))
    return dict.fromkeys((action.pk for action in actions), 0) | dict(newest)


def _holds_on(history: list[Told], day: datetime.date) -> Told | None:
    """The update that the working state on a day comes from."""
    by_then = [told for told in working_history(history) if told.effective_on <= day]
    return by_then[-1] if by_then else None


def _next_after(history: list[Told], day: datetime.date) -> int | None:
    """The update in force that comes next after the day, by its id, if a new one of that day is backdated."""
    return next((told.id for told in working_history(history) if told.effective_on > day), None)


def locked_actions(ids: Iterable[int]) -> dict[int, Action]:
    """The actions with these ids, by id, held until the transaction ends, so that two people saving them take turns.

    Everybody takes them in the order of their ids: so nobody waits for somebody who waits for them.
    """
    held = (
        Action.objects.select_for_update(of=("self",))
        .filter(pk__in=list(ids))
        .select_related("holder", "part", "recommendation__inspection")
        .prefetch_related("recommendation__parts")
        .order_by("pk")
    )
    return {action.pk: action for action in held}


def record_update(
    *, action: Action, entry: Entry, by: Reader, submission_key: uuid.UUID, seen: int | None = None
) -> Update:
    """Record one update and rebuild its action's positions. Returns the update, or the one this form made before.

    `seen` is the newest update the person had seen (`latest_seen`); None does not ask. Raises PermissionDenied,
    ValidationError by field, Unconfirmed, and SavedMeanwhile with what others recorded since.
    """
    try:
        [update] = record_updates(submissions=[Submission(action, entry, submission_key, seen)], by=by)
    except Refused as refused:
        raise refused.objections[action.pk] from None
    return update


@transaction.atomic
def record_updates(*, submissions: Sequence[Submission], by: Reader) -> list[Update]:
    """Record one update for each of several actions of one holder, all or none, and rebuild their positions.

    Returns the updates in the order of the submissions; what the same forms made before is not made again. Raises
    PermissionDenied, and Refused with what stands against it by the action's id. ValueError: an action comes twice.
    """
    actions = locked_actions(submission.action.pk for submission in submissions)
    if len(actions) != len(submissions):
        raise ValueError("Each action is recorded once.")
    submissions = [replace(submission, action=actions[submission.action.pk]) for submission in submissions]
    saved = saved_with([submission.submission_key for submission in submissions])
    known = _Known.of(submissions, by)
    new: list[Submission] = []
    objections: dict[int, ValidationError | Unconfirmed | SavedMeanwhile] = {}
    for submission in submissions:
        try:
            entry, made = submission.entry, saved.get(submission.submission_key)
            if not is_saved(made, action=submission.action, by=by, text=entry.words, status=entry.status):
                known.check(submission)
                new.append(submission)
        except (ValidationError, Unconfirmed, SavedMeanwhile) as objection:
            objections[submission.action.pk] = objection
    if objections:
        raise Refused(objections)
    saved |= {update.submission_key: update for update in write_updates(new, by=by)}
    changed = [submission.action.pk for submission in new]
    rebuild(changed)
    index(UPDATES, changed)
    return [saved[submission.submission_key] for submission in submissions]


@dataclass(frozen=True)
class _Known:
    """What the checks of new updates ask about their actions, looked up for all of them at once."""

    by: Reader
    histories: dict[int, list[Told]]
    readable: dict[int, list[Update]]  # since the first that somebody had not seen, by the action's id
    newest: dict[int, Update]  # the person's own, by the action's id
    following: dict[int, Update]  # those that come next after backdated ones, by their own ids

    @classmethod
    def of(cls, submissions: Sequence[Submission], by: Reader) -> _Known:
        pks = [submission.action.pk for submission in submissions]
        histories = histories_of(pks)
        following = (_next_after(histories[s.action.pk], s.entry.effective_on or by.day) for s in submissions)
        readable: dict[int, list[Update]] = {pk: [] for pk in pks}
        asking = [submission for submission in submissions if submission.seen is not None]
        if asking:
            since = Update.objects.readable_by(by, *(submission.action for submission in asking)).filter(
                pk__gt=min(submission.seen or 0 for submission in asking)
            )
            for update in since.in_order().select_related("words", "recorded_by"):
                readable[update.action_id].append(update)
        return cls(
            by=by,
            histories=histories,
            readable=readable,
            newest=newest_of_person(pks, by),
            following=Update.objects.in_bulk([pk for pk in following if pk is not None]),
        )

    def check(self, submission: Submission) -> None:
        """Raises what `record_update` raises."""
        action, seen, day = submission.action, submission.seen, submission.entry.effective_on or self.by.day
        meanwhile = [update for update in self.readable[action.pk] if seen is not None and update.pk > seen]
        if meanwhile:
            raise SavedMeanwhile(meanwhile)
        history = self.histories[action.pk]
        check_update(
            action=action,
            entry=submission.entry,
            by=self.by,
            before=state_of(action, _holds_on(history, day)),
            following=self.following.get(_next_after(history, day) or 0),
            newest=self.newest.get(action.pk),
        )


@transaction.atomic
def retract_update(*, update: Update, reason: str, by: Reader, submission_key: uuid.UUID) -> Update:
    """Retract one update and rebuild its action's positions. Returns the retraction, or the one made before.

    Raises PermissionDenied, and ValidationError by field.
    """
    action = locked_actions([update.action_id])[update.action_id]
    made = saved_with([submission_key]).get(submission_key)
    if made and is_saved(made, action=action, by=by, text=reason):
        return made
    retraction = write_retraction(update=update, reason=reason, by=by, submission_key=submission_key)
    rebuild([action.pk])
    index(UPDATES, [action.pk])
    return retraction
