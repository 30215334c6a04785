"""What was published, and who it was sent to: insert-only, enforced in the database."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from forces.proof.proof import Proof
from recommendations.register.models import Inspection
from recommendations.responses.content import ResponseContent
from recommendations.responses.models.response import Response


class Publication(models.Model):
    """A response as published: from an approved draft, or recorded word for word where it was published elsewhere.

    A correction is another publication; the first one decides whether it was in time.
    """

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="publications")
    version = models.PositiveSmallIntegerField()
    body = models.ForeignKey("forces.LocalPolicingBody", on_delete=models.PROTECT, related_name="publications")
    signatory_name = models.CharField(_("signed by"), max_length=120, blank=True)
    signatory_title = models.CharField(_("job title of the signatory"), max_length=160, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    our_reference = models.CharField(_("our reference"), max_length=160, blank=True)
    dated_on = models.DateField(_("dated"), null=True, blank=True)
    content = models.JSONField(_("content"))
    digest = models.CharField(max_length=64)
    incomplete_reason = models.CharField(_("why it was published incomplete"), max_length=1_000, blank=True)
    correction_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    is_published_elsewhere = models.BooleanField(_("published elsewhere"), default=False)
    address = models.URLField(_("web address"), max_length=500, blank=True)
    document = models.ForeignKey(
        "recommendations.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="publications"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="publications"
    )

    proof = Proof(holder="response__force")

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["response_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["response", "version"], name="one_publication_per_version"),
            models.CheckConstraint(
                name="publication_has_date_and_signatory",
                condition=Q(is_published_elsewhere=True) | (Q(published_on__isnull=False) & ~Q(signatory_name="")),
            ),
            models.CheckConstraint(
                name="publication_does_not_correct_itself",
                condition=Q(correction_of__isnull=True) | ~Q(correction_of=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response}, version {self.version}"

    @property
    def body_name(self) -> str:
        """Return what the body was called on its day; without one, on the day of the report."""
        return self.body.name_on(self.published_on or self.dated_on or self.response.inspection.published_on)

    def read_content(self) -> ResponseContent:
        """Return what it says, as plain values."""
        return ResponseContent.from_json(self.content)

    def get_absolute_url(self) -> str:
        return reverse("publication", args=[self.response.force.slug, self.response.inspection.slug, self.version])


class Sending(models.Model):
    """A copy sent to the Home Secretary, or to HMICFRS or another source of the report (s.55(6))."""

    class Recipient(models.TextChoices):
        HOME_SECRETARY = "home-secretary", _("The Home Secretary")
        SOURCE = "hmicfrs", _("The body that issued the report")  # stored so since before there were others

        def name_about(self, inspection: Inspection) -> str:
            """Return the recipient of responses to the report: "The Home Secretary", "HMICFRS" or "The IOPC"."""
            return capfirst(inspection.answered_to) if self == self.SOURCE else str(self.label)

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="sendings")
    recipient = models.CharField(_("to"), max_length=14, choices=Recipient.choices)
    sent_on = models.DateField(_("sent on"))
    sent_by = models.CharField(_("sent by"), max_length=120)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sendings")

    proof = Proof(holder="publication__response__force")

    class Meta:
        verbose_name = _("sending")
        verbose_name_plural = _("sendings")
        constraints = [models.UniqueConstraint(fields=["publication", "recipient"], name="one_sending_per_recipient")]

    def __str__(self) -> str:
        return f"{self.publication} to {self.get_recipient_display()}"
