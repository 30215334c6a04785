"""The labels of items and the headings of sections: what they begin, and what must not be read as items."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = r"(?P<number>\d{1,3}(?:\.\d{1,2})?[a-z]?)"
_LEAD = r"^(?:\d{1,3}[.)]\s+)?"
_REC = re.compile(
    rf"{_LEAD}rec(?:ommendation|\.)?\s*(?:no\.?\s*|number\s*)?0*{_NUMBER}(?![\w/])(?P<rest>.*)$", re.I | re.S
)
_AFI = re.compile(
    rf"{_LEAD}(?P<who>[^:.]{{3,60}}:\s*)?(?P<plural>areas?) for "
    rf"improvement(?:\s*(?:no\.?\s*)?0*{_NUMBER})?(?![\w/])(?P<rest>.*)$",
    re.I | re.S,
)
_AFI_SHORT = re.compile(rf"{_LEAD}AFI\s*0*{_NUMBER}(?![\w/])(?P<rest>.*)$", re.S)
_CONCERN = re.compile(
    rf"{_LEAD}(?P<fast>accelerated )?(?P<plural>causes?) of concern(?:\s*0*{_NUMBER})?(?![\w/])(?P<rest>.*)$",
    re.I | re.S,
)
_ACTION = re.compile(rf"^action\s+{_NUMBER}(?![\w/])(?P<rest>.*)$", re.I | re.S)
_SEPARATOR = re.compile(r"^\s*(?:[:.]|[–—-](?=\s)|\|)\s*")
_PRACTICE = re.compile(
    r"^(?:innovative|promising|good|notable|positive|best|effective) practice\b|^what works well\b", re.I
)
_PLURAL = re.compile(
    r"^(?:annex \w+[:.–-]*\s*)?(?:\d+(?:\.\d+)*\.?\s+)?(?:our |the |summary of (?:our )?|list of |all |new )*"
    r"(?:recommendations?|areas? for improvement)\b",
    re.I,
)
_ANYWHERE_PLURAL = re.compile(r"\brecommendations\b", re.I)
_ISSUER = re.compile(
    r"\b[Rr]ecommendations?\b.{0,20}?\b(?:made |issued |"
    r"published )?by (?:the )?(?P<who>[A-Z][\w’'&]+(?:\s+(?:for|of|and|[A-Z][\w’'&]*))*)"
)
_CONTENTS = re.compile(r"^(?:table of )?contents$|^in this (?:report|section)$", re.I)
_ASIDE = re.compile(
    r"^(?:annex \w+[:.–-]*\s*|appendix \w+[:.–-]*\s*|\d+\.?\s+)*(?:definitions?|glossary|terms|"
    r"terminology|abbreviations|"
    r"about (?:us|the data|this report|the inspection)|methodology|(?:our )?terms of reference|foot-?notes|end-?notes|"
    r"references|bibliography|acknowledgements|how we (?:inspect|inspected|carried)|legal framework)\b|\bmethodology$",
    re.I,
)
_NEXT = re.compile(r"^(?:\d+\.?\s+)?(?:next steps|what happens next|responding to this report|how to respond)\b", re.I)
_PROGRESS = re.compile(
    r"\b(?:previously|earlier) recommended\b|\brecommended (?:before|previously|earlier)\b|"
    r"\bprogress (?:against|on|with|since|made)\b|\b(?:previous|earlier|last|past|former|outstanding)\b.{0,40}"
    r"\b(?:recommendation|areas? for improvement|cause)|\b(?:recommendations?|areas? for improvement|"
    r"causes? of concern)\b"
    r".{0,40}\b(?:previous|earlier|last|past) (?:inspection|report)",
    re.I,
)
_ITEM_WORD = re.compile(r"recommendation|areas? for improvement|cause of concern|AFI", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_VERDICT = re.compile(
    r"^\W*(?:limited|some|good|no|little|partial|significant|insufficient)\s+progress|^\W*(?:complete[d]?|closed|met|"
    r"not met|partly met|superseded|discharged|in progress|on track|implemented|no change|remains open|open)\b",
    re.I,
)
_OBLIGED = re.compile(r"\b(?:should|must|shall|needs? to|ought to|(?:is|are) (?:required|expected) to)\b", re.I)
_WILL = re.compile(r"\bwill\b", re.I)
_WE_RECOMMEND = re.compile(r"^(?:[A-Z][\w ,]{0,60},\s*)?we (?:therefore |also |further )*recommend\b(?:\s+that)?", re.I)
_WE_RECOMMENDED = re.compile(r"\brecommended\b", re.I)


@dataclass(frozen=True)
class ItemLabel:
    """The label of an item: its kind, its printed number, who it is for where the label says so, and what follows."""

    kind: str
    number: str
    rest: str
    is_plural: bool = False
    who: str = ""
    qualifier: str = ""  # in brackets after the number: "(region)"


def label_of(text: str) -> ItemLabel | None:
    """Return the label at the start of a text; None if it begins with none."""
    line = " ".join(text.split())
    if match := _REC.match(line):
        return _label("recommendation", match)
    if match := _AFI.match(line):
        is_plural = match["plural"].lower() == "areas" and not match["number"]
        return _label("afi", match, who=(match["who"] or "").strip(" :"), is_plural=is_plural)
    if match := _AFI_SHORT.match(line):
        return _label("afi", match)
    if match := _CONCERN.match(line):
        is_plural = match["plural"].lower() == "causes" and not match["number"]
        return _label(
            "accelerated cause of concern" if match["fast"] else "cause of concern", match, is_plural=is_plural
        )
    if match := _ACTION.match(line):
        return _label("action", match)
    return None


def _label(kind: str, match: re.Match[str], *, who: str = "", is_plural: bool = False) -> ItemLabel:
    rest, qualifier = match["rest"], ""
    if bracket := re.match(r"\s*\(([^()]{2,40})\)", rest):
        qualifier, rest = bracket[1], rest[bracket.end() :]
    has_separator = _SEPARATOR.match(rest)
    if rest.strip() and not has_separator:
        rest = f" {rest.strip()}"  # a space at the start: the sentence goes on after the label
    elif has_separator:
        rest = rest[has_separator.end() :]
    return ItemLabel(kind, (match["number"] or "").lower(), rest, is_plural, who, qualifier)


def is_bare(label: ItemLabel) -> bool:
    """Whether nothing but a qualifier follows the label."""
    return not label.rest.strip(" :.–-")


def is_verdict(text: str) -> bool:
    """Whether a text says how far an earlier item has come, not what to do."""
    return bool(_VERDICT.match(text))


def is_obligation(text: str) -> bool:
    """Whether the first sentence of a text says what someone should do."""
    return bool(_OBLIGED.search(first_sentence(text)))


def is_recommending(text: str) -> bool:
    """Whether a text begins with "We recommend that": in the present, so that it is this report's."""
    return bool(_WE_RECOMMEND.match(text)) and not _WE_RECOMMENDED.search(first_sentence(text))


