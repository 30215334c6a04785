"""The form of the invitation to the Chief Constable (Police Act 1996, s.55(4))."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from recommendations.responses.clock import Clock
from recommendations.responses.forms.fields import DateNeededLater, ShortTextNeededLater
from recommendations.responses.models import OfficeSettings, Response
from recommendations.responses.services.inviting import REASON_LIMIT
from soteria_tracker.web.service_forms import ServiceForm

INVITED, NOT_INVITED = "invited", "not-invited"


class InvitationForm(ServiceForm):
    """When the Chief Constable was invited to comment and by when, or why not. `title` is Chief Constable's or such."""

    asked = forms.ChoiceField(choices=[(INVITED, _("Yes")), (NOT_INVITED, _("No"))], widget=forms.RadioSelect)
    invited_on = DateNeededLater(label=_("If invited, on which date?"), called=_("The date of the invitation"))
    comments_wanted_by = DateNeededLater(
        label=_("If invited, when are comments due?"), called=_("The date by which comments are due")
    )
    not_invited_reason = ShortTextNeededLater(
        label=_("If not invited, why not?"), max_length=REASON_LIMIT, help_text=_("This is published.")
    )

    def __init__(self, *args: Any, title: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.title = {"title": title}
        asked = self.fields["asked"]
        asked.label = _now("Was the %(title)s invited to comment?") % self.title
        asked.error_messages["required"] = _now("Select whether the %(title)s was invited to comment") % self.title

    def clean(self) -> dict[str, Any]:
        """The answer decides which of the other fields must be filled in."""
        values = super().clean() or {}
        asked = values.get("asked")
        if asked == INVITED and not values.get("invited_on") and "invited_on" not in self.errors:
            self.add_error("invited_on", _now("Enter the date of the invitation"))
        if asked == NOT_INVITED and not values.get("not_invited_reason"):
            self.add_error(
                "not_invited_reason", _now("Enter why the %(title)s was not invited to comment") % self.title
            )
        return values

    def invitation(self) -> dict[str, Any]:
        """Return what the valid form records, for the service: an invitation, or why there was none."""
        values = self.cleaned_data
        if values["asked"] == INVITED:
            dates = {name: values[name] for name in ("invited_on", "comments_wanted_by")}
            return {**dates, "not_invited_reason": ""}
        return {"invited_on": None, "comments_wanted_by": None, "not_invited_reason": values["not_invited_reason"]}


def initial_invitation(response: Response, settings: OfficeSettings, clock: Clock) -> dict[str, Any]:
    """Return what the form shows first: what is recorded, or the dates proposed for an invitation today."""
    if response.not_invited_reason:
        return {"asked": NOT_INVITED, "not_invited_reason": response.not_invited_reason}
    invited_on = response.invited_on or clock.today
    return {
        "asked": INVITED if response.invited_on else None,
        "invited_on": invited_on,
        "comments_wanted_by": response.comments_wanted_by or proposed_date(invited_on, settings, clock),
    }


def proposed_date(invited_on: datetime.date, settings: OfficeSettings, clock: Clock) -> datetime.date:
    """Return the date proposed for comments: the office's number of days later, but not after the last day."""
    proposed = settings.comments_wanted_by(invited_on)
    last = clock.last_day
    return last if last and invited_on <= last < proposed else proposed
