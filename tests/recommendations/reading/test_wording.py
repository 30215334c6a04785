"""What the wording of a deadline says."""

import datetime

import pytest

from recommendations.reading.wording import letters_of, named_date, plain, relative_date

D = datetime.date


@pytest.mark.parametrize(
    ("wording", "first", "last"),
    [
        ("By 31 March 2023", D(2023, 3, 31), D(2023, 3, 31)),
        ("As soon as possible, and no later than 30 November 2024", D(2024, 11, 30), D(2024, 11, 30)),
        ("by the 1st of Sept 2023", D(2023, 9, 1), D(2023, 9, 1)),
        ("By\N{NO-BREAK SPACE}31\N{NO-BREAK SPACE}March 2023", D(2023, 3, 31), D(2023, 3, 31)),
        ("By July 2018, and ongoing following that date", D(2018, 7, 1), D(2018, 7, 31)),
        ("by the end of February 2024", D(2024, 2, 1), D(2024, 2, 29)),
    ],
)
def test_a_wording_names_a_day_or_any_day_of_a_month(wording: str, first: D, last: D) -> None:
    assert named_date(wording) == (first, last)


@pytest.mark.parametrize(
    "wording", ["", "Immediately", "by autumn 2025", "By 31 June 2023", "By 1 May 2023 or 1 June 2023", "in 2023"]
)
def test_a_wording_without_exactly_one_real_date_names_none(wording: str) -> None:
    assert named_date(wording) is None


@pytest.mark.parametrize(
    ("wording", "day"),
    [
        ("Within six months", D(2023, 7, 10)),
        ("within 3 months of the publication of this report", D(2023, 4, 10)),
        ("Within six weeks of this report, the force should", D(2023, 2, 21)),
        ("within 28 days", D(2023, 2, 7)),
        ("within a year", D(2024, 1, 10)),
        ("We recommend that, within the next eighteen months, forces", D(2024, 7, 10)),
    ],
)
def test_a_period_is_counted_from_publication(wording: str, day: D) -> None:
    assert relative_date(wording, D(2023, 1, 10)) == day


def test_a_period_of_months_ends_in_its_month() -> None:
    assert relative_date("within one month", D(2023, 1, 31)) == D(2023, 2, 28)
    assert relative_date("within three months", D(2023, 11, 30)) == D(2024, 2, 29)


@pytest.mark.parametrize(
    "wording",
    ["", "within 20 working days", "within six months of the review’s end", "within months", "after the next meeting"],
)
def test_any_other_period_is_left_to_a_person(wording: str) -> None:
    assert relative_date(wording, D(2023, 1, 10)) is None


def test_texts_are_the_same_whatever_their_typesetting() -> None:
    assert (
        plain("By\n31\N{NO-BREAK SPACE}March, the force\N{RIGHT SINGLE QUOTATION MARK}s") == "by 31 march, the force's"
    )
    assert letters_of("Acquisitive crime – Finding time") == letters_of("Acquisitive crime: finding time")
