"""Recording and retracting updates: rules, positions and simultaneous saves."""

import datetime
import threading
import uuid

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forces.people.access import Reader
from forces.people.editions import Audience
from recommendations.positions import rebuilding
from recommendations.positions.models import Position
from recommendations.positions.rebuilding import differing, histories_of, rebuild
from recommendations.positions.replay import UpdateSnapshot
from recommendations.register.models import Action, Update, UpdateWords
from recommendations.register.statuses import TRANSITIONS, Status, may_become
from recommendations.updates.entry import UpdateEntry
from recommendations.updates.evidence import EvidenceEntry
from recommendations.updates.refusals import EditConflict
from recommendations.updates.services import record_update, retract_update
from soteria_tracker.web.service_forms import Unconfirmed
from tests.cast import NOON, TODAY, Cast, Register
from tests.factories import (
    LocalPolicingBodyFactory,
    OversightFactory,
    RecommendationFactory,
    as_reader,
    open_action,
    state_on,
)

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]
FEBRUARY = datetime.date(2025, 2, 10)


@pytest.fixture(autouse=True)
def _on_3_march_2025():
    with time_machine.travel(NOON, tick=True):
        yield


def entry(status: str = "in-progress", **changes: object) -> UpdateEntry:
    values = {"words": "Training has begun.", "effective_on": FEBRUARY, "reported_by": "Head of Learning"}
    if status == Status.CLOSED:
        values |= {"closed_by": "hmicfrs", "verified_by": "HMICFRS lead"}
    return UpdateEntry.of(status=status, **{**values, **changes})


def record(action: Action, by: Reader, *args: str, **changes: object) -> Update:
    return record_update(action=action, entry=entry(*args, **changes), by=by, submission_key=uuid.uuid4())


def test_the_same_text_in_two_updates_is_redacted_separately(seven: Action, office_reader: Reader) -> None:
    first, second = record(seven, office_reader), record(seven, office_reader, effective_on=TODAY)
    assert first.words.digest == second.words.digest
    UpdateWords.objects.filter(pk=first.words_id).update(text="")
    assert UpdateWords.objects.get(pk=second.words_id).text == "Training has begun."
    third = record(seven, office_reader, effective_on=FEBRUARY - datetime.timedelta(days=1))
    assert third.words.text == "Training has begun."


def test_fields_of_another_status_are_not_saved(seven: Action, office_reader: Reader, register: Register) -> None:
    extra = {"waiting_for_body": register.joint_unit, "closed_by": "hmicfrs"}
    with pytest.raises(Unconfirmed) as asked:
        record(seven, office_reader, "in-progress", **extra)
    assert sorted(asked.value.questions) == ["closed_by", "waiting_for_body"]
    update = record(seven, office_reader, "in-progress", **extra, confirmed={"closed_by", "waiting_for_body"})
    assert (update.waiting_for_body, update.closed_by) == (None, "")


def test_a_backdated_update_does_not_undo_later_updates(seven: Action, office_reader: Reader) -> None:
    record(seven, office_reader, "closed", effective_on=TODAY)
    record(seven, office_reader, "in-progress", effective_on=FEBRUARY)
    assert state_on(seven, TODAY).status == Status.CLOSED
    assert state_on(seven, FEBRUARY).status == Status.IN_PROGRESS


def test_closed_work_can_be_reopened_but_not_as_not_started(seven: Action, office_reader: Reader) -> None:
    record(seven, office_reader, "closed")
    with pytest.raises(ValidationError, match="Re-open the action first"):
        record(seven, office_reader, "not-started", effective_on=TODAY)
    assert record(seven, office_reader, "in-progress", effective_on=TODAY).status == Status.IN_PROGRESS


def test_every_status_can_change_but_never_back_to_no_update_recorded() -> None:
    assert all(TRANSITIONS[status] for status in Status)
    assert not any(may_become(status, Status.NO_UPDATE) for status in Status if status is not Status.NO_UPDATE)


