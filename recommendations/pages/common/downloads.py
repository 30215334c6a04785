"""The downloads of a page: the same rows, for the same reader, day and filters, and the page as a PDF.

Base classes for the views of such pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from http import HTTPStatus
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, register_converter, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin, Table

from forces.bodies.models import Installation
from forces.people.access import Reader
from forces.people.data_addresses import has_table
from forces.people.prepared_files import is_in_worker, may_be_prepared, no_file, offer_file
from forces.people.requests import ReaderRequest, reader_of_request
from forces.people.saved_views import can_be_saved
from recommendations.documents.pdf_writer import PdfUnavailable
from recommendations.pages.common import page_pdf
from recommendations.pages.common.as_at import DatedMixin
from recommendations.pages.common.wording import edition_note
from recommendations.positions.counting import Tally
from recommendations.register.statuses import PositionGroup
from soteria_tracker.web.as_at import KNOWN, address_on, with_query
from soteria_tracker.web.exports import Export, Format, FormatConverter, TooManyRows, send
from soteria_tracker.web.page_view import PageView
from soteria_tracker.web.tables import MOST_ROWS_ON_A_PAGE

ROWS_AT_ONCE = 5_000  # a larger Excel file takes longer than a second: the worker makes it

register_converter(FormatConverter, "format")

View = Callable[..., HttpResponseBase]


def page_with_downloads(address: str, page: View, name: str, *, export: View | None = None) -> list[URLPattern]:
    """Return the addresses of a page and its downloads: /forces/ and /forces.csv, .xlsx, .json, .pdf.

    The page's own view sends the files, unless there is another for the `export`.
    """
    return [
        path(f"{address}/", can_be_saved(page), name=name),
        path(f"{address}.<format:format>", has_table(may_be_prepared(export or page)), name=f"{name}-export"),
        path(f"{address}.pdf", on_paper(page), name=f"{name}-pdf"),
    ]


def download_links(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the downloads of the present page, for components/as_at.html, with its filters, order and day."""
    name, kwargs = _page_name(request), request.resolver_match.kwargs  # type: ignore[union-attr]
    query = request.GET.copy()
    for parameter in ("page", KNOWN):  # the addresses of dated pages have `known` already
        query.pop(parameter, None)

    def link(label: str, address: str) -> dict[str, Any]:
        return {"label": label, "url": with_query(address, query.urlencode())}

    links = [link(format.label, reverse(f"{name}-export", kwargs=kwargs | {"format": format})) for format in Format]
    pdf = link(_("PDF"), reverse(f"{name}-pdf", kwargs=kwargs)) | {"is_prepared": True}
    return [*links, pdf, data_address_link(request, query.urlencode())]


def data_address_link(request: HttpRequest, query: str) -> dict[str, Any]:
    """Return the link to create a private address from which a program refreshes the table of the present page."""
    address = reverse("data-addresses", query={"path": address_on(request, None), "query": query})
    return {"label": _("Data address"), "url": address}


def _page_name(request: HttpRequest) -> str:
    """Return the name of the present page's address, with its namespace; also for its PDF and its files."""
    assert request.resolver_match  # noqa: S101 - a view is called for an address
    return request.resolver_match.view_name.removesuffix("-pdf").removesuffix("-export")


def _file_name(request: HttpRequest) -> str:
    """Return the slugs of the address, or the name of a page without any: what its files are called."""
    kwargs = request.resolver_match.kwargs  # type: ignore[union-attr]
    slugs = [slug for name, slug in kwargs.items() if name not in ("format", "tree")]
    return "-".join(slugs) or _page_name(request).rpartition(":")[2]


def calendar_link(force: str = "") -> dict[str, Any]:
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
    counts: Sequence[tuple[Any, int]] = (),
    figures: Mapping[str, Any] | None = None,
) -> HttpResponseBase:
    """Return a table as a file, as at the reader's day, marked as invented in a demonstration.

    `counts` and `figures` are what the page counts, in words and for programs. With `?about=1`, the CSV file holds
    the facts about the table. A large Excel file is offered instead: the worker makes it.
    """
    if format == Format.XLSX and not is_in_worker(request):
        rows = list(islice(rows, ROWS_AT_ONCE + 1))
        if len(rows) > ROWS_AT_ONCE:
            return offer_file(request)
    export = Export(
        name=name,
        title=title,
        as_at=request.reader.day,
        known_on=request.reader.known_on,
        columns=columns,
        rows=rows,
        filters=filters,
        edition=edition,
        counts=counts,
        figures=figures or {},
        address=request.build_absolute_uri(),
        host=request.build_absolute_uri("/")[:-1],
        is_demonstration=Installation.objects.filter(is_demonstration=True).exists(),
    )
    try:
        return send(export, format, about="about" in request.GET)
    except TooManyRows as refused:
        return no_file(request, str(refused), HTTPStatus.UNPROCESSABLE_ENTITY)


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


# --- the views ---------------------------------------------------------------------------------------------


