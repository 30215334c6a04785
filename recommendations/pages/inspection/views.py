"""The list of inspections, one inspection, and one recommendation across everybody who holds it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from forces.people.access import Reader
from forces.people.requests import ReaderRequest
from recommendations.pages.common.action_rows import action_cells, action_columns
from recommendations.pages.common.as_at import dated
from recommendations.pages.common.downloads import download, download_links, figures_of, rows_on_a_page
from recommendations.pages.common.editions import edition_note
from recommendations.pages.inspection.filters import GridForm, InspectionFilter
from recommendations.pages.inspection.grid_export import grid_cells, grid_columns
from recommendations.pages.inspection.holder_filter import HolderFilter
from recommendations.pages.inspection.inspection_rows import (
    forces_in,
    inspection_cells,
    inspection_columns,
    inspection_rows,
    sentence,
)
from recommendations.pages.inspection.queries import InspectionPage
from recommendations.pages.inspection.recommendation import RecommendationPage
from recommendations.pages.inspection.tables import HolderTable, InspectionTable
from recommendations.positions.models import Position
from recommendations.register.models import Inspection
from recommendations.responses.precedents import said_by_others
from soteria_tracker.web.exports import Format

ROWS_A_PAGE = 50


@require_safe
@dated
def inspections(request: ReaderRequest) -> HttpResponse:
    """Every inspection the reader may see, with how far the forces are."""
    reader = request.reader
    chosen = InspectionFilter(request.GET, Inspection.objects.visible_to(reader))
    rows = inspection_rows(chosen.rows, reader)
    table = InspectionTable(
        rows, caption=_("Actions are those of forces; national bodies are on each inspection’s page")
    )
    RequestConfig(request, paginate={"per_page": rows_on_a_page(request, ROWS_A_PAGE), "silent": True}).configure(table)
    context = {
        "sentence": sentence(rows, reader),
        "table": table,
        "filter": chosen,
        "clear_url": reverse("inspections"),
        "downloads": download_links(request, "inspections"),
        "edition_note": edition_note(reader),
    }
    return render(request, "pages/inspection/inspections.html", context)


@require_safe
@dated
def inspections_export(request: ReaderRequest, format: Format) -> HttpResponseBase:
    """The rows of the list, all pages of it, filtered and sorted as there."""
    reader = request.reader
    chosen = InspectionFilter(request.GET, Inspection.objects.visible_to(reader))
    table = InspectionTable(inspection_rows(chosen.rows, reader))
    RequestConfig(request, paginate=False).configure(table)
    rows = table.data.data
    return download(
        request,
        format,
        name="inspections",
        title=_("Inspections"),
        columns=inspection_columns(reader),
        rows=inspection_cells(rows),
        filters=chosen.in_words,
        edition=edition_note(reader),
        figures={"inspections": len(rows)} | figures_of(forces_in(rows)),
    )


@require_safe
@dated
def inspection(request: ReaderRequest, inspection: str) -> HttpResponse:
    """One inspection: what it recommended, and where every force stands on it."""
    page, form = _page_and_form(request, inspection)
    context = {
        "page": page,
        "inspection": page.inspection,
        "grid_form": form,
        "clear_url": page.inspection.get_absolute_url(),
        "downloads": download_links(request, "inspection", inspection),
        "edition_note": edition_note(request.reader),
    }
    return render(request, "pages/inspection/inspection.html", context)


def _page_and_form(request: ReaderRequest, slug: str) -> tuple[InspectionPage, GridForm]:
    """The page, narrowed to what the address asks for."""
    page = InspectionPage.of(slug, request.reader)
    form = GridForm(request.GET, page.regions, page.force_names)
    page.region, page.chosen_forces = form.chosen_region, form.chosen_forces
    page.shows_all_columns = form.shows_all_columns
    return page, form


@require_safe
@dated
def inspection_export(request: ReaderRequest, inspection: str, format: Format) -> HttpResponseBase:
    """One row for each holder and recommendation: where it stands, its deadline and its last update."""
    page, form = _page_and_form(request, inspection)
    return download(
        request,
        format,
        name=inspection,
        title=page.inspection.title,
        columns=grid_columns(),
        rows=grid_cells(page),
        filters=form.in_words,
        edition=edition_note(request.reader),
        figures=figures_of(page.forces_shown),
    )


@require_safe
@dated
def recommendation(request: ReaderRequest, inspection: str, reference: str) -> HttpResponse:
    """One recommendation: its words, and where everybody who holds it stands."""
    page = RecommendationPage.of(inspection, reference, request.reader)
    form = HolderFilter(request.GET, page.holders, page.wording)
    table = HolderTable(form.rows, caption=_("Where each body stands, and what was last said"))
    RequestConfig(request, paginate=False).configure(table)
    context = {
        "page": page,
        "recommendation": page.recommendation,
        "inspection": page.recommendation.inspection,
        "form": form,
        "clear_url": f"{page.recommendation.get_absolute_url()}#holders",
        "kept_parameters": [(name, request.GET[name]) for name in ("sort",) if name in request.GET],
        "table": table,
        "edition_note": edition_note(request.reader),
        "downloads": download_links(request, "recommendation", inspection, reference),
    }
    return render(request, "pages/inspection/recommendation.html", context)


@require_safe
def said(request: ReaderRequest, inspection: str, reference: str) -> HttpResponse:
    """What was published on one recommendation, by all who answer for a force."""
    found = RecommendationPage.of(inspection, reference, request.reader).recommendation
    context = {"recommendation": found, "inspection": found.inspection, "others": said_by_others(found)}
    return render(request, "pages/inspection/all_statements.html", context)


@require_safe
@dated
def recommendation_export(request: ReaderRequest, inspection: str, reference: str, format: Format) -> HttpResponseBase:
    """Everybody in the page's table, with the words released to the reader."""
    reader = request.reader
    page = RecommendationPage.of(inspection, reference, reader)
    form = HolderFilter(request.GET, page.holders, page.wording)
    table = HolderTable(form.rows)
    RequestConfig(request, paginate=False).configure(table)
    return download(
        request,
        format,
        name=f"{inspection}-{reference}",
        title=f"{page.recommendation.inspection.short_title}, {page.recommendation.label}",
        columns=[_("Held by"), *action_columns()],
        rows=_holder_cells([row.position for row in table.data.data], reader),
        filters=form.in_words,
        edition=edition_note(reader),
        figures=figures_of(page.forces),
    )


def _holder_cells(positions: list[Position], reader: Reader) -> Iterator[list[Any]]:
    """The cells of the actions, each after its holder's name."""
    for position, cells in zip(positions, action_cells(positions, reader), strict=True):
        yield [position.action.holder.name, *cells]