def test_another_forces_office_is_refused(seven: Action, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        record(seven, as_reader(cast.cumbria_office, TODAY))
    assert not Update.objects.exists()


@pytest.mark.parametrize("audience", [Audience.OFFICE, Audience.PANEL, Audience.PUBLIC])
def test_a_contributor_can_choose_only_the_force_and_the_office_as_audience(
    seven: Action, cast: Cast, audience: str
) -> None:
    with pytest.raises(PermissionDenied):
        record(seven, as_reader(cast.contributor, TODAY), audience=audience)


def test_the_office_loses_the_right_on_the_day_another_body_takes_over(
    seven: Action, cast: Cast, register: Register
) -> None:
    OversightFactory(force=register.cleveland, body=LocalPolicingBodyFactory(slug="mayor"), first_day=TODAY)
    assert as_reader(cast.office, TODAY - datetime.timedelta(days=1)).may_record(register.cleveland)
    assert not as_reader(cast.office, TODAY).may_record(register.cleveland)


def test_a_date_before_publication_raises_a_question(seven: Action, office_reader: Reader) -> None:
    early = datetime.date(2024, 6, 1)
    with pytest.raises(Unconfirmed) as asked:
        record(seven, office_reader, revised_deadline_on=early, deadline_reason="Typing test")
    assert list(asked.value.questions) == ["revised_deadline_on"]
    confirmed = {"revised_deadline_on": early, "deadline_reason": "It is right", "confirmed": {"revised_deadline_on"}}
    assert record(seven, office_reader, **confirmed).revised_deadline_on == early


def test_a_revised_deadline_changes_the_due_date_and_keeps_the_original(seven: Action, office_reader: Reader) -> None:
    record(seven, office_reader, revised_deadline_on=datetime.date(2025, 5, 31), deadline_reason="HMICFRS letter")
    position = Position.objects.on(TODAY).get(action=seven, edition="working")
    assert position.due_on == datetime.date(2025, 5, 31)
    assert seven.published_deadline_on == datetime.date(2025, 1, 31)


def test_a_local_target_never_replaces_hmicfrss_deadline(seven: Action, office_reader: Reader) -> None:
    record(seven, office_reader, local_target_on=datetime.date(2025, 5, 31), deadline_reason="Board decision")
    position = Position.objects.on(TODAY).get(action=seven, edition="working")
    assert (position.due_on, position.local_target_on) == (datetime.date(2025, 1, 31), datetime.date(2025, 5, 31))


def test_a_conflicting_save_is_stopped_and_shows_the_other_update(seven: Action, office_reader: Reader) -> None:
    theirs = record(seven, office_reader)
    with pytest.raises(EditConflict) as stopped:
        record_update(action=seven, entry=entry(), by=office_reader, submission_key=uuid.uuid4(), seen=0)
    assert stopped.value.updates == [theirs]


def test_an_unreadable_note_does_not_stop_a_contributor(seven: Action, cast: Cast, office_reader: Reader) -> None:
    record(seven, office_reader, "", audience=Audience.OFFICE)
    contributor = as_reader(cast.contributor, TODAY)
    assert record_update(action=seven, entry=entry(), by=contributor, submission_key=uuid.uuid4(), seen=0).pk


def test_one_form_key_records_one_update_for_one_person(seven: Action, office_reader: Reader, cast: Cast) -> None:
    key = uuid.uuid4()
    first = record_update(action=seven, entry=entry(), by=office_reader, submission_key=key)
    assert record_update(action=seven, entry=entry(), by=office_reader, submission_key=key) == first
    with pytest.raises(ValidationError, match="used for another update"):
        record_update(action=seven, entry=entry(), by=as_reader(cast.approver, TODAY), submission_key=key)


def test_a_form_resent_with_different_text_is_not_a_double_submission(seven: Action, office_reader: Reader) -> None:
    key = uuid.uuid4()
    saved = record_update(action=seven, entry=entry(), by=office_reader, submission_key=key)
    for other in (entry(words="Other words"), entry("closed")):
        with pytest.raises(EditConflict) as stopped:
            record_update(action=seven, entry=other, by=office_reader, submission_key=key)
        assert stopped.value.updates == [saved]


def test_the_same_text_for_the_same_day_raises_a_question(seven: Action, office_reader: Reader) -> None:
    record(seven, office_reader)
    with pytest.raises(Unconfirmed) as asked:
        record(seven, office_reader)
    assert list(asked.value.questions) == ["words"]
    record(seven, office_reader, confirmed={"words"})
    assert Update.objects.count() == 2


def test_a_backdated_update_that_later_updates_contradict_raises_a_question(
    seven: Action, office_reader: Reader
) -> None:
    record(seven, office_reader, "not-started", effective_on=TODAY)
    with pytest.raises(Unconfirmed, match="which cannot follow this one"):
        record(seven, office_reader, "closed", effective_on=FEBRUARY)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"deadline_reason": "Board decision"}, "deadline_reason"),
        ({"evidence": EvidenceEntry(dated_on=FEBRUARY)}, "evidence_dated_on"),
        ({"audience": Audience.OFFICE, "expected_on": TODAY}, "audience"),
        ({"audience": Audience.OFFICE, "local_target_on": TODAY, "deadline_reason": "Board"}, "audience"),
    ],
)
def test_nothing_typed_is_dropped_without_a_message(
    seven: Action, office_reader: Reader, changes: dict[str, object], field: str
) -> None:
    record(seven, office_reader, effective_on=datetime.date(2025, 1, 1))
    with pytest.raises(ValidationError) as refused:
        record(seven, office_reader, **changes)
    assert list(refused.value.error_dict) == [field]


