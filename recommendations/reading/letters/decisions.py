"""What a sentence or a cell of a letter decides about an item."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from recommendations.reading.certainty import Certainty
from recommendations.reading.dates import DATE, dates_in
from recommendations.reading.reports.deadlines import day_of

CLOSED, OPEN, REDATED, REOPENED = "closed", "remains open", "remains open, re-dated", "re-opened"
SUPERSEDED, NOT_APPLICABLE, PARTLY = "superseded", "not applicable", "partly closed"

# In the order in which they are tried: the first that fits decides.
_GRAMMAR = (
    (PARTLY, re.compile(r"\b(?:partly|partially|part)[- ](?:closed|met|complete)", re.I)),
    (REOPENED, re.compile(r"\bre-?open(?:ed|ing)?\b", re.I)),
    (SUPERSEDED, re.compile(r"\bsuperseded\b|\breplaced by\b", re.I)),
    (NOT_APPLICABLE, re.compile(
        r"\b(?:not|no longer) (?:applicable|relevant)\b|\bdoes not apply\b|\bwithdrawn\b", re.I)),
    (REDATED, re.compile(
        r"\b(?:extended|moved|changed|revised)\b.{0,30}\b(?:date|deadline|timescale)\b|"
        r"\b(?:date|deadline|timescale)\b.{0,30}\b(?:moved|extended|changed|revised|is now|now)\b|"
        r"\b(?:extended|re-?dated|deferred) (?:to|until)\b|\bnew (?:date|deadline)\b|\bextension (?:to|"
        r"until)\b", re.I)),
    (OPEN, re.compile(
        r"\b(?:remains?|stays?|stayed|kept|is still|are still|leave|left|continues? to be)\s+(?:open|"
        r"in place|outstanding)\b|\bha(?:s|ve) not (?:yet )?been (?:met|closed|discharged|completed?)\b|"
        r"\bnot (?:yet )?(?:met|closed|complete|in a position to close)\b|\bunable to close\b|\b(?:can|"
        r"could|do|did)(?:no|n.)t (?:yet )?close\b|^\s*open\b|^\s*(?:ongoing|in progress|no change)\b|"
        r"\b(?:can(?: ?no|n.)t|(?:could|should|will|would|must)(?: no|n.)t) (?:yet |now )?be (?:now )?closed\b", re.I)),
    (CLOSED, re.compile(
        r"\b(?:ha(?:s|ve) (?:now )?(?:been )?|we |is (?:now )?|are (?:now )?|"
        r"can (?:now )?be )(?:now )?closed?\b|^\s*closed\b|\b(?:discharged|signed off)\b|^\s*complete", re.I)),
)  # fmt: skip
# A closure that depends on something decides nothing: "before recommendation 3 can be closed", "can be closed once …".
_CONDITIONAL = re.compile(
    r"\b(?:before|until|unless|if|once|whether)\b[^.;]{0,120}\b(?:is|are|can(?: now)? be) (?:now )?closed\b|"
    r"\bcan (?:now )?be closed\b[^.;]{0,40}\b(?:if|once|when|unless|only)\b",
    re.I,
)
_IN_WORDS = re.compile(r"\blevel ([1-9])\b", re.I)
_FROM = re.compile(rf"\b(?:with effect|effective|as|closed)\s+(?:from|of|on)\s+(?P<day>{DATE})", re.I)
_SET_DATE = re.compile(rf"\b(?:to|until|is now|now|of|:)\s+(?P<day>{DATE}|(?:the )?end of \w+ \d{{4}})", re.I)
_OWN_AIM = re.compile(
    r"\byou (?:have told|told|say|aim|plan|intend|expect)\b|\byour (?:own )?(?:aim|target|plan)\b", re.I
)
_LEVEL = re.compile(r"^\s*(?:level\s*)?([1-9]|[A-Z])\s*$", re.I)


@dataclass(frozen=True)
class Decision:
    """A change, the day from which it counts, and a new deadline, each if the words give it."""

    change: str
    starts_on: datetime.date | None = None
    new_date: datetime.date | None = None
    certainty: Certainty = Certainty.CLEAR


def decision_of(words: str) -> Decision | None:
    """Return what the words decide; None if they decide nothing."""
    change = next((change for change, pattern in _GRAMMAR if pattern.search(words)), None)
    if change is None or (change == CLOSED and _CONDITIONAL.search(words)):
        return None
    match = _FROM.search(words)
    day = next(dates_in(match["day"])).date if match and next(dates_in(match["day"]), None) else None
    new = _SET_DATE.search(words) if change == REDATED and not _OWN_AIM.search(words) else None
    new_date = day_of(new["day"])[0] if new else None
    return Decision(change, day, new_date)


def level_in(sentence: str) -> str:
    """Return the closing level that a sentence names: "closed at level 2"; empty if none."""
    match = _IN_WORDS.search(sentence)
    return match[1] if match else ""


def level_of(words: str) -> str:
    """Return a closing level: "2" for "2" or "Level 2"; empty for "n/a"."""
    match = _LEVEL.match(words)
    return match[1].upper() if match else ""
