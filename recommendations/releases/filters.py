"""The filter of the list of what is not released yet."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from recommendations.positions.models import Position
from recommendations.releases.forms import AUDIENCES
from soteria_tracker.web.filters import NO_WIDER_THAN_THE_PAGE, ONE_OF_THE_LIST, PageFilter
from soteria_tracker.web.forms import DateField

_LIST = {"error_messages": ONE_OF_THE_LIST, "widget": forms.Select(attrs=NO_WIDER_THAN_THE_PAGE)}


class DayFilter(django_filters.Filter):
    """A filter by a day, entered in three boxes."""

    field_class = DateField


class UnreleasedFilter(PageFilter):
    """Filter by inspection and by the day of recording. The audience (`to`) decides what is listed in the first place.

    The queryset is that of `unreleased_actions`.
    """

    to = django_filters.ChoiceFilter(
        label=_("Not yet released to"), choices=AUDIENCES, empty_label=None, method="of_audience", **_LIST
    )
    inspection = django_filters.ChoiceFilter(
        label=_("Inspection"), field_name="recommendation__inspection__slug", empty_label=_("All"), **_LIST
    )
    since = DayFilter(
        label=_("Recorded since"), called=_("The date"), field_name="update__recorded_at", lookup_expr="date__gte"
    )

    class Meta:
        model = Position
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        title, slug = (f"recommendation__inspection__{name}" for name in ("short_title", "slug"))
        self.filters["inspection"].extra["choices"] = (
            self.queryset.order_by(title, slug).values_list(slug, title).distinct()
        )

    def of_audience(self, positions: QuerySet[Position], name: str, value: str) -> QuerySet[Position]:
        return positions
