"""Recording an update for each of several actions: all or none, once, and without deadlocks."""

import datetime
import threading
import uuid

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forces.people.access import Reader
from forces.people.editions import Audience
from recommendations.positions.rebuilding import differing
from recommendations.register.models import Action, PartDone, Update
from recommendations.register.statuses import Status
from recommendations.search.models import SearchText
from recommendations.updates.entry import UpdateEntry, UpdateSubmission
from recommendations.updates.evidence import EvidenceEntry
from recommendations.updates.queries import current_updates, latest_seen
from recommendations.updates.refusals import EditConflict, UpdatesRefused
from recommendations.updates.services import record_updates, retract_update
from soteria_tracker.web.service_forms import Unconfirmed
from tests.cast import NOON, TODAY, Cast, Register
from tests.factories import PartFactory, RecommendationFactory, add_update, as_reader, open_action

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]
FEBRUARY = datetime.date(2025, 2, 10)


@pytest.fixture(autouse=True)
def _on_3_march_2025():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def two(register: Register) -> list[Action]:
    return [register.actions["cleveland", "5"], register.actions["cleveland", "7"]]


def submission(
    action: Action, status: str = "in-progress", *, seen: int | None = None, **changes: object
) -> UpdateSubmission:
    values = {"words": f"On {action.pk} training began.", "effective_on": FEBRUARY, "reported_by": "Head of Learning"}
    return UpdateSubmission(action, UpdateEntry.of(status=status, **{**values, **changes}), uuid.uuid4(), seen)


def test_each_action_gets_its_own_update_in_the_order_given(two: list[Action], office_reader: Reader) -> None:
    five, seven = two
    updates = record_updates(submissions=[submission(seven, "complete"), submission(five)], by=office_reader)
    assert [(u.action, u.status, u.words.text) for u in updates] == [
        (seven, "complete", f"On {seven.pk} training began."),
        (five, "in-progress", f"On {five.pk} training began."),
    ]
    assert differing([five.pk, seven.pk]) == []
    found = SearchText.objects.filter(update__in=updates).values_list("text", flat=True)
    assert sorted(found) == sorted(u.words.text for u in updates)


def test_updates_are_saved_all_or_none(two: list[Action], office_reader: Reader) -> None:
    five, seven = two
    add_update(seven, Status.CLOSED, FEBRUARY)
    theirs = add_update(five, Status.IN_PROGRESS, FEBRUARY)
    before = Update.objects.count()
    with pytest.raises(UpdatesRefused) as refused:
        record_updates(
            submissions=[submission(seven, "not-started", effective_on=TODAY), submission(five, seen=0)],
            by=office_reader,
        )
    assert Update.objects.count() == before
    objections = refused.value.objections
    assert "Re-open the action first" in str(objections[seven.pk])
    assert isinstance(objections[five.pk], EditConflict)
    assert objections[five.pk].updates == [theirs]


def test_questions_name_the_action_that_raises_them(two: list[Action], office_reader: Reader) -> None:
    five, seven = two
    unusual = submission(seven, revised_deadline_on=datetime.date(2020, 1, 1), deadline_reason="Typing test")
    with pytest.raises(UpdatesRefused) as refused:
        record_updates(submissions=[unusual, submission(five)], by=office_reader)
    assert list(refused.value.objections) == [seven.pk]
    assert list(refused.value.objections[seven.pk].questions) == ["revised_deadline_on"]


def test_a_form_submitted_twice_is_saved_once(two: list[Action], office_reader: Reader) -> None:
    form = [submission(action, seen=0) for action in two]
    first = record_updates(submissions=form, by=office_reader)
    assert record_updates(submissions=form, by=office_reader) == first
    assert Update.objects.count() == 2


def test_resending_a_form_with_another_action_keeps_the_saved_updates(two: list[Action], office_reader: Reader) -> None:
    five, seven = (submission(action) for action in two)
    [first] = record_updates(submissions=[five], by=office_reader)
    assert record_updates(submissions=[five, seven], by=office_reader)[0] == first
    assert Update.objects.count() == 2


def test_the_same_text_for_the_same_day_raises_a_question_for_each_action(
    two: list[Action], office_reader: Reader
) -> None:
    record_updates(submissions=[submission(action) for action in two], by=office_reader)
    with pytest.raises(UpdatesRefused) as refused:
        record_updates(submissions=[submission(action) for action in two], by=office_reader)
    assert {type(objection) for objection in refused.value.objections.values()} == {Unconfirmed}
    confirmed = [submission(action, confirmed=frozenset({"words"})) for action in two]
    assert len(record_updates(submissions=confirmed, by=office_reader)) == 2


