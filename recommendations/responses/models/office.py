"""An office's settings: what must be explained, who may approve, what its letters look like."""

from __future__ import annotations

import datetime
import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

# What a pattern of a reference may contain, besides plain text.
REFERENCE_PARTS = ("{inspection}", "{force}", "{year}")


class OfficeSettings(models.Model):
    """The settings of one local policing body's office. An office without a row has the defaults."""

    body = models.OneToOneField("forces.LocalPolicingBody", on_delete=models.PROTECT, related_name="office_settings")
    afis_need_explanations = models.BooleanField(
        _("explain areas for improvement too"),
        default=False,
        help_text=_("The law requires this for recommendations. Some offices explain areas for improvement too."),
    )
    approver_is_another = models.BooleanField(
        _("authors may not approve"),
        default=False,
        help_text=_("Anyone who has written in the draft may not approve it."),
    )
    comments_wanted_after = models.PositiveSmallIntegerField(
        _("days allowed for comments"),
        default=28,
        help_text=_(
            "How long the Chief Constable (Commissioner in London and the City) has to comment. "
            "Proposed for each invitation, counted from its date."
        ),
    )
    signatory_name = models.CharField(_("signatory"), max_length=120, blank=True)
    signatory_title = models.CharField(_("job title of the signatory"), max_length=160, blank=True)
    address = models.TextField(_("address for letters"), max_length=500, blank=True)
    chief_officer_name = models.CharField(
        _("name of the Chief Constable (Commissioner in London and the City)"),
        max_length=120,
        blank=True,
        help_text=_("Invitations to comment are addressed to this person."),
    )
    reference_pattern = models.CharField(
        _("pattern of your reference"),
        max_length=60,
        blank=True,
        help_text=_(
            "Shown as “Our reference” on letters and invitations. {inspection}, {force} and {year} are filled in: "
            "OPCC/{year}/{inspection} becomes OPCC/2026/soteria-2024."
        ),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("office settings")
        verbose_name_plural = _("office settings")

    def __str__(self) -> str:
        return f"Settings of {self.body}"

    def clean(self) -> None:
        """Check that the pattern of the reference names nothing else between its brackets."""
        super().clean()
        left = re.sub("|".join(map(re.escape, REFERENCE_PARTS)), "", self.reference_pattern)
        if "{" in left or "}" in left:
            words = _("Use curly brackets only for %(parts)s, written exactly like that")
            raise ValidationError({"reference_pattern": words % {"parts": ", ".join(REFERENCE_PARTS)}})

    def our_reference(self, *, inspection: str, force: str, on: datetime.date) -> str:
        """Return the reference of a letter of the day about an inspection (slugs); empty without a pattern."""
        reference = self.reference_pattern
        for part, value in zip(REFERENCE_PARTS, (inspection, force, str(on.year)), strict=True):
            reference = reference.replace(part, value)
        return reference

    def comments_wanted_by(self, invited_on: datetime.date) -> datetime.date:
        """Return the date to propose in an invitation made on this day."""
        return invited_on + datetime.timedelta(days=self.comments_wanted_after)


def _template_path(template: DocumentTemplate, filename: str) -> str:
    return f"templates/{template.body_id}/{template.kind}.docx"


class TemplateKind(models.TextChoices):
    LETTER = "letter", _("Letter to the Home Secretary")
    FORM = "form", _("Form")
    WEB = "web", _("Web page")


class DocumentTemplate(models.Model):
    """An office's own Word template for one kind of document."""

    body = models.ForeignKey("forces.LocalPolicingBody", on_delete=models.PROTECT, related_name="document_templates")
    kind = models.CharField(_("kind"), max_length=6, choices=TemplateKind.choices)
    file = models.FileField(_("Word file"), upload_to=_template_path)
    file_name = models.CharField(_("name of the file"), max_length=255)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"))

    class Meta:
        verbose_name = _("document template")
        verbose_name_plural = _("document templates")
        constraints = [models.UniqueConstraint(fields=["body", "kind"], name="one_template_per_office_and_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.file_name}"
