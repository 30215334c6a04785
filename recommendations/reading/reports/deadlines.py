"""By when an item has to be done: a strict grammar of the words that say so.

A deadline is what the item itself sets: "By 31 March 2025", "within six months", "immediately", "on an ongoing basis".
A period in which something is counted, a limit of minutes or hours, and a date in the past tense are none.
"""

from __future__ import annotations

import datetime
import re

from recommendations.reading.certainty import Certainty
from recommendations.reading.dates import DATE, MONTH, dates_in
from recommendations.reading.reports.labels import first_sentence
from recommendations.reading.reports.reading import ReadDeadline
from recommendations.reading.wording import last_of_month, named_date, relative_date

_COUNT = r"(?:\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen)"
_SEASON = (
    r"(?:the\s+)?(?:(?:end|start)\s+of\s+)?(?:early\s+|late\s+|mid-?)?(?:spring|summer|autumn|winter)(?:\s+of)?\s+\d{4}"
)
_END = (
    rf"(?:the\s+)?end\s+of\s+(?:(?:the\s+)?(?:calendar\s+|"
    rf"financial\s+)?(?:year\s+)?\d{{4}}(?:[/-]\d{{2,4}})?|(?:{MONTH})\s+\d{{4}}|(?:the\s+)?(?:{MONTH})|"
    rf"(?:the|this)\s+(?:calendar\s+|financial\s+)?year)"
)
_MONTH_YEAR = rf"(?:{MONTH})\.?,?\s+\d{{4}}"
_DAY = rf"(?:{DATE}|{_MONTH_YEAR}|{_END}|{_SEASON})"
_AFTER = r"(?:\s+(?:of|from|after|following)\s+[^,.;]{3,80})?"
_PERIOD = rf"{_COUNT}\s+(?:calendar\s+|working\s+)?(?:day|week|month|year)s?"
_BY = re.compile(
    rf"(?:as\s+soon\s+as\s+possible,?\s+(?:and|but)\s+(?:in\s+any\s+(?:event|case),?\s+)?)?"
    rf"\b(?:by\s+)?(?:(?:no|not)\s+later\s+than|by|before|with\s+effect\s+from)\s+(?:the\s+)?{_DAY}",
    re.IGNORECASE,
)
_LATER_THAN = re.compile(rf"\b(?:by\s+)?(?:no|not)\s+later\s+than\s+{_PERIOD}{_AFTER}", re.IGNORECASE)
_WITHIN = re.compile(rf"\bwithin\s+(?:the\s+next\s+)?{_PERIOD}{_AFTER}", re.IGNORECASE)
_IMMEDIATE = r"(?:immediately|with\s+immediate\s+effect|straight\s+away|without\s+delay)"
_AT_ONCE = re.compile(
    rf"^(?:we\s+recommend\s+that,?\s+)?(?P<start>{_IMMEDIATE})\s*,|,\s*(?P<middle>{_IMMEDIATE})\s*,|"
    rf"\b(?:should|must)\s+(?P<modal>{_IMMEDIATE})\b(?!\s+(?:after|before|following))|"
    rf"^we\s+recommend\s+that\b[^,.;]{{3,80}}?\s(?P<recommend>{_IMMEDIATE})\s*(?::|$|\s[a-z]+s\b)|"
    rf"(?P<end>{_IMMEDIATE})\s*\.?$",
    re.IGNORECASE,
)
_EVERY = (
    r"(?:(?:on\s+)?(?:at\s+least\s+)?(?:annually|quarterly|monthly|weekly|every\s+(?:year|quarter|month|six\s+months|two\s+years|\d+\s+months))|"
    r"on\s+(?:at\s+least\s+)?an?\s+(?:annual|quarterly|monthly|six-monthly)\s+basis|each\s+(?:year|quarter|month))"
)
_FROM = rf"(?:,?\s+(?:from|starting\s+(?:from|in)|beginning\s+in)\s+{_DAY})"
_RECURRING = re.compile(rf"(?:^|,\s*)(?P<wording>{_EVERY}{_FROM}?)\s*,|\b(?P<dated>{_EVERY}{_FROM})", re.IGNORECASE)
_ONGOING = re.compile(
    r"(?:^|,\s*)(?P<wording>on\s+an\s+ongoing\s+basis|on\s+a\s+continuing\s+basis|continually|from\s+now\s+on)\s*(?:,|\.?$)",
    re.IGNORECASE,
)
_AND_ONGOING = re.compile(r"^,?\s*and\s+(?:then\s+)?ongoing\b", re.IGNORECASE)
_NONE_SET = re.compile(
    r"\W*(?:none(?:\s+set)?|no\s+(?:date|deadline)(?:\s+set)?|n/?a|not\s+set|tbc|[-–—])?\W*", re.IGNORECASE
)
_MONTHS_BETWEEN = (("six", 6), ("quarter", 3), ("month", 1), ("two years", 24), ("year", 12), ("annual", 12))
_LISTED = re.compile(r"(?m)^\s*(?:-|\([a-z0-9]+\))\s")


