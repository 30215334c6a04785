"""What was read from a report."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from recommendations.reading.certainty import Certainty


@dataclass(frozen=True)
class ReadDeadline:
    """A deadline in the report's words. `kind` is one of the register's; `date` is None where no day follows."""

    wording: str = ""
    kind: str = "none"
    date: datetime.date | None = None
    certainty: Certainty = Certainty.CLEAR
    interval_months: int | None = None


@dataclass(frozen=True)
class ReadAddressee:
    """Who is addressed, as printed, and what that means: a group (`to`), a body (a slug), or others as worded."""

    role: str
    printed: str
    to: str = ""
    body: str = ""
    others: str = ""
    certainty: Certainty = Certainty.CLEAR


@dataclass(frozen=True)
class ReadPart:
    """A sub-point. `is_printed` says whether the report prints its label; `nested` are the points within it."""

    label: str
    text: str
    is_printed: bool = False
    nested: tuple[str, ...] = ()


@dataclass
class ReadItem:
    """An item of the report, and the block it begins in."""

    kind: str  # recommendation, afi, cause of concern, accelerated …, action, "IOPC recommendation"
    number: str
    text: str
    parts: tuple[ReadPart, ...]
    theme: str
    place: str
    section: str = ""  # slug of the force or unit whose section it is in
    parent: ReadItem | None = None
    issuer: str = ""  # slug of another source than the report's
    reference: str = ""
    deadline: ReadDeadline = field(default_factory=ReadDeadline)
    addressees: tuple[ReadAddressee, ...] = ()
    certainty: Certainty = Certainty.CLEAR
    why: str = ""  # what has to be checked or decided


@dataclass(frozen=True)
class ReadDuty:
    """What the report asks for besides its items: an action plan, a response."""

    text: str
    due_on: datetime.date | None
    place: str


@dataclass
class ReportReading:
    """All that was read from a report."""

    title: str
    published_on: datetime.date | None
    published_printed: str
    issued_by: str
    scope: str  # national, regional or force
    forces: tuple[str, ...]
    items: list[ReadItem]
    duties: tuple[ReadDuty, ...]
    response_due_on: datetime.date | None = None
    nature: str = "other"
    bodies: tuple[str, ...] = ()
    repeats: int = 0  # how often an item stood in the report a second time
