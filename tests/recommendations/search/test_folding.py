"""Texts are found whatever the typography of dashes, quotation marks, spaces, accents or "and"."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forces.bodies.models import Force
from recommendations.search.folding import contains, fold, loose_pattern
from tests.cast import Register

ALIKE = [
    ("re-offending", "re\u2011offending"),
    ("re\u2013offending", "re-offending"),
    ("31 January", "31\u00a0January"),
    ("31\u202fJanuary", "31  January"),
    ("force's", "the force\u2019s plan"),
    ("force\u2019s", "the force's plan"),
    ('"rape"', "the word \u201crape\u201d"),
    ("crime & disorder", "Crime and Disorder"),
    ("Crime and disorder", "crime & disorder"),
    ("ynys mon", "Ynys Môn"),
    ("YNYS MÔN", "ynys mon"),
    (" rape ", "rape"),
]


def is_found(typed: str, text: str) -> bool:
    return re.search(loose_pattern(typed), text, re.IGNORECASE) is not None


@pytest.mark.parametrize(("typed", "text"), ALIKE)
def test_spelling_makes_no_difference(typed: str, text: str) -> None:
    assert is_found(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("reoffending", "re-offending"),
        ("a.c", "abc"),
        ("land", "l&"),
        ("&", "or"),
        ("[", "("),
    ],
)
def test_different_texts_stay_different(typed: str, text: str) -> None:
    assert not is_found(typed, text)


@example("Ḁ")
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(str.strip))
def test_every_text_is_found_by_itself(text: str) -> None:
    assert is_found(text, text)


def test_folding_drops_case_and_accents() -> None:
    assert fold("Ynys MÔN") == "ynys mon"


@pytest.mark.postgresql
@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "text"), ALIKE)
def test_both_databases_ignore_typographic_differences(register: Register, typed: str, text: str) -> None:
    Force.objects.filter(pk=register.cleveland.pk).update(name=text)
    assert list(Force.objects.filter(contains(typed, "name", "short_name", "aliases"))) == [register.cleveland]


@pytest.mark.postgresql
@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["(", "[a", "a*", "\\", "\\d", "^", "$", "a{2}", "%", "_", "|", "?"])
def test_symbols_are_matched_as_typed(register: Register, typed: str) -> None:
    Force.objects.filter(pk=register.cleveland.pk).update(name=f"before {typed} after")
    assert list(Force.objects.filter(contains(typed, "name"))) == [register.cleveland]
