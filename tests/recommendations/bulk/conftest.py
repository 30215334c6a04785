"""Selected actions, and forms about them as a browser submits them."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.test import Client

from recommendations.register.models import Action
from recommendations.updates.queries import latest_seen
from tests.cast import TODAY, Cast, Register
from tests.factories import RecommendationFactory, as_reader, open_action, rebuilding_once

Post = Callable[..., Any]


@pytest.fixture
def two(history: Register) -> list[Action]:
    """Cleveland's recommendations 5 (complete) and 7 (overdue), with their history."""
    return [history.actions["cleveland", "5"], history.actions["cleveland", "7"]]


@pytest.fixture
def post(on_the_day: None, office: Client, cast: Cast) -> Post:
    """Return a function that submits the update form as shown to the office; keywords change its fields."""

    def send(actions: Iterable[Action], client: Client = office, **changes: Any) -> Any:
        actions = list(actions)
        seen = latest_seen(actions, as_reader(cast.office, TODAY))
        form = {
            "action": [action.pk for action in actions],
            "seen": [f"{pk}:{update}" for pk, update in seen.items()],
            "submission_key": str(uuid.uuid4()),
            "words": "One project has delivered this.",
            "status": "",
            "effective_on-day": "3",
            "effective_on-month": "3",
            "effective_on-year": "2025",
            "reported_by": "Head of Performance",
            "said_by": "force",
            "audience": "force-and-office",
        }
        return client.post("/work/cleveland/update/", form | changes)

    return send


@pytest.fixture
def many(register: Register) -> Callable[[int], list[Action]]:
    """Return a function that opens more actions of Cleveland."""

    @rebuilding_once()
    def open_more(how_many: int) -> list[Action]:
        first = register.soteria.recommendations.count() + 20
        recommendations = [
            RecommendationFactory(inspection=register.soteria, number=first + number) for number in range(how_many)
        ]
        return [open_action(recommendation, register.cleveland) for recommendation in recommendations]

    return open_more
