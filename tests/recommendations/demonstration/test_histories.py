import datetime

import pytest

from forces.people.models import Person
from recommendations.demonstration.histories import ActionHistory, HistorySettings, PlannedUpdate
from recommendations.demonstration.outcomes import Pace
from recommendations.register.models import Action
from tests.cast import Register
from tests.factories import InspectionFactory, RecommendationFactory, open_action

DAY = datetime.date(2026, 3, 12)
OFFICE = Person(email="office@example.org", name="Office")


def _updates(action: Action, *, seed: int = 1, day: datetime.date = DAY) -> list[PlannedUpdate]:
    settings = HistorySettings(day=day, seed=seed, pace=Pace.STEADY, office=OFFICE, leads=["Head of Performance"])
    return ActionHistory(action, settings, parts=[], waits_for=None).updates()


def _content(updates: list[PlannedUpdate]) -> list[tuple[object, ...]]:
    return [
        (r.update.effective_on, r.update.recorded_at, r.update.status, r.words.text, r.update.submission_key)
        for r in updates
    ]


@pytest.fixture
def action(register: Register) -> Action:
    return register.actions[("cumbria", "7")]


def test_the_same_seed_and_day_give_the_same_history(action: Action) -> None:
    assert _content(_updates(action)) == _content(_updates(action))


def test_another_seed_gives_another_history(action: Action) -> None:
    assert _content(_updates(action, seed=1)) != _content(_updates(action, seed=2))


def test_nothing_waits_if_there_is_no_one_to_wait_for(action: Action) -> None:
    updates = [planned for seed in range(40) for planned in _updates(action, seed=seed)]
    assert updates
    assert all(planned.update.status != "waiting" for planned in updates)


def test_an_action_that_has_just_opened_has_no_updates(register: Register) -> None:
    inspection = InspectionFactory(published_on=DAY - datetime.timedelta(days=3))
    action = open_action(RecommendationFactory(inspection=inspection), register.cumbria)
    assert all(_updates(action, seed=seed) == [] for seed in range(20))
