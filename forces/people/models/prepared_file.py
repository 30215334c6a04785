"""Files that the worker makes for a person."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.db import models
from django.urls import reverse
from django.utils import timezone

from forces.people.models.person import Person

LONGEST_ADDRESS = 2000


class PreparedFile(models.Model):
    """A file that takes too long to make within one request: the worker makes it, and the person's page waits for it.

    It is deleted a day after it was requested.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="prepared_files")
    site = models.CharField(max_length=300)  # "https://tracker.example.org", for the links in the file
    address = models.CharField(max_length=LONGEST_ADDRESS)  # what the worker requests: path and query
    memberships = models.JSONField(default=list)  # the ids of those held when it was requested
    requested_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    status_code = models.PositiveSmallIntegerField(null=True)
    content_type = models.CharField(max_length=100, blank=True)
    disposition = models.CharField(max_length=500, blank=True)  # the header that names the file
    contents = models.BinaryField(default=bytes)
    reason = models.TextField(blank=True)  # what the page said where there is no file

    def __str__(self) -> str:
        return self.address

    def get_absolute_url(self) -> str:
        return reverse("prepared-file", args=[self.pk])

    @property
    def is_ready(self) -> bool:
        return self.status_code == HTTPStatus.OK
