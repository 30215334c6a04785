"""Keeping a workbook that came back: the file as it was, and each row in which something was written."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from forces.people.access import Reader
from recommendations.rounds.cell_text import text_of
from recommendations.rounds.models import Request, RequestedAction, Return, ReturnedRow, Round
from recommendations.rounds.replies import gist
from recommendations.rounds.requests import asked_rows, rows_of
from recommendations.rounds.review import cells_of
from recommendations.rounds.services.rounds import check_access
from recommendations.rounds.workbook_columns import CHECK
from recommendations.rounds.workbook_reader import Cell, Returned, Row, read_workbook, shows_another

_LONGEST_NAME = 255


@transaction.atomic
def keep_return(
    *, round_: Round, contents: bytes, name: str, received_on: datetime.date, returned_by: str, by: Reader
) -> tuple[Return, bool]:
    """Keep a returned workbook with its rows. Returns it, and whether it is new: the same file is one return.

    Without `returned_by` it is from the posts that were asked. Nothing of it is an update yet.
    Raises PermissionDenied; ValidationError, saying what to do, for a file that is no workbook of this round.
    """
    check_access(round_.holder, by)
    if received_on > by.day:
        raise ValidationError({"received_on": [_("The day on which it was received must be today or in the past")]})
    checksum = hashlib.sha256(contents).hexdigest()
    Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)  # two people bringing one file take turns
    if kept := round_.returns.filter(checksum=checksum).first():
        return kept, False
    read = read_workbook(contents, name)
    requested = _requested(round_, read, name, by)
    rows = _told_apart(read.rows, requested, round_, by.day)
    returned = Return(
        round=round_,
        file_name=name[-_LONGEST_NAME:],
        size=len(contents),
        checksum=checksum,
        received_on=received_on,
        returned_by=returned_by.strip() or _posts(round_, read, requested),
        recorded_at=timezone.now(),
        recorded_by=by.person,
    )
    returned.file.save(name, ContentFile(contents), save=False)
    returned.save()
    accepted = _accepted(requested.values())
    ReturnedRow.objects.bulk_create(_kept(returned, row, requested, accepted) for row in rows if row.is_written)
    return returned, True


def _kept(returned: Return, row: Row, requested: Mapping[UUID, RequestedAction], accepted: set[tuple]) -> ReturnedRow:
    asked = requested.get(row.key) if row.key and not row.disputed else None
    is_same = asked is not None and (asked.pk, gist(row.cells)) in accepted
    return ReturnedRow(
        returned=returned,
        sheet=row.sheet,
        number=row.number,
        requested=asked,
        cells=[asdict(cell) for cell in row.cells],
        outcome=ReturnedRow.Outcome.SAME if is_same else ReturnedRow.Outcome.WAITING,
    )


def _accepted(requested: Iterable[RequestedAction]) -> set[tuple]:
    """What was accepted of these actions in this round."""
    rows = ReturnedRow.objects.filter(requested__in=list(requested), outcome=ReturnedRow.Outcome.ACCEPTED)
    return {(row.requested_id, gist(cells_of(row))) for row in rows}


# --- whose rows they are -----------------------------------------------------------------------------------


def _requested(round_: Round, read: Returned, name: str, by: Reader) -> dict[UUID, RequestedAction]:
    """The round's requested actions by the keys in the workbook. Raises ValidationError if it is none of this round."""
    known = list(
        RequestedAction.objects.filter(key__in=read.keys).select_related(
            "request__round__holder", "action__recommendation__inspection"
        )
    )
    own = {row.key: row for row in known if row.request.round_id == round_.pk}
    if own:
        return own
    request = Request.objects.filter(key__in=read.request_keys).select_related("round__holder").first()
    others = [row.request.round for row in known] + ([request.round] if request else [])
    elsewhere = next((other for other in others if other.pk != round_.pk), None)
    if elsewhere is not None:
        raise ValidationError(_of_another(elsewhere, name, by))
    if request is None and not read.has_our_columns:
        raise ValidationError(
            _(
                "“%(name)s” is no workbook of this round: it has none of its rows and columns. "
                "Choose the workbook that was sent, filled in."
            )
            % {"name": name}
        )
    return {}


def _of_another(other: Round, name: str, by: Reader) -> str:
    if not by.may_follow(other.holder):
        return _("“%(name)s” belongs to a round of another office. It is not taken in here.") % {"name": name}
    return _(
        "“%(name)s” belongs to another round: that of %(holder)s made on %(made)s, answers wanted by %(day)s. "
        "Take it in there."
    ) % {
        "name": name,
        "holder": other.holder,
        "made": formats.date_format(timezone.localtime(other.made_at).date(), "j F Y"),
        "day": formats.date_format(other.wanted_by, "j F Y"),
    }


def _posts(round_: Round, read: Returned, requested: Mapping[UUID, RequestedAction]) -> str:
    """Who was asked: the posts of its rows, or that of its request."""
    posts = dict.fromkeys(row.request.lead_post for row in requested.values())
    if not posts:
        posts = dict.fromkeys(round_.requests.filter(key__in=read.request_keys).values_list("lead_post", flat=True))
    return ", ".join(filter(None, posts))[:120] or str(round_.holder)[:120]


# --- what the office had written itself --------------------------------------------------------------------


def _told_apart(
    rows: Iterable[Row], requested: Mapping[UUID, RequestedAction], round_: Round, day: datetime.date
) -> list[Row]:
    """The rows; where the hidden check was deleted, what the office wrote is known by what it writes today."""
    rows = list(rows)
    unchecked = {row.key for row in rows if row.key in requested and not any(c.column == CHECK for c in row.cells)}
    if not unchecked:
        return rows
    asked = asked_rows([row for row in rows_of(round_) if row.key in unchecked], day)
    texts = {row.key: {code: text_of(value) for code, value in row.asked.items()} for row in asked.values()}
    return [_compared(row, texts[row.key]) if row.key in texts else row for row in rows]


def _compared(row: Row, asked: Mapping[str, str]) -> Row:
    cells = compared_with(row.cells, asked)
    return replace(row, cells=cells, disputed=shows_another(cells))


def compared_with(cells: Iterable[Cell], asked: Mapping[str, str]) -> tuple[Cell, ...]:
    """The cells; those that say what the office asks (by the code of the column) are not somebody's words."""

    def is_ours(cell: Cell) -> bool:
        return cell.column in asked and asked[cell.column].split() == cell.text.split()

    return tuple(replace(cell, written=cell.written and not is_ours(cell)) for cell in cells)
