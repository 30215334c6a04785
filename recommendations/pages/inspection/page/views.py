"""One inspection, and its downloads."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forces.people.requests import ReaderRequest
from recommendations.pages.common.as_at import dated
from recommendations.pages.common.downloads import download, download_links, figures_of
from recommendations.pages.common.wording import edition_note
from recommendations.pages.inspection.grid.forms import GridForm
from recommendations.pages.inspection.grid.tables import GridTable
from recommendations.pages.inspection.page.queries import InspectionPage
from soteria_tracker.web.exports import Format


@require_safe
@dated
def inspection(request: ReaderRequest, inspection: str) -> HttpResponse:
    """Show one inspection: its recommendations, and the status of every force on each."""
    page, form = _page_and_form(request, inspection)
    context = {
        "page": page,
        "inspection": page.inspection,
        "grid_form": form,
        "clear_url": page.inspection.get_absolute_url(),
        "downloads": download_links(request),
        "edition_note": edition_note(request.reader),
    }
    return render(request, "pages/inspection/inspection.html", context)


@require_safe
@dated
def inspection_export(request: ReaderRequest, inspection: str, format: Format) -> HttpResponseBase:
    """Return a file with one row for each holder and recommendation: status, deadline and last update."""
    page, form = _page_and_form(request, inspection)
    columns, *rows = GridTable(page.statuses_to_download).as_values()
    return download(
        request,
        format,
        name=inspection,
        title=page.inspection.title,
        columns=columns,
        rows=rows,
        filters=form.in_words,
        edition=edition_note(request.reader),
        figures=figures_of(page.forces_shown),
    )


def _page_and_form(request: ReaderRequest, slug: str) -> tuple[InspectionPage, GridForm]:
    """Return the page, narrowed to what the form chooses."""
    page = InspectionPage.of(slug, request.reader)
    form = GridForm(request.GET, page.regions, page.force_names)
    page.region, page.chosen_forces = form.chosen_region, form.chosen_forces
    page.shows_all_columns = form.shows_all_columns
    return page, form
