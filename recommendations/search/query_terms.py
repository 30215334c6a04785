"""Parse what a person types into the search, so that nothing they type can break a database query.

A text must contain all words; "quoted words" next to each other; and not a -word. OR separates alternatives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from recommendations.search.folding import fold

LONGEST = 300
MOST_TERMS = 20
# Words that are in nearly every text, so a search for them would find everything. PostgreSQL also ignores them.
_COMMON = """
a an and are as at be been but by for from had has have if in into is it its no not of on or s so such t than that the
their them then there these they this to was we were what when which who will with
"""
COMMON = frozenset(_COMMON.split())
_PIECE = re.compile(r'(?P<minus>-?)(?:["“”](?P<quoted>[^"“”]*)["“”]?|(?P<bare>[^\s"“”]+))')
_WORD = re.compile(r"[^\W_]+")


class QueryError(Exception):
    """The search cannot use what was typed. The argument is the key of the reason."""


@dataclass(frozen=True)
class Term:
    """Words next to each other, in lower case without accents. `typed` has the original spelling."""

    words: tuple[str, ...]
    typed: tuple[str, ...]
    is_excluded: bool = False

    @property
    def is_distinctive(self) -> bool:
        """Whether it has a word that is not common."""
        return not COMMON.issuperset(self.words)


# A text matches an alternative if it has all the terms that are not excluded, and none that are.
Alternative = tuple[Term, ...]


@dataclass(frozen=True)
class SearchQuery:
    """A search for any of the alternatives. Each has at least one term that is not excluded."""

    alternatives: tuple[Alternative, ...]


def parse_query(typed: str) -> SearchQuery:
    """Return the query that a person typed. Raises QueryError: "empty", "common", "excluded" or "long"."""
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
        raise QueryError("empty")
    if len(terms) > MOST_TERMS:
        raise QueryError("long")
    found = [tuple(term for term in alternative if term.is_distinctive) for alternative in alternatives]
    if not any(found):
        raise QueryError("common")
    searchable = tuple(each for each in found if not all(term.is_excluded for term in each))
    if not searchable:
        raise QueryError("excluded")
    return SearchQuery(searchable)
