"""The filter of the list of responses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from recommendations.pages.responses.queries import ResponseRow
from recommendations.responses.queries import ORDER
from soteria_tracker.web.filters import NO_WIDER_THAN_THE_PAGE, ONE_OF_THE_LIST

INCOMPLETE = "incomplete"
LONGEST_AHEAD = 366


class ResponseFilter(forms.Form):
    """Filters by state, by days to the last day, by inspection and by force. It offers the values in use."""

    state = forms.ChoiceField(label=_("State"), required=False, error_messages=ONE_OF_THE_LIST)
    within = forms.IntegerField(
        label=_("Due within (days)"),
        required=False,
        min_value=0,
        max_value=LONGEST_AHEAD,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
        error_messages={
            "invalid": _("Enter a number of days, such as 14"),
            "min_value": _("Enter 0 days or more"),
            "max_value": _("Enter %(limit_value)s days or fewer"),
        },
    )
    inspection = forms.ChoiceField(label=_("Inspection"), required=False, error_messages=ONE_OF_THE_LIST)
    force = forms.ChoiceField(label=_("Force"), required=False, error_messages=ONE_OF_THE_LIST)

    def __init__(self, data: Mapping[str, Any], rows: Sequence[ResponseRow]) -> None:
        super().__init__(data)
        self._rows = rows
        inspections = {row.inspection.slug: row.inspection.short_title for row in rows}
        forces = {row.force.slug: row.force.label for row in rows}
        offered: dict[str, list[tuple[str, Any]]] = {
            "state": [*((state.value, state.label) for state in ORDER), (INCOMPLETE, _("Incomplete"))],
            "inspection": list(inspections.items()),
            "force": sorted(forces.items(), key=lambda choice: choice[1]),
        }
        for name, choices in offered.items():
            field = self.fields[name]
            field.widget.attrs |= NO_WIDER_THAN_THE_PAGE
            field.choices = [("", _("All")), *choices]  # type: ignore[attr-defined]

    @property
    def rows(self) -> list[ResponseRow]:
        """Return the rows that match; none where the filter is not valid."""
        if not self.is_valid():
            return []
        return [row for row in self._rows if self._passes(row, **self.cleaned_data)]

    @staticmethod
    def _passes(row: ResponseRow, state: str, within: int | None, inspection: str, force: str) -> bool:
        return (
            (row.is_incomplete if state == INCOMPLETE else state in ("", row.state))
            and (within is None or (row.days_left is not None and row.days_left <= within))
            and inspection in ("", row.inspection.slug)
            and force in ("", row.force.slug)
        )

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """Return the filters in use as (name, value), for the head of a download."""
        if not self.is_valid():
            return []
        words = []
        for name, value in self.cleaned_data.items():
            if value not in ("", None):
                field = self.fields[name]
                labels = dict(getattr(field, "choices", ()))
                words.append((str(field.label), str(labels.get(value, value))))
        return words
