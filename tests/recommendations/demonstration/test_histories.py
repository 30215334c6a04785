import datetime

import pytest

from forces.people.models import Person
from recommendations.demonstration.histories import History, Recorded, Setting
from recommendations.demonstration.outcomes import Pace
from recommendations.register.models import Action
from tests.cast import Register
from tests.factories import InspectionFactory, RecommendationFactory, open_action

DAY = datetime.date(2026, 3, 12)
OFFICE = Person(email="office@example.org", name="Office")


def _tell(action: Action, *, seed: int = 1, day: datetime.date = DAY) -> list[Recorded]:
    setting = Setting(day=day, seed=seed, pace=Pace.STEADY, office=OFFICE, leads=["Head of Performance"])
    return History(action, setting, parts=[], waits_for=None).tell()


def _content(told: list[Recorded]) -> list[tuple[object, ...]]:
    return [
        (r.update.effective_on, r.update.recorded_at, r.update.status, r.words.text, r.update.submission_key)
        for r in told
    ]


@pytest.fixture
def action(register: Register) -> Action:
    return register.actions[("cumbria", "7")]


def test_one_seed_and_one_day_tell_the_same_history(action: Action) -> None:
    assert _content(_tell(action)) == _content(_tell(action))


def test_another_seed_tells_another_history(action: Action) -> None:
    assert _content(_tell(action, seed=1)) != _content(_tell(action, seed=2))


def test_without_anybody_to_wait_for_nothing_waits(action: Action) -> None:
    told = [recorded for seed in range(40) for recorded in _tell(action, seed=seed)]
    assert told
    assert all(recorded.update.status != "waiting" for recorded in told)


def test_nothing_is_told_of_an_action_that_has_just_opened(register: Register) -> None:
    inspection = InspectionFactory(published_on=DAY - datetime.timedelta(days=3))
    action = open_action(RecommendationFactory(inspection=inspection), register.cumbria)
    assert all(_tell(action, seed=seed) == [] for seed in range(20))
