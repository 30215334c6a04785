"""The downloads of a page: the same rows, for the same reader, day and filters, and the page as a PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, register_converter, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django_tables2 import Table

from forces.bodies.models import Installation
from forces.people.requests import ReaderRequest
from forces.people.saved_views import can_be_saved
from recommendations.documents.pdf_writer import PdfUnavailable
from recommendations.pages.common import page_pdf as paper
from recommendations.positions.counting import Tally
from soteria_tracker.web.as_at import KNOWN, with_query
from soteria_tracker.web.exports import Export, Format, FormatConverter, TooManyRows, send

ROWS_ON_PAPER = 100  # some five sheets; the other downloads hold all rows

register_converter(FormatConverter, "format")

View = Callable[..., HttpResponseBase]


def page_with_downloads(address: str, page: View, export: View, name: str) -> list[URLPattern]:
    """Return the addresses of a page and its downloads: /forces/ and /forces.csv, .xlsx, .json, .pdf."""
    return [
        path(f"{address}/", can_be_saved(page), name=name),
        path(f"{address}.<format:format>", export, name=f"{name}-export"),
        path(f"{address}.pdf", on_paper(page), name=f"{name}-pdf"),
    ]


def download_links(request: HttpRequest) -> list[dict[str, str]]:
    """Return the downloads of the present page, for components/as_at.html, with its filters, order and day."""
    name, kwargs = _page_name(request), request.resolver_match.kwargs  # type: ignore[union-attr]
    query = request.GET.copy()
    for parameter in ("page", KNOWN):  # the addresses of dated pages have `known` already
        query.pop(parameter, None)

    def link(label: str, address: str) -> dict[str, str]:
        return {"label": label, "url": with_query(address, query.urlencode())}

    links = [link(format.label, reverse(f"{name}-export", kwargs=kwargs | {"format": format})) for format in Format]
    return [*links, link(_("PDF"), reverse(f"{name}-pdf", kwargs=kwargs))]


def _page_name(request: HttpRequest) -> str:
    """Return the name of the present page's address, with its namespace; also while it is made into a PDF."""
    assert request.resolver_match  # noqa: S101 - a view is called for an address
    return request.resolver_match.view_name.removesuffix("-pdf")


def calendar_link(force: str = "") -> dict[str, str]:
    """Return the link to a private calendar of deadlines: for one force (its slug), or for all the reader's forces."""
    query = f"?{urlencode({'force': force})}" if force else ""
    return {"label": _("Calendar"), "url": reverse("calendars") + query}


def download(
    request: ReaderRequest,
    format: Format,
    *,
    name: str,
    title: str,
    columns: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    filters: Sequence[tuple[str, str]] = (),
    edition: str = "",
    figures: Mapping[str, Any] | None = None,
) -> HttpResponseBase:
    """Return a table as a file, as at the reader's day, marked as invented in a demonstration."""
    export = Export(
        name=name,
        title=title,
        as_at=request.reader.day,
        known_on=request.reader.known_on,
        columns=columns,
        rows=rows,
        filters=filters,
        edition=edition,
        figures=figures or {},
        is_demonstration=Installation.objects.filter(is_demonstration=True).exists(),
    )
    try:
        return send(export, format)
    except TooManyRows as refused:
        return render(request, "documents/not_available.html", {"why": str(refused)}, status=422)


def download_table(request: ReaderRequest, format: Format, table: Table, **about: Any) -> HttpResponseBase:
    """Return all rows of a table in its own columns; `about` is as for `download`."""
    rows = table.as_values()
    return download(request, format, columns=next(rows), rows=rows, **about)


def figures_of(tally: Tally) -> dict[str, Any]:
    """Return a page's figures for its JSON: the actions by group, which add up, and subsets of them."""
    return {
        "actions": tally.total,
        "tracked": tally.tracked,
        "closed_per_cent": tally.closed_share,
        "by_group": {group.value: count for group, count in tally.groups.items()},
        "overdue_waiting": tally.overdue_waiting,
        "due_next": tally.due_next,
        "forecast_late": tally.forecast_late,
        "past_local_target": tally.past_local_target,
    }


# --- paper -------------------------------------------------------------------------------------------------


def rows_on_a_page(request: HttpRequest, on_screen: int) -> int:
    """Return how many rows of a table one page shows; more in a PDF."""
    return ROWS_ON_PAPER if getattr(request, "is_on_paper", False) else on_screen


def on_paper(page: View) -> View:
    """Return a view of the same page as a PDF. Redirects and errors stay as they are."""

    @wraps(page)
    def as_pdf(request: ReaderRequest, **named: str) -> HttpResponseBase:
        request.is_on_paper = True  # type: ignore[attr-defined]
        response = page(request, **named)
        if response.status_code != 200 or not isinstance(response, HttpResponse):
            return response
        name = _page_name(request)
        address = request.build_absolute_uri(reverse(name, kwargs=named))
        try:
            contents = paper.pdf_of(response.content.decode(), address)
        except PdfUnavailable as missing:
            return render(request, "documents/not_available.html", {"why": str(missing)}, status=503)
        file_name = f"{'-'.join(named.values()) or name.rpartition(':')[2]}.pdf"
        pdf = HttpResponse(contents, content_type="application/pdf")
        pdf["Content-Disposition"] = content_disposition_header(True, file_name)
        pdf["Cache-Control"] = "private, no-store"
        return pdf

    return as_pdf
