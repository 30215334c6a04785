"""Positions equal a naive replay of the history, under any order of updates, backdating and retraction."""

import datetime
import random
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from forces.people.access import AUDIENCES_OF_EDITION, Audience, Edition
from recommendations.positions.replay import FOR_EVER, UpdateSnapshot, replay
from recommendations.register.statuses import RECORDABLE, Status

OPENED = datetime.date(2024, 8, 22)
DAYS = st.dates(datetime.date(2024, 8, 1), datetime.date(2024, 9, 30))
MOMENTS = st.datetimes(
    datetime.datetime(2024, 8, 1),  # noqa: DTZ001 - hypothesis adds the time zone
    datetime.datetime(2024, 10, 31),  # noqa: DTZ001
    timezones=st.just(datetime.UTC),
)


@st.composite
def histories(draw: st.DrawFn) -> list[UpdateSnapshot]:
    """Updates in the order they were recorded, some backdated, some retracting an earlier one or a retraction."""
    history: list[UpdateSnapshot] = []
    for pk in range(1, draw(st.integers(0, 8)) + 1):
        retracts = draw(st.none() | st.sampled_from(history)) if history else None
        history.append(
            UpdateSnapshot(
                id=pk,
                effective_on=draw(DAYS),
                recorded_at=draw(MOMENTS),
                shown_to=draw(st.sampled_from(Audience.values)),
                status="" if retracts else draw(st.sampled_from(RECORDABLE)),
                revised_deadline_on=draw(st.none() | DAYS),
                retracts_id=retracts.id if retracts else None,
            )
        )
    return history


def naive_status(
    history: list[UpdateSnapshot], edition: Edition, day: datetime.date
) -> tuple[str, datetime.date | None]:
    """The state on one day, read off the history afresh: strike out what is retracted, take the last that counts."""
    struck: set[int] = set()
    for told in sorted(history, key=lambda told: -told.id):  # the newest first: what is struck out strikes nothing
        if told.retracts_id and told.id not in struck:
            struck.add(told.retracts_id)
    audiences = {str(audience) for audience in AUDIENCES_OF_EDITION[edition]}
    counting = [
        told
        for told in history
        if told.id not in struck and not told.retracts_id and told.shown_to in audiences and told.effective_on <= day
    ]
    if not counting:
        return Status.NO_UPDATE, None
    last = max(counting, key=lambda told: (told.effective_on, told.recorded_at, told.id))
    return last.status, last.revised_deadline_on


@given(histories(), st.sampled_from(Edition), st.dates(OPENED, datetime.date(2024, 10, 31)))
def test_the_position_of_any_day_equals_a_naive_replay(
    history: list[UpdateSnapshot], edition: Edition, day: datetime.date
) -> None:
    (period,) = [p for p in replay(history, edition, opened_on=OPENED) if p.starts_on <= day < p.until]
    assert (period.state.status, period.state.hmicfrs_deadline_on) == naive_status(history, edition, day)


@given(histories(), st.sampled_from(Edition), st.none() | DAYS.filter(lambda day: day > OPENED))
def test_periods_have_neither_gap_nor_overlap(
    history: list[UpdateSnapshot], edition: Edition, ended_on: datetime.date | None
) -> None:
    periods = replay(history, edition, opened_on=OPENED, ended_on=ended_on)
    assert periods[0].starts_on == OPENED
    assert periods[-1].until == (ended_on or FOR_EVER)
    assert all(earlier.until == later.starts_on for earlier, later in pairwise(periods))
    assert all(period.starts_on < period.until for period in periods)


@given(histories(), st.sampled_from(Edition), st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_the_order_in_which_rows_arrive_does_not_matter(
    history: list[UpdateSnapshot], edition: Edition, shuffler: random.Random
) -> None:
    shuffled = history[:]
    shuffler.shuffle(shuffled)
    assert replay(shuffled, edition, opened_on=OPENED) == replay(history, edition, opened_on=OPENED)


@given(histories())
def test_a_narrower_edition_never_tells_what_a_wider_one_does_not_hold(history: list[UpdateSnapshot]) -> None:
    told_in = {
        edition: {p.state.update_id for p in replay(history, edition, opened_on=OPENED)} - {None} for edition in Edition
    }
    audience = {told.id: told.shown_to for told in history}
    assert all(audience[pk] == Audience.PUBLIC for pk in told_in[Edition.PUBLIC])
    assert all(audience[pk] in (Audience.PUBLIC, Audience.PANEL) for pk in told_in[Edition.PANEL])
    assert all(audience[pk] != Audience.OFFICE for pk in told_in[Edition.WORKING])
