"""Helpers for the tests of rounds: create requests, fill in workbooks, and open Cleveland's pages."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.test import Client
from django.urls import reverse

from forces.people.access import Reader
from recommendations.register.models import Action
from recommendations.rounds import requests
from recommendations.rounds.models import ReturnedRow, ReturnedWorkbook, Round
from recommendations.rounds.services.rounds import create_round
from tests.cast import TODAY, Register
from tests.factories import RecommendationFactory, open_action, rebuilding_once
from tests.recommendations.rounds.sample_workbooks import FIRST, LETTERS, opened, saved

REPLY_BY = datetime.date(2025, 3, 31)
CRIME = "Head of Crime"
UploadReply = Callable[..., ReturnedWorkbook]


def ask(register: Register, actions: list[Action], reader: Reader, **request_fields: Any) -> Round:
    """Create a round about these actions of Cleveland."""
    usual = {"holder": register.cleveland, "reply_by": REPLY_BY, "email_text": "Dear [lead]", "by": reader}
    return create_round(actions=actions, **{**usual, "submission_key": uuid.uuid4(), **request_fields})


def many(register: Register, count: int) -> list[Action]:
    """Open `count` more actions of Cleveland, led by three posts."""
    with rebuilding_once():
        return [
            open_action(
                RecommendationFactory(inspection=register.soteria, number=100 + number),
                register.cleveland,
                lead_post=f"Post {number % 3}",
            )
            for number in range(count)
        ]


def workbook_of(round_: Round, post: str = CRIME) -> bytes:
    """The workbook of one post of a round."""
    [contents] = requests.write_workbooks(round_, [round_.requests.get(lead_post=post)], TODAY).values()
    return contents


def replied(contents: bytes, *rows: dict[str, Any]) -> bytes:
    """Fill in a workbook with these answers, from the first row on."""
    workbook = opened(contents)
    for place, answers in enumerate(rows, start=FIRST):
        for code, value in answers.items():
            workbook["Replies"].cell(place, LETTERS[code]).value = value
    return saved(workbook)


def row_of(returned: ReturnedWorkbook) -> ReturnedRow:
    """Return the only row with an answer in a returned workbook."""
    return returned.rows.get()


def at(name: str, *args: Any) -> str:
    return reverse(name, args=["cleveland", *args])


def page(client: Client, name: str, *args: Any) -> str:
    response = client.get(at(name, *args))
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


def review_data(*selected: Any, do: str = "accept", values: dict[Any, dict[str, Any]] | None = None) -> dict[str, Any]:
    """Return the form of the page that reviews replies, with these rows selected and these values by row."""
    rows = {row: {"selected": "on"} for row in selected}
    for row, fields in (values or {}).items():
        rows[row] = rows.get(row, {}) | fields
    data: dict[str, Any] = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), "do": do}
    for number, (row, fields) in enumerate(rows.items()):
        data |= {f"form-{number}-{name}": value for name, value in {"row": row, **fields}.items()}
    return data


def is_selected(response: Any, row: ReturnedRow) -> bool:
    """Return whether the page has the row selected."""
    return any(form["selected"].value() for form in response.context["formset"] if form["row"].value() == row.pk)


def day(name: str, value: datetime.date) -> dict[str, int]:
    return {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}
