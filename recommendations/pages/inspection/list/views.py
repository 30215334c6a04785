"""The list of inspections, and its downloads."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from forces.people.requests import ReaderRequest
from recommendations.pages.common.as_at import dated
from recommendations.pages.common.downloads import download, download_links, figures_of, rows_on_a_page
from recommendations.pages.common.editions import edition_note
from recommendations.pages.inspection.list.filters import InspectionFilter
from recommendations.pages.inspection.list.queries import forces_tally, inspection_rows, progress_sentence
from recommendations.pages.inspection.list.tables import InspectionTable
from recommendations.register.models import Inspection
from soteria_tracker.web.exports import Format

ROWS_A_PAGE = 50


@require_safe
@dated
def inspections(request: ReaderRequest) -> HttpResponse:
    """Show every inspection the reader may see, with how far the forces are."""
    reader = request.reader
    filterset = InspectionFilter(request.GET, Inspection.objects.visible_to(reader))
    rows = inspection_rows(filterset.rows, reader)
    table = InspectionTable(
        rows, reader=reader, caption=_("Actions of forces. Each inspection’s page shows those of national bodies too.")
    )
    RequestConfig(request, paginate={"per_page": rows_on_a_page(request, ROWS_A_PAGE), "silent": True}).configure(table)
    context = {
        "sentence": progress_sentence(rows, reader),
        "table": table,
        "filter": filterset,
        "clear_url": reverse("dated:inspections"),
        "downloads": download_links(request),
        "edition_note": edition_note(reader),
    }
    return render(request, "pages/inspection/inspections.html", context)


@require_safe
@dated
def inspections_export(request: ReaderRequest, format: Format) -> HttpResponseBase:
    """Return all rows of the list as a file, filtered and sorted as on the page."""
    reader = request.reader
    filterset = InspectionFilter(request.GET, Inspection.objects.visible_to(reader))
    rows = inspection_rows(filterset.rows, reader)
    table = InspectionTable(rows, reader=reader)
    RequestConfig(request, paginate=False).configure(table)
    columns, *cells = table.as_values()
    return download(
        request,
        format,
        name="inspections",
        title=_("Inspections"),
        columns=columns,
        rows=cells,
        filters=filterset.in_words,
        edition=edition_note(reader),
        figures={"inspections": len(rows)} | figures_of(forces_tally(rows)),
    )
