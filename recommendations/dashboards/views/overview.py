"""The national overview."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forces.people.requests import ReaderRequest
from recommendations.dashboards.downloads import csv_link, download
from recommendations.dashboards.queries.editions import edition_note
from recommendations.dashboards.queries.forces import (
    counts_by_holder,
    holding_cells,
    holding_columns,
    overseers_on,
)
from recommendations.dashboards.queries.overview import overview_forces, overview_of


@require_safe
def overview(request: ReaderRequest) -> HttpResponse:
    """Where England and Wales stand, force by force."""
    page = {
        "overview": overview_of(request.reader),
        "as_at": request.reader.day,
        "edition_note": edition_note(request.reader),
        "downloads": csv_link(request, "overview-csv"),
    }
    return render(request, "recommendations/overview.html", page)


@require_safe
def overview_csv(request: ReaderRequest) -> HttpResponseBase:
    """The forces of the overview, one line each."""
    reader = request.reader
    forces = overview_forces(reader, counts_by_holder(reader), overseers_on(reader))
    columns, cells = holding_columns(reader), holding_cells(forces, reader)
    return download("overview.csv", _("National overview"), reader, columns, cells)
