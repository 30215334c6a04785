"""The list of responses, and its downloads."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from recommendations.pages.common.downloads import TablePageMixin, is_on_paper
from recommendations.pages.responses.filters import ResponseFilter
from recommendations.pages.responses.queries import ResponseRow, response_rows
from recommendations.pages.responses.summary import response_counts, response_figures, summary_sentence
from recommendations.pages.responses.tables import ResponseTable


class ResponseListView(TablePageMixin, TemplateView):
    """The response of every force to every published inspection, the reader's own office first.

    The rows are worked out in Python, so the filter is a form and not a filter of a queryset.
    """

    table_class = ResponseTable
    template_name = "pages/responses/responses.html"
    download_title = _("Responses")

    @cached_property
    def filter(self) -> ResponseFilter:
        return ResponseFilter(self.request.GET, response_rows(self.reader))

    def get_table_data(self) -> list[ResponseRow]:
        return self.filter.rows

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"reader": self.reader, "is_on_paper": is_on_paper(self.request)}

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {
            "sentence": summary_sentence(self.filter.rows),
            "form": self.filter,
            "clear_url": reverse("responses"),
        }

    def get_filters_in_words(self) -> list[tuple[str, str]]:
        return self.filter.in_words

    def get_counts(self) -> list[tuple[Any, int]]:
        return response_counts(self.filter.rows)

    def get_figures(self) -> dict[str, Any]:
        return response_figures(self.filter.rows)
