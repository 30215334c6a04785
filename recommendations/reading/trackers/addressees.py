"""Tell from a tracker's own words whether an item is for another body than a police force."""

from __future__ import annotations

import re

from recommendations.reading.trackers.wordings import status_of

_LOCAL_BODIES = r"local policing bod(?:y|ies)|police(?:,? fire)? and crime commissioners?|p?pccs?|opccs?|mayors?"
_NAMED_POLICE = re.compile(
    rf"\bnational police chiefs['’]? council\b|\bcollege of policing\b|\b(?:{_LOCAL_BODIES})\b", re.I
)
_FORCES = re.compile(
    r"\b(?:forces?|chief (?:constables?|officers? of police)|constabular(?:y|ies)|police|custody|officers|"
    r"supervisors)\b",
    re.I,
)
_OTHERS = re.compile(
    rf"\b(?:home office|home secretary|ministry|moj|college|npcc|national police chiefs|cps|crown prosecution|nca|iopc|"
    rf"fire|frs|nhs|local authorit\w+|councils?|government|national|probation|youth justice|{_LOCAL_BODIES})\b",
    re.I,
)
_SUBJECT = re.compile(
    r"\s*(?:(?:by|within|no later than|immediately|as soon as|from)\b[^,]{0,60},\s*)*(?P<who>[^.;]{3,160}?)\s+"
    r"(?:should|must|needs? to|(?:is|are) asked to|will)\b",
    re.I,
)


def is_for_others(addressee: str, status: str) -> bool:
    """Whether a column says that an item is for another body. With a status beside it, the words have to name one."""
    if not addressee or _names_force(addressee) or status_of(addressee).is_settled:
        return False
    return not status or bool(_OTHERS.search(addressee))


def other_subject(text: str) -> str:
    """Return who a recommendation says should act, if that is another body: "the College of Policing"; else empty."""
    match = _SUBJECT.match(text)
    who = match["who"].strip() if match else ""
    return who if who and _OTHERS.search(who) and not _names_force(who) else ""


def _names_force(words: str) -> bool:
    return bool(_FORCES.search(_NAMED_POLICE.sub(" ", words)))
