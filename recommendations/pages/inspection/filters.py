"""The filters of the list of inspections, and of one inspection's grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from recommendations.pages.common.filters import ONE_OF_THE_LIST, PageFilter, WordsFilter
from recommendations.register.models import Inspection


class InspectionFilter(PageFilter):
    """By words in the titles, by nature and by the year of publication."""

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

    def __init__(self, data: Mapping[str, Any], queryset: QuerySet[Inspection]) -> None:
        super().__init__(data, queryset=queryset)
        years = queryset.filter(published_on__isnull=False).dates("published_on", "year", order="DESC")
        self.filters["year"].extra["choices"] = [(str(day.year), str(day.year)) for day in years]

    def with_words(self, inspections: QuerySet[Inspection], name: str, value: str) -> QuerySet[Inspection]:
        return inspections.filter(Q(title__icontains=value) | Q(short_title__icontains=value))


FEWEST_TO_COMPARE, MOST_TO_COMPARE = 2, 8
ALL_COLUMNS = "all"


class GridForm(forms.Form):
    """What of an inspection's grid to show: all forces, one region or 2 to 8 forces; and whether all its columns.

    Where forces are chosen the region does not matter. What cannot be shown gets a sentence, and all forces stay.
    """

    region = forms.ChoiceField(label=_("Region"), required=False, error_messages=ONE_OF_THE_LIST)
    forces = forms.MultipleChoiceField(
        label=_("Forces to compare"),
        required=False,
        error_messages={"invalid_choice": _("“%(value)s” is no force with an action here. Choose forces of the list.")},
    )
    columns = forms.ChoiceField(required=False, choices=[(ALL_COLUMNS, "")])

    def __init__(self, data: Mapping[str, Any], regions: Sequence[str], force_names: Mapping[str, str]) -> None:
        super().__init__(data)
        self._choose("region", [("", _("All regions")), *((region, region) for region in regions)])
        self._choose("forces", sorted(force_names.items(), key=lambda named: named[1]))

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_forces(self) -> list[str]:
        chosen = list(dict.fromkeys(self.cleaned_data["forces"]))
        if chosen and not FEWEST_TO_COMPARE <= len(chosen) <= MOST_TO_COMPARE:
            words = ngettext(
                "Choose %(fewest)d to %(most)d forces to compare. %(count)d is chosen.",
                "Choose %(fewest)d to %(most)d forces to compare. %(count)d are chosen.",
                len(chosen),
            )
            raise forms.ValidationError(
                words % {"fewest": FEWEST_TO_COMPARE, "most": MOST_TO_COMPARE, "count": len(chosen)}
            )
        return chosen

    def _asked(self, name: str) -> Any:
        self.is_valid()
        return self.cleaned_data.get(name)

    @property
    def chosen_forces(self) -> list[str]:
        """The slugs of the forces to compare; none for all, and where they cannot be compared."""
        return self._asked("forces") or []

    @property
    def chosen_region(self) -> str:
        """The region asked for; "" for all, for one there is not, and where forces are chosen."""
        return "" if self.chosen_forces else self._asked("region") or ""

    @property
    def shows_all_columns(self) -> bool:
        """Whether recommendations to others have their columns too."""
        return self._asked("columns") == ALL_COLUMNS

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """What is chosen as (name, value), for the head of a download."""
        names = dict(self.fields["forces"].choices)  # type: ignore[attr-defined]
        words = [
            (_("Forces"), ", ".join(names[slug] for slug in self.chosen_forces)),
            (_("Region"), self.chosen_region),
        ]
        return [(str(name), value) for name, value in words if value]
