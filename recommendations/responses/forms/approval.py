"""The forms of approving a response, or returning it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from recommendations.responses.forms.fields import TextNeededLater
from recommendations.responses.services.approving import COMMENT_LIMIT, REASON_LIMIT
from soteria_tracker.web.forms import TextField
from soteria_tracker.web.service_forms import ServiceForm


class ApprovalForm(ServiceForm):
    """Approve the text that was read, identified by its digest."""

    digest = forms.CharField(widget=forms.HiddenInput)
    incomplete_reason = TextNeededLater(
        label=_("Reason for publishing it incomplete"),
        max_length=REASON_LIMIT,
        help_text=_("This is published with the response."),
    )


class ReturnToAuthorForm(ServiceForm):
    """Return a draft to its authors."""

    comment = TextField(
        label=_("What should be changed?"),
        max_length=COMMENT_LIMIT,
        help_text=_("Only the offices that write the response can see this."),
        error_messages={"required": _("Enter what should be changed")},
    )
