"""The list of inspections, and its downloads."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from recommendations.pages.common.downloads import figures_of
from recommendations.pages.common.table_page import TablePageMixin
from recommendations.pages.common.wording import edition_note
from recommendations.pages.inspection.list.filters import InspectionFilter
from recommendations.pages.inspection.list.queries import (
    InspectionListRow,
    forces_tally,
    inspection_rows,
    progress_sentence,
)
from recommendations.pages.inspection.list.tables import InspectionTable
from recommendations.register.models import Inspection
from recommendations.register.models.inspection import InspectionQuerySet


class InspectionListView(TablePageMixin, FilterView):
    """Every inspection the reader may see, with how far the forces are."""

    filterset_class = InspectionFilter
    table_class = InspectionTable
    template_name = "pages/inspection/inspections.html"
    download_name = "inspections"
    download_title = _("Inspections")

    def get_queryset(self) -> InspectionQuerySet:
        return Inspection.objects.visible_to(self.request.reader)

    @cached_property
    def rows(self) -> list[InspectionListRow]:
        return inspection_rows(self.object_list, self.request.reader)

    def get_table_data(self) -> list[InspectionListRow]:
        return self.rows

    def get_table_kwargs(self) -> dict[str, Any]:
        caption = _("Actions of forces. Each inspection’s page shows those of national bodies too.")
        return {"reader": self.request.reader, "caption": caption}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            **context,
            sentence=progress_sentence(self.rows, self.request.reader),
            clear_url=reverse("dated:inspections"),
            edition_note=self.download_edition,
        )

    @property
    def download_edition(self) -> str:  # type: ignore[override]
        return edition_note(self.request.reader)

    def get_filters_in_words(self) -> list[tuple[str, str]]:
        return self.filterset.in_words

    def get_figures(self) -> dict[str, Any]:
        return {"inspections": len(self.rows)} | figures_of(forces_tally(self.rows))
