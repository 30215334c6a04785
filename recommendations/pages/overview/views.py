"""The national overview."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forces.people.requests import ReaderRequest
from recommendations.pages.common.as_at import dated
from recommendations.pages.common.body_summaries import (
    ForceTable,
    counts_by_holder,
    overseers_on,
    total_of,
)
from recommendations.pages.common.downloads import download_links, download_table, figures_of
from recommendations.pages.common.wording import edition_note
from recommendations.pages.overview.queries import overview_forces, overview_of
from soteria_tracker.web.exports import Format


@require_safe
@dated
def overview(request: ReaderRequest) -> HttpResponse:
    """Show the progress of England and Wales, force by force."""
    page = {
        "overview": overview_of(request.reader),
        "as_at": request.reader.day,
        "edition_note": edition_note(request.reader),
        "downloads": download_links(request),
    }
    return render(request, "pages/overview/overview.html", page)


@require_safe
@dated
def overview_export(request: ReaderRequest, format: Format) -> HttpResponseBase:
    """Return the forces of the overview, one row each."""
    reader = request.reader
    forces = overview_forces(reader, counts_by_holder(reader), overseers_on(reader))
    return download_table(
        request,
        format,
        ForceTable(forces, reader=reader),
        name="overview",
        title=_("National overview"),
        edition=edition_note(reader),
        figures=figures_of(total_of(forces)),
    )
