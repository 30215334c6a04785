"""Who signed in, who was refused, and who downloaded what."""

from __future__ import annotations

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from forces.people.models.person import Person

KEPT_FOR = datetime.timedelta(days=365)


class AccessEvent(models.Model):
    """One sign-in, refusal or download. Deleted after a year: it says where people were and when, and no more."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed-in", _("Signed in")
        SIGN_IN_FAILED = "sign-in-failed", _("Failed to sign in")
        SIGNED_OUT = "signed-out", _("Signed out")
        REFUSED = "refused", _("Refused")
        DOWNLOADED = "downloaded", _("Downloaded")

    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="access_events", verbose_name=_("person"))
    happened_at = models.DateTimeField(_("when"), db_index=True)
    page = models.CharField(_("page"), max_length=500, blank=True, help_text=_("Its address, without the query."))

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        ordering = ["-happened_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"
