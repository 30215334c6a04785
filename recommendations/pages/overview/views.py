"""The national overview."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from recommendations.pages.common.body_summaries import (
    ForceSummary,
    ForceTable,
    counts_by_holder,
    overseers_on,
    total_of,
)
from recommendations.pages.common.downloads import DatedPage, figures_of
from recommendations.pages.overview.queries import overview_forces, overview_of


class OverviewView(DatedPage, TemplateView):
    """The progress of England and Wales, force by force. The download has a row for each force."""

    template_name = "pages/overview/overview.html"
    download_title = _("National overview")

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"overview": overview_of(self.reader)}

    @cached_property
    def rows(self) -> list[ForceSummary]:
        """Return the forces in the download."""
        return overview_forces(self.reader, counts_by_holder(self.reader), overseers_on(self.reader))

    def get_download_table(self, context: dict[str, Any]) -> ForceTable:
        return ForceTable(self.rows, reader=self.reader)

    def get_figures(self) -> dict[str, Any]:
        return figures_of(total_of(self.rows))
