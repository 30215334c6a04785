"""What is asked of the office: what waits to be shown, to whom and what for, and why it is withdrawn."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forces.people.access import Audience
from recommendations.releases.queries import Waiting
from recommendations.releases.services import REASON_LIMIT
from soteria_tracker.web.forms import DateField, ShortTextField, TextField

AUDIENCES = [(Audience.PANEL.value, _("The panel")), (Audience.PUBLIC.value, _("The public"))]
_ONE_OF_THE_LIST = {"invalid_choice": _("Choose one of the list.")}


class AudienceForm(forms.Form):
    """For whom one looks: whose reading is behind the record."""

    to = forms.ChoiceField(
        label=_("Not yet shown to"), choices=AUDIENCES, required=False, error_messages=_ONE_OF_THE_LIST
    )

    @property
    def audience(self) -> str:
        """The audience asked for; the panel where none is."""
        is_right = self.is_valid()
        return (self.cleaned_data["to"] if is_right else "") or Audience.PANEL.value


class WaitingForm(AudienceForm):
    """Which of what waits to be released: of one inspection, recorded since a day."""

    inspection = forms.ChoiceField(label=_("Inspection"), required=False, error_messages=_ONE_OF_THE_LIST)
    since = DateField(label=_("Recorded since"), required=False, called=_("The date"))

    def __init__(self, data: Mapping[str, Any], rows: list[Waiting]) -> None:
        super().__init__(data)
        self._all = rows
        inspections = {one.action.recommendation.inspection for one in rows}
        in_order = sorted(inspections, key=lambda one: one.short_title)
        field = self.fields["inspection"]
        field.choices = [("", _("All")), *((one.slug, one.short_title) for one in in_order)]  # type: ignore[attr-defined]
        for name in ("to", "inspection"):
            self.fields[name].widget.attrs["class"] = "govuk-!-width-full"

    @property
    def rows(self) -> list[Waiting]:
        """The rows that pass; none where the address asks for what cannot be asked for."""
        if not self.is_valid():
            return []
        slug, since = self.cleaned_data["inspection"], self.cleaned_data["since"]
        return [
            row
            for row in self._all
            if slug in ("", row.action.recommendation.inspection.slug)
            and (since is None or timezone.localtime(row.update.recorded_at).date() >= since)
        ]


class ReleaseForm(forms.Form):
    """For whom, and what for."""

    audience = forms.ChoiceField(
        label=_("Who shall read it?"),
        choices=[
            (Audience.PANEL.value, _("The panel")),
            (Audience.PUBLIC.value, _("The public: everybody who can read this register")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who shall read it")},
    )
    reason = ShortTextField(
        label=_("What for"),
        required=False,
        max_length=REASON_LIMIT,
        help_text=_("Such as the meeting whose papers it is for. Only your office reads this."),
    )


class WithdrawalForm(forms.Form):
    """Why a release is withdrawn."""

    reason = TextField(
        label=_("Why is it withdrawn?"),
        max_length=REASON_LIMIT,
        error_messages={"required": _("Say why this release is withdrawn")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
