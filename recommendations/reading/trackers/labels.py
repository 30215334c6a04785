"""How trackers number items: "Soteria R10(c)", "AFI 07", "CP02", "7a", "2023/05", "Custody Rec 1a"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from recommendations.reading.references import numbers_in

RECOMMENDATION, AFI, CAUSE, ACCELERATED = "recommendation", "afi", "cause of concern", "accelerated cause of concern"

_NUMBER = re.compile(r"(?<![\d.])0*(\d{1,4}(?:\.\d{1,3})*)\s*(?:\(?([a-z]{1,2}|iv|i{1,3})\)?)?\.?\)?\s*$", re.I)
_KINDS = [
    (ACCELERATED, re.compile(r"\b(?:accelerated|acc)\.?\s+(?:coc|cause)", re.I)),
    (CAUSE, re.compile(r"\b(?:coc|causes? of concern)\b|\bcoc\d", re.I)),
    (AFI, re.compile(r"\bafis?\b|\bafi(?=\d)|\bareas? for improvement\b", re.I)),
    (RECOMMENDATION, re.compile(r"\brec(?:s|ommendation)?s?\b|\br(?=\d)|\brec(?=\d)", re.I)),
]
_SEVERAL = re.compile(r"\d\s*[a-z]?\s*(?:&|,|\band\b|\bto\b|–)\s*(?:\w+ )?\d", re.I)
_PAGE = re.compile(r"\s*[(\[](?:p|pp|pg|page|para|paragraph)\.?\s*\d[^)\]]*[)\]]", re.I)
_OF = re.compile(r"(?:\w+ )?(\d{1,3}) of \d{1,3}", re.I)
_LIST = re.compile(
    r"[A-Za-z .]{0,24}\d{1,3}[a-z]?(?:\s*(?:,|&|\band\b|\bto\b)\s*(?:[A-Za-z]{1,5}\.? ?)?\d{1,3}[a-z]?)+", re.I
)
_MOST = 20  # items that one cell names
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class RowLabel:
    """How an item is numbered. `kind` is empty where the words do not say it."""

    kind: str
    number: str
    part: str


@lru_cache(maxsize=8192)
def label_of(text: str) -> RowLabel | None:
    """Return the number of an item with its kind and part; None if the text is no number of an item."""
    plain = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").strip().lstrip("'’#").split())
    if not plain or len(plain) > _LONGEST:
        return None
    plain = _PAGE.sub("", plain)
    if found := _OF.fullmatch(plain):
        plain = found[1]
    match = _NUMBER.search(plain)
    if match is None:
        return None
    before = plain[: match.start()]
    if _SEVERAL.search(plain) or re.search(r"\d\s*-\s*$|(?<!\d)\d{1,3}\s*/\s*$", before):
        return None
    return RowLabel(kind_of(plain), match[1], (match[2] or "").lower())


def several_in(text: str) -> list[str]:
    """Return the numbers of a cell that names several items: "Recs 7 and 8", "1 to 3"; none for another text."""
    plain = " ".join(text.split())
    if len(plain) > _LONGEST or not _LIST.fullmatch(plain):
        return []
    numbers = numbers_in(plain)
    return numbers if 1 < len(numbers) <= _MOST else []


@lru_cache(maxsize=8192)
def kind_of(text: str) -> str:
    """Return the kind of item that a text names; empty if it names none."""
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), "")


def reference_of(kind: str, number: str) -> str:
    """Return an item's reference as the register prints it: "7", "AFI 3", "CoC 1"."""
    prefix = {AFI: "AFI ", CAUSE: "CoC ", ACCELERATED: "ACoC "}.get(kind, "")
    return f"{prefix}{number}"
