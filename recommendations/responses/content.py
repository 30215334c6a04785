"""What a response says, as plain values: what completeness judges, digests cover, and documents are made from. Pure.

One shape serves the draft, the publication's snapshot and every document, so that a document can say nothing else
than what was approved.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any, Self

ACTION_TAKEN = "taken"
ACTION_PROPOSED = "proposed"
NO_ACTION = "none"
NOT_STATED = "not-stated"  # of a response published elsewhere: it does not say, and nothing is said for it

# Facts that were added later. A content without them is kept, and digested, as it was before there were any.
_ADDED = frozenset({"inspection_types", "force_is_quoted"})


@dataclass(frozen=True)
class Item:
    """One recommendation with what is said on it. `needs_explanation` follows from the statute and the office."""

    reference: str
    label: str
    theme: str
    short_title: str
    text: str
    deadline: str
    addressed_to: str
    is_national: bool
    needs_explanation: bool
    explanation_kind: str = ""  # taken, proposed, none; not-stated of one published elsewhere
    explanation: str = ""
    proposed_by: datetime.date | None = None  # an optional date of what is proposed: a commitment
    chief_officer_comment: str = ""

    @property
    def is_explained(self) -> bool:
        """s.55(5B): action taken or proposed, or why none; in words of the local policing body's own."""
        return bool(self.explanation_kind and self.explanation.strip())


@dataclass(frozen=True)
class Content:
    """A whole response."""

    inspection_title: str
    inspection_short_title: str
    inspection_published_on: datetime.date
    inspection_kind: str  # "National, thematic"
    inspectorates: tuple[str, ...]
    force: str
    body: str
    office_holder_title: str
    last_day: datetime.date | None
    key_findings: str
    general_comments: str
    chief_officer: str  # "invited", "not-invited", "undecided"; "not-stated" of one published elsewhere
    not_invited_reason: str
    chief_officer_comments: str
    no_chief_officer_comments: bool  # invited, and none came
    reply_to_chief_officer: str
    items: tuple[Item, ...]
    inspection_types: tuple[str, ...] = ()  # "force", "national", "follow-up", "thematic", "partner"
    force_is_quoted: str = ""  # whether the report quotes the force: "yes", "no", or not said

    def as_json(self) -> dict[str, Any]:
        """What a publication keeps: dates as 2024-10-16."""
        kept = json.loads(json.dumps(asdict(self), default=_plain))
        return {name: value for name, value in kept.items() if value or name not in _ADDED}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """The content that `as_json` gave."""
        items = tuple(Item(**{**item, "proposed_by": _date(item["proposed_by"])}) for item in kept["items"])
        changed = {
            "inspection_published_on": _date(kept["inspection_published_on"]),
            "last_day": _date(kept["last_day"]),
            "inspectorates": tuple(kept["inspectorates"]),
            "inspection_types": tuple(kept.get("inspection_types", ())),
            "items": items,
        }
        return cls(**{**kept, **changed})

    @property
    def digest(self) -> str:
        """SHA-256 of everything the response says: what an approver approves."""
        return hashlib.sha256(json.dumps(self.as_json(), sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Letterhead:
    """What stands round a response in a document, apart from what it says."""

    signatory_name: str
    signatory_title: str
    address_lines: tuple[str, ...]
    dated_on: datetime.date | None
    is_draft: bool
    is_demonstration: bool
    version: int | None = None
    published_on: datetime.date | None = None
    unexplained_reason: str = ""  # why it was published incomplete, if it was
    sent_to_home_secretary_on: datetime.date | None = None
    sent_to_hmicfrs_on: datetime.date | None = None


def _plain(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"A response holds no {type(value).__name__}")


def _date(value: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None
