"""The list of inspections, and its downloads."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from recommendations.pages.common.downloads import FilteredPage, TablePageMixin, figures_of
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


class InspectionListView(TablePageMixin, FilteredPage):
    """Every inspection the reader may see, with how far the forces are."""

    filterset_class = InspectionFilter
    table_class = InspectionTable
    template_name = "pages/inspection/inspections.html"
    download_title = _("Inspections")
    rows_a_page = 25

    def get_queryset(self) -> InspectionQuerySet:
        return Inspection.objects.visible_to(self.reader)

    @cached_property
    def rows(self) -> list[InspectionListRow]:
        return inspection_rows(self.object_list, self.reader)

    def get_table_data(self) -> list[InspectionListRow]:
        return self.rows

    def get_table_kwargs(self) -> dict[str, Any]:
        caption = _("Actions of forces. Each inspection’s page shows those of national bodies too.")
        return {"reader": self.reader, "caption": caption}

    def get_figures(self) -> dict[str, Any]:
        return {"inspections": len(self.rows)} | figures_of(forces_tally(self.rows))

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {
            "sentence": progress_sentence(self.rows, self.reader),
            "is_filter_folded": True,
            "filters_in_words": self.get_filters_in_words(),
        }
