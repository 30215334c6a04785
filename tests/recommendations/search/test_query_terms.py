"""A query is parsed into terms: words, phrases, exclusions and alternatives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.search.query_terms import MOST_TERMS, QueryError, parse_query


def terms(typed: str) -> list[list[str]]:
    """Return the alternatives as lists of terms; an excluded term starts with a minus."""
    return [
        [("-" if term.is_excluded else "") + " ".join(term.words) for term in alternative]
        for alternative in parse_query(typed).alternatives
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("repeat suspects", [["repeat", "suspects"]]),
        ('"repeat suspects" police', [["repeat suspects", "police"]]),
        ("“repeat suspects”", [["repeat suspects"]]),
        ('"never closed', [["never closed"]]),
        ("custody -women", [["custody", "-women"]]),
        ('custody -"young women"', [["custody", "-young women"]]),
        ("custody NOT women", [["custody", "-women"]]),
        ("rape OR stalking", [["rape"], ["stalking"]]),
        ("rape or stalking", [["rape", "stalking"]]),
        ("the plan of the force", [["plan", "force"]]),
        ('"state of the plan"', [["state of the plan"]]),
        ("re-open", [["re open"]]),
        ("Ynys Môn", [["ynys", "mon"]]),
        ("force’s", [["force s"]]),
        ('title:rape* (NEAR) ^a {b} "', [["title rape", "near", "b"]]),
        ("OR rape OR", [["rape"]]),
        ("-custody OR rape", [["rape"]]),
    ],
)
def test_queries_are_parsed_as_people_expect(typed: str, found: list[list[str]]) -> None:
    assert terms(typed) == found


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        ('"" * -- ()', "empty"),
        ("OR NOT", "empty"),
        ("the of and", "common"),
        ('"to be or not to be"', "common"),
        ("-custody", "excluded"),
        ("word " * (MOST_TERMS + 1), "long"),
    ],
)
def test_an_invalid_query_has_a_reason(typed: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        parse_query(typed)


@given(st.text(max_size=300))
def test_a_term_contains_letters_and_digits_only(typed: str) -> None:
    try:
        query = parse_query(typed)
    except QueryError:
        return
    for alternative in query.alternatives:
        assert any(not term.is_excluded for term in alternative)
        assert all(word.isalnum() or not word.isascii() for term in alternative for word in term.words)
        assert all('"' not in word for term in alternative for word in term.words)