def test_parts_and_evidence_belong_to_their_own_action(register: Register, office_reader: Reader) -> None:
    recommendation = RecommendationFactory(inspection=register.soteria, number=8)
    part = PartFactory(recommendation=recommendation)
    action, other = open_action(recommendation, register.cleveland), register.actions["cleveland", "7"]
    record_updates(
        submissions=[
            submission(other, evidence=EvidenceEntry(address="https://example.org/minutes")),
            submission(action, parts_done=frozenset({part.pk})),
        ],
        by=office_reader,
    )
    assert list(PartDone.objects.values_list("update__action", "part")) == [(action.pk, part.pk)]
    assert Update.objects.get(evidence__address="https://example.org/minutes").action == other
    foreign = [submission(other, parts_done=frozenset({part.pk}), effective_on=TODAY)]
    with pytest.raises(UpdatesRefused) as refused:
        record_updates(submissions=foreign, by=office_reader)
    assert list(refused.value.objections[other.pk].error_dict) == ["parts_done"]


def test_a_backdated_update_that_later_updates_contradict_raises_a_question(
    two: list[Action], office_reader: Reader
) -> None:
    five, seven = two
    add_update(seven, Status.NOT_STARTED, TODAY)
    with pytest.raises(UpdatesRefused) as refused:
        record_updates(submissions=[submission(five, "complete"), submission(seven, "complete")], by=office_reader)
    assert {pk: list(found.questions) for pk, found in refused.value.objections.items()} == {seven.pk: ["effective_on"]}


def test_each_action_can_be_given_only_once(two: list[Action], office_reader: Reader) -> None:
    with pytest.raises(ValueError, match="once"):
        record_updates(submissions=[submission(two[0]), submission(two[0])], by=office_reader)


def test_an_action_of_another_holder_refuses_all_of_them(register: Register, cast: Cast) -> None:
    form = [submission(register.actions["cleveland", "7"]), submission(register.actions["cumbria", "7"])]
    with pytest.raises(PermissionDenied):
        record_updates(submissions=form, by=as_reader(cast.cumbria_office, TODAY))
    assert not Update.objects.exists()


def test_a_form_key_used_for_another_action_is_refused(two: list[Action], office_reader: Reader) -> None:
    [first] = record_updates(submissions=[submission(two[0])], by=office_reader)
    stolen = UpdateSubmission(two[1], submission(two[1]).entry, first.submission_key)
    with pytest.raises(UpdatesRefused) as refused:
        record_updates(submissions=[stolen], by=office_reader)
    assert isinstance(refused.value.objections[two[1].pk], ValidationError)


def test_the_state_on_a_day_is_the_working_update_in_force(two: list[Action], office_reader: Reader) -> None:
    five, seven = two
    first = add_update(seven, Status.IN_PROGRESS, FEBRUARY, audience=Audience.FORCE_AND_OFFICE)
    mistaken = add_update(seven, Status.CLOSED, datetime.date(2025, 2, 20))
    add_update(seven, None, TODAY, audience=Audience.OFFICE)
    assert current_updates(two, TODAY) == {seven.pk: mistaken}
    retract_update(update=mistaken, reason="Wrong letter", by=office_reader, submission_key=uuid.uuid4())
    assert current_updates(two, TODAY) == {seven.pk: first}
    assert current_updates([five, seven], FEBRUARY - datetime.timedelta(days=1)) == {}


def test_the_latest_readable_update_of_each_action_counts_as_seen(two: list[Action], cast: Cast) -> None:
    five, seven = two
    shown = add_update(seven, Status.IN_PROGRESS, FEBRUARY)
    note = add_update(seven, None, TODAY, audience=Audience.OFFICE)
    assert latest_seen(two, as_reader(cast.office, TODAY)) == {five.pk: 0, seven.pk: note.pk}
    assert latest_seen(two, as_reader(cast.contributor, TODAY)) == {five.pk: 0, seven.pk: shown.pk}
    assert latest_seen([], as_reader(cast.office, TODAY)) == {}


def test_queries_do_not_grow_with_the_actions(register: Register, office_reader: Reader) -> None:
    """All actions are loaded, saved, rebuilt and indexed together."""
    more = [RecommendationFactory(inspection=register.soteria, number=number) for number in range(20, 50)]
    actions = [open_action(recommendation, register.cleveland) for recommendation in more]
    counted = []
    for some in (actions[:1], actions[1:]):
        with CaptureQueriesContext(connection) as queries:
            record_updates(submissions=[submission(action, seen=0) for action in some], by=office_reader)
        counted.append(len(queries))
    assert counted[1] <= counted[0] + 2  # rows are written by the hundred values


@pytest.mark.django_db(transaction=True)
def test_saving_the_same_actions_in_opposite_order_does_not_deadlock(register: Register, cast: Cast) -> None:
    five, seven = register.actions["cleveland", "5"], register.actions["cleveland", "7"]
    outcomes, start = [], threading.Barrier(2)

    def save(person: object, actions: list[Action]) -> None:
        reader = as_reader(person, TODAY)  # type: ignore[arg-type]
        start.wait(timeout=10)
        try:
            record_updates(submissions=[submission(action, seen=0) for action in actions], by=reader)
            outcomes.append("saved")
        except UpdatesRefused:
            outcomes.append("told")
        finally:
            connection.close()

    people = ((cast.office, [five, seven]), (cast.approver, [seven, five]))
    threads = [threading.Thread(target=save, args=pair) for pair in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["saved", "told"]
    assert differing([five.pk, seven.pk]) == []
