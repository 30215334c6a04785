"""The filter of the holders of one recommendation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from recommendations.pages.common.body_summaries import north_to_south
from recommendations.pages.inspection.recommendation.queries import HolderRow
from recommendations.register.statuses import PositionGroup, Wording, label_of
from soteria_tracker.web.filters import NO_WIDER_THAN_THE_PAGE, ONE_OF_THE_LIST


class HolderFilter(forms.Form):
    """Filters by status, by region, and by the forces chosen on the inspection's page. It offers the values in use."""

    status = forms.ChoiceField(label=_("Status"), required=False, error_messages=ONE_OF_THE_LIST)
    region = forms.ChoiceField(label=_("Region"), required=False, error_messages=ONE_OF_THE_LIST)
    forces = forms.MultipleChoiceField(
        label=_("Forces"), required=False, error_messages=ONE_OF_THE_LIST, widget=forms.MultipleHiddenInput
    )

    def __init__(self, data: Mapping[str, Any], rows: Sequence[HolderRow], wording: Wording) -> None:
        super().__init__(data)
        self._rows = rows
        groups = {row.group for row in rows}
        regions = north_to_south((row.region, row.map_row) for row in rows if row.region)
        offered = {
            "status": [("", _("Any"))]
            + [(group.value, label_of(group, wording)) for group in PositionGroup if group in groups],
            "region": [("", _("All"))] + [(region, region) for region in regions],
            "forces": [(row.slug, row.name) for row in rows],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for name in ("status", "region"):
            self.fields[name].widget.attrs |= NO_WIDER_THAN_THE_PAGE

    @property
    def rows(self) -> list[HolderRow]:
        """Return the rows that match; none where the filter is not valid."""
        if not self.is_valid():
            return []
        return [row for row in self._rows if self._passes(row, **self.cleaned_data)]

    @staticmethod
    def _passes(row: HolderRow, status: str, region: str, forces: list[str]) -> bool:
        return status in ("", row.group) and region in ("", row.region) and (not forces or row.slug in forces)

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """Return the filters in use as (name, value), for the head of a download."""
        words = []
        for name, value in self.cleaned_data.items() if self.is_valid() else ():
            labels = {str(key): str(label) for key, label in self.fields[name].choices}  # type: ignore[attr-defined]
            chosen = value if isinstance(value, list) else [value] * bool(value)
            if chosen:
                words.append((str(self.fields[name].label), ", ".join(labels[key] for key in chosen)))
        return words
