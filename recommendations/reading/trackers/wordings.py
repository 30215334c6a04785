"""What the words and colours of a tracker mean as statuses, and the legends that explain them.

Words that stand for two statuses settle nothing: a person is asked, with a suggestion. An acceptance is no status.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from recommendations.reading.wording import plain

NOT_STARTED, IN_PROGRESS, WAITING, COMPLETE, SENT, CLOSED = (
    "not-started",
    "in-progress",
    "waiting",
    "complete",
    "sent",
    "closed",
)
SUPERSEDED, TRANSFERRED, WITHDRAWN, NOT_ACCEPTED = "superseded", "transferred", "withdrawn", "not-accepted"
INSPECTORATE, FORCE = "hmicfrs", "force"
_INSPECTORATE = r"(?:hmicfrs|hmic|hmi|hmis|inspectorate)"


@dataclass(frozen=True, slots=True)
class StatusReading:
    """What words say of a status. Without `status` a person decides, and `suggested` is what to offer."""

    status: str | None = None
    suggested: str | None = None  # empty for words that are a status and suggest none
    closed_by: str = ""
    not_here: bool = False  # the words say that nothing is to be done here

    @property
    def is_settled(self) -> bool:
        """Whether it is clear what the words mean, so that no one is asked."""
        return self.status is not None or self.not_here


_RULES = [
    (
        StatusReading(not_here=True),
        r"n/?a|not applicable|none for (?:the )?force|(?:national )?no force action.*"
        r"|.*\bno action for (?:the )?force.*|not (?:for|relevant to) (?:the |our )?(?:force|us)\b.*|for others"
        r"|other bod(?:y|ies)|national|.*not a force action.*",
    ),
    (
        StatusReading(CLOSED, closed_by=INSPECTORATE),
        rf"closed (?:\w+ )?by (?:the )?{_INSPECTORATE}.*|closed {_INSPECTORATE} has confirmed.*"
        rf"|(?:closed|discharged|signed off) (?:by )?{_INSPECTORATE}.*|{_INSPECTORATE} (?:has )?closed.*",
    ),
    (
        StatusReading(CLOSED, closed_by=FORCE),
        r"(?:closed )?self certified.*|closed by (?:the )?force.*|closed force.*|closed locally",
    ),
    (
        StatusReading(SUPERSEDED),
        r"(?:closed |cancelled )?superseded.*|replaced.*",
    ),
    (
        StatusReading(TRANSFERRED),
        r"transferred.*|moved to another.*",
    ),
    (
        StatusReading(WITHDRAWN),
        r"withdrawn.*",
    ),
    (
        StatusReading(SENT),
        rf"(?:with|sent to|submitted to|awaiting|pending|uploaded for) {_INSPECTORATE}.*"
        r"|submitted(?: for (?:verification|closure|sign off))?"
        rf"|(?:complete[d]? )?(?:awaiting|evidence (?:submitted|sent)).*{_INSPECTORATE}.*"
        r"|sent for (?:sign off|verification|closure)|awaiting (?:verification|closure)"
        rf"|complete evidence sent to {_INSPECTORATE}",
    ),
    (
        StatusReading(COMPLETE),
        r"complete(?:d)?(?: (?:evidence being gathered|pending approval|says the force|awaiting approval|locally"
        r"|pending.*))?"
        r"|finished|done|implemented|delivered|fully (?:implemented|complete)|achieved|embedded|business as usual"
        r"|bau|discharged by force",
    ),
    (
        StatusReading(NOT_STARTED),
        r"not (?:yet )?(?:started|begun|commenced)|not yet|yet to (?:start|begin)|to be started|no progress"
        r"|unstarted",
    ),
    (
        StatusReading(IN_PROGRESS),
        r"on (?:track|target|schedule)|in (?:progress|hand|train)|under ?way|on ?going|open(?: .*)?|active|live"
        r"|started|commenced|delayed|behind(?: .*)?|off (?:track|target)|over ?due|slipping|at risk|some delay"
        r"|partially (?:complete|met|achieved)|partly (?:complete|done)|progressing|wip"
        r"|work(?:ing)? (?:in progress|on it)|nearly (?:there|done|complete)",
    ),
    (
        StatusReading(suggested=WAITING),
        r"(?:on )?hold.*|waiting.*|paused.*|parked.*|stalled.*|blocked.*"
        r"|awaiting (?:national|guidance|others|decision).*",
    ),
    (
        StatusReading(suggested=NOT_STARTED),
        r"awaiting allocation|new|unallocated|to be allocated|tbc|pending",
    ),
    (
        StatusReading(suggested=SENT),
        r"pending (?:sign off|closure|verification)|awaiting sign off|for sign off"
        r"|propos(?:e|ed) (?:to close|for closure)|ready to close",
    ),
    (
        StatusReading(suggested=NOT_ACCEPTED),
        r"rejected|not accepted|declined",
    ),
    (
        StatusReading(suggested=WITHDRAWN),
        r"no longer (?:relevant|applicable|required|needed)|obsolete",
    ),
    (
        StatusReading(suggested=""),  # one of several ends, and nothing says which
        r"cancelled.*|no further action(?: required)?|nfa|not progressed|rejected by .*",
    ),
    (
        StatusReading(suggested=CLOSED),
        r"closed.*|discharged.*|signed off.*|archived?",
    ),
]
_COMPILED = [(reading, re.compile(pattern)) for reading, pattern in _RULES]
COLOURS = {
    "r": "red", "red": "red", "a": "amber", "amber": "amber", "orange": "amber", "y": "yellow", "yellow": "yellow",
    "g": "green", "green": "green", "b": "blue", "blue": "blue", "c": "grey", "grey": "grey", "gray": "grey",
    "purple": "purple", "black": "black", "white": "white",
}  # fmt: skip
_STRUCK = re.compile(r"^(?:crossed|struck)[ -](?:out|through)$|^strike-?through$")


_YES = ("yes", "y", "true", "✓", "✔", "☑", "x")
_NO = ("no", "n", "false", "☐", "✗")
_MARKS = re.compile(r"[\s(),;:.!–—-]+")
_ADVERB = re.compile(r"^(?:significantly|slightly|seriously|substantially|broadly|currently|now) ")
_NOT_HERE_STARTS = ("n", "f", "o")  # of "n/a", "for others", "other bodies"
_FIRST_PART = re.compile(r"\s*(?P<first>[A-Za-z][A-Za-z /-]{1,40}?)\s*(?:[:;,.(]|\s[–—-]\s)\s*(?P<rest>.+)", re.S)
_OTHER_STATUS = re.compile(
    r"\b(?:hmi\w*|clos\w+|complet\w+|supersed\w+|withdr\w+|reject\w+|transfer\w+|hold|not|no|awaiting|waiting|unless|but|"
    r"or|track|target|progress|start\w*)\b",
    re.I,
)
_LONGEST_WORDS = 120  # characters: what is longer is no status


def status_of(words: str, own: Mapping[str, str] | None = None) -> StatusReading:
    """Return what the words of a status mean. `own` are the register's own labels with their statuses."""
    text = _plain_words(words)
    for label, key in (own or {}).items():
        if plain(label) == text:
            return StatusReading(key) if key != CLOSED else StatusReading(suggested=CLOSED)
    if len(text) > _LONGEST_WORDS:
        return StatusReading()
    whole = _by_rules(text)
    return whole if whole != StatusReading() else _by_first_part(words)


