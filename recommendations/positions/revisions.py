"""A token for the positions of each holder, which changes with every write. Counts are kept in the cache under it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import models


class PositionRevision(models.Model):
    """The token of one holder's positions as they are now. Without a row they have not changed since version 0.1.

    It is random, not a number that counts up: a number that was rolled back would be used again for other positions.
    """

    holder = models.OneToOneField("forces.Body", on_delete=models.CASCADE, related_name="position_revision")
    token = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.holder}: {self.token}"


def renew_revisions(holder_ids: Iterable[int]) -> None:
    """Give these holders new tokens. Call it in the transaction that writes or deletes their positions. One query."""
    rows = [PositionRevision(holder_id=pk, token=uuid.uuid4()) for pk in sorted(set(holder_ids))]
    PositionRevision.objects.bulk_create(rows, update_conflicts=True, unique_fields=["holder"], update_fields=["token"])
