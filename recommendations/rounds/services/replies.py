"""Taking answers in: what a person accepts becomes an update, what is left out stays where it is."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.register.models import Update
from recommendations.rounds.cell_text import text_of
from recommendations.rounds.models import RequestedAction, ReturnedRow, Round
from recommendations.rounds.replies import gist
from recommendations.rounds.requests import asked_rows, rows_of
from recommendations.rounds.review import Difference, cells_of
from recommendations.rounds.services.rounds import check_access
from recommendations.rounds.services.uploads import compared_with
from recommendations.updates.entry import UpdateEntry, UpdateSubmission, state_carried_over
from recommendations.updates.evidence import EvidenceEntry
from recommendations.updates.services import record_updates

_Outcome = ReturnedRow.Outcome


@dataclass(frozen=True)
class Taken:
    """An answer that a person takes in: what is recorded, and the newest update the person has seen there."""

    row: ReturnedRow
    entry: UpdateEntry
    seen: int


def entry_from(
    difference: Difference,
    *,
    status: str,
    words: str,
    expected_on: datetime.date | None,
    confirmed: frozenset[str] = frozenset(),
    **told: object,
) -> UpdateEntry:
    """What is recorded of an answer: the status, words and date as a person has them, and the rest as it stands.

    `told` takes the place of whatever else an entry has: who reported it, from when, for whom it waits.
    """
    returned, standing = difference.row.returned, difference.standing
    is_force = difference.action.holder.kind == Body.Kind.FORCE
    answered: dict[str, Any] = {
        "status": status,
        "words": words,
        "expected_on": expected_on,
        "effective_on": returned.received_on,
        "reported_by": returned.returned_by,
        "evidence": EvidenceEntry(address=difference.answer.address),
        "said_by": Update.SaidBy.FORCE if is_force else Update.SaidBy.BODY,
        "received_how": Update.ReceivedHow.WORKBOOK,
        "received_on": returned.received_on,
        "confirmed": confirmed,
    }
    # what an answer says nothing of stays as it stands
    return UpdateEntry(**(state_carried_over(standing) | answered | told))


@transaction.atomic
def accept(*, round_: Round, taken: Sequence[Taken], by: Reader) -> list[Update]:
    """Record these answers as updates: all of them or none. Returns the updates.

    What was accepted before is not accepted again. Rows of other workbooks that say the same are marked so.
    Raises PermissionDenied; ValidationError for a row that somebody left out meanwhile, and for two answers to one
    action; UpdatesRefused with what stands against it by the action's id.
    """
    check_access(round_.holder, by)
    rows = _held(round_, [one.row.pk for one in taken])
    new = [one for one in taken if rows[one.row.pk].outcome != _Outcome.ACCEPTED]
    if any(rows[one.row.pk].outcome != _Outcome.WAITING for one in new):
        raise ValidationError(_("Somebody has left out one of these answers meanwhile. Look at the list again."))
    submissions = []
    for one in new:
        asked = rows[one.row.pk].requested
        if asked is None:
            raise ValidationError(_("Say first to which action the row belongs."))
        submissions.append(UpdateSubmission(asked.action, one.entry, uuid.uuid5(asked.key, str(one.row.pk)), one.seen))
    counted = Counter(submission.action.pk for submission in submissions)
    if twice := next((s.action for s in submissions if counted[s.action.pk] > 1), None):
        raise ValidationError(
            _("There are two answers for %(action)s. Accept one of them.") % {"action": twice.recommendation}
        )
    if not submissions:
        return []
    updates = record_updates(submissions=submissions, by=by)
    accepted = [rows[one.row.pk] for one in new]
    for row, update in zip(accepted, updates, strict=True):
        row.update = update
    _decide(accepted, _Outcome.ACCEPTED, by)
    _mark_the_same(accepted, by)
    return updates


def _held(round_: Round, ids: Sequence[int]) -> dict[int, ReturnedRow]:
    """The rows, held until the transaction ends. Raises ValidationError if one is not of the round."""
    rows = (
        ReturnedRow.objects.select_for_update(of=("self",))
        .filter(pk__in=ids, returned__round=round_)
        .select_related("requested__action__recommendation")
        .order_by("pk")
    )
    found = {row.pk: row for row in rows}
    if found.keys() != set(ids):
        raise ValidationError(_("One of these rows is not of this round. Look at the list again."))
    return found


def _decide(rows: Sequence[ReturnedRow], outcome: str, by: Reader) -> None:
    for row in rows:
        row.outcome, row.decided_at, row.decided_by = outcome, timezone.now(), by.person
    ReturnedRow.objects.bulk_update(rows, ["outcome", "update", "decided_at", "decided_by"])


def _mark_the_same(accepted: Sequence[ReturnedRow], by: Reader) -> None:
    said = {(row.requested_id, gist(cells_of(row))) for row in accepted}
    waiting = ReturnedRow.objects.filter(requested__in={row.requested_id for row in accepted}, outcome=_Outcome.WAITING)
    same = [row for row in waiting if (row.requested_id, gist(cells_of(row))) in said]
    _decide(same, _Outcome.SAME, by)


@transaction.atomic
def leave_out(*, round_: Round, rows: Sequence[int], by: Reader) -> int:
    """Leave rows out, by their ids: they stay in their workbook and in its list. Returns how many were waiting.

    Raises PermissionDenied, ValidationError for rows that are not of the round.
    """
    check_access(round_.holder, by)
    waiting = [row for row in _held(round_, rows).values() if row.outcome == _Outcome.WAITING]
    _decide(waiting, _Outcome.LEFT, by)
    return len(waiting)


@transaction.atomic
def take_up_again(*, round_: Round, row: ReturnedRow, by: Reader) -> None:
    """A row that was left out waits for a decision again. Raises PermissionDenied."""
    check_access(round_.holder, by)
    held = _held(round_, [row.pk])[row.pk]
    if held.outcome in (_Outcome.LEFT, _Outcome.SAME):
        _decide([held], _Outcome.WAITING, by)


@transaction.atomic
def attach(*, round_: Round, row: ReturnedRow, requested: RequestedAction, by: Reader) -> None:
    """Say to which of the round's actions a row belongs that came without a key, or with one that cannot be right.

    Raises PermissionDenied, and ValidationError for an action of another round or a row that is decided or has one.
    """
    check_access(round_.holder, by)
    held = _held(round_, [row.pk])[row.pk]
    if requested.request.round_id != round_.pk:
        raise ValidationError(_("Choose one of the actions of this round"))
    if held.outcome != _Outcome.WAITING or held.requested_id not in (None, requested.pk):
        raise ValidationError(_("Somebody has decided about this row meanwhile. Look at the list again."))
    asked = asked_rows([one for one in rows_of(round_) if one.pk == requested.pk], by.day)[requested.pk]
    texts = {code: text_of(value) for code, value in asked.asked.items()}
    held.requested = requested
    held.cells = [asdict(cell) for cell in compared_with(cells_of(held), texts)]
    held.save(update_fields=["requested", "cells"])
