"""A force beside one to seven others, over the recommendations that they share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from forces.bodies.models import Force
from forces.people.access import Reader
from forces.people.requests import ReaderRequest, reader_of_request
from recommendations.pages.common.as_at import DatedMixin, bad_request
from recommendations.pages.common.body_summaries import forces_of
from recommendations.pages.common.downloads import download, download_links
from recommendations.pages.common.wording import edition_note
from recommendations.pages.compare.forms import CompareForm
from recommendations.pages.compare.queries import Comparison, ForceMeasures, SharedAction, SharedActions
from recommendations.pages.compare.sentences import (
    answer,
    headings,
    rows_of,
    title_of,
)
from recommendations.pages.compare.tables import CompareTable

LIST = "list"  # of the differences, which to show whole
CLOSED_ELSEWHERE, CLOSED_ONLY_HERE = "closed-elsewhere", "closed-only-here"


@dataclass(frozen=True)
class Differences:
    """A list of what some forces have closed and others have not, under its heading."""

    anchor: str
    heading: str
    actions: SharedActions
    is_whole: bool = False  # all rows were requested

    @property
    def count(self) -> int:
        return self.actions.count

    @property
    def rows(self) -> list[SharedAction]:
        return self.actions.rows


class ComparePage(DatedMixin):
    """Choose the other forces, or read the comparison; with a `format` in the address, as a file."""

    request: ReaderRequest
    reader: Reader
    force: Force

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.reader = reader_of_request(request)
        self.force = get_object_or_404(forces_of(self.reader), slug=kwargs["force"])

    @cached_property
    def form(self) -> CompareForm:
        return CompareForm(self.request.GET, self.force, self.reader)

    @cached_property
    def forces(self) -> list[Force]:
        """Return the forces to compare: the reader's own first, or else the one whose page led here."""
        forces = [self.force, *self.form.others]
        return sorted(forces, key=lambda force: force.pk not in self.reader.working_forces | self.reader.panel)

    @cached_property
    def comparison(self) -> Comparison:
        return Comparison(self.forces, self.reader)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "format" in kwargs:
            return self._download() if self.form.is_valid() else bad_request(self.form)
        return render(request, "pages/compare/compare.html", self.get_context_data())

    def _measures(self) -> list[ForceMeasures]:
        return self.comparison.measures(self.comparison.inspections())

    def _download(self) -> HttpResponseBase:
        columns, *rows = CompareTable(self._measures()).as_values()
        return download(
            self.request,
            self.kwargs["format"],
            name=f"{self.force.slug}-compared",
            title=self._title,
            columns=columns,
            rows=rows,
            filters=self.form.in_words,
            edition=edition_note(self.reader),
        )

    @property
    def _title(self) -> str:
        return title_of([force.label for force in self.forces])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context |= {"force": self.force, "form": self.form, "as_at": self.reader.day}
        context["is_chosen"] = bool(self.form.others)
        if not self.form.others:
            return super().get_context_data(
                **context, title=_("Compare %(force)s with other forces") % {"force": self.force.label}
            )
        inspections = self.comparison.inspections()
        return super().get_context_data(
            **context,
            title=self._title,
            inspections=inspections,
            downloads=download_links(self.request),
            **(self._comparison(inspections) if inspections else {}),
        )

    def _comparison(self, inspections: list[Any]) -> dict[str, Any]:
        measures = self.comparison.measures(inspections)
        shown = self.request.GET.get(LIST)
        return {
            "sentence": answer(measures),
            "headings": headings(),
            "rows": rows_of(measures),
            "shared": measures[0].tally.total,
            "edition_note": edition_note(self.reader),
            "forces": self.forces,
            "ahead": Differences(
                CLOSED_ELSEWHERE,
                _("Closed elsewhere, not in %(force)s") % {"force": self.forces[0].label},
                self.comparison.closed_elsewhere(all_rows=shown == CLOSED_ELSEWHERE),
            ),
            "behind": Differences(
                CLOSED_ONLY_HERE,
                _("Closed in %(force)s, not elsewhere") % {"force": self.forces[0].label},
                self.comparison.closed_only_here(all_rows=shown == CLOSED_ONLY_HERE),
                is_whole=shown == CLOSED_ONLY_HERE,
            ),
        }