def deadline_of(text: str, published_on: datetime.date | None) -> ReadDeadline:
    """Return the deadline that an item's text sets: of its first sentence, or else of the rest before its list."""
    lead = _LISTED.split(text, maxsplit=1)[0].strip()
    sentence = first_sentence(lead)
    found = _recurring(sentence, published_on) or _by(sentence) or _counted(sentence, published_on)
    found = found or _at_once(sentence) or _ongoing(sentence)
    if found is None and (late := _by(" ".join(lead.split())[len(sentence) :])) is not None:
        return ReadDeadline(late.wording, late.kind, late.date, Certainty.CHECK)
    return found or ReadDeadline()


def deadline_in_column(words: str, published_on: datetime.date | None) -> ReadDeadline:
    """Return the deadline that a cell of its own states."""
    line = " ".join(words.split())
    if _NONE_SET.fullmatch(line):
        return ReadDeadline()
    found = deadline_of(line, published_on)
    if found.kind != "none":
        return found
    found = deadline_of(f"By {line}", published_on)
    if found.kind != "none":
        return ReadDeadline(line, found.kind, found.date, found.certainty)
    found = deadline_of(f"Within {line}", published_on)
    if found.kind != "none":
        return ReadDeadline(line, found.kind, found.date, Certainty.CHECK)
    if re.fullmatch(_IMMEDIATE, line, re.IGNORECASE):
        return ReadDeadline(line, "immediately")
    return ReadDeadline(line, "none", None, Certainty.DECIDE)


def _by(sentence: str) -> ReadDeadline | None:
    match = _BY.search(sentence)
    if match is None:
        return None
    wording = match[0]
    day, certainty = day_of(wording)
    if "effect" in wording.lower():
        certainty = Certainty.CHECK  # the day on which it begins
    kind = "ongoing" if _AND_ONGOING.match(sentence[match.end() :]) else "date"
    if len({found.date for found in dates_in(sentence) if found.date != day}) and _BY.search(sentence, match.end()):
        certainty = Certainty.DECIDE
    return ReadDeadline(wording, kind, day, certainty)


def day_of(wording: str) -> tuple[datetime.date | None, Certainty]:
    """Return the last day that a wording allows, and how sure that is. A season has no day."""
    printed = next(dates_in(wording), None)
    if printed is not None:
        numbers = re.match(r"(\d+)[/.](\d+)", printed.printed)
        two_orders = numbers is not None and int(numbers[1]) <= 12 and numbers[1] != numbers[2]
        return printed.date, Certainty.CHECK if two_orders else Certainty.CLEAR
    if (named := named_date(wording)) is not None:
        return named.last, Certainty.CHECK
    if match := re.search(r"end\s+of\s+(?:the\s+)?(?:calendar\s+)?(?:year\s+)?(\d{4})$", wording, re.IGNORECASE):
        return last_of_month(int(match[1]), 12), Certainty.CHECK
    if match := re.search(r"end\s+of\s+(?:the\s+)?financial\s+(?:year\s+)?(\d{4})[/-]\d{2,4}$", wording, re.IGNORECASE):
        return last_of_month(int(match[1]) + 1, 3), Certainty.CHECK
    return None, Certainty.DECIDE


def _counted(sentence: str, published_on: datetime.date | None) -> ReadDeadline | None:
    match = _LATER_THAN.search(sentence) or _WITHIN.search(sentence)
    if match is None:
        return None
    before, after = sentence[: match.start()].rstrip(), sentence[match.end() :].lstrip()
    stands_apart = not before or before.endswith((",", "that", "should", "must"))
    ends = not after or after[0] in ".,;:"
    if not (stands_apart or ends or "publication" in match[0].lower()):
        return None
    wording = re.sub(r"\s+$", "", match[0])
    counted = re.sub(r"(?i)^(?:by\s+)?(?:no|not)\s+later\s+than", "within", wording)
    day = relative_date(counted, published_on) if published_on else None
    if day is None:
        return ReadDeadline(wording, "relative", None, Certainty.DECIDE)
    return ReadDeadline(wording, "relative", day, Certainty.CHECK)


def _at_once(sentence: str) -> ReadDeadline | None:
    match = _AT_ONCE.search(sentence)
    if match is None:
        return None
    return ReadDeadline(next(group for group in match.groups() if group), "immediately")


def _recurring(sentence: str, published_on: datetime.date | None) -> ReadDeadline | None:
    match = _RECURRING.search(sentence)
    if match is None:
        return None
    wording = match["wording"] or match["dated"]
    day, certainty = day_of(wording)
    lower = wording.lower()
    months = next((months for word, months in _MONTHS_BETWEEN if word in lower), None)
    return ReadDeadline(wording, "recurring", day, Certainty.CHECK if day else certainty, months)


def _ongoing(sentence: str) -> ReadDeadline | None:
    match = _ONGOING.search(sentence)
    return ReadDeadline(match["wording"], "ongoing") if match else None


def leading_words(text: str) -> str:
    """Return what an item asks for, without the deadline and the addressee at its start, as a heading for it."""
    sentence = first_sentence(_LISTED.split(text, maxsplit=1)[0])
    match = re.search(r"\b(?:should|must|will)\s+(?:make sure (?:that )?)?", sentence)
    return sentence[match.end() :] if match else sentence
