"""The forms that record and retract an assurance."""

from __future__ import annotations

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from recommendations.assurance.models import Assurance
from recommendations.assurance.services import AssuranceEntry
from soteria_tracker.web.forms import DateField, IconRadioSelect, ShortTextField, TextField
from soteria_tracker.web.service_forms import ServiceForm


class AssuranceForm(ServiceForm):
    """How assured the office is of one or more actions."""

    level = forms.ChoiceField(
        label=_("How assured is the office?"),
        choices=Assurance.Level.choices,
        widget=IconRadioSelect,
        error_messages={"required": _("Select how assured the office is")},
    )
    looked_at = TextField(
        label=_("What the office looked at"),
        max_length=10_000,
        help_text=_("Do not name victims or suspects."),
        error_messages={"required": _("Enter what the office looked at")},
    )
    meeting = ShortTextField(label=_("Meeting"), max_length=200, required=False)
    dated_on = DateField(label=_("Date of this assurance"), called=_("The date of this assurance"))
    check_again_on = DateField(
        label=_("Check again on"),
        called=_("The date to check again"),
        required=False,
        help_text=_("My work reminds you then."),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def entry(self) -> AssuranceEntry:
        """Return the cleaned data for the service. Fields with an error are empty."""
        empty = {"level": "", "dated_on": None, "looked_at": ""}
        cleaned = {name: value for name, value in self.cleaned_data.items() if name != "submission_key"}
        return AssuranceEntry(**empty | cleaned)
