"""Reading what a person types into the search as terms, so that nothing typed can break a query of the database.

All words must be in a text; "quoted words" next to each other; -word must not be in it; OR separates alternatives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from recommendations.search.folding import fold

LONGEST = 300
MOST_TERMS = 20
# Words that are in nearly every text: looking for them finds everything. PostgreSQL ignores them in English too.
_COMMON = """
a an and are as at be been but by for from had has have if in into is it its no not of on or s so such t than that the
their them then there these they this to was we were what when which who will with
"""
COMMON = frozenset(_COMMON.split())
_PIECE = re.compile(r'(?P<minus>-?)(?:["“”](?P<quoted>[^"“”]*)["“”]?|(?P<bare>[^\s"“”]+))')
_WORD = re.compile(r"[^\W_]+")


class NothingToLookFor(Exception):
    """What was typed leaves nothing to look for. The argument is the reason, by name."""


@dataclass(frozen=True)
class Term:
    """Words next to each other, in lower case without accents. `typed`: as the person wrote them."""

    words: tuple[str, ...]
    typed: tuple[str, ...]
    is_excluded: bool = False

    @property
    def is_distinctive(self) -> bool:
        """Whether it has a word that is not common."""
        return not COMMON.issuperset(self.words)


# One of the alternatives: a text has all its terms, but none of the excluded ones.
Alternative = tuple[Term, ...]


@dataclass(frozen=True)
class Wanted:
    """What to look for: any of the alternatives. Each has a term that is not excluded."""

    alternatives: tuple[Alternative, ...]


def wanted(typed: str) -> Wanted:
    """Return what a person asks for. Raises NothingToLookFor with its reason: "empty", "common", "excluded", "long"."""
    alternatives: list[list[Term]] = [[]]
    excluded_next = False
    for piece in _PIECE.finditer(typed):
        if piece["bare"] == "OR" and not piece["minus"]:
            alternatives.append([])
        elif piece["bare"] == "NOT" and not piece["minus"]:
            excluded_next = True
        else:
            as_typed = tuple(_WORD.findall((piece["quoted"] or piece["bare"] or "").lower()))
            words = tuple(word for each in as_typed if (word := fold(each)))
            if words:
                alternatives[-1].append(Term(words, as_typed, bool(piece["minus"]) or excluded_next))
            excluded_next = False
    terms = [term for alternative in alternatives for term in alternative]
    if not terms:
        raise NothingToLookFor("empty")
    if len(terms) > MOST_TERMS:
        raise NothingToLookFor("long")
    found = [tuple(term for term in alternative if term.is_distinctive) for alternative in alternatives]
    if not any(found):
        raise NothingToLookFor("common")
    searchable = tuple(each for each in found if not all(term.is_excluded for term in each))
    if not searchable:
        raise NothingToLookFor("excluded")
    return Wanted(searchable)