def test_an_expected_date_before_the_update_raises_a_question(seven: Action, office_reader: Reader) -> None:
    with pytest.raises(Unconfirmed, match="expected completion date is earlier"):
        record(seven, office_reader, expected_on=datetime.date(2020, 1, 1))


def test_contributors_retract_only_their_own_updates(seven: Action, office_reader: Reader, cast: Cast) -> None:
    contributor = as_reader(cast.contributor, TODAY)
    released = record(seven, office_reader, audience=Audience.PUBLIC)
    unreleased = record(seven, office_reader, effective_on=TODAY)
    for update in (released, unreleased):
        with pytest.raises(PermissionDenied):
            retract_update(update=update, reason="To everybody", by=contributor, submission_key=uuid.uuid4())
    own = record(seven, contributor, words="Said by the force")
    assert retract_update(update=own, reason="Mistake", by=contributor, submission_key=uuid.uuid4()).pk


def test_a_contributor_records_only_on_behalf_of_the_force(seven: Action, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        record(seven, as_reader(cast.contributor, TODAY), said_by="inspectorate")


def test_the_office_records_the_actions_of_its_own_body(register: Register, cast: Cast, office_reader: Reader) -> None:
    recommendation = RecommendationFactory(inspection=register.soteria, number=10)
    own = open_action(recommendation, register.pcc_cleveland)
    assert record(own, office_reader, said_by="office").status == Status.IN_PROGRESS
    assert Position.objects.on(TODAY).visible_to(office_reader).get(action=own).status == Status.IN_PROGRESS
    panel = as_reader(cast.panel_member, TODAY)
    assert Position.objects.on(TODAY).visible_to(panel).get(action=own).edition == "panel"
    with pytest.raises(PermissionDenied):
        record(own, as_reader(cast.cumbria_office, TODAY))


def test_a_locally_set_date_is_a_target_and_not_hmicfrss_deadline(register: Register) -> None:
    recommendation = RecommendationFactory(inspection=register.soteria, number=11, deadline_set_by="locally")
    action = open_action(recommendation, register.cleveland)
    position = Position.objects.on(TODAY).get(action=action, edition="working")
    assert (position.hmicfrs_deadline_on, position.local_target_on) == (None, datetime.date(2025, 1, 31))


def test_an_update_can_be_retracted_once(seven: Action, office_reader: Reader) -> None:
    mistaken = record(seven, office_reader, "closed")
    retract_update(update=mistaken, reason="Wrong number", by=office_reader, submission_key=uuid.uuid4())
    assert state_on(seven, TODAY).status == Status.NO_UPDATE
    with pytest.raises(ValidationError, match="already been retracted"):
        retract_update(update=mistaken, reason="Again", by=office_reader, submission_key=uuid.uuid4())


MOVES_MADE = st.lists(
    st.tuples(
        st.sampled_from(["record", "retract"]),
        st.sampled_from(["not-started", "in-progress", "closed", "sent"]),
        st.integers(0, 60),
        st.sampled_from([Audience.FORCE_AND_OFFICE, Audience.PANEL, Audience.PUBLIC]),
    ),
    max_size=7,
)


@given(MOVES_MADE)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_stored_positions_always_equal_the_history(seven: Action, office_reader: Reader, moves: list) -> None:
    for transition, status, days, audience in moves:
        on = TODAY - datetime.timedelta(days=days)
        latest = Update.objects.filter(action=seven, retracts=None, retractions=None).first()
        if transition == "retract" and latest:
            retract_update(update=latest, reason="Mistake", by=office_reader, submission_key=uuid.uuid4())
        elif may_become(Status(state_on(seven, on).status), Status(status)):
            asked = {"effective_on", "words"}
            record(seven, office_reader, status, effective_on=on, audience=audience, confirmed=asked)
    assert differing([seven.pk]) == []


def test_the_check_finds_a_position_that_differs_from_the_history(seven: Action) -> None:
    Position.objects.filter(action=seven, edition="panel").update(status="closed")
    assert differing([seven.pk]) == [seven.pk]
    rebuild([seven.pk])
    assert differing([seven.pk]) == []


@pytest.mark.django_db(transaction=True)
def test_simultaneous_saves_run_one_after_the_other(register: Register, cast: Cast) -> None:
    """Both opened the form before either saved: one is saved, the other gets a conflict."""
    seven, outcomes, start = register.actions[("cleveland", "7")], [], threading.Barrier(2)

    def save(person: object) -> None:
        reader = as_reader(person, TODAY)  # type: ignore[arg-type]
        start.wait(timeout=10)
        try:
            record_update(action=seven, entry=entry(), by=reader, submission_key=uuid.uuid4(), seen=0)
            outcomes.append("saved")
        except EditConflict:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[person]) for person in (cast.office, cast.approver)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["saved", "told"]
    assert differing([seven.pk]) == []


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_that_runs_beside_a_save_leaves_no_position_behind(
    register: Register, office_reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rebuild has read the history when the save starts, and has not yet written the positions."""
    seven, was_read, was_saved = register.actions[("cleveland", "7")], threading.Event(), threading.Event()

    def read_slowly(ids: list[int]) -> dict[int, list[UpdateSnapshot]]:
        found = histories_of(ids)
        if threading.current_thread() is beside:
            was_read.set()
            was_saved.wait(timeout=1)
        return found

    def rebuild_beside() -> None:
        rebuild([seven.pk])
        connection.close()

    monkeypatch.setattr(rebuilding, "histories_of", read_slowly)
    beside = threading.Thread(target=rebuild_beside)
    beside.start()
    assert was_read.wait(timeout=10)
    record(seven, office_reader)
    was_saved.set()
    beside.join(timeout=10)
    monkeypatch.undo()
    assert differing([seven.pk]) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"effective_on": None}, "effective_on"),
        ({"effective_on": TODAY + datetime.timedelta(days=1)}, "effective_on"),
        ({"received_on": TODAY + datetime.timedelta(days=1)}, "received_on"),
        ({"words": " "}, "words"),
        ({"words": "x" * 10_001}, "words"),
        ({"reported_by": " "}, "reported_by"),
        ({"status": "no-update"}, "status"),
        ({"evidence": EvidenceEntry(dated_on=TODAY)}, "evidence_dated_on"),
    ],
)
def test_an_entry_that_came_without_a_form_is_checked_too(
    seven: Action, office_reader: Reader, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        record(seven, office_reader, **changes)
    assert list(refused.value.message_dict) == [field]


def test_a_retraction_needs_a_reason(seven: Action, office_reader: Reader) -> None:
    with pytest.raises(ValidationError, match="Enter why this update is a mistake"):
        retract_update(update=record(seven, office_reader), reason=" ", by=office_reader, submission_key=uuid.uuid4())


def test_a_retraction_sent_twice_is_one(seven: Action, office_reader: Reader) -> None:
    update, key = record(seven, office_reader), uuid.uuid4()
    first = retract_update(update=update, reason="Wrong action", by=office_reader, submission_key=key)
    assert retract_update(update=update, reason="Wrong action", by=office_reader, submission_key=key) == first
