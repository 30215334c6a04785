"""Save a returned workbook: the file as it came, and each row in which someone wrote something."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, replace
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from forces.people.access import Reader
from forces.proof.sealing import seal
from recommendations.reading.errors import UnreadableFile
from recommendations.reading.known import KnownInspection
from recommendations.reading.trackers.child import read_in_child
from recommendations.rounds.cell_text import text_of
from recommendations.rounds.matching import AskedAction, known_to_round, match_rows, rows_of_tracker
from recommendations.rounds.models import Request, RequestedAction, ReturnedRow, ReturnedWorkbook, Round, RowOutcome
from recommendations.rounds.replies import reply_fingerprint
from recommendations.rounds.requests import request_rows, requested_actions
from recommendations.rounds.review import cells_of
from recommendations.rounds.services.rounds import check_access
from recommendations.rounds.workbook_columns import CHECK
from recommendations.rounds.workbook_reader import (
    WorkbookContents,
    WorkbookRow,
    read_workbook,
    shows_another_action,
)
from recommendations.rounds.workbook_sheet import ReplyCell

_LONGEST_NAME = 255


@transaction.atomic
def save_returned_workbook(
    *, round_: Round, contents: bytes, name: str, received_on: datetime.date, returned_by: str, by: Reader
) -> tuple[ReturnedWorkbook, bool]:
    """Save a returned workbook and its rows. Return it, and whether it is new: the same file is saved once.

    Without `returned_by` it is recorded as returned by the lead posts of its rows. No update is made. Raises
    PermissionDenied, and ValidationError that says what to do if the file is not a workbook of this round.
    """
    check_access(round_.holder, by)
    if received_on > by.day:
        raise ValidationError({"received_on": [_("The date received must be today or in the past")]})
    checksum = hashlib.sha256(contents).hexdigest()
    Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)  # two uploads of one file take turns
    if existing := round_.returned_workbooks.filter(checksum=checksum).first():
        return existing, False
    read = read_workbook(contents, name)
    requested = _requested_actions(round_, read, name, by)
    rows = _with_lost_keys(read, contents, name, round_, requested, by)
    requested |= _by_key(round_, {row.key for row in rows if row.key} - requested.keys())
    rows = _recognise_office_text(rows, requested, round_, by.day)
    workbook = ReturnedWorkbook(
        round=round_,
        file_name=name[-_LONGEST_NAME:],
        size=len(contents),
        checksum=checksum,
        received_on=received_on,
        returned_by=returned_by.strip() or _lead_posts(round_, read, requested),
        uploaded_at=timezone.now(),
        uploaded_by=by.person,
    )
    workbook.file.save(name, ContentFile(contents), save=False)
    workbook.save()
    seal([workbook])
    accepted = _accepted_replies(requested.values())
    ReturnedRow.objects.bulk_create(_returned_row(workbook, row, requested, accepted) for row in rows if row.is_written)
    return workbook, True


def _returned_row(
    workbook: ReturnedWorkbook, row: WorkbookRow, requested: Mapping[UUID, RequestedAction], accepted: set[tuple]
) -> ReturnedRow:
    match = requested.get(row.key) if row.key and not row.is_disputed else None
    is_duplicate = match is not None and (match.pk, reply_fingerprint(row.cells)) in accepted
    return ReturnedRow(
        workbook=workbook,
        sheet=row.sheet,
        number=row.number,
        requested=match,
        cells=[asdict(cell) for cell in row.cells],
        outcome=RowOutcome.DUPLICATE if is_duplicate else RowOutcome.TO_REVIEW,
    )


def _accepted_replies(requested: Iterable[RequestedAction]) -> set[tuple]:
    """Return the fingerprints of the replies already accepted for these actions in this round."""
    rows = ReturnedRow.objects.filter(requested__in=list(requested), outcome=RowOutcome.ACCEPTED)
    return {(row.requested_id, reply_fingerprint(cells_of(row))) for row in rows}


# --- matching rows to actions ------------------------------------------------------------------------------


def _requested_actions(round_: Round, read: WorkbookContents, name: str, by: Reader) -> dict[UUID, RequestedAction]:
    """Return the round's requested actions by the keys in the workbook.

    Raises ValidationError if the keys are those of another round.
    """
    known = list(_named_by(read.keys))
    own = {row.key: row for row in known if row.request.round_id == round_.pk}
    if own:
        return own
    request = Request.objects.filter(key__in=read.request_keys).select_related("round__holder").first()
    rounds = [row.request.round for row in known] + ([request.round] if request else [])
    other = next((each for each in rounds if each.pk != round_.pk), None)
    if other is not None:
        raise ValidationError(_belongs_to_another(other, name, by))
    return {}


def _named_by(keys: Collection[UUID]) -> QuerySet[RequestedAction]:
    return RequestedAction.objects.filter(key__in=keys).select_related(
        "request__round__holder", "action__recommendation__inspection"
    )


def _by_key(round_: Round, keys: Collection[UUID]) -> dict[UUID, RequestedAction]:
    return {row.key: row for row in _named_by(keys).filter(request__round=round_)} if keys else {}


def _with_lost_keys(
    read: WorkbookContents,
    contents: bytes,
    name: str,
    round_: Round,
    requested: Mapping[UUID, RequestedAction],
    by: Reader,
) -> list[WorkbookRow]:
    """Return the rows; those without a key that name one action of the round have its key now.

    A workbook without our keys and our columns is read as any table is. Raises ValidationError if nothing in it is
    about this round.
    """
    if all(row.key for row in read.rows if row.is_written):
        return list(read.rows)
    asked = asked_actions(round_, by.day)
    if requested or read.request_keys or read.has_our_columns:
        return match_rows(read.rows, asked)
    known = known_to_round(asked, round_.holder.slug, str(round_.holder), by.day)
    try:
        rows = rows_of_tracker(read_in_child(contents, known), asked)
    except UnreadableFile:
        rows = []
    if not any(row.key for row in rows):
        raise ValidationError(
            _(
                "“%(name)s” is not a workbook of this round: it has none of its rows or columns. "
                "Choose the completed workbook that you sent out."
            )
            % {"name": name}
        )
    return rows


def asked_actions(round_: Round, day: datetime.date) -> list[AskedAction]:
    """Return the actions of a round as their rows name them. Two queries."""
    rows = list(requested_actions(round_))
    written = request_rows(rows, day)
    found = []
    for row in rows:
        item, texts = row.action.recommendation, written[row.pk].office_texts
        report = item.inspection
        known = KnownInspection(report.slug, report.title, (report.short_title,), report.published_on, "", ())
        found.append(AskedAction(row.key, known, str(texts["reference"]), item.reference, str(texts["text"])))
    return found


def _belongs_to_another(other: Round, name: str, by: Reader) -> str:
    if not by.may_follow(other.holder):
        return _("“%(name)s” belongs to a round of another office, so it was not uploaded.") % {"name": name}
    return _(
        "“%(name)s” belongs to another round: %(holder)s, created on %(created)s, reply by %(day)s. Upload it there."
    ) % {
        "name": name,
        "holder": other.holder,
        "created": formats.date_format(timezone.localtime(other.created_at).date(), "j F Y"),
        "day": formats.date_format(other.reply_by, "j F Y"),
    }


def _lead_posts(round_: Round, read: WorkbookContents, requested: Mapping[UUID, RequestedAction]) -> str:
    """Return the lead posts of the workbook's rows, or of its request."""
    posts = dict.fromkeys(row.request.lead_post for row in requested.values())
    if not posts:
        posts = dict.fromkeys(round_.requests.filter(key__in=read.request_keys).values_list("lead_post", flat=True))
    return ", ".join(filter(None, posts))[:120] or str(round_.holder)[:120]


