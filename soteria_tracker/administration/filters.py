"""Filters of the admin's lists, in words instead of codes."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.functional import Promise


class ValuesFilter(admin.AllValuesFieldListFilter):
    """A filter by the existing values, without an empty one."""

    def choices(self, changelist: Any) -> Any:
        return [choice for choice in super().choices(changelist) if choice["display"] != ""]


def empty_or_not(*, empty: str | Promise, filled: str | Promise) -> type[admin.EmptyFieldListFilter]:
    """Return a filter by whether a field is empty, with words for both cases in place of "Empty" and "Not empty"."""

    class EmptyOrNotFilter(admin.EmptyFieldListFilter):
        def choices(self, changelist: Any) -> Any:
            for choice, words in zip(super().choices(changelist), ("", empty, filled), strict=True):
                _django, bracket, count = str(choice["display"]).partition(" (")
                yield {**choice, "display": f"{words}{bracket}{count}"} if words else choice

    return EmptyOrNotFilter
