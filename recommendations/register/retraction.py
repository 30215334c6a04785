"""The rule for which updates are retracted. Pure: every list, page and count uses it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Retractable(Protocol):
    """An update, as far as retraction matters: its id, and the id of the update that it retracts."""

    @property
    def id(self) -> int: ...
    @property
    def retracts_id(self) -> int | None: ...


def retracted_ids(updates: Iterable[Retractable]) -> set[int]:
    """Return the ids of the retracted updates among these. A retraction that is itself retracted has no effect.

    `updates` are all the updates of the actions concerned, or at least all the retractions.
    """
    retractions: dict[int, list[int]] = {}
    for update in updates:
        if update.retracts_id is not None:
            retractions.setdefault(update.retracts_id, []).append(update.id)

    def is_retracted(update_id: int) -> bool:
        return any(not is_retracted(retraction) for retraction in retractions.get(update_id, []))

    return {update_id for update_id in retractions if is_retracted(update_id)}


def is_retracted(update: Retractable, updates: Iterable[Retractable]) -> bool:
    """Return whether an update is retracted. `updates` are those of its action."""
    return update.id in retracted_ids(updates)
