"""Pages as at an earlier day: their address starts with the day, as in /as-at/2025-03-01/forces/cleveland/.

This is what Django's `i18n_patterns` does with a language: a middleware reads the day from the address, and `reverse`
puts it into the address of every other dated page. So it does with `?known=2025-03-10`, once a page has accepted it.
Addresses outside `dated_patterns` stay as they are.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, get_script_prefix
from django.urls.resolvers import RegexPattern

_PREFIX = re.compile(r"as-at/([^/]+)/")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
KNOWN = "known"
_day: ContextVar[datetime.date | None] = ContextVar("as_at_day", default=None)
_known: ContextVar[datetime.date | None] = ContextVar("as_at_known", default=None)


def day_as_typed(path_info: str) -> str:
    """Return the day at the start of a path as it was typed ("2025-02-30"), or an empty string."""
    found = _PREFIX.match(path_info.removeprefix("/"))
    return found[1] if found else ""


@contextmanager
def day_of_address(path_info: str) -> Iterator[None]:
    """Prefix the addresses of dated pages with the day of this path, if there is such a date."""
    typed = day_as_typed(path_info)
    day, known = _day.set(_date(typed)), _known.set(None)
    try:
        yield
    finally:
        _day.reset(day)
        _known.reset(known)


def forget_day() -> None:
    """Leave the addresses of dated pages without a prefix: the page shows today."""
    _day.set(None)


def keep_known(known: datetime.date | None) -> None:
    """Add the date of recording to the addresses of dated pages, until the request ends."""
    _known.set(known)


def with_query(address: str, query: str) -> str:
    """Return the address with this query added to the one it may have."""
    return f"{address}{'&' if '?' in address else '?'}{query}" if query else address


def address_on(request: HttpRequest, day: datetime.date | None) -> str:
    """Return the address of the present page as at a day, without a query; today's, without a prefix, for None."""
    return get_script_prefix() + _day_prefix(day) + _without_day(request.path_info.removeprefix("/"))


def _without_day(path: str) -> str:
    found = _PREFIX.match(path)
    return path[found.end() :] if found else path


def _date(typed: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(typed) if _ISO_DATE.fullmatch(typed) else None
    except ValueError:
        return None


def _day_prefix(day: datetime.date | None) -> str:
    return f"as-at/{day.isoformat()}/" if day else ""


class AsAtMiddleware:
    """Keeps the day of the address for the time of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with day_of_address(request.path_info):
            return self.get_response(request)


class DayPrefixPattern(RegexPattern):
    """Matches addresses with a day in front and without."""

    def match(self, path: str) -> tuple[str, tuple[()], dict[str, Any]]:
        return _without_day(path), (), {}


class DatedResolver(URLResolver):
    """Adds the day to the start of addresses, and `known` to their end.

    A pattern cannot do this, because Django caches what patterns return.

    Django calls this only for names in the namespace.
    """

    def _reverse_with_prefix(self, lookup_view: Any, _prefix: str, *args: Any, **kwargs: Any) -> str:
        address: str = super()._reverse_with_prefix(  # type: ignore[misc]  # not in the type stubs
            lookup_view, _prefix + _day_prefix(_day.get()), *args, **kwargs
        )
        known = _known.get()
        return with_query(address, f"{KNOWN}={known.isoformat()}") if known else address


def dated_patterns(patterns: Sequence[URLPattern | URLResolver]) -> list[URLResolver]:
    """Return the patterns for today and for any earlier day. Their names are in the namespace "dated"."""
    return [DatedResolver(DayPrefixPattern(""), patterns, app_name="dated", namespace="dated")]
