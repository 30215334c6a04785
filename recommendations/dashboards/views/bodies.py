"""The page of one national body, local policing body or panel."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from forces.bodies.models import Body
from forces.people.requests import ReaderRequest
from recommendations.dashboards.downloads import csv_link, download
from recommendations.dashboards.filters.actions import ActionFilter
from recommendations.dashboards.queries.actions import (
    Standing,
    action_cells,
    action_columns,
    action_rows,
    also_named_in,
    short_rows,
)
from recommendations.dashboards.queries.bodies import (
    body_of,
    lineage_of,
    overseer_on,
    oversight_periods,
    waiting_for,
)
from recommendations.dashboards.queries.editions import edition_note_of
from recommendations.dashboards.tables.actions import ActionTable, caption_of

ACTIONS_ON_A_PAGE = 50


@require_safe
def body(request: ReaderRequest, body: str) -> HttpResponse:
    """What a body leads and who waits for it; or whom it oversees or scrutinises. A force has a page of its own."""
    reader = request.reader
    found = body_of(body)
    if found.kind == Body.Kind.FORCE:
        return redirect(found)
    page = {
        "body": found,
        "lineage": lineage_of(found),
        "as_at": reader.day,
    }
    if found.kind == Body.Kind.PANEL:
        return render(request, "recommendations/body.html", page | {"overseer": overseer_on(found, reader.day)})
    form = ActionFilter(request.GET, found, reader)
    table = ActionTable(short_rows(form.rows), day=reader.day, with_leads=form.with_leads)
    RequestConfig(request, paginate={"per_page": ACTIONS_ON_A_PAGE}).configure(table)
    table.caption = caption_of(table, form.whole, inspections=len(form.choices.inspections))
    page |= {
        "standing": Standing.of(found, reader, form.whole),
        "inspections": form.choices.inspections,
        "form": form.form,
        "table": table,
        "kept_parameters": [(name, request.GET[name]) for name in ("sort",) if name in request.GET],
        "also_named": also_named_in(found, reader),
        "edition_note": edition_note_of(found, reader),
        "downloads": csv_link(request, "body-csv", found.slug) if form.whole.total else [],
    }
    if found.kind == Body.Kind.LOCAL:
        page["periods"] = oversight_periods(found)
    else:
        page["waiting"] = waiting_for(found, reader)
    return render(request, "recommendations/body.html", page)


@require_safe
def body_csv(request: ReaderRequest, body: str) -> HttpResponseBase:
    """The rows of the body's table of actions, all pages of it, filtered and sorted as there."""
    reader = request.reader
    found = body_of(body)
    if found.kind == Body.Kind.FORCE:
        return redirect("force-csv", found.slug)
    form = ActionFilter(request.GET, found, reader)
    table = ActionTable(action_rows(form.rows), day=reader.day, with_leads=form.with_leads)
    RequestConfig(request, paginate=False).configure(table)
    cells = action_cells(table.data.data.iterator(chunk_size=500), reader)
    return download(f"{found.slug}.csv", found.name, reader, action_columns(), cells, form.in_words)