class PageWithDownloads(PageView):
    """A page whose rows can be downloaded, for a view that renders a template.

    The same view serves the downloads, whose address has a `format`: the rows of `get_download_table` in its own
    columns, under `download_title` and `edition_note`, which the page shows too.
    """

    reader: Reader
    download_title: Any = ""
    edition_note: Any = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.reader = reader_of_request(request)

    @property
    def is_download(self) -> bool:
        return "format" in self.kwargs

    @property
    def download_name(self) -> str:
        """Return the name of the file, without its ending: the slugs in the address."""
        return _file_name(self.request)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context = super().get_context_data(**context)
        return context if self.is_download else context | self.get_page_context()

    def get_page_context(self) -> dict[str, Any]:
        """Return what only the page shows, not its download."""
        return {
            "as_at": self.reader.day,
            "downloads": download_links(self.request),
            "edition_note": self.edition_note,
        }

    def get_download_table(self, context: dict[str, Any]) -> Table:
        """Return the table to download; `context` is that of the view."""
        raise NotImplementedError

    def get_filters_in_words(self) -> Sequence[tuple[str, str]]:
        """Return the filters in use as (name, value), for the head of the file."""
        return ()

    def get_figures(self) -> Mapping[str, Any]:
        """Return what the page counts, for the JSON file."""
        return {}

    def get_counts(self) -> Sequence[tuple[Any, int]]:
        """Return the same in words, for the facts about the table: by default the actions by group."""
        figures = self.get_figures()
        groups = [(PositionGroup(key).label, count) for key, count in figures.get("by_group", {}).items() if count]
        return [(_("Actions"), figures["actions"]), *groups] if groups else []

    def render_to_response(self, context: dict[str, Any], **options: Any) -> Any:
        if not self.is_download:
            return super().render_to_response(context, **options)  # type: ignore[misc]
        table = self.get_download_table(context)
        rows = table.as_values()
        columns = next(rows)
        return download(
            self.request,  # type: ignore[arg-type]  # the middleware has set the reader
            self.kwargs["format"],
            name=self.download_name,
            title=str(self.download_title),
            columns=columns,
            rows=rows,
            filters=self.get_filters_in_words(),
            edition=self.edition_note,
            counts=self.get_counts(),
            figures=self.get_figures(),
        )


class TablePageMixin(SingleTableMixin, PageWithDownloads):
    """A page with the table that can be downloaded."""

    rows_a_page = 50

    def get_table_pagination(self, table: Table) -> Mapping[str, Any] | bool:
        return False if self.is_download else {"per_page": rows_on_a_page(self.request, self.rows_a_page)}

    def get_download_table(self, context: dict[str, Any]) -> Table:
        return context["table"]


class DatedPage(DatedMixin, PageWithDownloads):
    """A page as at a day, about the actions of many forces unless a subclass says otherwise."""

    @property
    def edition_note(self) -> str:
        return edition_note(self.reader)


class FilteredPage(DatedPage, FilterView):
    """A dated page with a filter; its download holds the rows that match."""

    def get_page_context(self) -> dict[str, Any]:
        address = reverse(_page_name(self.request), kwargs=self.kwargs)
        return super().get_page_context() | {"form": self.filterset.form, "clear_url": address}

    def get_filters_in_words(self) -> Sequence[tuple[str, str]]:
        return self.filterset.in_words


# --- paper -------------------------------------------------------------------------------------------------


def rows_on_a_page(request: HttpRequest, on_screen: int) -> int:
    """Return how many rows of a table one page shows; more in a PDF."""
    return MOST_ROWS_ON_A_PAGE if is_on_paper(request) else on_screen


def is_on_paper(request: HttpRequest) -> bool:
    """Return whether the page becomes a PDF."""
    return getattr(request, "is_on_paper", False)


def on_paper(page: View) -> View:
    """Return a view of the same page as a PDF. Redirects and errors stay as they are."""

    @may_be_prepared
    @require_safe
    @wraps(page)
    def as_pdf(request: ReaderRequest, **named: str) -> HttpResponseBase:
        request.is_on_paper = True  # type: ignore[attr-defined]
        response = page(request, **named)
        if response.status_code == HTTPStatus.OK and not is_in_worker(request):
            return offer_file(request)  # the page was not refused, and need not be rendered
        if isinstance(response, TemplateResponse):
            response.render()
        if response.status_code != HTTPStatus.OK or not isinstance(response, HttpResponse):
            return response
        name = _page_name(request)
        address = request.build_absolute_uri(reverse(name, kwargs=named))
        try:
            contents = page_pdf.pdf_of(response.content.decode(), address, request.reader.day)
        except PdfUnavailable as missing:
            return no_file(request, str(missing), HTTPStatus.SERVICE_UNAVAILABLE)
        pdf = HttpResponse(contents, content_type="application/pdf")
        pdf["Content-Disposition"] = content_disposition_header(True, f"{_file_name(request)}.pdf")
        return pdf

    return as_pdf
