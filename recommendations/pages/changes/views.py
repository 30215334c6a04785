"""What changed between two days, for a force, another body or an inspection."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from forces.bodies.models import Body, BodyKind, EarlierName
from forces.bodies.names import keep_names
from forces.people.access import Reader
from recommendations.pages.changes.answer import answer
from recommendations.pages.changes.queries import (
    DEADLINES,
    LIST_KEYS,
    USUAL_DAYS,
    ChangeList,
    ChangesPage,
    RecordedUpdates,
)
from recommendations.pages.changes.tables import ChangeTable, DeadlineChangeTable
from recommendations.pages.common.as_at import bad_request
from recommendations.pages.common.downloads import PageWithDownloads, rows_on_a_page
from recommendations.pages.common.period import FROM, TO, PeriodForm
from recommendations.pages.common.wording import edition_note, edition_note_of
from recommendations.positions.models import Position
from recommendations.register.models import Inspection
from soteria_tracker.web.dates import were_typed, with_days
from soteria_tracker.web.templatetags.soteria import day

LIST = "list"
ROWS_OF_EACH, ROWS_ON_A_PAGE = 5, 50
# The days to look back from today, for the links above the lists.
PRESETS = [(7, gettext_lazy("The last week")), (30, gettext_lazy("The last month"))]
PRESETS += [(USUAL_DAYS, gettext_lazy("The last 3 months"))]


class BetweenForm(PeriodForm):
    """The two days to compare: a quarter of a year up to today, unless other days are chosen."""

    usual_days = USUAL_DAYS
    from_label, to_label = gettext_lazy("From the end of"), gettext_lazy("To the end of")


@dataclass(frozen=True)
class ChangesSubject:
    """The body or inspection that the page is about, and its positions."""

    title: str
    record: Body | Inspection
    scope: Any
    updates: Q  # the updates about it
    edition_note: str

    @classmethod
    def of(cls, reader: Reader, **parameters: str) -> ChangesSubject:
        """Return the force, body or inspection of an address, if the reader may see it. Raises Http404."""
        [(kind, slug)] = parameters.items()
        if kind == "inspection":
            inspection = get_object_or_404(Inspection.objects.visible_to(reader), slug=slug)
            scope = Position.objects.filter(recommendation__inspection=inspection)
            about = Q(action__recommendation__inspection=inspection)
            return cls(inspection.short_title, inspection, scope, about, edition_note(reader))
        body = get_object_or_404(Body.objects.filter(reader.holders()), slug=slug)
        if (body.kind == BodyKind.FORCE) != (kind == "force"):
            raise Http404
        scope = Position.objects.filter(holder=body)
        return cls(
            body.shown_name, body, scope, Q(action__holder__in=reader.held_by(body)), edition_note_of(body, reader)
        )


@dataclass
class ShownLists:
    """Which rows the page shows: the first few of each list, or one chosen list page by page."""

    request: HttpRequest
    page: Page | None = None  # of the chosen list

    @property
    def only(self) -> str:
        """Return the key of the chosen list; empty for the first few rows of each, also if there is no such list."""
        key = self.request.GET.get(LIST, "")
        return key if key in LIST_KEYS else ""

    def pick(self, key: str, rows: list[Any]) -> list[Any]:
        """Return the rows of one list that the page shows."""
        if not self.only:
            return rows[: rows_on_a_page(self.request, ROWS_OF_EACH)]
        if key != self.only:
            return []
        self.page = Paginator(rows, ROWS_ON_A_PAGE).get_page(self.request.GET.get("page"))
        return list(self.page.object_list)


class ChangesView(PageWithDownloads, TemplateView):
    """How the number of open actions changed, the actions of each change, and changed deadlines.

    The download has all the actions, the page the first of each change, or one change page by page.
    """

    template_name = "pages/changes/changes.html"

    @cached_property
    def subject(self) -> ChangesSubject:
        return ChangesSubject.of(self.reader, **_slugs(self.kwargs))

    @cached_property
    def form(self) -> BetweenForm:
        return BetweenForm(self.request.GET, self.reader)

    @cached_property
    def lists(self) -> ShownLists:
        return ShownLists(self.request)

    @cached_property
    def page(self) -> ChangesPage:
        pick = [] if self.is_download else [self.lists.pick]
        return ChangesPage.of(*self.form.days, self.reader, self.subject.scope, *pick)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.form.is_valid() and self.form.days[1] < self.reader.day:
            keep_names(EarlierName.objects.of_day(self.form.days[1]))  # of the end of the period
        if self.subject and self.is_download and not self.form.is_valid():
            return bad_request(self.form)
        if self.form.is_valid() and were_typed(request.GET, FROM, TO):
            days = {FROM: self.form.cleaned_data[FROM], TO: self.form.cleaned_data[TO]}
            return HttpResponseRedirect(request.path + with_days(request.GET, days))
        return super().get(request, *args, **kwargs)

    def get_page_context(self) -> dict[str, Any]:
        page, slug = self.page, self.subject.record.slug
        recorded = RecordedUpdates.between(page.start, page.end, self.reader, self.subject.updates)
        return super().get_page_context() | {
            "subject": self.subject,
            "form": self.form,
            "page": page,
            "answer": answer(page, recorded, self.reader.day),
            "presets": self._presets(),
            "tables": [
                (changes, _table_of(changes)(changes.rows, subject=slug, caption=changes.caption))
                for changes in page.changed_lists
            ],
            "lists": self.lists,
        }

    def _presets(self) -> list[tuple[str, Any, bool]]:
        """Return the links to usual periods up to today: address, label, and whether it is the period shown."""
        today, days = self.reader.day, self.form.days
        starts = [(today - datetime.timedelta(days=back), label) for back, label in PRESETS]
        return [(with_days(QueryDict(), {FROM: start}), label, days == (start, today)) for start, label in starts]

    @property
    def download_name(self) -> str:
        return f"{self.subject.record.slug}-changes"

    @property
    def download_title(self) -> str:
        return _("%(title)s: what changed") % {"title": self.subject.title}

    @property
    def edition_note(self) -> str:
        return self.subject.edition_note

    def get_download_table(self, context: dict[str, Any]) -> ChangeTable:
        return ChangeTable(self.page.rows)

    def get_filters_in_words(self) -> list[tuple[str, str]]:
        return [(_("From the end of"), day(self.page.start)), (_("To the end of"), day(self.page.end))]

    def get_counts(self) -> list[tuple[Any, int]]:
        changes = [(changes.label, changes.count) for changes in self.page.lists]
        return [(_("Open at the start"), self.page.opening), *changes, (_("Open at the end"), self.page.closing)]

    def get_figures(self) -> dict[str, Any]:
        return self.page.figures


def _table_of(changes: ChangeList) -> type[ChangeTable]:
    return DeadlineChangeTable if changes.key == DEADLINES else ChangeTable


def _slugs(kwargs: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in kwargs.items() if name != "format"}