# --- recognising what the office wrote ---------------------------------------------------------------------


def _recognise_office_text(
    rows: Iterable[WorkbookRow], requested: Mapping[UUID, RequestedAction], round_: Round, day: datetime.date
) -> list[WorkbookRow]:
    """Return the rows. Where the hidden check was deleted, compare the cells with what the office would write today."""
    rows = list(rows)
    unchecked = {row.key for row in rows if row.key in requested and not any(c.column == CHECK for c in row.cells)}
    if not unchecked:
        return rows
    request = request_rows([row for row in requested_actions(round_) if row.key in unchecked], day)
    texts = {row.key: {code: text_of(value) for code, value in row.office_texts.items()} for row in request.values()}
    return [_compare(row, texts[row.key]) if row.key in texts else row for row in rows]


def _compare(row: WorkbookRow, office_texts: Mapping[str, str]) -> WorkbookRow:
    cells = mark_office_text(row.cells, office_texts)
    if row.is_matched:  # by what it says, in words of its own
        return replace(row, cells=cells)
    return replace(row, cells=cells, is_disputed=shows_another_action(cells))


def mark_office_text(cells: Iterable[ReplyCell], office_texts: Mapping[str, str]) -> tuple[ReplyCell, ...]:
    """Return the cells; those that repeat the office's text (by column code) are marked as not written by the lead."""

    def is_office_text(cell: ReplyCell) -> bool:
        return cell.column in office_texts and office_texts[cell.column].split() == cell.text.split()

    return tuple(replace(cell, written=cell.written and not is_office_text(cell)) for cell in cells)
