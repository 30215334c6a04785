"""Every status has a group, transitions, an icon, a colour and a place in the grid."""

import re
from pathlib import Path

import pytest

from recommendations.register.statuses import (
    CLAIMED,
    ENDED,
    FINISHED,
    OPEN,
    RECORDABLE,
    TO_DO,
    TRANSITIONS,
    PlainStatus,
    PositionGroup,
    Status,
    Wording,
    label_of,
    may_become,
    plain_status_of,
    reopens,
    short_label_of,
)
from soteria_tracker.web.icons import icon_keys

ROOT = Path(__file__).resolve().parents[3]


def sheet(name: str) -> str:
    return (ROOT / "static/css" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_group_with_the_same_label(status: Status) -> None:
    group = PositionGroup(status.value)
    assert (group.name, group.label, group.short_label) == (status.name, status.label, status.short_label)


def test_groups_list_the_statuses_in_their_order() -> None:
    assert [group.value for group in PositionGroup if group.value in Status.values] == Status.values


@pytest.mark.parametrize("key", PositionGroup.values)
def test_every_key_has_labels_a_drawn_icon_and_a_colour(key: str) -> None:
    assert label_of(key)
    assert short_label_of(key)
    assert len(short_label_of(key)) <= len(label_of(key))
    assert key in icon_keys()
    assert re.search(rf"\.st-i--{key}\b", sheet("status.css"))


@pytest.mark.parametrize("key", [group for group in PositionGroup if group is not PositionGroup.NOT_TRACKED])
def test_every_group_has_a_colour_in_bars(key: str) -> None:
    assert re.search(rf"\.st-seg--{key}\b", sheet("content.css") + sheet("charts.css"))


@pytest.mark.parametrize(("place", "group"), list(enumerate(PositionGroup)))
def test_the_icons_of_the_grid_are_in_the_order_of_the_groups(place: int, group: PositionGroup) -> None:
    found = re.search(rf"\.st-heat \.is-{group}::before {{ background-position: 0 ([\d.]+)%", sheet("tables.css"))
    share = float(found[1]) if found else 0  # the first is at the top
    assert share == pytest.approx(100 * place / (len(PositionGroup) - 1), abs=0.01)


@pytest.mark.parametrize("status", Status)
def test_every_status_is_explained(status: Status) -> None:
    assert str(status.meaning).endswith(".")


def test_stages_divide_the_statuses() -> None:
    assert sorted(Status) == sorted([Status.NO_UPDATE, *OPEN, *CLAIMED, Status.CLOSED, *ENDED])
    assert OPEN | {Status.NO_UPDATE} == TO_DO
    assert ENDED | {Status.CLOSED} == FINISHED


def test_no_transition_leads_back_to_no_update() -> None:
    assert [status for status in Status if status is not Status.NO_UPDATE] == RECORDABLE
    assert set(TRANSITIONS) == set(Status)
    assert all(after <= frozenset(RECORDABLE) for after in TRANSITIONS.values())
    assert not any(may_become(status, Status.NO_UPDATE) for status in RECORDABLE)


@pytest.mark.parametrize("status", Status)
def test_a_status_can_stay_the_same(status: Status) -> None:
    assert may_become(status, status)


@pytest.mark.parametrize("status", sorted(TO_DO | CLAIMED))
def test_open_work_and_claims_can_be_closed_or_ended(status: Status) -> None:
    assert all(may_become(status, after) for after in FINISHED)
    assert not any(reopens(status, after) for after in Status)


@pytest.mark.parametrize("status", [Status.CLOSED, Status.SUPERSEDED, Status.TRANSFERRED, Status.WITHDRAWN])
def test_finished_work_can_only_be_reopened_as_open_work(status: Status) -> None:
    reopened = {Status.IN_PROGRESS, Status.WAITING}
    assert {after for after in OPEN | CLAIMED if may_become(status, after)} == reopened
    assert all(reopens(status, after) for after in reopened)


def test_a_claim_never_returns_to_not_started() -> None:
    for status in CLAIMED:
        assert not may_become(status, Status.NOT_STARTED)
        assert may_become(status, Status.IN_PROGRESS)


def test_a_recommendation_not_accepted_is_not_claimed_complete_without_work() -> None:
    assert {after for after in Status if not may_become(Status.NOT_ACCEPTED, after)} == CLAIMED | {Status.NO_UPDATE}


def test_a_closed_action_ends_only_where_hmicfrs_says_so() -> None:
    assert {after for after in ENDED if may_become(Status.CLOSED, after)} == {Status.SUPERSEDED, Status.WITHDRAWN}


@pytest.mark.parametrize("wording", Wording)
def test_only_the_absence_of_updates_is_worded_for_the_reader(wording: Wording) -> None:
    differing = {group for group in PositionGroup if label_of(group, wording) != group.label}
    assert differing == (set() if wording is Wording.RECORDED else {PositionGroup.PASSED, PositionGroup.NO_UPDATE})


def test_labels_say_whether_none_was_recorded_or_none_released() -> None:
    assert label_of("no-update", Wording.RELEASED) == "No update released"
    assert short_label_of("no-update", Wording.RELEASED) == "None released"
    assert label_of("passed", Wording.EITHER) == "Deadline passed, no update recorded or released"
    assert short_label_of("passed", Wording.EITHER) == "Passed, no update"


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValueError, match="asleep"):
        label_of("asleep")


def test_every_group_has_one_of_five_plain_statuses() -> None:
    words = {group: plain_status_of(group) for group in PositionGroup if group is not PositionGroup.NOT_TRACKED}
    assert set(words.values()) == set(PlainStatus)
    assert [group for group, plain in words.items() if plain is PlainStatus.LATE] == [PositionGroup.OVERDUE]
    assert words[PositionGroup.PASSED] is PlainStatus.OPEN
    assert [group for group, plain in words.items() if plain is PlainStatus.CLOSED] == [PositionGroup.CLOSED]
    with pytest.raises(ValueError, match="not-tracked"):
        plain_status_of(PositionGroup.NOT_TRACKED)


@pytest.mark.parametrize("plain", PlainStatus)
def test_a_plain_status_has_a_drawn_icon_and_a_meaning(plain: PlainStatus) -> None:
    assert plain.icon in icon_keys()
    assert plain.label
    assert plain.meaning
