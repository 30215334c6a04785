"""The forms of publishing a response and recording the copies sent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from soteria_tracker.web.forms import AddressField, DateField, ShortTextField
from soteria_tracker.web.service_forms import ServiceForm


class PublishForm(ServiceForm):
    """When the response is published, and who signs it."""

    published_on = DateField(
        label=_("Published on"),
        called=_("The publication date"),
        help_text=_("The date it appears on your office’s own website. This decides whether it was in time."),
    )
    signatory_name = ShortTextField(
        label=_("Signed by"),
        max_length=120,
        help_text=_("A deputy may sign."),
        error_messages={"required": _("Enter who signs the response")},
    )
    signatory_title = ShortTextField(
        label=_("Job title"), max_length=160, error_messages={"required": _("Enter the job title of the signatory")}
    )
    our_reference = ShortTextField(
        label=_("Our reference"),
        max_length=160,
        required=False,
        help_text=_("Shown on the letter. Your office’s settings can suggest one."),
    )
    address = AddressField(
        label=_("Web address of the response"),
        max_length=500,
        required=False,
        help_text=_("Where your office publishes the response. Shown on the letter and on the published response."),
    )


class SendingForm(ServiceForm):
    """A copy that was sent to the Home Secretary or to the source of the report (s.55(6))."""

    sent_on = DateField(label=_("Sent on"), called=_("The date it was sent"))
    sent_by = ShortTextField(label=_("Sent by"), max_length=120, error_messages={"required": _("Enter who sent it")})
