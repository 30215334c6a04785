"""The base of a list page: a table whose rows can be downloaded, filtered and sorted as on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponseBase
from django_tables2 import SingleTableMixin
from django_tables2.tables import Table

from forces.people.requests import ReaderRequest
from recommendations.pages.common.downloads import download, download_links, rows_on_a_page


class TablePageMixin(SingleTableMixin):
    """A page with a table, for a view that renders a template.

    The same view serves the downloads, whose address has a `format`: all rows, in the columns of `Table.as_values`.
    `download_name` and `download_title` are those of the file.
    """

    http_method_names: Sequence[str] = ("get", "head")
    request: ReaderRequest
    kwargs: dict[str, Any]
    rows_a_page = 50
    download_name = ""
    download_title: Any = ""
    download_edition = ""

    @property
    def is_download(self) -> bool:
        return "format" in self.kwargs

    def get_table_pagination(self, table: Table) -> Mapping[str, Any] | bool:
        if self.is_download:
            return False
        return {"per_page": rows_on_a_page(self.request, self.rows_a_page), "silent": True}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        links = [] if self.is_download else download_links(self.request)
        return super().get_context_data(**context, downloads=links)

    def get_filters_in_words(self) -> Sequence[tuple[str, str]]:
        """Return the filters in use as (name, value), for the head of the file."""
        return ()

    def get_figures(self) -> Mapping[str, Any]:
        """Return what the page counts, for the JSON file."""
        return {}

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponseBase:
        if not self.is_download:
            return super().render_to_response(context, **options).render()  # at once, so that it can become a PDF
        columns, *rows = context[self.get_context_table_name(context["table"])].as_values()
        return download(
            self.request,
            self.kwargs["format"],
            name=self.download_name,
            title=str(self.download_title),
            columns=columns,
            rows=rows,
            filters=self.get_filters_in_words(),
            edition=self.download_edition,
            figures=self.get_figures(),
        )
