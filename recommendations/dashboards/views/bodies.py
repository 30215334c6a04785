"""The page of one national body, local policing body or panel."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from forces.bodies.models import Body
from forces.people.requests import ReaderRequest
from recommendations.dashboards.as_at import dated
from recommendations.dashboards.downloads import download, download_links, figures_of, rows_on_a_page
from recommendations.dashboards.filters.actions import ActionFilter
from recommendations.dashboards.queries.actions import (
    action_cells,
    action_columns,
    action_rows,
    also_named_in,
    short_rows,
)
from recommendations.dashboards.queries.attention import Standing, page_with_attention
from recommendations.dashboards.queries.bodies import (
    body_and_lineage,
    body_of,
    overseer_on,
    oversight_periods,
    waiting_for,
)
from recommendations.dashboards.queries.editions import edition_note_of
from recommendations.dashboards.queries.timeline import deadline_line
from recommendations.dashboards.tables.actions import ActionTable, caption_of
from soteria_tracker.web.exports import Format
from soteria_tracker.web.tables import CountedPaginator

ACTIONS_ON_A_PAGE = 50


@require_safe
@dated
def body(request: ReaderRequest, body: str) -> HttpResponse:
    """What a body leads and who waits for it; or whom it oversees or scrutinises. A force has a page of its own."""
    reader = request.reader
    found, lineage = body_and_lineage(body)
    if found.kind == Body.Kind.FORCE:
        return redirect(found)
    page = {
        "body": found,
        "lineage": lineage,
        "as_at": reader.day,
    }
    if found.kind == Body.Kind.PANEL:
        return render(request, "recommendations/body.html", page | {"overseer": overseer_on(found, reader.day)})
    form = ActionFilter(request.GET, found, reader)
    table = ActionTable(short_rows(form.rows), day=reader.day, with_leads=form.with_leads)
    pages = {"per_page": rows_on_a_page(request, ACTIONS_ON_A_PAGE), "paginator_class": CountedPaginator}
    RequestConfig(request, paginate=pages | {"count": form.count}).configure(table)
    table.caption = caption_of(table, form.whole, inspections=len(form.choices.inspections))
    rows, with_attention = page_with_attention(table.data.data, form.queryset, reader.day, between=table.first_and_end)
    table.show(rows)
    standing = Standing.of(found, reader, form.whole, with_attention)
    page |= {
        "standing": standing,
        "line": deadline_line(form.by_day, standing.attention.named, reader.day, standing.wording),
        "inspections": form.choices.inspections,
        "form": form.form,
        "table": table,
        "kept_parameters": [(name, request.GET[name]) for name in ("sort",) if name in request.GET],
        "also_named": also_named_in(found, reader),
        "edition_note": edition_note_of(found, reader),
        "downloads": download_links(request, "body", found.slug) if form.whole.total else [],
    }
    if found.kind == Body.Kind.LOCAL:
        page["periods"] = oversight_periods(found)
    else:
        page["waiting"] = waiting_for(found, reader)
    return render(request, "recommendations/body.html", page)


@require_safe
@dated
def body_export(request: ReaderRequest, body: str, format: Format) -> HttpResponseBase:
    """The rows of the body's table of actions, all pages of it, filtered and sorted as there."""
    reader = request.reader
    found = body_of(body)
    if found.kind == Body.Kind.FORCE:
        return redirect("force-export", found.slug, format)
    form = ActionFilter(request.GET, found, reader)
    table = ActionTable(action_rows(form.rows), day=reader.day, with_leads=form.with_leads)
    RequestConfig(request, paginate=False).configure(table)
    cells = action_cells(table.data.data.iterator(chunk_size=500), reader)
    return download(
        request,
        format,
        name=found.slug,
        title=found.name,
        columns=action_columns(),
        rows=cells,
        filters=form.in_words,
        edition=edition_note_of(found, reader),
        figures=figures_of(form.whole),
    )
