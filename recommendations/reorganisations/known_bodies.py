"""What the register holds that a plan can clash with, as plain values. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from forces.bodies.handovers import NO_HANDOVERS, Handovers


@dataclass(frozen=True)
class RegisteredBody:
    """What the rules need to know of a registered body."""

    pk: int
    slug: str
    name: str
    kind: str
    opened_on: datetime.date | None = None
    closed_on: datetime.date | None = None
    abbreviation: str = ""  # of a force
    overseer: str = ""  # of a force: the slug of its local policing body on the day of the plan
    renamed_on: datetime.date | None = None  # the last day on which it gets or got another name

    def is_open_on(self, day: datetime.date) -> bool:
        """Return whether the body exists on the day, and does not open or close on it."""
        return (self.opened_on is None or self.opened_on < day) and (self.closed_on is None or self.closed_on > day)


@dataclass(frozen=True)
class RecordedLater:
    """Something recorded for a body on or after the day of the plan: the last of its kind."""

    body: str  # slug
    what: str
    on: datetime.date


@dataclass(frozen=True)
class PlanContext:
    """Everything in the register that a plan can clash with."""

    bodies: Mapping[str, RegisteredBody]  # by slug
    handovers: Handovers = NO_HANDOVERS
    later: tuple[RecordedLater, ...] = ()
