"""Statuses, dates and addresses as people write them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.register.statuses import Status
from recommendations.rounds.parsing import parse_address, parse_day, parse_status
from recommendations.rounds.workbook_columns import REPORTABLE

MARCH_31 = datetime.date(2025, 3, 31)


@pytest.mark.parametrize("status", list(REPORTABLE))
def test_every_status_in_the_list_is_understood(status: Status) -> None:
    assert parse_status(str(REPORTABLE[status])) == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("complete", Status.COMPLETE),
        (" DONE. ", Status.COMPLETE),
        ("Complete, says the force", Status.COMPLETE),
        ("in  progress", Status.IN_PROGRESS),
        ("In-progress", Status.IN_PROGRESS),
        ("Ongoing", Status.IN_PROGRESS),
        ("submitted", Status.SENT),
        ("Sent for sign off", Status.SENT),
        ("not-started", Status.NOT_STARTED),
        ("Closed", Status.CLOSED),
    ],
)
def test_a_status_is_understood_in_any_case(text: str, status: Status) -> None:
    assert parse_status(text) == status


def test_a_status_names_the_body_that_closes_the_action() -> None:
    assert parse_status("Closed by HMICFRS") == Status.CLOSED
    assert parse_status("closed by the IOPC.", ("IOPC", "the IOPC")) == Status.CLOSED
    assert parse_status("Closed by IOPC", ("IOPC", "the IOPC")) == Status.CLOSED
    assert parse_status("Closed by the IOPC", ("HMICFRS", "HMICFRS")) is None
    assert parse_status("Closed by next March") is None


@pytest.mark.parametrize("text", ["", "Nearly done", "not complete", "Amber", "75%", "complete?? or not", "No update"])
def test_no_status_is_guessed(text: str) -> None:
    assert parse_status(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "31 March 2025",
        "31st March 2025",
        "31 Mar 25",
        "Monday 31 March 2025",
        "31/03/2025",
        "31/3/25",
        "31.03.2025",
        "31-03-2025",
        "2025-03-31",
        "2025-03-31 00:00:00",
        "45747",
        " 31  March, 2025. ",
        "31st of March 2025",
        "31-Mar-2025",
    ],
)
def test_a_date_is_understood_in_any_format(text: str) -> None:
    assert parse_day(text) == MARCH_31


@pytest.mark.parametrize(
    "text",
    ["", "end of March", "March 2025", "31/03", "03/31/2025", "31/02/2025", "TBC", "Q4", "31 March or later", "2025"],
)
def test_no_date_is_guessed(text: str) -> None:
    assert parse_day(text) is None


def test_the_day_precedes_the_month() -> None:
    assert parse_day("04/03/2025") == datetime.date(2025, 3, 4)


@given(st.text(max_size=60))
def test_any_text_is_parsed_without_an_error(text: str) -> None:
    assert parse_status(text) is None or parse_status(text) in Status
    assert parse_day(text) is None or 2000 <= parse_day(text).year <= 2099  # type: ignore[union-attr]
    assert parse_address(text) in ("", text.strip())


def test_only_a_complete_address_is_accepted() -> None:
    assert parse_address(" https://example.org/a?b=c ") == "https://example.org/a?b=c"
    assert parse_address("see https://example.org/a") == ""
    assert parse_address(r"T:\Crime\Minutes") == ""
    assert parse_address("https://example.org/" + "a" * 500) == ""
    assert parse_address("javascript:alert(1)") == ""
