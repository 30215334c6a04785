"""The filter of the list of assurances."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from forces.people.requests import reader_of_request
from recommendations.assurance.models import Assurance
from recommendations.assurance.queries import due_to_check
from soteria_tracker.web.filters import ONE_OF_THE_LIST, PageFilter, TickFilter


class AssuranceFilter(PageFilter):
    """Filter by how assured the office is, and by whether it is time to check again."""

    level = django_filters.ChoiceFilter(
        label=_("Assurance"), choices=Assurance.Level.choices, empty_label=_("All"), error_messages=ONE_OF_THE_LIST
    )
    due = TickFilter(label=_("Due to be checked again"), method="only_due")

    class Meta:
        model = Assurance
        fields: list[str] = []

    def only_due(self, assurances: QuerySet[Assurance], name: str, is_asked: bool) -> QuerySet[Assurance]:
        return assurances.filter(due_to_check(reader_of_request(self.request).day)) if is_asked else assurances
