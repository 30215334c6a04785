import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.demonstration.outcomes import ActionOutcome, Pace, outcome_of, pace_of, path_to
from recommendations.demonstration.randomness import seeded_random
from recommendations.register.statuses import OPEN, Status, may_become

ENDS = {
    ActionOutcome.CLOSED: Status.CLOSED,
    ActionOutcome.SENT: Status.SENT,
    ActionOutcome.COMPLETE: Status.COMPLETE,
    ActionOutcome.IN_PROGRESS: Status.IN_PROGRESS,
    ActionOutcome.DUE_NEXT: Status.IN_PROGRESS,
    ActionOutcome.WAITING: Status.WAITING,
    ActionOutcome.NOT_STARTED: Status.NOT_STARTED,
    ActionOutcome.OVERDUE: Status.IN_PROGRESS,
    ActionOutcome.NOT_ACCEPTED: Status.NOT_ACCEPTED,
    ActionOutcome.SUPERSEDED: Status.SUPERSEDED,
}


@given(st.sampled_from(list(ENDS)), st.integers(1, 12), st.integers(0, 999), st.booleans())
def test_every_path_uses_allowed_transitions_and_ends_in_its_outcome(
    outcome: ActionOutcome, how_many: int, seed: int, waits: bool
) -> None:
    path = path_to(outcome, how_many, seeded_random(seed), waits=waits)
    assert 1 <= len(path) <= how_many
    assert path[-1] == ENDS[outcome]
    steps = zip([Status.NO_UPDATE, *path], path, strict=False)
    assert all(may_become(before, after) for before, after in steps)


def test_an_action_without_update_has_no_path() -> None:
    assert path_to(ActionOutcome.NO_UPDATE, 5, seeded_random(1), waits=False) == []


def test_a_waiting_action_has_a_waiting_update() -> None:
    assert Status.WAITING in path_to(ActionOutcome.CLOSED, 8, seeded_random(1), waits=True)
    assert Status.WAITING not in path_to(ActionOutcome.CLOSED, 8, seeded_random(1), waits=False)


def test_some_actions_are_reopened_after_closing() -> None:
    paths = [path_to(ActionOutcome.CLOSED, 9, seeded_random(seed), waits=False) for seed in range(200)]
    opened_again = [path for path in paths if path.count(Status.CLOSED) == 2]
    assert 0 < len(opened_again) < 60
    assert all(path[path.index(Status.CLOSED) + 1] in OPEN for path in opened_again)


@pytest.mark.parametrize("days", [40, 400, 900])
def test_forces_that_are_ahead_close_no_fewer_actions_than_those_behind(days: int) -> None:
    def closed(pace: Pace) -> int:
        rng = seeded_random(7)
        return sum(outcome_of(pace, datetime.timedelta(days=days), rng) is ActionOutcome.CLOSED for _ in range(500))

    assert closed(Pace.AHEAD) >= closed(Pace.STEADY) >= closed(Pace.BEHIND)
    assert closed(Pace.BEHIND) > 0


def test_the_pace_of_a_force_depends_on_the_seed_alone() -> None:
    assert [pace_of("kent", seed) for seed in range(30)] == [pace_of("kent", seed) for seed in range(30)]
    assert {pace_of("kent", seed) for seed in range(30)} == set(Pace)
