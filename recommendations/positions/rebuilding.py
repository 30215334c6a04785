"""Make the rows of Position from the history, and check that they are equal to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction

from forces.bodies.handovers import Handovers
from forces.people.editions import Edition
from recommendations.positions.models import Position
from recommendations.positions.replay import SNAPSHOT_COLUMNS, UpdateSnapshot, held_in, replay, snapshot
from recommendations.positions.revisions import renew_revisions
from recommendations.register.models import Action, PartDone, Update

ACTIONS_AT_ONCE = 500


def histories_of(action_ids: Collection[int]) -> dict[int, list[UpdateSnapshot]]:
    """Return the updates of these actions, as the replay needs them, by the action's id. Two queries."""
    histories: dict[int, list[UpdateSnapshot]] = {pk: [] for pk in action_ids}
    parts_done: dict[int, set[int]] = {}
    for update, part in PartDone.objects.filter(update__action__in=action_ids).values_list("update", "part"):
        parts_done.setdefault(update, set()).add(part)
    rows = Update.objects.filter(action__in=action_ids).values("action_id", *SNAPSHOT_COLUMNS)
    for row in rows.iterator(chunk_size=5_000):
        action = row.pop("action_id")
        histories[action].append(snapshot(**row, parts_done=frozenset(parts_done.get(row["id"], ()))))
    return histories


def history_of(action: Action) -> list[UpdateSnapshot]:
    """Return the updates of one action, as the replay needs them."""
    return histories_of([action.pk])[action.pk]


def rows_of(action: Action, history: list[UpdateSnapshot], handovers: Handovers) -> Iterable[Position]:
    """Yield the unsaved positions of an action with this history: in every edition, for every period and holder."""
    passing = list(handovers.holders_of(action.holder_id))
    for edition in Edition:
        for period in replay(
            history,
            edition,
            opened_on=action.opened_on,
            ended_on=action.ended_on,
            published_deadline_on=action.published_deadline_on,
            published_target_on=action.published_target_on,
            recurrence=action.recurrence,
            dated_parts=action.dated_parts,
        ):
            for holder, starts_on, until in held_in(period, action.holder_id, passing):
                yield Position(
                    action_id=action.pk,
                    edition=edition,
                    holder_id=holder,
                    recommendation_id=action.recommendation_id,
                    starts_on=starts_on,
                    until=until,
                    **period.state.counted(),
                )


def _batches(action_ids: Iterable[int]) -> Iterable[list[int]]:
    batch: list[int] = []
    for pk in action_ids:
        batch.append(pk)
        if len(batch) == ACTIONS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _expected(batch: list[int], *, locked: bool = False) -> list[Position]:
    """Return the positions of these actions by their history, with the actions locked first where they are rebuilt."""
    found = Action.objects.filter(pk__in=batch).with_parts().order_by("pk")
    actions = list(found.select_for_update(of=("self",)) if locked else found)
    histories, handovers = histories_of(batch), Handovers.load()
    return [row for action in actions for row in rows_of(action, histories[action.pk], handovers)]


@transaction.atomic
def rebuild(action_ids: Iterable[int]) -> int:
    """Make the positions of these actions from their updates. Return how many there are. Write only what differs.

    It takes the locks that a save takes, so that no update is recorded between reading a history and writing its rows.
    """
    count = 0
    for batch in _batches(action_ids):
        rows = {_compared_values(position): position for position in _expected(batch, locked=True)}
        count += len(rows)
        outdated, holders = [], set()
        for pk, holder, *stored in Position.objects.filter(action__in=batch).values_list("pk", "holder", *_COMPARED):
            if rows.pop(tuple(stored), None) is None:
                outdated.append(pk)
                holders.add(holder)
        holders |= {position.holder_id for position in rows.values()}
        Position.objects.filter(pk__in=outdated).delete()
        Position.objects.bulk_create(rows.values(), batch_size=1_000)
        renew_revisions(holders)
    return count


_COMPARED = [field.attname for field in Position._meta.concrete_fields if field.attname != "id"]


def _compared_values(position: Position) -> tuple:
    return tuple(getattr(position, name) for name in _COMPARED)


def differing(action_ids: Iterable[int]) -> list[int]:
    """Return the ids of the actions whose rows differ from their history. An empty list proves them equal."""
    different: list[int] = []
    for batch in _batches(action_ids):
        stored: dict[int, set[tuple]] = {pk: set() for pk in batch}
        expected: dict[int, set[tuple]] = {pk: set() for pk in batch}
        for row in Position.objects.filter(action__in=batch).values_list(*_COMPARED):
            stored[row[_COMPARED.index("action_id")]].add(row)
        for position in _expected(batch):
            expected[position.action_id].add(_compared_values(position))
        different += [pk for pk in batch if stored[pk] != expected[pk]]
    return different
