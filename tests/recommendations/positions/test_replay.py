"""Positions equal a naive replay of the history, under any order of updates, backdating and retraction."""

import datetime
import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forces.people.editions import AUDIENCES_OF_EDITION, Audience, Edition
from recommendations.positions.replay import FOR_EVER, ActionState, UpdateSnapshot, replay, snapshot
from recommendations.register.models import Part
from recommendations.register.models.deadline import Deadline
from recommendations.register.models.update_state import COUNTED_COLUMNS
from recommendations.register.recurrence import Recurrence
from recommendations.register.statuses import RECORDABLE, Status

OPENED = datetime.date(2024, 8, 22)
PUBLISHED, TARGET = datetime.date(2025, 1, 31), datetime.date(2025, 2, 28)
DAYS = st.dates(datetime.date(2024, 8, 1), datetime.date(2024, 9, 30))
MOMENTS = st.datetimes(
    datetime.datetime(2024, 8, 1),  # noqa: DTZ001 - hypothesis adds the time zone
    datetime.datetime(2024, 10, 31),  # noqa: DTZ001
    timezones=st.just(datetime.UTC),
)
PARTS = st.lists(
    st.builds(
        Part,
        pk=st.integers(1, 4),
        order=st.integers(1, 2),
        deadline_kind=st.just("date"),
        deadline_on=DAYS,
        deadline_set_by=st.sampled_from(Deadline.SetBy.values),
    ),
    max_size=3,
    unique_by=lambda part: part.pk,
)


@st.composite
def histories(draw: st.DrawFn) -> list[UpdateSnapshot]:
    """Updates in the order they were recorded, some backdated, some retracting an earlier one or a retraction."""
    history: list[UpdateSnapshot] = []
    for pk in range(1, draw(st.integers(0, 8)) + 1):
        retracts = draw(st.none() | st.sampled_from(history)) if history else None
        history.append(
            snapshot(
                id=pk,
                effective_on=draw(DAYS),
                recorded_at=draw(MOMENTS),
                shown_to=draw(st.sampled_from(Audience.values)),
                status="" if retracts else draw(st.sampled_from(RECORDABLE)),
                revised_deadline_on=draw(st.none() | DAYS),
                local_target_on=draw(st.none() | DAYS),
                expected_on=draw(st.none() | DAYS),
                waiting_for_body_id=draw(st.none() | st.integers(1, 3)),
                waiting_for_recommendation_id=draw(st.none() | st.integers(1, 3)),
                waiting_for_other=draw(st.sampled_from(["", "the IT supplier"])),
                settled_until=draw(st.none() | DAYS),
                retracts_id=retracts.id if retracts else None,
                parts_done=frozenset(draw(st.sets(st.integers(1, 4)))),
                part_deadlines={
                    str(part): day.isoformat() for part, day in draw(st.dictionaries(st.integers(1, 4), DAYS)).items()
                },
            )
        )
    return history


def naive_state(
    history: list[UpdateSnapshot],
    edition: Edition,
    day: datetime.date,
    published: datetime.date | None,
    target: datetime.date | None,
) -> dict[str, object]:
    """Return the state on one day: strike out what is retracted, and take the last update that counts."""
    struck: set[int] = set()
    for update in sorted(history, key=lambda update: -update.id):  # newest first: a struck retraction strikes nothing
        if update.retracts_id and update.id not in struck:
            struck.add(update.retracts_id)
    audiences = {str(audience) for audience in AUDIENCES_OF_EDITION[edition]}
    counting = [
        update
        for update in history
        if update.id not in struck
        and not update.retracts_id
        and update.shown_to in audiences
        and update.effective_on <= day
    ]
    names = (
        "status",
        "expected_on",
        "settled_until",
        "waiting_for_body_id",
        "waiting_for_recommendation_id",
        "waiting_for_other",
    )
    if not counting:
        return dict.fromkeys(names) | {
            "status": Status.NO_UPDATE,
            "waiting_for_other": "",
            "hmicfrs_deadline_on": published,
            "local_target_on": target,
            "parts_done": frozenset(),
            "update_id": None,
        }
    last = max(counting, key=lambda update: (update.effective_on, update.recorded_at, update.id))
    return {name: getattr(last, name) for name in names} | {
        "hmicfrs_deadline_on": last.revised_deadline_on or published,
        "local_target_on": last.local_target_on or target,
        "parts_done": last.parts_done,
        "update_id": last.id,
    }


