"""Invitations of people who have no password yet."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q

from forces.people.models.person import Person

WORKS_FOR = datetime.timedelta(days=7)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open_at(self, now: datetime.datetime) -> InvitationQuerySet:
        """Return invitations whose link works: sent in the last 7 days, and neither used nor replaced."""
        return self.filter(closed_at=None, sent_at__gt=now - WORKS_FOR)


class Invitation(models.Model):
    """A link with which a new person chooses a password, once. Only the digest of its token is stored."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    token_digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the token, in hexadecimal
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)  # used, withdrawn, or replaced by another

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(closed_at=None), name="one_open_invitation_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.sent_at:%Y-%m-%d}"

    @property
    def last_moment(self) -> datetime.datetime:
        """When the link stops working."""
        return self.sent_at + WORKS_FOR
