"""How documents name items: "7, 9", "1 to 3", "recommendation seven", "the second recommendation"."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORDS = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
]  # fmt: skip
_ORDINALS = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth",
]  # fmt: skip
_PART = r"(?:part|sub-?(?:part|point|paragraph)|point|limb)"
_REC = r"(?:rec(?:ommendation)?s?\.?\s*(?:no\.?\s*|number\s*)?)"
_PARTS = (
    (re.compile(rf"\b{_PART}\s+\(?([a-h])\)?\s+of\s+(?:the\s+)?({_REC}\d{{1,3}})(?!\w)", re.IGNORECASE), r"\2\1"),
    (re.compile(rf"\b({_REC}\d{{1,3}}),?\s+\(?{_PART}\s+\(?([a-h])\b\)?\)?", re.IGNORECASE), r"\1\2"),
    (re.compile(r"\b(\d{1,3})\s?\(([a-h])\)"), r"\1\2"),
    (re.compile(r"^(\d{1,3}[a-h])(?= (?:is|has|was|remains|stays)\b)"), r"Recommendation \1"),
)
NUMBER_WORDS = {word: number for number, word in enumerate(_WORDS, start=1)}
ORDINALS = {word: number for number, word in enumerate(_ORDINALS, start=1)}
_LARGEST_RANGE = 60
_ITEM = rf"(?:\d{{1,3}}(?:\.\d{{1,2}})?[a-z]?|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_RANGE = re.compile(rf"({_ITEM})\s*(?:to|-|–|—)\s*({_ITEM})(?![\w])", re.IGNORECASE)
_ONE = re.compile(rf"(?<![\w.])({_ITEM})(?![\w])", re.IGNORECASE)
_NAMED = re.compile(
    rf"\b(?:rec(?:ommendation)?s?|recs?)\.?\s*(?:no\.?s?\s*|numbers?\s*)?(?P<list>{_ITEM}(?:\s*(?:,|and|&|to|-|–)\s*(?:and\s+)?{_ITEM})*)(?![\w])",
    re.IGNORECASE,
)
_AFI = re.compile(
    rf"\b(?:AFI|areas?\s+for\s+improvement)\s*(?:no\.?\s*)?(?P<list>{_ITEM}(?:\s*(?:,|and|&|to|-|–)\s*{_ITEM})*)(?![\w])",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    rf"\bthe\s+({'|'.join(_ORDINALS)})\b(?:\s+recommendation|\s+of\s+(?:its|the|their|these)\s+recommendations|(?=\s*,|\s+has\b))",
    re.IGNORECASE,
)


def parts_joined(text: str) -> str:
    """Return a text in which a part of a recommendation is named as "7b": also "7(b)", "7, part b", "part b of 7"."""
    for pattern, joined in _PARTS:
        text = pattern.sub(joined, text)
    return text


def item_and_part(reference: str) -> tuple[str, str]:
    """Return the reference of an item and the label of its part: "7b" is ("7", "b"); without one it is empty."""
    match = re.fullmatch(r"(.*\d)([a-h])", reference)
    return (match[1], match[2]) if match else (reference, "")


def numbers_in(words: str) -> list[str]:
    """Return the numbers that a list of them means, in its order: "1 to 3, 7 and 9" is 1, 2, 3, 7, 9."""
    found: list[str] = []
    rest = words
    for match in _RANGE.finditer(words):
        first, last = _number(match[1]), _number(match[2])
        if first.isdigit() and last.isdigit() and 0 < int(last) - int(first) < _LARGEST_RANGE:
            found += [str(number) for number in range(int(first), int(last) + 1)]
            rest = rest.replace(match[0], " " * len(match[0]), 1)
    singles = [(match.start(), _number(match[1])) for match in _ONE.finditer(rest)]
    if not found:
        return list(dict.fromkeys(number for _start, number in singles))
    return sorted(dict.fromkeys([*found, *(number for _start, number in singles)]), key=_order)


def named_items(text: str) -> Iterator[tuple[str, str]]:
    """Yield each item that a text names, as its kind and number: ("recommendation", "7")."""
    for match in _NAMED.finditer(text):
        yield from (("recommendation", number) for number in numbers_in(match["list"]))
    for match in _AFI.finditer(text):
        yield from (("afi", number) for number in numbers_in(match["list"]))
    for match in _ORDINAL.finditer(text):
        yield "ordinal", str(ORDINALS[match[1].lower()])


def count_of(text: str, what: str) -> int | None:
    """Return how many of something a text says there are: "nine recommendations" is 9."""
    match = re.search(
        rf"\b(\d{{1,3}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})\s+(?:new\s+)?{what}", text, re.IGNORECASE
    )
    return int(_number(match[1])) if match else None


def _number(word: str) -> str:
    lower = word.lower()
    return str(NUMBER_WORDS[lower]) if lower in NUMBER_WORDS else lower.lstrip("0") or "0"


def _order(number: str) -> tuple[int, str]:
    digits = re.match(r"\d+", number)
    return (int(digits[0]) if digits else 0, number)
