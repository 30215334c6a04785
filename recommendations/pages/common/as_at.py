"""Pages as at an earlier day (soteria_tracker.web.as_at), and with `?known=2025-03-10` as recorded by then.

A view marked `dated` finds in `request.reader` a reader who looks at the day asked for, and in `request.as_at` what
the page says of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.bodies.models import EarlierName
from forces.bodies.names import keep_names
from forces.people.access import Reader
from forces.people.requests import ReaderRequest
from recommendations.positions.known import end_of, shown_to_by
from recommendations.register.models import Inspection, Update, visible_inspections
from soteria_tracker.web.as_at import KNOWN, address_on, day_as_typed, forget_day, keep_known
from soteria_tracker.web.dates import DateField, were_typed, with_days, without_days
from soteria_tracker.web.page_view import PageView
from soteria_tracker.web.templatetags.soteria import day as in_words

AS_AT = "as-at"
ANCHOR = "st-asat"  # where the page says of which day it is

# What an address names, and how an update is about it.
_SCOPES = {
    "force": "action__holder__slug",
    "body": "action__holder__slug",
    "inspection": "action__recommendation__inspection__slug",
    "reference": "action__recommendation__reference",
}


class AsAtForm(forms.Form):
    """The date to show, and the date by which updates had to be recorded."""

    recorded_later = 0  # updates about the day or earlier, recorded after it or after `known`

    def __init__(self, data: QueryDict, reader: Reader, scope: dict[str, str]) -> None:
        super().__init__(data, initial={AS_AT: reader.day})
        self.reader, self.scope = reader, scope
        self.today = reader.day
        self.fields[AS_AT] = DateField(label=_("Position as at"), required=False, called=_("The date"))
        self.fields[KNOWN] = DateField(
            label=_("As recorded by (optional)"),
            required=False,
            called=_("The date of recording"),
            help_text=_("Leave blank to include everything recorded about that day since."),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first = None
        if not self.errors and any(cleaned.get(name) for name in (AS_AT, KNOWN)):
            looking = self.reader.at(cleaned[AS_AT] or self.today, cleaned[KNOWN])
            first, self.recorded_later = _first_and_later(looking, self.scope)
        for name in (AS_AT, KNOWN):
            if problem := self._out_of_range(cleaned.get(name), first):
                self.add_error(name, ValidationError(problem))
        return cleaned

    def _out_of_range(self, requested: datetime.date | None, first: datetime.date | None) -> str:
        if requested is None or requested == self.today:
            return ""
        if requested > self.today:
            return future_date_error(requested, self.today)
        if first and requested < first:
            words = {"asked": in_words(requested), "first": in_words(first)}
            return _("There are no figures for %(asked)s: the first report was published on %(first)s.") % words
        return ""


def future_date_error(requested: datetime.date, today: datetime.date) -> str:
    """Return the error for a date in the future."""
    words = {"asked": in_words(requested), "today": in_words(today)}
    return _("%(asked)s is in the future. Choose a date up to today, %(today)s.") % words


def bad_request(form: forms.Form) -> HttpResponse:
    """Return the errors as plain text, for a download with invalid dates."""
    problems = " ".join(str(problem) for problems in form.errors.values() for problem in problems)
    return HttpResponse(problems, status=400, content_type="text/plain; charset=utf-8")


def _first_and_later(reader: Reader, scope: dict[str, str]) -> tuple[datetime.date | None, int]:
    """Return when the first report was published, and how many updates of the scope came too late. One query.

    An update comes when it is recorded, or when it is released to this reader.
    """
    moment = end_of(reader.known_on or reader.day)
    released_since = ~Q(released_to="") & ~reader.readable_updates(shown_to="shown_then")
    later = Update.objects.alias(shown_then=shown_to_by(moment)).filter(
        reader.readable_updates(),
        Q(recorded_at__gte=moment) | released_since,
        visible_inspections(reader, "action__recommendation__inspection__"),
        effective_on__lte=reader.day,
        **scope,
    )
    count = later.order_by().annotate(all=Value(1)).values("all").annotate(count=Count("pk")).values("count")
    reports = Inspection.objects.published_by(reader.present_day or reader.day).order_by("published_on")
    found = reports.annotate(later=Coalesce(Subquery(count), 0)).values_list("published_on", "later").first()
    return found or (None, 0)


@dataclass
class AsAt:
    """The day a page's figures are of, for its reader."""

    form: AsAtForm
    reader: Reader
    request: HttpRequest

    @property
    def day(self) -> datetime.date:
        return self.reader.day

    @property
    def known_on(self) -> datetime.date | None:
        return self.reader.known_on

    @property
    def is_chosen(self) -> bool:
        """Return whether the page shows a day other than today, or only what was known on a day."""
        return self.reader.looks_back or self.known_on is not None

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters that a filter on the page must keep: the date of recording."""
        return [(KNOWN, self.known_on.isoformat())] if self.known_on else []

    @property
    def and_known(self) -> str:
        """Return `parameters` to append to a query: "&known=2025-03-10", or empty."""
        return f"&{urlencode(self.parameters)}" if self.known_on else ""

    @property
    def other_parameters(self) -> list[tuple[str, str]]:
        """Return the rest of the page's query: its filter and order."""
        rest = without_days(self.request.GET, AS_AT, KNOWN)
        return [(name, value) for name, values in rest.lists() for value in values]

    @property
    def changes_address(self) -> str:
        """Return the address of the "what changed" page up to this day; empty if there is none."""
        match = self.request.resolver_match
        assert match  # noqa: S101 - a view is called for an address
        query = {"to": self.day.isoformat()} if self.is_chosen else None
        try:
            return reverse(f"{match.url_name}-changes", kwargs=match.kwargs, query=query)
        except NoReverseMatch:
            return ""

    @property
    def today_address(self) -> str:
        """Return the address of the same page as at today."""
        return self._address(None)

    @property
    def other_address(self) -> str:
        """Return the address that includes later recordings if they are excluded now, or else excludes them."""
        return self._address(self.day, *([] if self.known_on else [(KNOWN, self.day.isoformat())]))

    def _address(self, day: datetime.date | None, *parameters: tuple[str, str]) -> str:
        query = urlencode([*self.other_parameters, *parameters])
        return f"{address_on(self.request, day)}?{query}#{ANCHOR}"

    @property
    def recorded_later(self) -> int:
        """Return how many updates about this day or earlier were recorded or released later; 0 for today."""
        return self.form.recorded_later if self.is_chosen else 0

    @property
    def recorded_later_words(self) -> str:
        """Return "Since then 3 updates about this day or an earlier one have come in."; empty if none have."""
        count = self.recorded_later
        if not count:
            return ""
        if self.known_on:
            words = ngettext(
                "%(count)d update about this day or an earlier one came in after %(known)s and is not included.",
                "%(count)d updates about this day or an earlier one came in after %(known)s and are not included.",
                count,
            )
            return words % {"count": count, "known": in_words(self.known_on)}
        words = ngettext(
            "Since then %(count)d update about this day or an earlier one has come in.",
            "Since then %(count)d updates about this day or an earlier one have come in.",
            count,
        )
        return words % {"count": count}


