"""What changed between two days: of a force or another body, or of an inspection."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forces.bodies.models import Body
from forces.people.access import Reader
from forces.people.requests import ReaderRequest
from recommendations.pages.changes.queries import ChangesPage, change_cells, change_columns
from recommendations.pages.common.as_at import not_come_yet, refused
from recommendations.pages.common.downloads import download, download_links, rows_on_a_page
from recommendations.pages.common.editions import edition_note, edition_note_of
from recommendations.positions.models import Position
from recommendations.register.models import Inspection
from soteria_tracker.web.dates import DateField, were_typed, with_days
from soteria_tracker.web.exports import Format
from soteria_tracker.web.templatetags.soteria import day

FROM, TO, LIST = "from", "to", "list"
ROWS_OF_EACH, ROWS_ON_A_PAGE = 20, 50
USUAL_DAYS = 91  # panels meet some four times a year


class BetweenForm(forms.Form):
    """The two days to compare: a quarter of a year up to today unless others are asked for."""

    def __init__(self, data: Any, reader: Reader) -> None:
        super().__init__(data)
        self.today = reader.day
        self.fields[FROM] = DateField(label=_("After the end of"), required=False, called=_("The first date"))
        self.fields[TO] = DateField(label=_("Up to the end of"), required=False, called=_("The last date"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get(FROM), cleaned.get(TO) or self.today
        if end > self.today:
            self.add_error(TO, ValidationError(not_come_yet(end, self.today)))
        elif start and start > end:
            words = {"start": day(start), "end": day(end)}
            problem = _("The first date, %(start)s, is after the last one, %(end)s.") % words
            self.add_error(FROM, ValidationError(problem))
        return cleaned

    @property
    def days(self) -> tuple[datetime.date, datetime.date]:
        """The two days in force: those asked for, where both can be."""
        asked = self.cleaned_data if self.is_valid() else {}
        end = asked.get(TO) or self.today
        return asked.get(FROM) or end - datetime.timedelta(days=USUAL_DAYS), end


@dataclass(frozen=True)
class Subject:
    """What the changes are of: a holder or an inspection, and its positions."""

    title: str
    record: Body | Inspection
    scope: Any
    edition_note: str
    parameters: dict[str, str]
    name: str  # of its addresses

    @classmethod
    def named(cls, reader: Reader, **parameters: str) -> Subject:
        """The force, body or inspection of an address, as far as the reader may see it. Raises Http404."""
        [(kind, slug)] = parameters.items()
        if kind == "inspection":
            inspection = get_object_or_404(Inspection.objects.visible_to(reader), slug=slug)
            scope = Position.objects.filter(recommendation__inspection=inspection)
            return cls(
                inspection.short_title, inspection, scope, edition_note(reader), parameters, "inspection-changes"
            )
        body = get_object_or_404(Body.objects.filter(reader.holders()), slug=slug)
        if (body.kind == Body.Kind.FORCE) != (kind == "force"):
            raise Http404
        scope = Position.objects.filter(holder=body)
        return cls(body.name, body, scope, edition_note_of(body, reader), parameters, f"{kind}-changes")


@dataclass
class Lists:
    """Which rows of the lists a page shows: the first few of each, or all of one that is asked for, page by page."""

    request: HttpRequest
    rows: Page | None = None  # of the list that is asked for

    @property
    def only(self) -> str:
        """The key of the one list that is asked for; empty for the first few of each."""
        return self.request.GET.get(LIST, "")

    def shown(self, key: str, rows: list[Any]) -> list[Any]:
        """The rows of one list that the page shows."""
        if not self.only:
            return rows[: rows_on_a_page(self.request, ROWS_OF_EACH)]
        if key != self.only:
            return []
        self.rows = Paginator(rows, ROWS_ON_A_PAGE).get_page(self.request.GET.get("page"))
        return list(self.rows.object_list)


@require_safe
def changes(request: ReaderRequest, **parameters: str) -> HttpResponseBase:
    """What changed: opening + new + re-opened − closed − ended = closing, each line listed, and deadlines moved."""
    subject = Subject.named(request.reader, **parameters)
    form = BetweenForm(request.GET, request.reader)
    if form.is_valid() and were_typed(request.GET, FROM, TO):
        days = {FROM: form.cleaned_data[FROM], TO: form.cleaned_data[TO]}
        return HttpResponseRedirect(request.path + with_days(request.GET, days))
    lists = Lists(request)
    context = {
        "subject": subject,
        "form": form,
        "page": ChangesPage.of(*form.days, request.reader, subject.scope, lists.shown),
        "lists": lists,
        "downloads": download_links(request),
    }
    return render(request, "pages/changes/changes.html", context)


@require_safe
def changes_export(request: ReaderRequest, format: Format, **parameters: str) -> HttpResponseBase:
    """The actions of every line, and the deadlines that moved."""
    subject = Subject.named(request.reader, **parameters)
    form = BetweenForm(request.GET, request.reader)
    if not form.is_valid():
        return refused(form)
    page = ChangesPage.of(*form.days, request.reader, subject.scope)
    return download(
        request,
        format,
        name=f"{'-'.join(parameters.values())}-changes",
        title=_("%(title)s: what changed") % {"title": subject.title},
        columns=change_columns(),
        rows=change_cells(page),
        filters=[(_("After the end of"), day(page.start)), (_("Up to the end of"), day(page.end))],
        edition=subject.edition_note,
        figures={
            "opening": page.opening,
            **{line.key: line.count for line in page.lines},
            "closing": page.closing,
        },
    )
