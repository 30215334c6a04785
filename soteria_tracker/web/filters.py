"""The base of page filters, and the filters that they share."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from soteria_tracker.web.forms import ShortTextField

ONE_OF_THE_LIST = {"invalid_choice": _("Select an option from the list.")}
NO_WIDER_THAN_THE_PAGE = {"class": "govuk-!-width-full"}  # a long option would push the page sideways on a phone


class WordsFilter(django_filters.CharFilter):
    """A filter by words that are typed."""

    field_class = ShortTextField


class TickFilter(django_filters.BooleanFilter):
    """A filter that applies when it is selected."""

    field_class = forms.BooleanField


class PageFilter(django_filters.FilterSet):
    """A filter whose page and download show the same rows."""

    @property
    def rows(self) -> QuerySet[Any]:
        """Return the rows that match; none if the filter is invalid."""
        return self.qs if self.is_valid() else self.queryset.none()

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """Return the filters in use as (name, value), for the head of a download."""
        words = []
        for name, value in self.form.cleaned_data.items() if self.is_valid() else ():
            if value:
                field = self.form.fields[name]
                options = {str(key): label for key, label in getattr(field, "choices", ())}
                chosen = _("yes") if value is True else options.get(value, value)
                words.append((str(field.label), str(chosen)))
        return words
