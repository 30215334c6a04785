"""Accept replies as updates, set rows aside, and match rows to actions."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.bodies.models import BodyKind
from forces.people.access import Reader
from forces.people.editions import Audience
from recommendations.register.models import Update
from recommendations.register.models.update import WORDS_LIMIT
from recommendations.register.models.update_state import DATE_FIELDS
from recommendations.rounds.cell_text import text_of
from recommendations.rounds.models import RequestedAction, ReturnedRow, Round, RowOutcome
from recommendations.rounds.replies import parse_reply, reply_fingerprint
from recommendations.rounds.requests import request_rows, requested_actions
from recommendations.rounds.review import ReplyReview, cells_of, issuers_of
from recommendations.rounds.services.rounds import check_access
from recommendations.rounds.services.uploads import mark_office_text
from recommendations.updates.entry import UpdateEntry, UpdateSubmission, state_carried_over
from recommendations.updates.evidence import EvidenceEntry
from recommendations.updates.services import record_updates

# A note repeats the dates of its update, about which a person has answered.
_NOTHING_TO_ASK = frozenset({"words", "effective_on", "expected_on", *DATE_FIELDS})


@dataclass(frozen=True)
class ReplyToAccept:
    """A reply that a person accepts: the entry to record, and the newest update that the person has seen."""

    row: ReturnedRow
    entry: UpdateEntry
    seen: int


def entry_from_reply(
    review: ReplyReview,
    *,
    status: str,
    words: str,
    expected_on: datetime.date | None,
    confirmed: frozenset[str] = frozenset(),
    **changes: object,
) -> UpdateEntry:
    """Return the entry that a reply makes: its status, text and date, and the rest carried over from the last update.

    `changes` replaces other fields of the entry: who reported it, the date, what it is waiting for.
    """
    workbook = review.row.workbook
    is_force = review.action.holder.kind == BodyKind.FORCE
    from_reply: dict[str, Any] = {
        "status": status,
        "words": words,
        "expected_on": expected_on,
        "effective_on": workbook.received_on,
        "reported_by": workbook.returned_by,
        "evidence": EvidenceEntry(address=review.reply.evidence_address),
        "said_by": Update.SaidBy.FORCE if is_force else Update.SaidBy.BODY,
        "received_how": Update.ReceivedHow.WORKBOOK,
        "received_on": workbook.received_on,
        "confirmed": confirmed,
    }
    return UpdateEntry.of(**(state_carried_over(review.current) | from_reply | changes))


@transaction.atomic
def accept_replies(*, round_: Round, replies: Sequence[ReplyToAccept], by: Reader) -> list[Update]:
    """Record the replies as updates, all or none, and return the updates.

    A reply that was accepted before is skipped. Rows of other workbooks with the same reply are marked as duplicates.
    Raises PermissionDenied; ValidationError for a row that someone set aside, and for two replies on one action;
    UpdatesRefused with the objections by action id.
    """
    check_access(round_.holder, by)
    rows = _locked_rows(round_, [reply.row.pk for reply in replies])
    new = [reply for reply in replies if rows[reply.row.pk].outcome != RowOutcome.ACCEPTED]
    if any(rows[reply.row.pk].outcome != RowOutcome.TO_REVIEW for reply in new):
        raise ValidationError(_("Someone has set aside one of these replies. Check the list again."))
    submissions = []
    for reply in new:
        requested = rows[reply.row.pk].requested
        if requested is None:
            raise ValidationError(_("Match the row to an action first."))
        key = uuid.uuid5(requested.key, str(reply.row.pk))
        submissions.append(UpdateSubmission(requested.action, reply.entry, key, reply.seen))
    counted = Counter(submission.action.pk for submission in submissions)
    if twice := next((s.action for s in submissions if counted[s.action.pk] > 1), None):
        raise ValidationError(
            _("There are two replies on %(action)s. Accept only one of them.") % {"action": twice.recommendation}
        )
    if not submissions:
        return []
    updates = record_updates(submissions=submissions, by=by)
    _record_notes(submissions, [rows[reply.row.pk] for reply in new], by)
    accepted = [rows[reply.row.pk] for reply in new]
    for row, update in zip(accepted, updates, strict=True):
        row.update = update
    _decide(accepted, RowOutcome.ACCEPTED, by)
    _mark_duplicates(accepted, by)
    return updates


def _record_notes(submissions: Sequence[UpdateSubmission], rows: Sequence[ReturnedRow], by: Reader) -> None:
    """Record what else was written in the rows as notes for the office only, beside the updates just recorded."""
    for submission, row in zip(submissions, rows, strict=True):
        note = parse_reply(cells_of(row), issuers_of(submission.action)).note
        for start in range(0, len(note), WORDS_LIMIT):
            update = copy(submission.entry.update)
            update.audience, update.status = Audience.OFFICE, ""
            entry = UpdateEntry(
                update,
                note[start : start + WORDS_LIMIT],
                parts_done=submission.entry.parts_done,
                confirmed=_NOTHING_TO_ASK,
            )
            key = uuid.uuid5(submission.submission_key, f"note {start}")
            record_updates(submissions=[UpdateSubmission(submission.action, entry, key)], by=by)


def _locked_rows(round_: Round, ids: Sequence[int]) -> dict[int, ReturnedRow]:
    """Return the rows by id, locked until the transaction ends. Raises ValidationError for another round's row."""
    rows = (
        ReturnedRow.objects.select_for_update(of=("self",))
        .filter(pk__in=ids, workbook__round=round_)
        .select_related(
            "requested__action__recommendation__issued_by", "requested__action__recommendation__inspection__issued_by"
        )
        .order_by("pk")
    )
    found = {row.pk: row for row in rows}
    if found.keys() != set(ids):
        raise ValidationError(_("One of these rows does not belong to this round. Check the list again."))
    return found


