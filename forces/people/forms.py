"""The forms that create a data address, and the password of an invited person."""

from __future__ import annotations

from typing import Any

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


def _password(label: Any, error: Any) -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": "new-password", "class": "govuk-input--width-20"})
    return forms.CharField(label=label, strip=False, widget=widget, error_messages={"required": error})


class JoinForm(ServiceForm):
    """The name and, twice, the password of someone who was invited."""

    name = ShortTextField(
        label=_("Your name"),
        max_length=120,
        help_text=_("It is shown beside what you record."),
        widget=forms.TextInput({"autocomplete": "name", "class": "govuk-input--width-20"}),
        error_messages={"required": _("Enter your name")},
    )
    password1 = _password(_("Password"), _("Enter a password"))
    password2 = _password(_("Confirm the password"), _("Enter the password again"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password1") and cleaned.get("password2") and cleaned["password1"] != cleaned["password2"]:
            self.add_error("password2", _("The two passwords do not match. Enter the same one twice."))
        return cleaned
