"""A file that a person uploaded, and what a worker found in it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class UploadKind(models.TextChoices):
    """What a file is, told from its contents."""

    TRACKER = "tracker", _("Tracker")
    REPORT = "report", _("Published report")
    RESPONSE = "response", _("Response")
    LETTER = "letter", _("Letter")
    OTHER = "other", _("Something else")
    UNREADABLE = "unreadable", _("Cannot be read")


def _place(upload: ImportUpload, file_name: str) -> str:
    """Return where the file is kept: under a name that says nothing, because the file may be confidential."""
    return f"imports/{upload.pk}"


class ImportUpload(models.Model):
    """A file that a worker reads while the person's page waits. It is deleted after a week.

    Only the person who uploaded it sees it, and the administrators if that person passes it to them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="import_uploads")
    holder = models.ForeignKey(
        "forces.Force", on_delete=models.CASCADE, null=True, blank=True, related_name="import_uploads"
    )
    file = models.FileField(upload_to=_place, max_length=200)
    file_name = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    kind = models.CharField(choices=UploadKind, max_length=10, blank=True)
    sentence = models.CharField(max_length=500, blank=True, help_text=_("Why the file cannot be read."))
    blocks = models.BinaryField(default=bytes, help_text=_("What was read of a document, as compressed JSON."))
    tracker = models.ForeignKey("recommendations.TrackerImport", on_delete=models.SET_NULL, null=True, related_name="+")
    kept_file = models.UUIDField(null=True, help_text=_("The token of the unsaved file of a letter or response."))
    passed_on_at = models.DateTimeField(null=True, help_text=_("When it was passed to the administrators."))

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("import-upload", args=[self.pk])
