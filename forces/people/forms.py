"""The form that creates a data address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from forces.people.data_addresses import LONGEST_NAME
from soteria_tracker.web.forms import ShortTextField
from soteria_tracker.web.service_forms import ServiceForm


class DataAddressForm(ServiceForm):
    """A name for the address of the table at `path`, with the filter in `query`."""

    name = ShortTextField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput({"class": "govuk-input--width-20", "autocomplete": "off"}),
        error_messages={"required": _("Enter a name for the address")},
    )
    path = forms.CharField(required=False, widget=forms.HiddenInput)
    query = forms.CharField(required=False, widget=forms.HiddenInput)
