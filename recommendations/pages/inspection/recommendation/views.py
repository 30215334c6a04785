"""One recommendation across everyone who holds it, its downloads, and what was published on it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from forces.people.requests import reader_of_request
from recommendations.pages.common.action_table import action_export_columns
from recommendations.pages.common.downloads import DatedPage, TablePageMixin, figures_of
from recommendations.pages.inspection.recommendation.filters import HolderFilter
from recommendations.pages.inspection.recommendation.queries import HolderRow, RecommendationPage
from recommendations.pages.inspection.recommendation.tables import HolderTable
from recommendations.responses.precedents import other_explanations
from soteria_tracker.web.page_view import PageView


class RecommendationView(TablePageMixin, DatedPage, TemplateView):
    """One recommendation: its text, and the status of everyone who holds it."""

    table_class = HolderTable
    table_pagination = False
    template_name = "pages/inspection/recommendation.html"

    @cached_property
    def page(self) -> RecommendationPage:
        return RecommendationPage.of(self.kwargs["inspection"], self.kwargs["reference"], self.reader)

    @cached_property
    def form(self) -> HolderFilter:
        return HolderFilter(self.request.GET, self.page.holders, self.page.wording)

    def get_table_data(self) -> list[HolderRow]:
        return self.form.rows

    def get_table_kwargs(self) -> dict[str, Any]:
        columns = action_export_columns(self.reader, lambda row: row.position)
        return {"caption": _("Status and last update, by body"), "extra_columns": columns}

    def get_page_context(self) -> dict[str, Any]:
        recommendation = self.page.recommendation
        return super().get_page_context() | {
            "page": self.page,
            "recommendation": recommendation,
            "inspection": recommendation.inspection,
            "form": self.form,
            "clear_url": f"{recommendation.get_absolute_url()}#holders",
        }

    @property
    def download_title(self) -> str:
        recommendation = self.page.recommendation
        return f"{recommendation.inspection.short_title}, {recommendation.label}"

    def get_filters_in_words(self) -> list[tuple[str, str]]:
        return self.form.in_words

    def get_figures(self) -> dict[str, Any]:
        return figures_of(self.page.forces)


class PublishedStatementsView(PageView, TemplateView):
    """What every body that must respond for a force published on one recommendation."""

    template_name = "pages/inspection/published_statements.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        reader = reader_of_request(self.request)
        found = RecommendationPage.of(self.kwargs["inspection"], self.kwargs["reference"], reader).recommendation
        statements = other_explanations(found)
        shown = {"recommendation": found, "inspection": found.inspection, "statements": statements}
        return super().get_context_data(**context | shown)
