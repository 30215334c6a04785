import datetime

import pytest
from django import forms

from recommendations.rounds.parsing import parse_day
from soteria_tracker.web.dates import DateField, DateWidget, TypedDate, date_of


def typed(day: str = "", month: str = "", year: str = "") -> dict[str, str]:
    return {"expected-day": day, "expected-month": month, "expected-year": year}


class ExpectedForm(forms.Form):
    expected = DateField(label="When do you expect to finish?", called="Expected date")


class OptionalForm(forms.Form):
    expected = DateField(required=False)


@pytest.mark.parametrize("month", ["1", "01", "January", "jan"])
def test_it_reads_three_boxes(month: str) -> None:
    form = ExpectedForm(typed("31", month, "2025"))
    assert form.is_valid()
    assert form.cleaned_data["expected"] == datetime.date(2025, 1, 31)


@pytest.mark.parametrize(
    ("parts", "day"),
    [
        (("31", "1", "25"), datetime.date(2025, 1, 31)),
        (("1", "Sept", "2025"), datetime.date(2025, 9, 1)),
        (("31", "december", "99"), datetime.date(2099, 12, 31)),
    ],
)
def test_forms_and_workbooks_read_the_same_dates(parts: tuple[str, str, str], day: datetime.date) -> None:
    assert ExpectedForm(typed(*parts)).fields["expected"].clean(TypedDate(*parts)) == day
    assert date_of(*parts) == day
    assert parse_day(" ".join(parts)) == day


@pytest.mark.parametrize(
    "parts",
    [
        *[("31", "2", "2025"), ("31", "1", "025"), ("²", "1", "25"), ("1", "1", "0000"), ("1", "Foo", "25")],
        *[("31", "12", "1899"), ("1", "1", "2101")],
    ],
)
def test_forms_and_workbooks_refuse_the_same_dates(parts: tuple[str, str, str]) -> None:
    assert not ExpectedForm(typed(*parts)).is_valid()
    assert parse_day(" ".join(parts)) is None


@pytest.mark.parametrize("parts", [("1", "1", "1900"), ("31", "12", "2100")])
def test_it_accepts_dates_up_to_the_bounds(parts: tuple[str, str, str]) -> None:
    assert ExpectedForm(typed(*parts)).is_valid()


def test_it_reads_an_iso_date_from_an_address() -> None:
    form = ExpectedForm({"expected": "2025-01-31"})
    assert form.is_valid()
    assert form.cleaned_data["expected"] == datetime.date(2025, 1, 31)
    assert 'value="31"' in str(form["expected"])


@pytest.mark.parametrize(
    ("boxes", "message"),
    [
        (("", "", ""), "Expected date must have a day, a month and a year"),
        (("31", "1", ""), "Expected date must include a year"),
        (("", "", "2025"), "Expected date must include a day and a month"),
        (("31", "2", "2025"), "Expected date must be a real date: 31 February 2025 does not exist"),
        (("a", "1", "2025"), "Expected date must be a real date"),
        (("²", "1", "2025"), "Expected date must be a real date"),
        (("9" * 25, "1", "2025"), "Expected date must be a real date"),
        (("1", "9" * 5_000, "2025"), "Expected date must be a real date"),
        (("1", "1", "0000"), "Expected date must be a real date: 1 January 0000 does not exist"),
        (("31", "12", "1899"), "Expected date must have a year from 1900 to 2100"),
        (("1", "1", "2101"), "Expected date must have a year from 1900 to 2100"),
        (("31", "1", "025"), "Expected date must have a year of 4 numbers, such as 2025"),
    ],
)
def test_it_says_what_to_correct(boxes: tuple[str, str, str], message: str) -> None:
    assert ExpectedForm(typed(*boxes)).errors["expected"] == [message]


def test_an_address_without_a_real_date_is_refused() -> None:
    assert ExpectedForm({"expected": "yesterday"}).errors["expected"] == [
        "Expected date must include a month and a year"
    ]


def test_it_keeps_what_was_typed() -> None:
    html = str(ExpectedForm(typed("thirty", "<2>", "2025"))["expected"])
    assert 'value="thirty"' in html
    assert 'value="&lt;2&gt;"' in html


def test_only_the_invalid_boxes_are_marked() -> None:
    html = str(ExpectedForm(typed("31", "1", ""))["expected"])
    assert html.count("govuk-input--error") == 1
    assert 'govuk-input--width-4 govuk-input--error" id="id_expected-year"' in html


def test_an_optional_date_can_be_empty() -> None:
    form = OptionalForm(typed())
    assert form.is_valid()
    assert form.cleaned_data["expected"] is None


def test_a_known_date_fills_the_boxes() -> None:
    html = str(ExpectedForm(initial={"expected": datetime.date(2025, 1, 31)})["expected"])
    assert [f'value="{part}"' in html for part in (31, 1, 2025)] == [True, True, True]


def test_it_detects_whether_it_was_changed() -> None:
    known = {"expected": datetime.date(2025, 1, 31)}
    assert not ExpectedForm(typed("31", "1", "2025"), initial=known).has_changed()
    assert ExpectedForm(typed("30", "1", "2025"), initial=known).has_changed()


def test_a_missing_field_is_distinguished_from_an_empty_one() -> None:
    widget = DateWidget()
    assert widget.value_omitted_from_data({}, {}, "expected")
    assert not widget.value_omitted_from_data(typed(), {}, "expected")


def test_it_names_the_empty_boxes() -> None:
    assert TypedDate("1", "", "").missing == ["month", "year"]
