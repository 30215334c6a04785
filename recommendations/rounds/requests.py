"""What is asked, and of whom: the chosen actions by lead post, and the rows of their workbooks."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people.access import Edition
from recommendations.positions.models import Position
from recommendations.register.models import Action, Lead, Update
from recommendations.register.statuses import Status
from recommendations.rounds.models import Request, RequestedAction, Round
from recommendations.rounds.workbook_writer import Asked, AskedRow, write_workbook

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Group:
    """The actions that one post leads, with who holds it, where that is known. No post: no lead is named."""

    post: str
    actions: Sequence[Action]
    name: str = ""
    email: str = ""


def groups_of(holder: Body, actions: Iterable[Action], *, post_for_unnamed: str = "") -> list[Group]:
    """The actions by lead post, in the order of the posts; those without a lead under the post given, or last."""
    by_post: dict[str, list[Action]] = {}
    for action in actions:
        by_post.setdefault(action.lead_post or post_for_unnamed.strip(), []).append(action)
    leads = {lead.post: lead for lead in Lead.objects.filter(holder=holder, post__in=by_post)}
    return [
        Group(post, by_post[post], leads[post].name, leads[post].email) if post in leads else Group(post, by_post[post])
        for post in sorted(by_post, key=lambda post: (not post, post.casefold()))
    ]


# --- rows --------------------------------------------------------------------------------------------------


def asked_of(
    action: Action, seen: Update | None, due_on: datetime.date | None
) -> dict[str, str | datetime.date | None]:
    """What the office writes in the row of an action, by the code of the column."""
    recommendation = action.recommendation
    text = recommendation.text
    if action.part:
        text += "\n\n" + _("This part is addressed to you: “%(words)s”") % {"words": action.part.text}
    return {
        "inspection": recommendation.inspection.short_title,
        "reference": recommendation.label,
        "text": text,
        "deadline": due_on or action.deadline.deadline_words,
        "said-on": seen.effective_on if seen else None,
        "said-status": str(Status(seen.status).label) if seen and seen.status else "",
        "said": seen.words.text if seen and seen.words else "",
    }


def asked_rows(rows: Iterable[RequestedAction], day: datetime.date) -> dict[int, AskedRow]:
    """What was asked in each of these rows, by their ids, in one query beyond theirs. They come from `rows_of`."""
    rows = list(rows)
    due_on = dict(
        Position.objects.on(day)
        .filter(action__in=[row.action_id for row in rows], edition=Edition.WORKING)
        .values_list("action", "due_on")
    )
    return {row.pk: AskedRow(row.key, asked_of(row.action, row.seen, due_on.get(row.action_id))) for row in rows}


def rows_of(round_: Round) -> QuerySet[RequestedAction]:
    """Every row of a round with all that it asks, in the order of the reports."""
    return (
        RequestedAction.objects.filter(request__round=round_)
        .select_related("request", "action__part", "action__recommendation__inspection", "seen__words")
        .defer("action__recommendation__inspection__key_findings")
        .order_by(
            "action__recommendation__inspection__short_title",
            "action__recommendation__inspection_id",
            "action__recommendation__order",
            "pk",
        )
    )


# --- workbooks ---------------------------------------------------------------------------------------------


def workbooks(round_: Round, requests: Sequence[Request], day: datetime.date) -> dict[str, bytes]:
    """The workbooks of these requests of a round, by the names of their files."""
    wanted = {request.pk for request in requests}
    rows = [row for row in rows_of(round_) if row.request_id in wanted]
    asked = asked_rows(rows, day)
    files: dict[str, bytes] = {}
    for request in requests:
        own = [asked[row.pk] for row in rows if row.request_id == request.pk]
        name = file_name(round_, request)
        if name in files:  # two posts that differ in letters no file name has
            name = f"{request.pk}-{name}"
        files[name] = write_workbook(Asked(request.key, str(round_.holder), request.lead_post, round_.wanted_by, own))
    return files


def file_name(round_: Round, request: Request) -> str:
    """ "cleveland-head-of-crime-2025-03-31.xlsx"."""
    post = slugify(request.lead_post)[:60] or "no-lead"
    return f"{round_.holder.slug}-{post}-{round_.wanted_by.isoformat()}.xlsx"


def together(files: dict[str, bytes]) -> bytes:
    """The files as one zip."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as package:
        for name, contents in files.items():
            package.writestr(name, contents)
    return archive.getvalue()
