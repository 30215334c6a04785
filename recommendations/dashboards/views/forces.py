"""The list of forces, and the page of one force."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from forces.people.requests import ReaderRequest
from recommendations.dashboards.as_at import dated
from recommendations.dashboards.downloads import calendar_link, download, download_links, figures_of, rows_on_a_page
from recommendations.dashboards.filters.actions import ActionFilter
from recommendations.dashboards.filters.forces import ForceFilter
from recommendations.dashboards.queries.actions import (
    action_cells,
    action_columns,
    action_rows,
    also_named_in,
    short_rows,
)
from recommendations.dashboards.queries.attention import Standing, page_with_attention
from recommendations.dashboards.queries.clocks import ForceResponses
from recommendations.dashboards.queries.editions import edition_note, edition_note_of, wording_of_many
from recommendations.dashboards.queries.forces import (
    by_region,
    counts_by_holder,
    force_and_overseers,
    force_holdings,
    forces_of,
    holding_cells,
    holding_columns,
    overseers_on,
    total_of,
)
from recommendations.dashboards.queries.progress import Progress
from recommendations.dashboards.queries.tasks import comments_wanted
from recommendations.dashboards.queries.timeline import deadline_line
from recommendations.dashboards.tables.actions import ActionTable, caption_of
from soteria_tracker.web.exports import Format
from soteria_tracker.web.tables import CountedPaginator

ACTIONS_ON_A_PAGE = 10  # a page with its charts stays below 60 kB


@require_safe
@dated
def forces(request: ReaderRequest) -> HttpResponse:
    """Every force the reader may see, under its region."""
    reader = request.reader
    every = forces_of(reader).open_on(reader.day)
    form = ForceFilter(request.GET, every)
    holdings = force_holdings(form.rows, counts_by_holder(reader), overseers_on(reader))
    page = {
        "form": form.form,
        "groups": by_region(holdings),
        "holdings": holdings,
        "every": every.aggregate(total=Count("pk"), kept=Count("pk", filter=Q(kept_here=True))),
        "wording": wording_of_many(reader),
        "as_at": reader.day,
        "edition_note": edition_note(reader),
        "downloads": download_links(request, "forces"),
    }
    return render(request, "recommendations/forces.html", page)


@require_safe
@dated
def forces_export(request: ReaderRequest, format: Format) -> HttpResponseBase:
    """The forces of the list, one line each."""
    reader = request.reader
    form = ForceFilter(request.GET, forces_of(reader).open_on(reader.day))
    holdings = force_holdings(form.rows, counts_by_holder(reader), overseers_on(reader))
    return download(
        request,
        format,
        name="forces",
        title=_("Forces"),
        columns=holding_columns(reader),
        rows=holding_cells(holdings, reader),
        filters=form.in_words,
        edition=edition_note(reader),
        figures=figures_of(total_of(holdings)),
    )


@require_safe
@dated
def force(request: ReaderRequest, force: str) -> HttpResponse:
    """What is late at one force, what is next, and all its actions."""
    reader = request.reader
    found, overseen = force_and_overseers(force, reader)
    form = ActionFilter(request.GET, found, reader)
    table = ActionTable(short_rows(form.rows), day=reader.day, with_leads=form.with_leads)
    pages = {"per_page": rows_on_a_page(request, ACTIONS_ON_A_PAGE), "paginator_class": CountedPaginator}
    RequestConfig(request, paginate=pages | {"count": form.count}).configure(table)
    table.caption = caption_of(table, form.whole, inspections=len(form.choices.inspections))
    rows, with_attention = page_with_attention(table.data.data, form.queryset, reader.day, between=table.first_and_end)
    table.show(rows)
    standing = Standing.of(found, reader, form.whole, with_attention)
    page = {
        "force": found,
        "standing": standing,
        "line": deadline_line(form.by_day, standing.attention.named, reader.day, standing.wording),
        "progress": Progress.of(found, reader),
        "inspections": form.choices.inspections,
        "form": form.form,
        "table": table,
        "kept_parameters": [(name, request.GET[name]) for name in ("sort",) if name in request.GET],
        "overseen": overseen,
        "responses": ForceResponses.of(found, reader, is_answered=overseen.body is not None),
        "comments_wanted": comments_wanted(found, reader) if found.pk in reader.contributes else [],
        "as_at": reader.day,
        "edition_note": edition_note_of(found, reader) if found.kept_here else "",
        "downloads": [*download_links(request, "force", found.slug), calendar_link(found.slug)],
    }
    return render(request, "recommendations/force.html", page)


@require_safe
@dated
def also_named(request: ReaderRequest, force: str) -> HttpResponse:
    """The recommendations that other bodies lead and are to work on with the force."""
    reader = request.reader
    found = get_object_or_404(forces_of(reader), slug=force)
    page = {"force": found, "also_named": also_named_in(found, reader), "as_at": reader.day}
    return render(request, "recommendations/also_named.html", page)


@require_safe
@dated
def force_export(request: ReaderRequest, force: str, format: Format) -> HttpResponseBase:
    """The rows of the force page's table, all pages of it, filtered and sorted as there."""
    reader = request.reader
    found = get_object_or_404(forces_of(reader), slug=force)
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
        edition=edition_note_of(found, reader) if found.kept_here else "",
        figures=figures_of(form.whole),
    )
