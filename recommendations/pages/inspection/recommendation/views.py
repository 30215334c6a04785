"""One recommendation across everyone who holds it, its downloads, and what was published on it."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from forces.people.requests import ReaderRequest
from recommendations.pages.common.action_table import action_export_columns
from recommendations.pages.common.as_at import dated
from recommendations.pages.common.downloads import download_links, download_table, figures_of
from recommendations.pages.common.wording import edition_note
from recommendations.pages.inspection.recommendation.filters import HolderFilter
from recommendations.pages.inspection.recommendation.queries import RecommendationPage
from recommendations.pages.inspection.recommendation.tables import HolderTable
from recommendations.responses.precedents import other_explanations
from soteria_tracker.web.exports import Format


@require_safe
@dated
def recommendation(request: ReaderRequest, inspection: str, reference: str) -> HttpResponse:
    """Show one recommendation: its text, and the status of everyone who holds it."""
    page = RecommendationPage.of(inspection, reference, request.reader)
    form = HolderFilter(request.GET, page.holders, page.wording)
    table = HolderTable(form.rows, caption=_("Status and last update, by body"))
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
        "downloads": download_links(request),
    }
    return render(request, "pages/inspection/recommendation.html", context)


@require_safe
@dated
def recommendation_export(request: ReaderRequest, inspection: str, reference: str, format: Format) -> HttpResponseBase:
    """Return everyone in the page's table as a file, with the text that the reader may see."""
    reader = request.reader
    page = RecommendationPage.of(inspection, reference, reader)
    form = HolderFilter(request.GET, page.holders, page.wording)
    table = HolderTable(form.rows, extra_columns=action_export_columns(reader, lambda row: row.position))
    RequestConfig(request, paginate=False).configure(table)
    return download_table(
        request,
        format,
        table,
        name=f"{inspection}-{reference}",
        title=f"{page.recommendation.inspection.short_title}, {page.recommendation.label}",
        filters=form.in_words,
        edition=edition_note(reader),
        figures=figures_of(page.forces),
    )


@require_safe
def published_statements(request: ReaderRequest, inspection: str, reference: str) -> HttpResponse:
    """Show what every body that must respond for a force published on one recommendation."""
    recommendation = RecommendationPage.of(inspection, reference, request.reader).recommendation
    context = {
        "recommendation": recommendation,
        "inspection": recommendation.inspection,
        "statements": other_explanations(recommendation),
    }
    return render(request, "pages/inspection/published_statements.html", context)