def _decide(rows: Sequence[ReturnedRow], outcome: str, by: Reader) -> None:
    for row in rows:
        row.outcome, row.decided_at, row.decided_by = outcome, timezone.now(), by.person
    ReturnedRow.objects.bulk_update(rows, ["outcome", "update", "decided_at", "decided_by"])


def _mark_duplicates(accepted: Sequence[ReturnedRow], by: Reader) -> None:
    replies = {(row.requested_id, reply_fingerprint(cells_of(row))) for row in accepted}
    rows = ReturnedRow.objects.filter(
        requested__in={row.requested_id for row in accepted}, outcome=RowOutcome.TO_REVIEW
    )
    duplicates = [row for row in rows if (row.requested_id, reply_fingerprint(cells_of(row))) in replies]
    _decide(duplicates, RowOutcome.DUPLICATE, by)


@transaction.atomic
def set_aside_rows(*, round_: Round, rows: Sequence[int], by: Reader) -> int:
    """Set rows aside, by id, and return how many there were to review. They stay in their workbook and in a list.

    Raises PermissionDenied, and ValidationError for another round's rows.
    """
    check_access(round_.holder, by)
    to_review = [row for row in _locked_rows(round_, rows).values() if row.outcome == RowOutcome.TO_REVIEW]
    _decide(to_review, RowOutcome.SET_ASIDE, by)
    return len(to_review)


@transaction.atomic
def return_to_review(*, round_: Round, row: ReturnedRow, by: Reader) -> None:
    """Return a row that was set aside to the rows to review. Raises PermissionDenied."""
    check_access(round_.holder, by)
    locked = _locked_rows(round_, [row.pk])[row.pk]
    if locked.outcome in (RowOutcome.SET_ASIDE, RowOutcome.DUPLICATE):
        _decide([locked], RowOutcome.TO_REVIEW, by)


@transaction.atomic
def match_row(*, round_: Round, row: ReturnedRow, requested: RequestedAction, by: Reader) -> None:
    """Match a row that came without a key, or with a disputed one, to one of the round's actions.

    Raises PermissionDenied, and ValidationError for another round's action and for a row that is decided or matched.
    """
    check_access(round_.holder, by)
    locked = _locked_rows(round_, [row.pk])[row.pk]
    if requested.request.round_id != round_.pk:
        raise ValidationError(_("Select one of the actions of this round"))
    if locked.outcome != RowOutcome.TO_REVIEW or locked.requested_id not in (None, requested.pk):
        raise ValidationError(_("Someone else has decided about this row. Check the list again."))
    own = [each for each in requested_actions(round_) if each.pk == requested.pk]
    request_row = request_rows(own, by.day)[requested.pk]
    texts = {code: text_of(value) for code, value in request_row.office_texts.items()}
    locked.requested = requested
    locked.cells = [asdict(cell) for cell in mark_office_text(cells_of(locked), texts)]
    locked.save(update_fields=["requested", "cells"])
