"""A response of Cleveland to the Soteria report, and its people on a day within the period."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine

from forces.people.access import Reader
from recommendations.responses.models import Response
from tests.cast import Cast, Register
from tests.factories import ResponseFactory, as_reader

DAY_41 = datetime.date(2024, 10, 1)


@dataclass
class Readers:
    """The cast on 1 October 2024."""

    office: Reader
    approver: Reader
    contributor: Reader
    panel_member: Reader
    cumbria_office: Reader
    auditor: Reader
    administrator: Reader


@pytest.fixture(autouse=True)
def _on_day_41() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2024, 10, 1, 12, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def readers(cast: Cast) -> Readers:
    return Readers(
        **{name: as_reader(getattr(cast, name), DAY_41) for name in Readers.__dataclass_fields__},
    )


@pytest.fixture
def response(register: Register) -> Response:
    """An empty working copy."""
    return ResponseFactory(inspection=register.soteria, force=register.cleveland)