def promises(text: str) -> bool:
    """Whether the first sentence of a text says what someone will do."""
    return bool(_WILL.search(first_sentence(text)))


def first_sentence(text: str) -> str:
    """Return the text up to its first full stop that ends a sentence."""
    return re.split(r"(?<=[a-z0-9)’”][.?!])\s+(?=[A-Z“‘])", " ".join(text.split()), maxsplit=1)[0]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return re.split(r"(?<=[a-z0-9)’”][.?!])\s+(?=[A-Z“‘])", " ".join(text.split()))


def is_practice(text: str) -> bool:
    """Whether a heading begins what works well: praise, never an item."""
    return bool(_PRACTICE.match(text))


def is_list_heading(text: str) -> bool:
    """Whether a heading announces items: "Recommendations", "Areas for improvement", "Recommendations to …"."""
    return bool(_PLURAL.match(text)) or bool(_ANYWHERE_PLURAL.search(text))


def is_bare_list_heading(text: str) -> bool:
    """Whether a heading is only that, and so no theme: "Our recommendations"."""
    match = _PLURAL.match(text)
    return bool(match) and not text[match.end() :].strip(" :.") if match else False


def other_issuer(text: str) -> str:
    """Return who made the recommendations that a heading announces, if it says so."""
    match = _ISSUER.search(text)
    return match["who"] if match else ""


def zone_of(text: str, published_year: int | None) -> str:
    """Return what a heading begins that holds no items: "contents", "aside", "earlier", "next" or "practice"."""
    if _CONTENTS.match(text):
        return "contents"
    if is_practice(text):
        return "practice"
    if _NEXT.match(text):
        return "next"
    years = [int(year) for year in _YEAR.findall(text)]
    is_dated = bool(years) and published_year is not None and max(years) < published_year
    if _PROGRESS.search(text) or (is_dated and _ITEM_WORD.search(text)):
        return "earlier"
    if _ASIDE.search(text):
        return "aside"
    return ""