def _by_first_part(words: str) -> StatusReading:
    """Return what the words before a dash, comma or bracket mean, if those after them name no other status."""
    match = _FIRST_PART.match(words)
    if match is None:
        return StatusReading()
    first = _by_rules(_plain_words(match["first"]))
    if not first.is_settled or _OTHER_STATUS.search(match["rest"]):
        return StatusReading(suggested=first.status or first.suggested)
    return first


def _plain_words(words: str) -> str:
    """Return words in lower case without marks, and without an adverb before them."""
    return _ADVERB.sub("", _MARKS.sub(" ", plain(words)).strip())


def says_not_here(words: str) -> bool:
    """Whether the first line of a remark says that nothing is to be done here: "Not for force"."""
    if words[:1].casefold() not in _NOT_HERE_STARTS or len(words) > _LONGEST_WORDS:
        return False
    return status_of(words).not_here


@lru_cache(maxsize=4096)
def _by_rules(text: str) -> StatusReading:
    for reading, pattern in _COMPILED:
        if pattern.fullmatch(text):
            return reading
    return StatusReading()


def is_yes_or_no(words: str) -> bool:
    """Whether a cell is a tick box, or says yes or no."""
    return words.strip().casefold() in (*_YES, *_NO)


def status_of_answer(words: str, heading: str) -> StatusReading | None:
    """Return what yes or no means under "Complete?" or "Closed (Y/N)"; None for other words. No settles nothing."""
    answer = words.strip().casefold()
    if answer in _NO:
        return StatusReading(suggested="")
    if answer not in _YES:
        return None
    return StatusReading(suggested=CLOSED) if "clos" in heading.casefold() else StatusReading(COMPLETE)


