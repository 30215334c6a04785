"""The list of forces, the page of one force, and what it is also named in."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from forces.bodies.intervals import USUAL_INTERVAL
from forces.bodies.models import Force, ForceQuerySet
from forces.people.requests import reader_of_request
from recommendations.pages.common.action_rows import also_named_in
from recommendations.pages.common.as_at import DatedMixin
from recommendations.pages.common.body_summaries import (
    ForceSummary,
    ForceTable,
    by_region,
    counts_by_holder,
    force_summaries,
    forces_of,
    overseers_on,
    total_of,
)
from recommendations.pages.common.downloads import FilteredPage, calendar_link, figures_of
from recommendations.pages.common.holder_page import HolderPage
from recommendations.pages.common.wording import wording_of_many
from recommendations.pages.force.filters import ForceFilter
from recommendations.pages.force.queries import ForceOversight, Progress, force_of, oversight_of
from recommendations.responses.queries import ForceResponses, invitations_to_comment


class ForceListView(FilteredPage):
    """Every force the reader may see, under its region."""

    filterset_class = ForceFilter
    template_name = "pages/force/forces.html"
    download_title = gettext_lazy("Forces")

    def get_queryset(self) -> ForceQuerySet:
        return forces_of(self.reader).open_on(self.reader.day)

    @cached_property
    def rows(self) -> list[ForceSummary]:
        return force_summaries(self.object_list, counts_by_holder(self.reader), overseers_on(self.reader))

    def get_download_table(self, context: dict[str, Any]) -> ForceTable:
        return ForceTable(self.rows, reader=self.reader)

    def get_figures(self) -> dict[str, Any]:
        return figures_of(total_of(self.rows))

    def get_page_context(self) -> dict[str, Any]:
        tracked = Count("pk", filter=Q(uses_soteria_tracker=True))
        return super().get_page_context() | {
            "groups": by_region(self.rows),
            "summaries": self.rows,
            "all_forces": self.get_queryset().aggregate(total=Count("pk"), tracked=tracked),
            "wording": wording_of_many(self.reader),
        }


class ForceView(HolderPage):
    """One force: what is late, what is next, and all its actions."""

    template_name = "pages/force/force.html"
    rows_a_page = 25

    @cached_property
    def holder(self) -> Force:
        return force_of(self.kwargs["force"], self.reader)

    @cached_property
    def oversight(self) -> ForceOversight:
        return oversight_of(self.holder, self.reader.day)

    @property
    def interval(self) -> int:
        return self.oversight.body.update_interval if self.oversight.body else USUAL_INTERVAL

    @property
    def edition_note(self) -> str:
        return super().edition_note if self.holder.uses_soteria_tracker else ""

    def get_page_context(self) -> dict[str, Any]:
        context, force = super().get_page_context(), self.holder
        return context | {
            "force": force,
            "progress": self._progress(context),
            "oversight": self.oversight,
            "responses": ForceResponses.of(force, self.reader, has_overseer=self.oversight.body is not None),
            "comments_wanted": invitations_to_comment(force, self.reader),
            "downloads": [*context["downloads"], calendar_link(force.slug)],
        }

    def _progress(self, context: dict[str, Any]) -> Progress | None:
        """Return the progress over time; None once the force has passed its actions on: none of them was closed."""
        if context["passed"].holder:
            return None
        return Progress.of(self.holder, self.reader, self.filterset.scope, overdue=self.filterset.tally.overdue)


class AlsoNamedView(DatedMixin, TemplateView):
    """The recommendations that other bodies lead and must work on with the force."""

    template_name = "pages/force/also_named.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        reader = reader_of_request(self.request)
        force = get_object_or_404(forces_of(reader), slug=self.kwargs["force"])
        return super().get_context_data(
            **context | {"force": force, "also_named": also_named_in(force, reader), "as_at": reader.day}
        )
