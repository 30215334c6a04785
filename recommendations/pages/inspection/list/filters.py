"""The filter of the list of inspections."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from recommendations.register.models import Inspection
from recommendations.search.folding import contains
from soteria_tracker.web.filters import ONE_OF_THE_LIST, PageFilter, WordsFilter


class InspectionFilter(PageFilter):
    """Filters by words in the title, by nature and by the year of publication."""

    q = WordsFilter(label=_("Words in the title"), method="with_words", max_length=200)
    nature = django_filters.ChoiceFilter(
        label=_("Nature"),
        choices=Inspection.Nature.choices,
        empty_label=_("All natures"),
        error_messages=ONE_OF_THE_LIST,
    )
    year = django_filters.ChoiceFilter(
        label=_("Published in"),
        field_name="published_on",
        lookup_expr="year",
        empty_label=_("Any year"),
        error_messages=ONE_OF_THE_LIST,
    )

    class Meta:
        model = Inspection
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        years = self.queryset.filter(published_on__isnull=False).dates("published_on", "year", order="DESC")
        self.filters["year"].extra["choices"] = [(str(day.year), str(day.year)) for day in years]

    def with_words(self, inspections: QuerySet[Inspection], name: str, value: str) -> QuerySet[Inspection]:
        return inspections.filter(contains(value, "title", "short_title"))
