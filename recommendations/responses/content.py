"""What a response says, as plain values: judged for completeness, covered by digests, composed into documents. Pure.

The draft, the publication's snapshot and every document share these values, so that a document can say nothing but
what was approved.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from recommendations.responses.joint_content import WholeResponse

ACTION_TAKEN = "taken"
ACTION_PROPOSED = "proposed"
NO_ACTION = "none"
NOT_STATED = "not-stated"  # a response published elsewhere does not state it

# Added later. Where they are empty they are neither stored nor digested, so that older digests stay valid.
_ADDED = frozenset({"inspection_types", "force_is_quoted", "is_outside_section_55", "answered_to", "others"})
CHIEF_CONSTABLE = "Chief Constable"


@dataclass(frozen=True)
class ResponseItem:
    """One recommendation and the response to it. `needs_explanation` follows from the law and the office's settings."""

    reference: str
    label: str
    theme: str
    short_title: str
    text: str
    deadline: str
    addressed_to: str
    is_national: bool
    needs_explanation: bool
    explanation_kind: str = ""  # taken, proposed, none; not-stated where published elsewhere
    explanation: str = ""
    proposed_by: datetime.date | None = None  # the date by which action is proposed, if there is one: a commitment
    chief_officer_comment: str = ""
    is_asked_about: bool = True  # False: the report sets its own rule and asks about other items
    asked_force: str = ""  # the only force that was asked, of several that are answered for jointly

    @property
    def is_explained(self) -> bool:
        """s.55(5B): action taken or proposed, or why none, in the local policing body's own words."""
        return bool(self.explanation_kind and self.explanation.strip())

    @property
    def is_shown(self) -> bool:
        """Whether documents show it: the report asks about it, or something was written about it all the same."""
        return self.is_asked_about or bool(self.explanation.strip() or self.chief_officer_comment.strip())

    @property
    def heading(self) -> str:
        """ "Recommendation 7: Write examples". The label of an item without a number contains its short title."""
        return self.label if self.label.endswith(f": {self.short_title}") else f"{self.label}: {self.short_title}"

    @property
    def label_in_a_sentence(self) -> str:
        """ "recommendation 7"."""
        return self.label[:1].lower() + self.label[1:]


@dataclass(frozen=True)
class ResponseContent(WholeResponse):
    """The response to one report for one force, with the `others` that are given jointly with it.

    `chief_officer_title` is Chief Constable or Commissioner. WholeResponse has what documents show of all of them.
    """

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
    chief_officer: str  # "invited", "not-invited", "undecided"; "not-stated" where published elsewhere
    not_invited_reason: str
    chief_officer_comments: str
    no_chief_officer_comments: bool  # invited, and none received
    reply_to_chief_officer: str
    items: tuple[ResponseItem, ...]
    inspection_types: tuple[str, ...] = ()  # "force", "national", "follow-up", "thematic", "partner"
    force_is_quoted: str = ""  # whether the report quotes the force: "yes", "no", or empty where not stated
    chief_officer_title: str = CHIEF_CONSTABLE
    is_outside_section_55: bool = False  # the report sets its own date or requires no response, so no statute is cited
    answered_to: str = ""  # who gets a copy beside the Home Secretary; empty for HMICFRS
    others: tuple[ResponseContent, ...] = ()  # of other forces or reports, if the response is joint

    def as_json(self) -> dict[str, Any]:
        """Return what a publication stores: dates as 2024-10-16."""
        kept = json.loads(json.dumps(asdict(replace(self, others=())), default=_plain))
        for item in kept["items"]:
            # not stored where they say nothing, so that older digests stay valid
            if item["is_asked_about"]:
                del item["is_asked_about"]
            if not item["asked_force"]:
                del item["asked_force"]
        kept["others"] = [other.as_json() for other in self.others]
        return {name: value for name, value in kept.items() if value or name not in _ADDED}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """Return the content that `as_json` wrote."""
        items = tuple(ResponseItem(**{**item, "proposed_by": _date(item["proposed_by"])}) for item in kept["items"])
        changed = {
            "inspection_published_on": _date(kept["inspection_published_on"]),
            "last_day": _date(kept["last_day"]),
            "inspectorates": tuple(kept["inspectorates"]),
            "inspection_types": tuple(kept.get("inspection_types", ())),
            "items": items,
            "others": tuple(cls.from_json(other) for other in kept.get("others", ())),
        }
        return cls(**{**kept, **changed})

    @property
    def digest(self) -> str:
        """SHA-256 of everything the response says: what an approver approves.

        A joint response has one digest, whichever of its members it is read from.
        """
        if not self.others:
            return hashlib.sha256(json.dumps(self.as_json(), sort_keys=True).encode()).hexdigest()
        digests = sorted(replace(member, others=()).digest for member in self.members)
        return hashlib.sha256(json.dumps(digests).encode()).hexdigest()


@dataclass(frozen=True)
class Letterhead:
    """What a document shows around the text of a response."""

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
    our_reference: str = ""
    web_address: str = ""  # where the office published it
    chief_officer_name: str = ""  # to whom an invitation is addressed
    other_signatories: tuple[tuple[str, str], ...] = ()  # name and job title, of the others in a joint response

    @property
    def signatories(self) -> tuple[tuple[str, str], ...]:
        """Return the name and job title of everyone who signs."""
        return ((self.signatory_name, self.signatory_title), *self.other_signatories)


def _plain(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"A response cannot hold a {type(value).__name__}")


def _date(value: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None
