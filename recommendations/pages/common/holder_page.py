"""The actions of one holder, a force or another body, as a page and as a download."""

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
    """Return the context for a holder's actions: their summary, timeline, table and filter.

    `interval` is the number of days without an update after which an action is stale (forces.bodies.intervals).
    """
    day = request.reader.day
    form = ActionFilter(request.GET, holder, request.reader, interval=interval)
    table = ActionTable(short_rows(form.rows), reader=request.reader, with_leads=form.with_leads)
    RequestConfig(request, paginate={"per_page": rows_on_a_page(request, rows_on_screen)}).configure(table)
    table.caption = caption_of(table, form.tally, inspections=form.choices.inspections_in_all)
    summary = ActionSummary.of(holder, request.reader, form.tally)
    return {
        "summary": summary,
        "line": deadline_line(form.tallies_by_due_date, summary.attention.named, day, summary.wording),
        "inspections": form.choices.inspections_in_all,
        "form": form.form,
        "table": table,
        "choose": _selection_url(request, holder),
        "follows": not request.reader.looks_back and request.reader.may_follow(holder),
        "kept_parameters": [(name, request.GET[name]) for name in ("sort",) if name in request.GET],
    }


def _selection_url(request: ReaderRequest, holder: Body) -> str:
    """Return the address for selecting actions under the same filter; empty for readers who may not record updates."""
    if request.reader.looks_back or not request.reader.may_record(holder):
        return ""
    kept = request.GET.copy()
    for name in ("sort", "page", "known"):
        kept.pop(name, None)
    return reverse("choose", args=[holder.slug]) + (f"?{kept.urlencode()}" if kept else "")


def actions_download(request: ReaderRequest, format: Format, holder: Body, *, edition: str) -> HttpResponseBase:
    """Return the rows of the page's table, from all its pages, filtered and sorted as there."""
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
        figures=figures_of(form.tally),
    )
