"""Ignore differences of spelling: accents, dashes, quotation marks, spaces and "&".

`fold` returns text for the search index to compare. `loose_pattern` returns a regular expression for filters of lists.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import reduce
from operator import or_

from django.db.models import Q

_SPACES = "\u00a0\u2007\u2009\u202f"  # no-break and thin ones; the ordinary ones are in \s
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_SINGLE_QUOTES = "'\u2018\u2019\u201a\u201b\u2032"
_DOUBLE_QUOTES = '"\u201c\u201d\u201e\u201f\u2033'
_PIECE = re.compile(rf"(?P<space>[\s{_SPACES}]+)|(?P<and>&|\band\b)|(?P<sign>.)", re.IGNORECASE | re.DOTALL)


def fold(text: str) -> str:
    """Return the text in lower case and without accents: "Môn" is found by "mon"."""
    return "".join(mark for mark in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(mark))


def _accented_letters() -> dict[str, str]:
    letters: defaultdict[str, str] = defaultdict(str)
    for letter in map(chr, [*range(0xE0, 0x180), *range(0x1E80, 0x1E86), *range(0x1EF2, 0x1EFA)]):
        plain = fold(letter)
        if letter.islower() and plain != letter and len(plain) == 1:
            letters[plain] += letter
    return letters


_ACCENTED = _accented_letters()


def loose_pattern(typed: str) -> str:
    """Return a regular expression, for `iregex`, for texts that contain what is typed, in any spelling."""
    return "".join(_pattern_of(piece) for piece in _PIECE.finditer(typed.strip()))


def _pattern_of(piece: re.Match[str]) -> str:
    if piece["space"]:
        return rf"[\s{_SPACES}]+"
    if piece["and"]:
        return "(&|and)"
    sign = piece["sign"]
    for alike in (_DASHES, _SINGLE_QUOTES, _DOUBLE_QUOTES):
        if sign in alike:
            return f"[{alike}]"
    plain = fold(sign)
    if accented := _ACCENTED.get(plain):
        return f"[{plain}{accented}{accented.upper()}{sign}]"
    return re.escape(sign)


def contains(typed: str, *paths: str) -> Q:
    """Return the filter for rows that hold what is typed in any of these fields, however they spell it."""
    pattern = loose_pattern(typed)
    return reduce(or_, (Q(**{f"{path}__iregex": pattern}) for path in paths))
