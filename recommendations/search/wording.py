"""What a person types into the search, as terms. Pure: nothing that is typed can break what is asked of a database.

Words must all be there; "quoted words" stand together; -word must not be there; OR parts alternatives.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 300
MOST_TERMS = 20
# Words of nearly every text. They tell nothing apart, and PostgreSQL's English leaves them out as well.
_COMMON = """
a an and are as at be been but by for from had has have if in into is it its no not of on or s so such t than that the
their them then there these they this to was we were what when which who will with
"""
COMMON = frozenset(_COMMON.split())
_PIECE = re.compile(r'(?P<minus>-?)(?:["“”](?P<quoted>[^"“”]*)["“”]?|(?P<bare>[^\s"“”]+))')
_WORD = re.compile(r"[^\W_]+")


class NothingToLookFor(Exception):
    """What was typed leaves nothing that can be looked for. The message says what to do."""


@dataclass(frozen=True)
class Term:
    """Words that stand together, without accents and in small letters; `typed` is as the person wrote them."""

    words: tuple[str, ...]
    typed: tuple[str, ...]
    is_excluded: bool = False

    @property
    def says_something(self) -> bool:
        """Whether it tells texts apart: not all of it is common words."""
        return not COMMON.issuperset(self.words)


# One of the alternatives: a text has all its terms, but none of the excluded ones.
Alternative = tuple[Term, ...]


@dataclass(frozen=True)
class Wanted:
    """What to look for: any of the alternatives. Each has a term that is not excluded."""

    alternatives: tuple[Alternative, ...]


def folded(text: str) -> str:
    """In small letters and without accents: "Môn" is found by "mon"."""
    return "".join(mark for mark in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(mark))


def wanted(typed: str) -> Wanted:
    """What a person asks for. Raises NothingToLookFor by the reason's name: "empty", "common", "excluded", "long"."""
    alternatives: list[list[Term]] = [[]]
    excluded_next = False
    for piece in _PIECE.finditer(typed):
        if piece["bare"] == "OR" and not piece["minus"]:
            alternatives.append([])
        elif piece["bare"] == "NOT" and not piece["minus"]:
            excluded_next = True
        else:
            as_typed = tuple(_WORD.findall((piece["quoted"] or piece["bare"] or "").lower()))
            words = tuple(word for each in as_typed if (word := folded(each)))
            if words:
                alternatives[-1].append(Term(words, as_typed, bool(piece["minus"]) or excluded_next))
            excluded_next = False
    terms = [term for alternative in alternatives for term in alternative]
    if not terms:
        raise NothingToLookFor("empty")
    if len(terms) > MOST_TERMS:
        raise NothingToLookFor("long")
    found = [tuple(term for term in alternative if term.says_something) for alternative in alternatives]
    if not any(found):
        raise NothingToLookFor("common")
    searchable = tuple(each for each in found if not all(term.is_excluded for term in each))
    if not searchable:
        raise NothingToLookFor("excluded")
    return Wanted(searchable)
