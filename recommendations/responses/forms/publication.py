"""The forms of publishing a response and recording the copies sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import LocalPolicingBody
from recommendations.responses.queries import office_settings
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


class JointPublishForm(PublishForm):
    """The same, with who signs for each of the other bodies that answer jointly."""

    def __init__(self, *args: Any, others: Sequence[LocalPolicingBody], **options: Any) -> None:
        super().__init__(*args, **options)
        self.others = others
        for body in others:
            saved = office_settings(body)
            name = ShortTextField(
                label=_now("Signed for the %(body)s by") % {"body": body},
                max_length=120,
                initial=saved.signatory_name,
                error_messages={"required": _now("Enter who signs for the %(body)s") % {"body": body}},
            )
            title = ShortTextField(
                label=_now("Job title, for the %(body)s") % {"body": body},
                max_length=160,
                initial=saved.signatory_title or body.shown_title,
                error_messages={"required": _now("Enter the job title, for the %(body)s") % {"body": body}},
            )
            self.fields |= {f"signatory_name_{body.pk}": name, f"signatory_title_{body.pk}": title}

    @property
    def other_fields(self) -> list[BoundField]:
        """Return the fields of the other bodies, in order."""
        return [self[f"signatory_{part}_{body.pk}"] for body in self.others for part in ("name", "title")]

    def clean(self) -> dict[str, Any]:
        """Bring the signatories of the other bodies together, by the body's id."""
        given = super().clean() or self.cleaned_data
        signatories = {
            body.pk: (given.pop(f"signatory_name_{body.pk}", ""), given.pop(f"signatory_title_{body.pk}", ""))
            for body in self.others
        }
        return {**given, "other_signatories": signatories}


class SendingForm(ServiceForm):
    """A copy that was sent to the Home Secretary or to the source of the report (s.55(6))."""

    sent_on = DateField(label=_("Sent on"), called=_("The date it was sent"))
    sent_by = ShortTextField(label=_("Sent by"), max_length=120, error_messages={"required": _("Enter who sent it")})
