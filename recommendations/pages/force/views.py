"""The list of forces, and the page of one force."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django_filters.views import FilterView

from forces.bodies.intervals import USUAL_INTERVAL
from forces.bodies.models import ForceQuerySet
from forces.people.requests import ReaderRequest
from recommendations.pages.common.action_rows import (
    also_named_in,
)
from recommendations.pages.common.as_at import dated
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
from recommendations.pages.common.downloads import calendar_link, download_links, figures_of
from recommendations.pages.common.holder_page import actions_download, actions_page
from recommendations.pages.common.table_page import TablePageMixin
from recommendations.pages.common.wording import edition_note, edition_note_of, wording_of_many
from recommendations.pages.force.filters import ForceFilter
from recommendations.pages.force.queries import Progress, force_and_overseers
from recommendations.responses.queries import ForceResponses, invitations_to_comment
from soteria_tracker.web.exports import Format

ACTIONS_ON_A_PAGE = 10  # a page with its charts stays below 60 kB


class ForceListView(TablePageMixin, FilterView):
    """Every force the reader may see, under its region."""

    filterset_class = ForceFilter
    table_class = ForceTable
    template_name = "pages/force/forces.html"
    download_name = "forces"
    download_title = gettext_lazy("Forces")

    def get_queryset(self) -> ForceQuerySet:
        return forces_of(self.request.reader).open_on(self.request.reader.day)

    @cached_property
    def summaries(self) -> list[ForceSummary]:
        """Return the summaries of the forces that pass the filter."""
        reader = self.request.reader
        return force_summaries(self.object_list, counts_by_holder(reader), overseers_on(reader))

    def get_table_data(self) -> list[ForceSummary]:
        return self.summaries

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"reader": self.request.reader}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        all_forces = self.get_queryset()
        return super().get_context_data(
            **context,
            form=self.filterset.form,
            clear_url=reverse("dated:forces"),
            groups=by_region(self.summaries),
            summaries=self.summaries,
            all_forces=all_forces.aggregate(
                total=Count("pk"), tracked=Count("pk", filter=Q(uses_soteria_tracker=True))
            ),
            wording=wording_of_many(self.request.reader),
            as_at=self.request.reader.day,
            edition_note=self.download_edition,
        )

    @property
    def download_edition(self) -> str:  # type: ignore[override]
        return edition_note(self.request.reader)

    def get_filters_in_words(self) -> list[tuple[str, str]]:
        return self.filterset.in_words

    def get_figures(self) -> dict[str, Any]:
        return figures_of(total_of(self.summaries))


@require_safe
@dated
def force(request: ReaderRequest, force: str) -> HttpResponse:
    """Show one force: what is late, what is next, and all its actions."""
    reader = request.reader
    found, oversight = force_and_overseers(force, reader)
    interval = oversight.body.update_interval if oversight.body else USUAL_INTERVAL
    page = actions_page(request, found, rows_on_screen=ACTIONS_ON_A_PAGE, interval=interval) | {
        "force": found,
        "progress": Progress.of(found, reader),
        "oversight": oversight,
        "responses": ForceResponses.of(found, reader, has_overseer=oversight.body is not None),
        "comments_wanted": invitations_to_comment(found, reader),
        "as_at": reader.day,
        "edition_note": edition_note_of(found, reader) if found.uses_soteria_tracker else "",
        "downloads": [*download_links(request), calendar_link(found.slug)],
    }
    return render(request, "pages/force/force.html", page)


@require_safe
@dated
def also_named(request: ReaderRequest, force: str) -> HttpResponse:
    """Show the recommendations that other bodies lead and must work on with the force."""
    reader = request.reader
    found = get_object_or_404(forces_of(reader), slug=force)
    page = {"force": found, "also_named": also_named_in(found, reader), "as_at": reader.day}
    return render(request, "pages/force/also_named.html", page)


@require_safe
@dated
def force_export(request: ReaderRequest, force: str, format: Format) -> HttpResponseBase:
    """Return the rows of the force page's table, from all its pages, filtered and sorted as there."""
    reader = request.reader
    found = get_object_or_404(forces_of(reader), slug=force)
    edition = edition_note_of(found, reader) if found.uses_soteria_tracker else ""
    return actions_download(request, format, found, edition=edition)
