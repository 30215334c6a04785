"""The filter of the list of forces: by name and by region."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import EarlierName, Force
from recommendations.search.folding import contains
from soteria_tracker.web.filters import ONE_OF_THE_LIST, PageFilter, WordsFilter

SPECIAL = "special"


class ForceFilter(PageFilter):
    """Filter by part of a name in any spelling, and by region; special forces count as a region."""

    q = WordsFilter(label=_("Name of the force"), method="named", max_length=200)
    region = django_filters.ChoiceFilter(
        label=_("Region"), method="of_region", empty_label=_("All"), error_messages=ONE_OF_THE_LIST
    )

    class Meta:
        model = Force
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        regions = self.queryset.filter(territorial=True).order_by("region").values_list("region", flat=True).distinct()
        self.filters["region"].extra["choices"] = [*((name, name) for name in regions), (SPECIAL, _("Special forces"))]

    def named(self, forces: QuerySet[Force], name: str, value: str) -> QuerySet[Force]:
        earlier = EarlierName.objects.filter(contains(value, "name", "short_name"))
        return forces.filter(contains(value, "name", "short_name", "aliases") | Q(pk__in=earlier.values("body")))

    def of_region(self, forces: QuerySet[Force], name: str, value: str) -> QuerySet[Force]:
        return forces.filter(territorial=False) if value == SPECIAL else forces.filter(region=value, territorial=True)
