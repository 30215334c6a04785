"""The forms of the office's view: recording it, retracting it, and the filter of the list."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from recommendations.assurance.models import Assurance
from recommendations.assurance.queries import AssuranceRow
from recommendations.assurance.services import Opinion
from soteria_tracker.web.forms import DateField, IconRadioSelect, ShortTextField, TextField
from soteria_tracker.web.service_forms import ServiceForm


class AssuranceForm(ServiceForm):
    """What the office thinks, for one action or for many."""

    view = forms.ChoiceField(
        label=_("How assured is the office?"),
        choices=Assurance.View.choices,
        widget=IconRadioSelect,
        error_messages={"required": _("Choose how assured the office is")},
    )
    looked_at = TextField(
        label=_("What was looked at"),
        max_length=10_000,
        help_text=_("Do not name victims or suspects."),
        error_messages={"required": _("Say what was looked at")},
    )
    meeting = ShortTextField(label=_("At which meeting"), max_length=200, required=False)
    dated_on = DateField(label=_("Date of this view"), called=_("The day of this view"))
    check_again_on = DateField(
        label=_("Check again on"),
        called=_("The day to check again"),
        required=False,
        help_text=_("My work asks for it then."),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def opinion(self) -> Opinion:
        """What the valid form says, for the service."""
        return Opinion(**{name: value for name, value in self.cleaned_data.items() if name != "submission_key"})


class RetractionForm(ServiceForm):
    """Why a view is a mistake."""

    reason = TextField(
        label=_("Why is it a mistake?"),
        max_length=2_000,
        help_text=_("The view stays in the history, marked as retracted, with your reason."),
        error_messages={"required": _("Say why this view is a mistake")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class AssuranceFilter(forms.Form):
    """By view, and by whether the day to check again has come."""

    view = forms.ChoiceField(
        label=_("The office’s view"),
        required=False,
        choices=[("", _("All")), *Assurance.View.choices],
        error_messages={"invalid_choice": _("Choose one of the list.")},
    )
    due = forms.BooleanField(label=_("To check again now"), required=False)

    def __init__(self, data: Mapping[str, Any], rows: Sequence[AssuranceRow]) -> None:
        super().__init__(data)
        self._all = rows

    @property
    def rows(self) -> list[AssuranceRow]:
        """The rows that pass; none where the address asks for what cannot be asked for."""
        if not self.is_valid():
            return []
        view, only_due = self.cleaned_data["view"], self.cleaned_data["due"]
        return [row for row in self._all if view in ("", row.assurance.view) and (row.is_due or not only_due)]
