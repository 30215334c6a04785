"""What the words of a letter decide, and which items they name."""

import pytest

from recommendations.reading.documents import read_document
from recommendations.reading.letters.decisions import decision_of, level_of
from recommendations.reading.letters.reading import LetterReading
from recommendations.reading.names import BodyNames
from recommendations.reading.references import named_items, numbers_in, parts_joined
from tests.recommendations.reading.conftest import pasted


@pytest.mark.parametrize(
    ("words", "change", "new_date"),
    [
        ("Closed", "closed", None),
        ("As a result, we have closed this recommendation.", "closed", None),
        ("This recommendation remains open.", "remains open", None),
        ("the cause of concern stays in place", "remains open", None),
        ("It has not been met, and you now aim for 30 September 2025.", "remains open", None),
        ("Open – date moved to 31 March 2026", "remains open, re-dated", "2026-03-31"),
        ("We have extended the deadline to 30 September 2026.", "remains open, re-dated", "2026-09-30"),
        ("Our decision of 3 March 2026 was made in error and it is re-opened.", "re-opened", None),
        ("Re-opened", "re-opened", None),
        ("Superseded", "superseded", None),
        ("Partly closed", "partly closed", None),
        ("No longer applicable", "not applicable", None),
        ("Recommendation 3 can now be closed.", "closed", None),
        ("It cannot be closed until all staff are trained.", "remains open", None),
        ("Recommendation 3 could not be closed.", "remains open", None),
        ("It should not be closed at this time.", "remains open", None),
    ],
)
def test_a_decision(words: str, change: str, new_date: str | None) -> None:
    decision = decision_of(words)
    assert decision is not None
    assert (decision.change, decision.new_date and decision.new_date.isoformat()) == (change, new_date)


@pytest.mark.parametrize(
    "words",
    [
        "We recognise the considerable work that the force has carried out.",
        "We need more evidence before recommendation 3 can be closed.",
        "Recommendation 3 will be closed when the policy is published.",
        "Recommendation 3 can be closed once the policy is published.",
        "If the force sends evidence, recommendation 3 is closed.",
    ],
)
def test_praise_and_conditions_decide_nothing(words: str) -> None:
    assert decision_of(words) is None


def test_levels() -> None:
    assert [level_of(words) for words in ("2", "Level 3", "n/a", "")] == ["2", "3", "", ""]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("1 to 3", ["1", "2", "3"]),
        ("7, 9", ["7", "9"]),
        ("8, 10 and 12–14", ["8", "10", "12", "13", "14"]),
        ("3b, 4", ["3b", "4"]),
        ("two", ["2"]),
        ("n/a", []),
    ],
)
def test_lists_of_numbers(words: str, numbers: list[str]) -> None:
    assert numbers_in(words) == numbers


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("With regards recommendation seven, we act.", [("recommendation", "7")]),
        (
            "Recommendations 2 to 4 are closed.",
            [("recommendation", "2"), ("recommendation", "3"), ("recommendation", "4")],
        ),
        ("On area for improvement 3, we act.", [("afi", "3")]),
        ("As for the third, we wait.", [("ordinal", "3")]),
        ("There are 14 recommendations.", []),
    ],
)
def test_items_named_in_prose(text: str, items: list[tuple[str, str]]) -> None:
    assert list(named_items(text)) == items


def test_a_letter_in_prose_with_a_range_and_an_own_aim(names: BodyNames) -> None:
    letter = pasted(
        "HM Inspectorate of Constabulary and Fire & Rescue Services\n\n3 March 2025\n\n"
        "To: Chief Constable, Dorset Police\n\nDear Chief Constable\n\n"
        "We have closed recommendations 1 to 3 of our report with effect from 1 February 2025.\n\n"
        "Recommendation 4 remains open: you have told us that you aim to finish by 30 June 2025.\n\nYours sincerely\n"
    )
    reading = read_document(letter, names)
    assert isinstance(reading, LetterReading)
    assert (reading.to, str(reading.sent_on)) == ("dorset", "2025-03-03")
    closed, left_open = reading.changes
    assert (closed.recommendations, closed.change, str(closed.starts_on)) == (("1", "2", "3"), "closed", "2025-02-01")
    assert (left_open.recommendations, left_open.change, left_open.new_date) == (("4",), "remains open", None)


def test_a_later_sentence_dates_again_what_stays_open(names: BodyNames) -> None:
    letter = pasted(
        "HM Inspectorate of Constabulary and Fire & Rescue Services\n\n5 May 2026\n\n"
        "To: Chief Constable of Dorset Police\n\nDear Chief Constable\n\n"
        "Recommendations 1 and 2 of our report of 4 June 2024 have now been closed (level 2).\n\n"
        "Recommendation 3 is superseded by recommendation 1 of our next report.\n\n"
        "We are not yet in a position to close recommendation 4. We have extended the deadline to 30 September 2026.\n"
    )
    reading = read_document(letter, names)
    assert isinstance(reading, LetterReading)
    assert [(one.recommendations, one.change, one.level, str(one.new_date)) for one in reading.changes] == [
        (("1", "2"), "closed", "2", "None"),
        (("3",), "superseded", "", "None"),
        (("4",), "remains open, re-dated", "", "2026-09-30"),
    ]
    assert {one.report for one in reading.changes} == {"our report of 4 June 2024"}


@pytest.mark.parametrize(
    ("sentence", "items"),
    [
        ("7(b) is closed.", ["7b"]),
        ("Recommendation 7(b) has been closed.", ["7b"]),
        ("We have closed part b of recommendation 7.", ["7b"]),
        ("Recommendation 7, part (b) and recommendation 9 are closed.", ["7b", "9"]),
        ("Recommendation 7 (a) remains open.", ["7a"]),
        ("Recommendation 7 is closed.", ["7"]),
    ],
)
def test_a_part_of_a_recommendation_is_named_by_its_letter(sentence: str, items: list[str]) -> None:
    assert [number for _kind, number in named_items(parts_joined(sentence))] == items


def test_each_clause_decides_and_what_was_done_in_error_does_not(names: BodyNames) -> None:
    letter = pasted(
        "HMICFRS\nOur ref: HMI/2026/44\n12 May 2026\n\nTo: Chief Constable, Dorset Police\n\nDear Chief Constable\n\n"
        "Recommendation 7(b) has been met and is closed; 7(a) remains open. "
        "In our letter of 3 March 2026 we closed recommendation 11 in error. It is re-opened.\n\nYours sincerely\n"
    )
    reading = read_document(letter, names)
    assert isinstance(reading, LetterReading)
    assert str(reading.sent_on) == "2026-05-12"
    assert [(change.recommendations, change.change) for change in reading.changes] == [
        (("7b",), "closed"),
        (("7a",), "remains open"),
        (("11",), "re-opened"),
    ]