class DatedRequest(ReaderRequest):
    """A request for a page as at a day."""

    as_at: AsAt


class DatedMixin(PageView):
    """A page that can be looked at as at an earlier day; its address belongs to `dated_patterns`.

    Before `setup`, the request's reader becomes one who looks at the day asked for, `request.as_at` says which day it
    is, and bodies have their names of that day. A day in the query, as older addresses and the form's boxes have it,
    moves to the front of the address. A day out of range gets a sentence, and the page shows today; a download, which
    cannot say so, is refused.
    """

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        """Return the view as at the day of the address."""
        view = super().as_view(**initkwargs)

        @wraps(view)
        def as_at_a_day(request: DatedRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            scope = {path: kwargs[name] for name, path in _SCOPES.items() if name in kwargs}
            form = AsAtForm(_requested_days(request), request.reader, scope)
            if form.is_valid():
                day, known_on = form.cleaned_data[AS_AT], form.cleaned_data[KNOWN]
                if AS_AT in request.GET or were_typed(request.GET, AS_AT, KNOWN):
                    address = address_on(request, day if day != form.today else None)
                    return HttpResponseRedirect(address + with_days(request.GET, {AS_AT: None, KNOWN: known_on}))
                if day or known_on:
                    request.reader = request.reader.at(day or form.today, known_on)
                    keep_known(known_on)
                if request.reader.looks_back:
                    keep_names(EarlierName.objects.of_day(request.reader.day))
            else:
                forget_day()
                if "." in address_on(request, None):  # the ending of a download: no slug has one
                    return bad_request(form)
            request.as_at = AsAt(form, request.reader, request)
            return view(request, *args, **kwargs)

        return as_at_a_day


def _requested_days(request: HttpRequest) -> QueryDict:
    """Return the days requested: the one in the address, unless another is in the query."""
    query = request.GET.copy()
    if AS_AT not in query and not were_typed(query, AS_AT):
        query[AS_AT] = day_as_typed(request.path_info)
    return query
