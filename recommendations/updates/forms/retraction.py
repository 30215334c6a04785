"""The form that retracts an update, a letter or an assurance."""

from __future__ import annotations

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from soteria_tracker.web.forms import TextField
from soteria_tracker.web.service_forms import ServiceForm


class RetractionForm(ServiceForm):
    """Why something that was recorded is a mistake."""

    reason = TextField(
        label=_("Why is it a mistake?"),
        max_length=2_000,
        help_text=_("It stays in the history, marked as retracted, with your reason."),
        error_messages={"required": _("Enter why it is a mistake")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
