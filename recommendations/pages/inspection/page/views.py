"""One inspection, and its downloads."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.views.generic import TemplateView

from recommendations.pages.common.downloads import DatedPage, figures_of
from recommendations.pages.inspection.grid.forms import GridForm
from recommendations.pages.inspection.grid.tables import GridTable
from recommendations.pages.inspection.page.queries import InspectionPage


class InspectionView(DatedPage, TemplateView):
    """One inspection: its recommendations, and the status of every force on each.

    The download has a row for each holder and recommendation: status, deadline and last update.
    """

    template_name = "pages/inspection/inspection.html"

    @cached_property
    def page(self) -> InspectionPage:
        return InspectionPage.of(self.kwargs["inspection"], self.reader)

    @cached_property
    def grid_form(self) -> GridForm:
        return GridForm(self.request.GET, self.page.regions, self.page.force_names)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        self.page.region, self.page.chosen_forces = self.grid_form.chosen_region, self.grid_form.chosen_forces
        self.page.shows_all_columns = self.grid_form.shows_all_columns
        return super().get_context_data(**context)

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {
            "page": self.page,
            "inspection": self.page.inspection,
            "grid_form": self.grid_form,
            "clear_url": self.page.inspection.get_absolute_url(),
        }

    @property
    def download_title(self) -> str:
        return self.page.inspection.title

    def get_download_table(self, context: dict[str, Any]) -> GridTable:
        return GridTable(self.page.statuses_to_download, day=self.reader.day)

    def get_filters_in_words(self) -> list[tuple[str, str]]:
        return self.grid_form.in_words

    def get_figures(self) -> dict[str, Any]:
        return figures_of(self.page.forces_shown)
