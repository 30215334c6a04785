"""The list of inspections, one inspection, and one recommendation across everybody who holds it."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from forces.people.requests import ReaderRequest
from recommendations.dashboards.downloads import csv_link, download
from recommendations.dashboards.filters.inspections import InspectionFilter, RegionForm
from recommendations.dashboards.queries.editions import edition_note
from recommendations.dashboards.queries.inspection import InspectionPage, grid_cells, grid_columns
from recommendations.dashboards.queries.inspections import (
    inspection_cells,
    inspection_columns,
    inspection_rows,
    sentence,
)
from recommendations.dashboards.queries.recommendation import RecommendationPage
from recommendations.dashboards.tables.inspections import HolderTable, InspectionTable
from recommendations.register.models import Inspection

ROWS_A_PAGE = 50


@require_safe
def inspections(request: ReaderRequest) -> HttpResponse:
    """Every inspection the reader may see, with how far the forces are."""
    reader = request.reader
    chosen = InspectionFilter(request.GET, Inspection.objects.visible_to(reader))
    rows = inspection_rows(chosen.rows, reader)
    table = InspectionTable(
        rows, caption=_("Actions are those of forces; national bodies are on each inspection’s page")
    )
    RequestConfig(request, paginate={"per_page": ROWS_A_PAGE, "silent": True}).configure(table)
    context = {
        "sentence": sentence(rows, reader),
        "table": table,
        "filter": chosen,
        "clear_url": reverse("inspections"),
        "downloads": csv_link(request, "inspections-csv"),
        "edition_note": edition_note(reader),
    }
    return render(request, "recommendations/inspections.html", context)


@require_safe
def inspections_csv(request: ReaderRequest) -> HttpResponseBase:
    """The same list as CSV."""
    reader = request.reader
    chosen = InspectionFilter(request.GET, Inspection.objects.visible_to(reader))
    rows = inspection_cells(inspection_rows(chosen.rows, reader))
    return download("inspections.csv", _("Inspections"), reader, inspection_columns(reader), rows, chosen.in_words)


@require_safe
def inspection(request: ReaderRequest, inspection: str) -> HttpResponse:
    """One inspection: what it recommended, and where every force stands on it."""
    page = InspectionPage.of(inspection, request.reader)
    region_form = RegionForm(request.GET, page.regions)
    page.region = region_form.chosen
    context = {
        "page": page,
        "inspection": page.inspection,
        "region_form": region_form,
        "clear_url": page.inspection.get_absolute_url(),
        "downloads": csv_link(request, "inspection-csv", inspection),
        "edition_note": edition_note(request.reader),
    }
    return render(request, "recommendations/inspection.html", context)


@require_safe
def inspection_csv(request: ReaderRequest, inspection: str) -> HttpResponseBase:
    """One row for each holder and recommendation: where it stands, its deadline and its last update."""
    page = InspectionPage.of(inspection, request.reader)
    region_form = RegionForm(request.GET, page.regions)
    page.region = region_form.chosen
    filters = [(_("Region"), page.region)] if page.region else []
    title = page.inspection.title
    return download(f"{inspection}.csv", title, request.reader, grid_columns(), grid_cells(page), filters)


@require_safe
def recommendation(request: ReaderRequest, inspection: str, reference: str) -> HttpResponse:
    """One recommendation: its words, and where everybody who holds it stands."""
    page = RecommendationPage.of(inspection, reference, request.reader)
    table = HolderTable(page.holders, caption=_("Where each body stands"))
    RequestConfig(request, paginate=False).configure(table)
    context = {
        "page": page,
        "recommendation": page.recommendation,
        "inspection": page.recommendation.inspection,
        "table": table,
        "edition_note": edition_note(request.reader),
    }
    return render(request, "recommendations/recommendation.html", context)
