"""Who speaks in a response: told by a label, a lead-in, or marks of quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recommendations.reading.names import BodyNames
from recommendations.reading.reports.labels import sentences
from recommendations.reading.responses.reading import ReadSpeaker

_COMMISSIONER = re.compile(r"\b(?:commissioners?|PCCs?|PFCCs?|mayors?|local policing bod(?:y|ies)|OPCC)\b", re.I)
_CHIEF = re.compile(r"\bchief (?:constables?|officers?)\b|\b(?:the )?(?:force|constabulary)\b", re.I)
_LABEL = re.compile(
    r"^(?P<who>[^:“”\"?.]{3,70}?)(?:['’]s)?\s*(?:response|comments?|reply|view|statement)?\s*:\s*(?P<said>.*)$",
    re.I | re.S,
)
_SAYS = (
    r"(?:has |have )?(?:told me|tells me|writes|wrote|written|said|says|states?|stated|comments?|"
    r"commented|responds?|responded|replied|adds|added|reports?|reported)"
)
_LEAD_IN = re.compile(
    rf"(?P<lead>[^.?!“”\"]*\b(?:chief constable|chief officer|he|"
    rf"she)\b[^.?!“”\"]{{0,60}}?\b{_SAYS}\b[^.?!“”\"]{{0,30}}[:,]\s*)"
    r"[“\"](?P<said>[^“”\"]+)[”\"]",
    re.I,
)
_LEAD_IN_ALONE = re.compile(
    rf"^[^.?!“”\"]*\b(?:chief constable|chief officer)\b[^.?!“”\"]{{0,60}}?\b{_SAYS}\b[^.?!“”\"]{{0,30}}:$", re.I
)
_VERB = re.compile(rf"\b{_SAYS}\b(?!\s*$)|\b(?:told|writes|wrote|says|said|is|are|was|has|have)\b", re.I)
_SPEAKS_ON = re.compile(
    rf"^the (?:chief constable|chief officer)\b[^.?!“”\"]{{0,40}}?\b{_SAYS}\s*[,:]\s+(?=(?:I|we|my|our)\b)", re.I
)
_POINTER = re.compile(
    r"^(?:(?:please )?(?:see|refer to|as)\b.{0,40}\b(?:above|below|\d+[a-z]?)\b.{0,20}|"
    r"not for (?:the )?(?:forces?|us|police)|not applicable|"
    r"n/?a|none|nil|tbc|to follow|as above|[-–—.\s]*)\W*$",
    re.I,
)


def speaker_of(words: str, names: BodyNames) -> ReadSpeaker | None:
    """Return who a label or a column's heading names; None if it names no one."""
    if _COMMISSIONER.search(words):
        return None if _CHIEF.search(words) and not re.search(r"\bfor the force\b", words) else ReadSpeaker.COMMISSIONER
    if _CHIEF.search(words) or any(found.body.kind == "force" for found in names.find(words)):
        return ReadSpeaker.CHIEF_OFFICER
    return None


def labelled(text: str, names: BodyNames) -> tuple[ReadSpeaker, str, str] | None:
    """Return the speaker whose label begins a text, the label, and what is said; None if no speaker does."""
    match = _LABEL.match(text)
    if match is None or len(match["who"].split()) > 8 or "," in match["who"] or _VERB.search(match["who"]):
        return None
    speaker = speaker_of(match["who"], names)
    return None if speaker is None else (speaker, match["who"], match["said"].strip())


def is_lead_in(text: str) -> bool:
    """Whether a paragraph only says that the chief officer speaks next."""
    return bool(_LEAD_IN_ALONE.match(text))


def speech_without_marks(text: str) -> str | None:
    """Return what follows "The Chief Constable stated, I …": the chief officer's words from here on; or None."""
    match = _SPEAKS_ON.match(text)
    return text[match.end() :] if match else None


def split_speech(text: str) -> Iterator[tuple[ReadSpeaker, str]]:
    """Yield what a commissioner's paragraph says, with the chief officer's quoted words apart.

    Words that only lead in to a quotation are no one's.
    """
    match = _LEAD_IN.search(text)
    if match is None or not re.search(r"chief (?:constable|officer)", text[: match.end("lead")], re.I):
        yield ReadSpeaker.COMMISSIONER, text
        return
    before = text[: match.end("lead")].strip()
    if len(sentences(before)) > 1:
        yield ReadSpeaker.COMMISSIONER, before
    yield ReadSpeaker.CHIEF_OFFICER, match["said"].strip()
    after = text[match.end() :].strip()
    if after:
        yield from split_speech(after)


def is_pointer(text: str) -> bool:
    """Whether a cell only points elsewhere or says that it is empty: "See 2 above", "Not for forces"."""
    return bool(_POINTER.match(text))


def unquoted(text: str) -> str:
    """Return a quotation without its marks."""
    return text.strip().removeprefix("“").removesuffix("”").strip('"').strip()