def is_known_word(words: str) -> bool:
    """Whether the words are a status, or stand for one of two."""
    reading = status_of(words)
    return reading.is_settled or reading.suggested is not None


def statuses_within(meaning: str) -> StatusReading:
    """Return what the explanation of a colour or word means: "Not started, or off track" stands for two statuses."""
    whole = _by_rules(_plain_words(meaning))
    if whole.is_settled:
        return whole
    choices = [_by_rules(_plain_words(part)) for part in re.split(r",?\s+or\s+|/", meaning) if part.strip()]
    parts = [_by_rules(_plain_words(part)) for part in re.split(r",?\s+or\s+|/|;|,", meaning) if part.strip()]
    settled = list(dict.fromkeys(part for part in parts if part.is_settled))
    if len(settled) == 1 and len(choices) == 1:  # "delayed, being managed"
        return settled[0]
    found = [part.status for part in settled if part.status]
    return StatusReading(suggested=found[0] if found else whole.suggested)


@dataclass(frozen=True, slots=True)
class Legend:
    """What a tracker itself says that its colours, words and strikes mean."""

    meanings: Mapping[str, str]  # a colour or word in lower case → what it means
    struck: str = ""  # what crossing out means
    cells: Mapping[str, str] | None = None

    def meaning(self, word: str) -> str:
        """Return what a colour or word means; empty if no legend says it."""
        found = self.meanings.get(word.casefold().strip(), "")
        return found or self.meanings.get(COLOURS.get(word.casefold().strip(), "-"), "")


def legend_in(lines: Iterable[str]) -> tuple[dict[str, str], str]:
    """Return what lines like "R = off track   A = some delay" explain, and what crossing out means."""
    meanings: dict[str, str] = {}
    struck = ""
    for line in lines:
        line = re.sub(r"^\s*(?:key|legend|b?rag)\s*:\s*", "", line, flags=re.I)
        for piece in re.split(r";|\s{3,}|\n|(?<=[a-z])\.\s+", line):
            match = re.match(r"\s*([A-Za-z][A-Za-z /-]{0,24}?)\s*(?:=|–|—|:|\s-\s)\s*(.+)", piece)
            if match is None:
                continue
            word, meaning = match[1].strip().casefold(), match[2].strip(" .")
            if _STRUCK.match(word):
                struck = meaning
            elif word in COLOURS:
                meanings[COLOURS[word]] = meaning
    return meanings, struck


def colour_of(words: str) -> str:
    """Return the colour that a cell names: "R", "Amber", "BLUE - CLOSED"; empty if none."""
    first = re.split(r"[\s–—:/-]", words.strip().casefold(), maxsplit=1)[0]
    return COLOURS.get(first, "")
