"""What is kept of imported trackers: the file, what was decided about it, and what each row made."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def _place(tracker: TrackerImport, file_name: str) -> str:
    """Return where the file is kept: under a name that says nothing, because the file may be confidential."""
    return f"imports/{uuid.uuid4().hex}"


class TrackerImport(models.Model):
    """An office's tracker for one force: uploaded, then confirmed, then perhaps undone.

    `answers`, `columns` and `publication_dates` are what the person decided: by the key of a question, by the key of a
    column, and by the inspection as the reading names it.
    """

    holder = models.ForeignKey("forces.Force", on_delete=models.PROTECT, related_name="tracker_imports")
    file = models.FileField(_("file"), upload_to=_place, max_length=200)
    file_name = models.CharField(_("name of the file"), max_length=200)
    checksum = models.CharField(max_length=64, help_text=_("SHA-256 of the file, in hexadecimal."))
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    columns = models.JSONField(_("columns"), default=dict, blank=True)
    publication_dates = models.JSONField(_("publication dates"), default=dict, blank=True)
    places = models.JSONField(
        _("placed by hand"),
        default=dict,
        blank=True,
        help_text=_("By the key of a row: the action it is about, or why it is left out."),
    )
    reading = models.BinaryField(default=bytes, help_text=_("What was read, as compressed JSON."))
    reading_key = models.CharField(
        max_length=64, blank=True, help_text=_("The digest of the file and of what was known when it was read.")
    )
    reading_requested_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    uploaded_at = models.DateTimeField(_("uploaded at"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tracker_imports")
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    drafts = models.JSONField(
        _("draft inspections"),
        default=dict,
        blank=True,
        help_text=_("Slugs by the inspection as the reading names it."),
    )

    class Meta:
        verbose_name = _("imported tracker")
        verbose_name_plural = _("imported trackers")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return f"{self.holder}: {self.file_name}"

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None


class ImportedRow(models.Model):
    """What one item of a confirmed tracker made: updates, and what its action had not had before."""

    tracker = models.ForeignKey(TrackerImport, on_delete=models.CASCADE, related_name="rows")
    cell = models.CharField(_("where it is"), max_length=200, help_text=_("Sheet and rows."))
    action = models.ForeignKey("recommendations.Action", on_delete=models.CASCADE, related_name="imported_rows")
    lead_set = models.CharField(_("lead that was set"), max_length=120, blank=True)
    references_added = models.JSONField(_("references that were added"), default=list, blank=True)

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.cell


class ImportedUpdate(models.Model):
    """An update that an imported row made, and the cell it came from."""

    row = models.ForeignKey(ImportedRow, on_delete=models.CASCADE, related_name="updates")
    update = models.OneToOneField("recommendations.Update", on_delete=models.PROTECT, related_name="imported_from")
    cell = models.CharField(_("cell"), max_length=200)

    class Meta:
        verbose_name = _("imported update")
        verbose_name_plural = _("imported updates")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.cell
