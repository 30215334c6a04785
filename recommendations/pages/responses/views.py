"""The list of responses."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from forces.people.requests import ReaderRequest
from recommendations.pages.common.downloads import download, download_links, rows_on_a_page
from recommendations.pages.responses.filters import ResponseFilter
from recommendations.pages.responses.queries import response_rows
from recommendations.pages.responses.response_export import (
    figures_of_responses,
    response_cells,
    response_columns,
    sentence,
)
from recommendations.pages.responses.tables import ResponseTable
from soteria_tracker.web.exports import Format

ROWS_A_PAGE = 50


@require_safe
def responses(request: ReaderRequest) -> HttpResponse:
    """Every published inspection with every force that answers to it, the reader's own office first."""
    form, table = _filtered(request)
    RequestConfig(request, paginate={"per_page": rows_on_a_page(request, ROWS_A_PAGE), "silent": True}).configure(table)
    context = {
        "sentence": sentence(form.rows),
        "table": table,
        "form": form,
        "clear_url": reverse("responses"),
        "kept_parameters": [(name, request.GET[name]) for name in ("sort",) if name in request.GET],
        "downloads": download_links(request),
    }
    return render(request, "pages/responses/responses.html", context)


@require_safe
def responses_export(request: ReaderRequest, format: Format) -> HttpResponseBase:
    """The rows of the list, all pages of it, filtered and sorted as there."""
    form, table = _filtered(request)
    RequestConfig(request, paginate=False).configure(table)
    return download(
        request,
        format,
        name="responses",
        title=_("Responses"),
        columns=response_columns(),
        rows=response_cells(table.data.data),
        filters=form.in_words,
        figures=figures_of_responses(form.rows),
    )


def _filtered(request: ReaderRequest) -> tuple[ResponseFilter, ResponseTable]:
    form = ResponseFilter(request.GET, response_rows(request.reader))
    own_office_only = () if request.reader.office else ("completeness", "stage")
    return form, ResponseTable(form.rows, exclude=own_office_only)
