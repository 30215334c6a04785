"""Look up what recording updates needs to know, for several actions in a constant number of queries."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Max, Q

from forces.bodies.models import Body, LocalPolicingBody, Oversight
from forces.people.access import Reader
from forces.people.editions import Audience
from recommendations.positions.rebuilding import histories_of
from recommendations.positions.replay import SNAPSHOT_COLUMNS, UpdateSnapshot, snapshot, working_history
from recommendations.register.models import Action, Update
from recommendations.register.models.recommendation import ISSUER_OF_ACTION


def default_audience(holder: Body, reader: Reader, *, is_change: bool = False) -> Audience:
    """Return who can see the reader's updates about a holder by default: as its office has set. At most one query.

    What changes a status or a date (`is_change`), as the updates of a letter do, is never a note for the office only.
    """
    choices = reader.audiences_to_choose(holder) or [Audience.FORCE_AND_OFFICE]
    if is_change or len(choices) == 1:
        return choices[0]
    in_office = Oversight.objects.on(reader.day).filter(force=holder.pk).values("body")
    offices = LocalPolicingBody.objects.filter(Q(pk=holder.pk) | Q(pk__in=in_office))
    chosen = offices.order_by().values_list("default_audience", flat=True).first()
    return next((audience for audience in choices if audience == chosen), choices[0])


def locked_actions(ids: Iterable[int]) -> dict[int, Action]:
    """Return the actions by id, locked until the transaction ends, so that two people saving them take turns.

    The locks are taken in the order of the ids, so that two transactions cannot wait for each other.
    """
    locked = (
        Action.objects.select_for_update(of=("self",))
        .filter(pk__in=list(ids))
        .with_parts()
        .select_related(*ISSUER_OF_ACTION)
        .order_by("pk")
    )
    return {action.pk: action for action in locked}


def current_updates(actions: Iterable[Action], day: datetime.date) -> dict[int, Update]:
    """Return the update that sets each action's working state on a day, with that state, by the action's id.

    An action without an update by then is missing. Three queries.
    """
    histories = histories_of([action.pk for action in actions])
    ids = {pk: current.id for pk, history in histories.items() if (current := current_on(history, day))}
    updates = Update.objects.with_state().in_bulk(ids.values())
    return {pk: updates[update_id] for pk, update_id in ids.items()}


def current_on(history: Iterable[UpdateSnapshot], day: datetime.date) -> UpdateSnapshot | None:
    """Return the update that sets the working state on a day, or None."""
    by_then = [update for update in working_history(history) if update.effective_on <= day]
    return by_then[-1] if by_then else None


def current_update(updates: Sequence[Update], reader: Reader) -> Update | None:
    """Return which of an action's updates, read by its own office or force, sets its working state on the day."""
    history = [snapshot(**{name: getattr(update, name) for name in SNAPSHOT_COLUMNS}) for update in updates]
    current = current_on(history, reader.day)
    return next((update for update in updates if current and update.pk == current.id), None)


def next_after(history: Iterable[UpdateSnapshot], day: datetime.date) -> UpdateSnapshot | None:
    """Return the first update after a day that counts in the working state, or None."""
    return next((update for update in working_history(history) if update.effective_on > day), None)


def latest_seen(actions: Collection[Action], reader: Reader) -> dict[int, int]:
    """Return the id of the newest update that the reader may read of each of one holder's actions, 0 without one.

    A form carries it, so that saving can tell whether someone else recorded an update in the meantime. One query.
    """
    newest = Update.objects.readable_by(reader, *actions).order_by().values_list("action").annotate(Max("pk"))
    return dict.fromkeys((action.pk for action in actions), 0) | dict(newest)


def readable_updates(action: Action, reader: Reader) -> list[Update]:
    """Return the updates of an action that the reader may read, in order, with their state and words. Two queries."""
    return list(Update.objects.readable_by(reader, action).with_state().in_order().select_related("words"))


def usual_reporter(action: Action, updates: Iterable[Update]) -> str:
    """Return who is expected to report the next update: the lead post, or who reported last; empty if neither is known.

    `updates` are those of the action, in order.
    """
    by_holder = (Update.SaidBy.FORCE, Update.SaidBy.BODY)
    reported = [update.reported_by for update in updates if update.said_by in by_holder and update.retracts_id is None]
    return action.lead_post or next(filter(None, reversed(reported)), "")


def newest_of_person(action_ids: Collection[int], by: Reader) -> dict[int, Update]:
    """Return the newest update that the person recorded of each of these actions, by the action's id. Two queries.

    An action has few updates. A query that names the person as well would read all that the person ever recorded.
    """
    updates = Update.objects.filter(action__in=action_ids).order_by("pk").values_list("action", "pk", "recorded_by")
    newest = {action: pk for action, pk, recorded_by in updates if recorded_by == by.person.pk}
    found = Update.objects.select_related("words").in_bulk(newest.values())
    return {update.action_id: update for update in found.values()}


def updates_by_key(submission_keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Update]:
    """Return the updates that were saved with these submission keys, by key."""
    saved = Update.objects.filter(submission_key__in=list(submission_keys)).select_related("words", "recorded_by")
    return {update.submission_key: update for update in saved}
