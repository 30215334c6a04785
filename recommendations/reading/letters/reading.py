"""What was read from a letter."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from recommendations.reading.certainty import Certainty


@dataclass(frozen=True)
class ReadChange:
    """What the letter says of one or several items of a report. `report` is its slug if it is known, or its name."""

    report: str
    recommendations: tuple[str, ...]
    change: str
    starts_on: datetime.date | None = None
    level: str = ""
    new_date: datetime.date | None = None
    words: str = ""
    place: str = ""
    certainty: Certainty = Certainty.CLEAR
    why: str = ""


@dataclass(frozen=True)
class LetterReading:
    """All that was read from a letter. `to` is the slug of a body."""

    sender: str
    to: str
    sent_on: datetime.date | None
    reference: str
    changes: tuple[ReadChange, ...]
    duties: tuple[str, ...] = ()
