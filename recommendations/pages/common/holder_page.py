"""The actions of one holder as a page and as a download: the same for a force and for any other body."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django_tables2 import RequestConfig

from forces.bodies.models import Body
from forces.people.requests import ReaderRequest
from recommendations.pages.common.action_filter import ActionFilter
from recommendations.pages.common.action_rows import action_rows, short_rows
from recommendations.pages.common.action_table import ActionTable, caption_of
from recommendations.pages.common.attention import ActionSummary
from recommendations.pages.common.downloads import download_table, figures_of, rows_on_a_page
from recommendations.pages.common.timeline import deadline_line
from soteria_tracker.web.exports import Format


def actions_page(request: ReaderRequest, holder: Body, *, rows_on_screen: int, interval: int) -> dict[str, Any]:
    """What a page shows of its holder's actions: where they stand, their deadlines, the table and its filter.

    `interval` is after how many days without an update they are stale (forces.bodies.intervals).
    """
    day = request.reader.day
    form = ActionFilter(request.GET, holder, request.reader, interval=interval)
    table = ActionTable(short_rows(form.rows), reader=request.reader, with_leads=form.with_leads)
    RequestConfig(request, paginate={"per_page": rows_on_a_page(request, rows_on_screen)}).configure(table)
    table.caption = caption_of(table, form.whole, inspections=form.choices.inspections_in_all)
    summary = ActionSummary.of(holder, request.reader, form.whole)
    return {
        "summary": summary,
        "line": deadline_line(form.by_day, summary.attention.named, day, summary.wording),
        "inspections": form.choices.inspections_in_all,
        "form": form.form,
        "table": table,
        "choose": _choose_address(request, holder),
        "follows": not request.reader.looks_back and request.reader.may_follow(holder),
        "kept_parameters": [(name, request.GET[name]) for name in ("sort",) if name in request.GET],
    }


def _choose_address(request: ReaderRequest, holder: Body) -> str:
    """Where several of the actions are chosen, under the same filter; empty for those who record nothing of them."""
    if request.reader.looks_back or not request.reader.may_record(holder):
        return ""
    kept = request.GET.copy()
    for name in ("sort", "page", "known"):
        kept.pop(name, None)
    return reverse("choose", args=[holder.slug]) + (f"?{kept.urlencode()}" if kept else "")


def actions_download(request: ReaderRequest, format: Format, holder: Body, *, edition: str) -> HttpResponseBase:
    """The rows of the page's table, all pages of it, filtered and sorted as there."""
    form = ActionFilter(request.GET, holder, request.reader)
    table = ActionTable(action_rows(form.rows), reader=request.reader, with_leads=form.with_leads)
    RequestConfig(request, paginate=False).configure(table)
    return download_table(
        request,
        format,
        table,
        name=holder.slug,
        title=holder.name,
        filters=form.in_words,
        edition=edition,
        figures=figures_of(form.whole),
    )
