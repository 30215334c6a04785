"""The forms for releasing: for which audience, who can see it, confirming, and withdrawing."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forces.people.editions import Audience
from recommendations.releases.selection import ReleaseSelection, parse_ids
from recommendations.releases.services import REASON_LIMIT
from soteria_tracker.web.filters import ONE_OF_THE_LIST
from soteria_tracker.web.forms import ShortTextField, TextField
from soteria_tracker.web.service_forms import ServiceForm

AUDIENCES = [(Audience.PANEL.value, _("The panel")), (Audience.PUBLIC.value, _("The public"))]


class AudienceForm(forms.Form):
    """The audience whose view is behind the office's records."""

    to = forms.ChoiceField(
        label=_("Not yet released to"), choices=AUDIENCES, required=False, error_messages=ONE_OF_THE_LIST
    )

    @property
    def audience(self) -> str:
        """The selected audience; the panel if none is selected."""
        is_right = self.is_valid()
        return (self.cleaned_data["to"] if is_right else "") or Audience.PANEL.value


class ReleaseForm(ServiceForm):
    """Who can see the selected updates, and for what purpose."""

    audience = forms.ChoiceField(
        label=_("Who can see this?"),
        choices=[
            (Audience.PANEL.value, _("The panel")),
            (Audience.PUBLIC.value, _("The public: everyone with an account")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select who can see this")},
    )
    reason = ShortTextField(
        label=_("Purpose"),
        required=False,
        max_length=REASON_LIMIT,
        help_text=_("For example, the meeting that the papers are for. Only your office sees this."),
    )


class IdsField(forms.CharField):
    """Ids joined by commas, as a list of numbers. Raises Http404 for anything else."""

    widget = forms.HiddenInput

    def prepare_value(self, value: Any) -> Any:
        return ",".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return parse_ids((super().to_python(value) or "").split(","))


class ConfirmReleaseForm(ServiceForm):
    """What was previewed, carried in hidden fields, so that exactly this is released."""

    updates = IdsField(required=False)
    assurances = IdsField(required=False)
    audience = forms.ChoiceField(choices=AUDIENCES, widget=forms.HiddenInput)
    reason = forms.CharField(required=False, widget=forms.HiddenInput)

    def selection(self) -> ReleaseSelection:
        """What the valid form holds."""
        return ReleaseSelection(**self.cleaned_data)


class WithdrawalForm(ServiceForm):
    """Why a release is withdrawn."""

    reason = TextField(
        label=_("Why are you withdrawing it?"),
        max_length=REASON_LIMIT,
        error_messages={"required": _("Enter the reason for withdrawing this release")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
