"""What each lead is asked: the selected actions by lead post, and the rows and files of their workbooks."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import formats
from django.utils.text import slugify
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people.access import Reader
from forces.people.editions import Edition
from recommendations.positions.due_dates import set_by
from recommendations.positions.models import Position
from recommendations.register.models import Action, Lead, Update
from recommendations.register.part_deadlines import revised_on
from recommendations.register.statuses import Status
from recommendations.rounds.models import Request, RequestedAction, Round
from recommendations.rounds.workbook_columns import RequestRow, RequestWorkbook

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class LeadGroup:
    """The actions of one lead post, with the name and address of its holder if known. No post: no lead is named."""

    post: str
    actions: Sequence[Action]
    name: str = ""
    email: str = ""


def group_by_lead(
    holder: Body, actions: Iterable[Action], *, reader: Reader, post_for_unnamed: str = ""
) -> list[LeadGroup]:
    """Return the actions by lead post, in order of the posts.

    Actions without a lead are grouped under `post_for_unnamed`; if it is empty, they come last.
    """
    by_post: dict[str, list[Action]] = {}
    for action in actions:
        by_post.setdefault(action.lead_post or post_for_unnamed.strip(), []).append(action)
    leads = Lead.objects.filter(post__in=by_post).by_post(holder, reader.held_by(holder))
    return [
        LeadGroup(post, by_post[post], leads[post].name, leads[post].email)
        if post in leads
        else LeadGroup(post, by_post[post])
        for post in sorted(by_post, key=lambda post: (not post, post.casefold()))
    ]


# --- rows --------------------------------------------------------------------------------------------------


def office_texts(
    action: Action, last_update: Update | None, position: Position | None
) -> dict[str, str | datetime.date | None]:
    """Return what the office writes in the row of an action with this position of today, by column code."""
    recommendation = action.recommendation
    text = recommendation.text
    if action.part:
        text += "\n\n" + _("This part is addressed to you: “%(text)s”") % {"text": action.part.text}
    if dated := action.dated_parts:
        new = {part.pk: revised_on(part, last_update) for part in dated}
        dates = [
            f"{part.label}: {formats.date_format(day) if (day := new[part.pk]) else part.due_in_words}"
            for part in dated
        ]
        text += "\n\n" + _("Parts with deadlines of their own: %(parts)s") % {"parts": "; ".join(dates)}
    return {
        "inspection": recommendation.inspection.short_title,
        "reference": recommendation.label,
        "text": text,
        "deadline": (position and position.due_on) or action.deadline.deadline_words,
        "set-by": set_by(position) if position else "",
        "said-on": last_update.effective_on if last_update else None,
        "said-status": _status_in_words(last_update) if last_update and last_update.status else "",
        "said": last_update.words.text if last_update and last_update.words else "",
    }


def _status_in_words(update: Update) -> str:
    """Return the status, and what it waits for where that was entered in the person's own words."""
    return ": ".join(filter(None, [str(Status(update.status).label), update.waiting_for_other]))


def request_rows(rows: Iterable[RequestedAction], day: datetime.date) -> dict[int, RequestRow]:
    """Return the workbook row of each requested action, by its id. One query; get `rows` from `requested_actions`."""
    rows = list(rows)
    held = Position.objects.on(day).filter(action__in=[row.action_id for row in rows], edition=Edition.WORKING)
    positions = {position.action_id: position for position in held.select_related("next_part")}
    for row in rows:
        if row.action_id in positions:
            positions[row.action_id].action = row.action
            positions[row.action_id].group = ""  # only those who use Soteria Tracker make requests
    return {
        row.pk: RequestRow(row.key, office_texts(row.action, row.last_update, positions.get(row.action_id)))
        for row in rows
    }


def requested_actions(round_: Round) -> QuerySet[RequestedAction]:
    """Return the requested actions of a round with everything that their rows show, in order of the reports."""
    return (
        RequestedAction.objects.filter(request__round=round_)
        .select_related(
            "request",
            "action__holder__force",
            "action__part",
            "action__recommendation__issued_by",
            "action__recommendation__inspection__issued_by",
            "last_update__words",
        )
        .prefetch_related("action__recommendation__parts__addressees")
        .defer("action__recommendation__inspection__key_findings")
        .order_by(
            "action__recommendation__inspection__short_title",
            "action__recommendation__inspection_id",
            "action__recommendation__order",
            "pk",
        )
    )


# --- workbooks ---------------------------------------------------------------------------------------------


def write_workbooks(round_: Round, requests: Sequence[Request], day: datetime.date) -> dict[str, bytes]:
    """Return the workbooks of these requests of a round, by file name."""
    from recommendations.rounds.workbook_writer import write_workbook  # openpyxl is slow to import

    wanted = {request.pk for request in requests}
    requested = [row for row in requested_actions(round_) if row.request_id in wanted]
    rows = request_rows(requested, day)
    files: dict[str, bytes] = {}
    for request in requests:
        own = [rows[row.pk] for row in requested if row.request_id == request.pk]
        name = workbook_file_name(round_, request)
        if name in files:  # the names of two posts can differ only in characters that a file name leaves out
            name = f"{request.pk}-{name}"
        files[name] = write_workbook(
            RequestWorkbook(request.key, str(round_.holder), request.lead_post, round_.reply_by, own)
        )
    return files


def workbook_file_name(round_: Round, request: Request) -> str:
    """Return for example "cleveland-head-of-crime-2025-03-31.xlsx"."""
    post = slugify(request.lead_post)[:60] or "no-lead"
    return f"{round_.holder.slug}-{post}-{round_.reply_by.isoformat()}.xlsx"


def zip_files(files: dict[str, bytes]) -> bytes:
    """Return the files as one zip archive."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as package:
        for name, contents in files.items():
            package.writestr(name, contents)
    return archive.getvalue()
