"""The list of forces, and the page of one force."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from forces.people.requests import ReaderRequest
from recommendations.dashboards.downloads import csv_link, download
from recommendations.dashboards.filters.actions import ActionFilter
from recommendations.dashboards.filters.forces import ForceFilter
from recommendations.dashboards.queries.actions import (
    Standing,
    action_cells,
    action_columns,
    action_rows,
    also_named_in,
    short_rows,
)
from recommendations.dashboards.queries.clocks import ForceResponses
from recommendations.dashboards.queries.editions import edition_note, edition_note_of, wording_of_many
from recommendations.dashboards.queries.forces import (
    by_region,
    counts_by_holder,
    force_holdings,
    forces_of,
    holding_cells,
    holding_columns,
    overseers_on,
    oversight_of,
)
from recommendations.dashboards.tables.actions import ActionTable, caption_of

ACTIONS_ON_A_PAGE = 50


@require_safe
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
        "downloads": csv_link(request, "forces-csv"),
    }
    return render(request, "recommendations/forces.html", page)


@require_safe
def forces_csv(request: ReaderRequest) -> HttpResponseBase:
    """The forces of the list, one line each."""
    reader = request.reader
    form = ForceFilter(request.GET, forces_of(reader).open_on(reader.day))
    holdings = force_holdings(form.rows, counts_by_holder(reader), overseers_on(reader))
    return download(
        "forces.csv", _("Forces"), reader, holding_columns(reader), holding_cells(holdings, reader), form.in_words
    )


@require_safe
def force(request: ReaderRequest, force: str) -> HttpResponse:
    """What is late at one force, what is next, and all its actions."""
    reader = request.reader
    found = get_object_or_404(forces_of(reader), slug=force)
    form = ActionFilter(request.GET, found, reader)
    table = ActionTable(short_rows(form.rows), day=reader.day, with_leads=form.with_leads)
    RequestConfig(request, paginate={"per_page": ACTIONS_ON_A_PAGE}).configure(table)
    table.caption = caption_of(table, form.whole, inspections=len(form.choices.inspections))
    overseen = oversight_of(found, reader)
    page = {
        "force": found,
        "standing": Standing.of(found, reader, form.whole),
        "inspections": form.choices.inspections,
        "form": form.form,
        "table": table,
        "kept_parameters": [(name, request.GET[name]) for name in ("sort",) if name in request.GET],
        "overseen": overseen,
        "responses": ForceResponses.of(found, reader, is_answered=overseen.oversight is not None),
        "also_named": also_named_in(found, reader),
        "as_at": reader.day,
        "edition_note": edition_note_of(found, reader) if found.kept_here else "",
        "downloads": csv_link(request, "force-csv", found.slug),
    }
    return render(request, "recommendations/force.html", page)


@require_safe
def force_csv(request: ReaderRequest, force: str) -> HttpResponseBase:
    """The rows of the force page's table, all pages of it, filtered and sorted as there."""
    reader = request.reader
    found = get_object_or_404(forces_of(reader), slug=force)
    form = ActionFilter(request.GET, found, reader)
    table = ActionTable(action_rows(form.rows), day=reader.day, with_leads=form.with_leads)
    RequestConfig(request, paginate=False).configure(table)
    cells = action_cells(table.data.data.iterator(chunk_size=500), reader)
    return download(f"{found.slug}.csv", found.name, reader, action_columns(), cells, form.in_words)