@given(
    histories(),
    st.sampled_from(Edition),
    st.dates(OPENED, datetime.date(2024, 10, 31)),
    PARTS,
    st.none() | DAYS,
    st.none() | DAYS,
    st.none() | st.builds(Recurrence, DAYS, st.integers(1, 3)),
)
def test_the_position_of_any_day_equals_a_naive_replay(
    history: list[UpdateSnapshot],
    edition: Edition,
    day: datetime.date,
    parts: list[Part],
    published: datetime.date | None,
    target: datetime.date | None,
    recurrence: Recurrence | None,
) -> None:
    dates = {"published_deadline_on": published, "published_target_on": target}
    periods = replay(history, edition, opened_on=OPENED, recurrence=recurrence, dated_parts=parts, **dates)
    (period,) = [period for period in periods if period.starts_on <= day < period.until]
    counted = period.state.counted()
    expected = naive_state(history, edition, day, published, target)
    by_hmicfrs, done = expected["hmicfrs_deadline_on"], expected.pop("parts_done")
    not_done = [part for part in parts if part.pk not in done]
    own = by_hmicfrs or expected["local_target_on"]
    if recurrence:
        effective_on = {update.id: update.effective_on for update in history}.get(expected["update_id"])
        settled = expected["settled_until"] = expected["settled_until"] or effective_on
        settled = settled or datetime.date.min
        own = next(day for day in recurrence.after_until(None, datetime.date(2026, 1, 1)) if day > settled)
    new_dates = {update.id: update.part_deadlines for update in history}.get(expected["update_id"], {})
    new_days = {int(part): datetime.date.fromisoformat(day) for part, day in new_dates.items()}
    due = {part.pk: new_days.get(part.pk, part.deadline_on) for part in not_done}
    candidates = [own] + [
        due[part.pk] for part in not_done if part.deadline_set_by == "hmicfrs" or part.pk in new_days or not by_hmicfrs
    ]
    due_on, next_part = counted.pop("due_on"), counted.pop("next_part_id")
    assert due_on == min(filter(None, candidates), default=None)
    assert (next_part is None) == (due_on == candidates[0])
    assert next_part is None or due[next_part] == due_on
    assert period.state.expected_on == counted["expected_on"]
    assert counted == expected


@pytest.mark.parametrize("name", [*COUNTED_COLUMNS, "hmicfrs_deadline_on", "due_on", "update_id"])
def test_the_state_carries_every_field_of_its_update(name: str) -> None:
    """A field of the state that no update fills would be lost at the next rebuild."""
    day = datetime.date(2025, 1, 31)
    update = snapshot(
        id=1,
        effective_on=OPENED,
        recorded_at=datetime.datetime(2024, 9, 1, tzinfo=datetime.UTC),
        shown_to=Audience.PUBLIC,
        status=Status.WAITING,
        revised_deadline_on=day,
        local_target_on=day,
        expected_on=day,
        waiting_for_body_id=2,
        waiting_for_recommendation_id=3,
        waiting_for_other="the IT supplier",
        settled_until=day,
    )
    assert ActionState(update).counted()[name] != ActionState(None).counted()[name]


def test_of_two_parts_due_on_a_day_the_first_in_the_text_is_named() -> None:
    day = PUBLISHED - datetime.timedelta(days=1)
    parts = tuple(Part(pk=pk, order=-pk, deadline_kind="date", deadline_on=day) for pk in (1, 2))
    assert ActionState(None, PUBLISHED, dated_parts=parts).next_part == parts[1]


def test_a_part_due_with_the_whole_action_is_not_named() -> None:
    part = Part(pk=1, deadline_kind="relative", deadline_on=PUBLISHED)
    assert ActionState(None, PUBLISHED, dated_parts=(part,)).next_part is None


def test_hmicfrss_deadline_takes_precedence_over_the_local_target() -> None:
    assert ActionState(None, PUBLISHED, TARGET).due_on == PUBLISHED
    assert ActionState(None, None, TARGET).due_on == TARGET
    assert ActionState(None).due_on is None


@pytest.mark.parametrize(("days", "status"), [(-1, Status.IN_PROGRESS), (0, Status.NO_UPDATE), (1, Status.NO_UPDATE)])
def test_an_update_counts_only_before_the_first_day_without_the_action(days: int, status: Status) -> None:
    ended_on = datetime.date(2024, 10, 1)
    update = snapshot(
        id=1,
        effective_on=ended_on + datetime.timedelta(days),
        recorded_at=datetime.datetime(2024, 11, 1, tzinfo=datetime.UTC),
        shown_to=Audience.PUBLIC,
        status=Status.IN_PROGRESS,
    )
    last = replay([update], Edition.PUBLIC, opened_on=OPENED, ended_on=ended_on)[-1]
    assert (last.state.status, last.until) == (status, ended_on)


@given(histories(), st.sampled_from(Edition), st.none() | DAYS.filter(lambda day: day > OPENED))
def test_periods_have_no_gaps_or_overlaps(
    history: list[UpdateSnapshot], edition: Edition, ended_on: datetime.date | None
) -> None:
    periods = replay(history, edition, opened_on=OPENED, ended_on=ended_on)
    assert periods[0].starts_on == OPENED
    assert periods[-1].until == (ended_on or FOR_EVER)
    assert all(earlier.until == later.starts_on for earlier, later in pairwise(periods))
    assert all(period.starts_on < period.until for period in periods)


@given(histories(), st.sampled_from(Edition), st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_the_order_of_the_rows_does_not_matter(
    history: list[UpdateSnapshot], edition: Edition, shuffler: random.Random
) -> None:
    shuffled = history[:]
    shuffler.shuffle(shuffled)
    assert replay(shuffled, edition, opened_on=OPENED) == replay(history, edition, opened_on=OPENED)


@given(histories())
def test_an_edition_never_shows_what_the_working_edition_lacks(history: list[UpdateSnapshot]) -> None:
    shown_in = {
        edition: {p.state.update_id for p in replay(history, edition, opened_on=OPENED)} - {None} for edition in Edition
    }
    audience = {entry.id: entry.shown_to for entry in history}
    assert all(audience[pk] == Audience.PUBLIC for pk in shown_in[Edition.PUBLIC])
    assert all(audience[pk] in (Audience.PUBLIC, Audience.PANEL) for pk in shown_in[Edition.PANEL])
    assert all(audience[pk] != Audience.OFFICE for pk in shown_in[Edition.WORKING])
