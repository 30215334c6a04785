"""Addresses that belong to a person: of calendars, of tables that programs refresh, and of saved views."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forces.people.models.person import Person


def new_calendar_token() -> str:
    """Return the secret part of a calendar address: 256 random bits, which cannot be guessed."""
    return secrets.token_urlsafe(32)


class CalendarAddress(models.Model):
    """The private address of a person's calendar of deadlines: of one force, or of all their forces.

    The token is stored as it is, not as a digest: its owner may need the address again for a second calendar, and
    anyone who can read this table can read every deadline anyway.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendar_addresses")
    force = models.ForeignKey(
        "forces.Force", on_delete=models.CASCADE, null=True, blank=True, related_name="calendar_addresses"
    )
    token = models.CharField(max_length=64, unique=True, default=new_calendar_token, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "force"], name="one_calendar_address_for_a_force"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(force__isnull=True), name="one_calendar_address_for_all_forces"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.force or _('all forces')}"

    def get_absolute_url(self) -> str:
        return reverse("calendar-feed", args=[self.token])


class DataAddress(models.Model):
    """A private address from which a program refreshes one table, as the person may see it at that time.

    Only the digest of its token is stored: the address is shown once, and then no one can read it here. It works as
    long as all the memberships are held under which it was created or reset.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="data_addresses")
    name = models.CharField(_("name"), max_length=80)
    path = models.CharField(max_length=500)
    query = models.CharField(max_length=1000, blank=True)
    token_digest = models.CharField(max_length=64, unique=True, help_text=_("SHA-256 of the token, in hexadecimal."))
    memberships = models.JSONField(default=list)  # their ids
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the page with the table."""
        return f"{self.path}?{self.query}" if self.query else self.path


class SavedView(models.Model):
    """A page with its filter, order and day, under a name that the person chose."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=80)
    path = models.CharField(max_length=500)
    query = models.CharField(max_length=1000, blank=True)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="saved_view_has_a_name_of_its_own")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path
