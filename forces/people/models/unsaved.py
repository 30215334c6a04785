"""What a person typed or attached and could not save."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.db import models

from forces.people.models.person import Person

UNSAVED_PARAMETER = "unsaved"


class UnsavedForm(models.Model):
    """What a person typed in a form that could not be saved. They see it again; it is never saved automatically."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="unsaved_forms")
    path = models.CharField(max_length=500)
    fields = models.JSONField()
    kept_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.person}: {self.path}"

    def get_absolute_url(self) -> str:
        """Return the address of the page that shows the form again."""
        return f"{self.path}?{urlencode({UNSAVED_PARAMETER: self.token})}"

    @property
    def longest_text(self) -> str:
        """Return the longest text in the form, by which its owner recognises it."""
        return max((value for values in self.fields.values() for value in values), key=len, default="")


def unsaved_file_path(file: UnsavedFile, filename: str) -> str:
    """Return where the file is stored: its own name is not part of the path."""
    return f"unsaved/{file.token}"


_kept_file_path = unsaved_file_path  # the first migration calls it this


class UnsavedFile(models.Model):
    """A file from a form that could not be saved, so that the person need not choose it again."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="unsaved_files")
    name = models.CharField(max_length=255)
    file = models.FileField(upload_to=unsaved_file_path)
    kept_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
