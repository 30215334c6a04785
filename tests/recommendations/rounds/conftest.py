"""A round of Cleveland: recommendation 7 sent to the head of crime, 5 to no named lead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from forces.people.access import Reader
from recommendations.register.models import Action, Lead
from recommendations.rounds.models import ReturnedWorkbook, Round
from recommendations.rounds.services.uploads import save_returned_workbook
from tests.cast import NOON, TODAY, Cast, Register
from tests.factories import as_reader
from tests.recommendations.rounds.helpers import CRIME, UploadReply, ask, replied, workbook_of


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    """Start the clock at noon on 3 March 2025."""
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def reader(history: Register, cast: Cast) -> Reader:
    """A member of Cleveland's office."""
    return as_reader(cast.office, TODAY)


@pytest.fixture
def crime(history: Register) -> Action:
    """Cleveland's action 7, led by the head of crime."""
    action = history.actions[("cleveland", "7")]
    Action.objects.filter(pk=action.pk).update(lead_post=CRIME)
    Lead.objects.create(holder=history.cleveland, post=CRIME, name="Jo Example", email="crime@example.org")
    return Action.objects.get(pk=action.pk)


@pytest.fixture
def unassigned(history: Register) -> Action:
    """Cleveland's action 5, which has no lead."""
    return history.actions[("cleveland", "5")]


@pytest.fixture
def round_(history: Register, crime: Action, unassigned: Action, reader: Reader) -> Round:
    return ask(history, [crime, unassigned], reader)


@pytest.fixture
def upload_reply(round_: Round, reader: Reader) -> UploadReply:
    """`upload_reply(contents)` saves a returned workbook; `upload_reply(status="Done")` one from the head of crime."""

    def upload_one(
        contents: bytes | None = None, *, by: Reader = reader, to: Round = round_, **answers: Any
    ) -> ReturnedWorkbook:
        contents = contents or replied(workbook_of(to), answers)
        returned, _is_new = save_returned_workbook(
            round_=to, contents=contents, name="crime.xlsx", received_on=TODAY, returned_by="", by=by
        )
        return returned

    return upload_one
