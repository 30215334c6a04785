"""Pages as at an earlier day: `?as-at=2025-03-01`, and `&known=2025-03-10` for what had been recorded by then.

A view marked `dated` finds in `request.reader` a reader who looks at the day asked for, and in `request.as_at` what
the page says of it. Links on the page to other dated pages keep the day.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import Resolver404, resolve
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.people.access import Reader
from forces.people.requests import ReaderRequest
from recommendations.positions.known import end_of
from recommendations.register.models import Inspection, Update
from soteria_tracker.web.dates import DateField, were_typed, with_days, without_days
from soteria_tracker.web.templatetags.soteria import day as in_words

AS_AT, KNOWN = "as-at", "known"
ANCHOR = "st-asat"  # where the page says of which day it is
_WITH_CHANGES = ("/forces/", "/bodies/", "/inspections/")
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

    def __init__(self, data: QueryDict, reader: Reader) -> None:
        super().__init__(data, initial={AS_AT: reader.day})
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
        for name in (AS_AT, KNOWN):
            if problem := self._out_of_range(cleaned.get(name)):
                self.add_error(name, ValidationError(problem))
        return cleaned

    def _out_of_range(self, asked: datetime.date | None) -> str:
        if asked is None or asked == self.today:
            return ""
        words = {"asked": in_words(asked), "today": in_words(self.today)}
        if asked > self.today:
            return _("%(asked)s has not come yet. Choose a day up to today, %(today)s.") % words
        first = Inspection.objects.published_by(self.today).aggregate(first=Min("published_on"))["first"]
        if first and asked < first:
            words["first"] = in_words(first)
            return _("Nothing here goes back to %(asked)s: the first report was published on %(first)s.") % words
        return ""


@dataclass
class AsAt:
    """The day a page's figures are of, for its reader."""

    form: AsAtForm
    reader: Reader
    path: str
    query: QueryDict  # without the days
    scope: dict[str, str]  # what the page is about, as a filter of updates

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
        if not self.path.startswith(_WITH_CHANGES) or self.path.count("/") != 3:
            return ""
        return f"{self.path}changes/" + (f"?{urlencode({'to': self.day.isoformat()})}" if self.is_chosen else "")

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

    @cached_property
    def recorded_later(self) -> int:
        """How many updates about this day or an earlier one the reader sees that were recorded after it, or after
        the day of `known`; 0 for today. One query."""
        if not self.is_chosen:
            return 0
        later = Update.objects.filter(
            self.reader.told(), effective_on__lte=self.day, recorded_at__gte=end_of(self.known_on or self.day)
        )
        return later.filter(action__recommendation__inspection__in=self._inspections, **self.scope).count()

    @property
    def _inspections(self) -> Any:
        return Inspection.objects.visible_to(self.reader)

    @property
    def recorded_later_words(self) -> str:
        """ "Since then 3 updates about this day or an earlier one have been recorded."; empty if none were."""
        count = self.recorded_later
        if not count:
            return ""
        if self.known_on:
            words = ngettext(
                "%(count)d update about this day or an earlier one was recorded after %(known)s and is left out.",
                "%(count)d updates about this day or an earlier one were recorded after %(known)s and are left out.",
                count,
            )
            return words % {"count": count, "known": in_words(self.known_on)}
        words = ngettext(
            "Since then %(count)d update about this day or an earlier one has been recorded.",
            "Since then %(count)d updates about this day or an earlier one have been recorded.",
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
        form = AsAtForm(request.GET, request.reader)
        is_right = form.is_valid()
        if is_right and were_typed(request.GET, AS_AT, KNOWN):
            return HttpResponseRedirect(_address(request, form))
        asked = form.cleaned_data if is_right else {}
        day, known_on = asked.get(AS_AT) or request.reader.day, asked.get(KNOWN)
        if day != request.reader.day or known_on:
            request.reader = request.reader.at(day, known_on)
        scope = {path: kwargs[name] for name, path in _SCOPES.items() if name in kwargs}
        request.as_at = AsAt(form, request.reader, request.path, without_days(request.GET, AS_AT, KNOWN), scope)
        is_download = "." in request.path  # no slug has one
        if not is_right and is_download:
            problems = " ".join(str(problem) for problems in form.errors.values() for problem in problems)
            return HttpResponse(problems, status=400, content_type="text/plain; charset=utf-8")
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
        return getattr(resolve(path).func, "is_dated", False)
    except Resolver404:
        return False
