"""What was read from a response."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import StrEnum

from recommendations.reading.certainty import Certainty
from recommendations.reading.reports.reading import ReadItem


class ReadSpeaker(StrEnum):
    COMMISSIONER = "commissioner"
    CHIEF_OFFICER = "chief officer"


@dataclass(frozen=True)
class ReadStatement:
    """What someone says: about an item, or in general where `reference` is empty.

    `force` and `report` (its slug, or its title if it is not known) say for which of several; empty is for all.
    """

    speaker: ReadSpeaker
    text: str
    reference: str = ""
    force: str = ""
    place: str = ""
    certainty: Certainty = Certainty.CLEAR
    report: str = ""


@dataclass(frozen=True)
class ReadClaim:
    """What a response says of itself or the report. `truth` is what is right, where that can be told."""

    what: str
    printed: str
    date: datetime.date | None = None
    is_wrong: bool = False
    truth: str = ""
    why: str = ""


@dataclass
class ResponseReading:
    """All that was read from a response. `answers_for` pairs the slugs of a local policing body and its force."""

    answers_for: tuple[tuple[str, str], ...]
    report: str  # its slug if it is known
    report_title: str
    published_on: datetime.date | None
    dated: datetime.date | None
    statements: list[ReadStatement]
    missing: tuple[str, ...]
    claims: tuple[ReadClaim, ...]
    accepted: dict[str, str] = field(default_factory=dict)
    items: list[ReadItem] = field(default_factory=list)  # that it quotes
    title: str = ""
    format: str = ""  # of the file
    other_reports: tuple[tuple[str, str], ...] = ()  # that it answers too: slug if it is known, and title
