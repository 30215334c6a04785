"""The deadline of one part of a recommendation at one action: the report's, or a later one that a letter set."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Protocol

from recommendations.register.models.recommendation import Part


class HasPartDeadlines(Protocol):
    """An update, or its snapshot."""

    @property
    def part_deadlines(self) -> Mapping[str, str]: ...


def revised_on(part: Part, update: HasPartDeadlines | None) -> datetime.date | None:
    """Return the new date that was set for a part, as known after an update; None if there is none."""
    written = update.part_deadlines.get(str(part.pk)) if update else None
    return datetime.date.fromisoformat(written) if written else None


def due_on_of(part: Part, update: HasPartDeadlines | None) -> datetime.date | None:
    """Return the deadline of a part that is in force after an update."""
    return revised_on(part, update) or part.due_on


def with_new_date(update: HasPartDeadlines | None, part: Part, day: datetime.date) -> dict[str, str]:
    """Return the new dates after an update that sets one for this part: the others stay."""
    return {**(update.part_deadlines if update else {}), str(part.pk): day.isoformat()}
