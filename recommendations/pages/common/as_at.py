"""Pages as at an earlier day: `?as-at=2025-03-01`, and `&known=2025-03-10` for what had been recorded by then.

A view marked `dated` finds in `request.reader` a reader who looks at the day asked for, and in `request.as_at` what
the page says of it. Links on the page to other dated pages keep the day.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import NoReverseMatch, Resolver404, ResolverMatch, get_script_prefix, resolve, reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.people.access import Reader
from forces.people.requests import ReaderRequest
from recommendations.positions.known import end_of, shown_to_by
from recommendations.register.models import Inspection, Update
from soteria_tracker.web.dates import DateField, were_typed, with_days, without_days
from soteria_tracker.web.templatetags.soteria import day as in_words

AS_AT, KNOWN = "as-at", "known"
ANCHOR = "st-asat"  # where the page says of which day it is
View = TypeVar("View", bound=Callable[..., HttpResponseBase])

# What an address names, and how an update is about it.
_SCOPES = {
    "force": "action__holder__slug",
    "body": "action__holder__slug",
    "inspection": "action__recommendation__inspection__slug",
    "reference": "action__recommendation__reference",
}


class AsAtForm(forms.Form):
    """The day to look at, and by which day it had to be recorded."""

    recorded_later = 0  # updates about the day or an earlier one that came after it or after the day of `known`

    def __init__(self, data: QueryDict, reader: Reader, scope: dict[str, str]) -> None:
        super().__init__(data, initial={AS_AT: reader.day})
        self.reader, self.scope = reader, scope
        self.today = reader.day
        self.fields[AS_AT] = DateField(label=_("Position as at"), required=False, called=_("The date"))
        self.fields[KNOWN] = DateField(
            label=_("As it had been recorded by (optional)"),
            required=False,
            called=_("The date of recording"),
            help_text=_("Leave empty to count everything that has been recorded since about that day."),
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

    def _out_of_range(self, asked: datetime.date | None, first: datetime.date | None) -> str:
        if asked is None or asked == self.today:
            return ""
        if asked > self.today:
            return not_come_yet(asked, self.today)
        if first and asked < first:
            words = {"asked": in_words(asked), "first": in_words(first)}
            return _("Nothing here goes back to %(asked)s: the first report was published on %(first)s.") % words
        return ""


def not_come_yet(asked: datetime.date, today: datetime.date) -> str:
    """What is said of a day in the future: figures go up to today."""
    words = {"asked": in_words(asked), "today": in_words(today)}
    return _("%(asked)s has not come yet. Choose a day up to today, %(today)s.") % words


def refused(form: forms.Form) -> HttpResponse:
    """The answer to a download that asks for days that cannot be: the sentences alone, for it has no page."""
    problems = " ".join(str(problem) for problems in form.errors.values() for problem in problems)
    return HttpResponse(problems, status=400, content_type="text/plain; charset=utf-8")


def _first_and_later(reader: Reader, scope: dict[str, str]) -> tuple[datetime.date | None, int]:
    """When the first report was published, and how many updates of the scope came too late. One query.

    They came when they were recorded, or released to this reader.
    """
    moment = end_of(reader.known_on or reader.day)
    released_since = ~Q(released_to="") & ~reader.told(shown_to="shown_then")
    later = Update.objects.alias(shown_then=shown_to_by(moment)).filter(
        reader.told(),
        Q(recorded_at__gte=moment) | released_since,
        effective_on__lte=reader.day,
        action__recommendation__inspection__in=Inspection.objects.visible_to(reader),
        **scope,
    )
    count = later.order_by().annotate(all=Value(1)).values("all").annotate(count=Count("pk")).values("count")
    reports = Inspection.objects.published_by(reader.present_day or reader.day).order_by("published_on")
    asked = reports.annotate(later=Coalesce(Subquery(count), 0)).values_list("published_on", "later").first()
    return asked or (None, 0)


@dataclass
class AsAt:
    """The day a page's figures are of, for its reader."""

    form: AsAtForm
    reader: Reader
    path: str
    query: QueryDict  # without the days
    match: ResolverMatch  # which page it is

    @property
    def day(self) -> datetime.date:
        return self.reader.day

    @property
    def known_on(self) -> datetime.date | None:
        return self.reader.known_on

    @property
    def is_chosen(self) -> bool:
        """Whether another day than today, or what was known on a day, is looked at."""
        return self.reader.looks_back or self.known_on is not None

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """What an address needs to be of this day; empty for today."""
        asked = [(AS_AT, self.day if self.is_chosen else None), (KNOWN, self.known_on)]
        return [(name, value.isoformat()) for name, value in asked if value]

    @property
    def other_parameters(self) -> list[tuple[str, str]]:
        """The rest of the page's query: its filter and order."""
        return [(name, value) for name, values in self.query.lists() for value in values]

    @property
    def changes_address(self) -> str:
        """The page of what changed, up to this day; empty where there is none."""
        try:
            address = reverse(f"{self.match.url_name}-changes", kwargs=self.match.kwargs)
        except NoReverseMatch:
            return ""
        return address + (f"?{urlencode({'to': self.day.isoformat()})}" if self.is_chosen else "")

    @property
    def today_address(self) -> str:
        """The same page as at today."""
        return self._address()

    @property
    def other_address(self) -> str:
        """Where only what was known is shown, the page with all that has been recorded since, and else the reverse."""
        day = self.day.isoformat()
        return self._address((AS_AT, day)) if self.known_on else self._address((AS_AT, day), (KNOWN, day))

    def _address(self, *parameters: tuple[str, str]) -> str:
        return f"{self.path}?{urlencode([*self.other_parameters, *parameters])}#{ANCHOR}"

    @property
    def recorded_later(self) -> int:
        """How many updates about this day or an earlier one the reader sees that came after it, or after the day of
        `known`, because they were recorded or released since; 0 for today."""
        return self.form.recorded_later if self.is_chosen else 0

    @property
    def recorded_later_words(self) -> str:
        """ "Since then 3 updates about this day or an earlier one have come in."; empty if none have."""
        count = self.recorded_later
        if not count:
            return ""
        if self.known_on:
            words = ngettext(
                "%(count)d update about this day or an earlier one came in after %(known)s and is left out.",
                "%(count)d updates about this day or an earlier one came in after %(known)s and are left out.",
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


def dated(view: View) -> View:
    """Marks a page that can be looked at as at an earlier day.

    A day typed into the form's boxes moves into the address. A day out of range gets a sentence, and the page shows
    today; a download, which cannot say so, is refused.
    """

    @wraps(view)
    def as_at_a_day(request: DatedRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        scope = {path: kwargs[name] for name, path in _SCOPES.items() if name in kwargs}
        form = AsAtForm(request.GET, request.reader, scope)
        is_right = form.is_valid()
        if is_right and were_typed(request.GET, AS_AT, KNOWN):
            return HttpResponseRedirect(_address(request, form))
        asked = form.cleaned_data if is_right else {}
        day, known_on = asked.get(AS_AT) or request.reader.day, asked.get(KNOWN)
        if day != request.reader.day or known_on:
            request.reader = request.reader.at(day, known_on)
        match, rest = request.resolver_match, without_days(request.GET, AS_AT, KNOWN)
        assert match  # noqa: S101 - a view is called for an address
        request.as_at = AsAt(form, request.reader, request.path, rest, match)
        is_download = "." in request.path  # no slug has one
        if not is_right and is_download:
            return refused(form)
        response = view(request, *args, **kwargs)
        return _keep(response, request) if request.as_at.is_chosen else response

    as_at_a_day.is_dated = True  # type: ignore[attr-defined]
    return as_at_a_day  # type: ignore[return-value]


def _address(request: HttpRequest, form: AsAtForm) -> str:
    """The address of the page as at the day typed in."""
    day, known_on = form.cleaned_data.get(AS_AT), form.cleaned_data.get(KNOWN)
    return request.path + with_days(request.GET, {AS_AT: day if day != form.today else None, KNOWN: known_on})


# --- links that keep the day -------------------------------------------------------------------------------

_LINK = re.compile(r'href="(/[^"?#]*)?(\?[^"#]*)?(#[^"]*)?"')


def _keep(response: HttpResponseBase, request: DatedRequest) -> HttpResponseBase:
    """The page with its links to dated pages leading to the same day."""
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return response
    kept = escape(urlencode(request.as_at.parameters))
    known: dict[str, bool] = {}

    def with_day(link: re.Match[str]) -> str:
        path, query, anchor = (part or "" for part in link.groups())
        if (not path and not query) or f"{AS_AT}=" in query or anchor == f"#{ANCHOR}":
            return link[0]
        path = path or request.path
        if path not in known:
            known[path] = _is_dated(path)
        if not known[path]:
            return link[0]
        return f'href="{path}{query}&amp;{kept}{anchor}"' if query else f'href="{path}?{kept}{anchor}"'

    assert isinstance(response, HttpResponse)  # noqa: S101 - what is not streamed
    response.content = _LINK.sub(with_day, response.content.decode())
    return response


def _is_dated(path: str) -> bool:
    try:
        return getattr(resolve(f"/{path.removeprefix(get_script_prefix())}").func, "is_dated", False)
    except Resolver404:
        return False
