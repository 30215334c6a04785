"""Which updates of an action have been retracted."""

from __future__ import annotations

from collections.abc import Collection

from recommendations.register.models import Update


def is_retracted(update: Update, updates: Collection[Update]) -> bool:
    """Whether a retraction that holds retracts this update. `updates` are those of its action."""
    return any(other.retracts_id == update.pk and not is_retracted(other, updates) for other in updates)
