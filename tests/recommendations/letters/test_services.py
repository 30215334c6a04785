"""Recording letters: all effects or none, by the rules of each action, and retracted as a whole."""

import datetime
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forces.bodies.models import LocalPolicingBody
from forces.people.access import Reader
from forces.people.editions import Edition
from recommendations.letters.effects import ActionEffect, LetterEffect
from recommendations.letters.entry import LetterEntry
from recommendations.letters.services import record_letter, retract_letter
from recommendations.maintenance.search_index import differing as search_differs
from recommendations.positions.models import Position
from recommendations.positions.rebuilding import differing, histories_of
from recommendations.positions.replay import replay
from recommendations.register.models import Action, ClosingLevel, Letter, Update
from recommendations.register.statuses import RECORDABLE, Status, may_become
from recommendations.search.indexing import index
from recommendations.search.sources import UPDATES as UPDATES_IN_SEARCH
from recommendations.updates.refusals import EditConflict, UpdatesRefused
from recommendations.updates.services import retract_update
from soteria_tracker.web.service_forms import Unconfirmed
from tests.cast import NOON, TODAY, Cast, Register
from tests.factories import PartFactory, RecommendationFactory, add_update, as_reader, open_action, state_on

pytestmark = pytest.mark.django_db
DATED = datetime.date(2025, 2, 24)
ENTRY = LetterEntry(sender="HMICFRS", dated_on=DATED, reference="FLL/12")


@pytest.fixture(autouse=True)
def _on_3_march_2025() -> Iterator[None]:
    with time_machine.travel(NOON, tick=True):
        yield


def effect(action: Action, kind: str = LetterEffect.CLOSES, **changes: Any) -> ActionEffect:
    values = {"words": "We have closed it.", "closed_by": "hmicfrs", "verified_by": "Force liaison lead"}
    return ActionEffect(action, kind, **(values | changes))


def record(by: Reader, *effects: ActionEffect, **changes: Any) -> Letter:
    values = {"entry": ENTRY, "effective_on": DATED, "submission_key": uuid.uuid4()}
    return record_letter(effects=effects, by=by, **(values | changes))


def retract(letter: Letter, by: Reader, reason: str = "Meant for another force", **changes: Any) -> list[Update]:
    return retract_letter(letter=letter, reason=reason, by=by, **({"submission_key": uuid.uuid4()} | changes))


def position_of(action: Action, edition: str = "working") -> Position:
    return Position.objects.on(TODAY).get(action=action, edition=edition)


def test_one_letter_changes_several_actions_each_in_its_own_way(
    five: Action, seven: Action, office_reader: Reader
) -> None:
    level = ClosingLevel.objects.create(name="Level 3")
    add_update(five, Status.CLOSED, datetime.date(2025, 1, 10))
    letter = record(
        office_reader,
        effect(seven, closing_level=level, letter_says="achieved"),
        effect(
            five,
            LetterEffect.REOPENS,
            words="Not enough.",
            deadline_on=datetime.date(2025, 9, 30),
            deadline_reason="Letter",
        ),
    )
    closed, reopened = letter.updates.order_by("-action__recommendation__number")
    assert (closed.status, closed.closing_level, closed.verified_by) == (Status.CLOSED, level, "Force liaison lead")
    assert (closed.letter_says, closed.words.text) == ("achieved", "We have closed it.")
    assert (closed.said_by, closed.received_how, closed.audience) == ("inspectorate", "letter", "force-and-office")
    assert (reopened.status, reopened.closed_by, reopened.words.text) == (Status.IN_PROGRESS, "", "Not enough.")
    assert position_of(five).due_on == datetime.date(2025, 9, 30)
    assert (position_of(seven).status, position_of(seven).starts_on) == (Status.CLOSED, DATED)
    assert position_of(seven, "panel").status == Status.NO_UPDATE  # no one has released it
    assert differing([five.pk, seven.pk]) == []


def test_a_letter_is_no_note_for_the_office_even_if_that_is_the_default(
    seven: Action, office_reader: Reader, register: Register
) -> None:
    LocalPolicingBody.objects.update(default_audience="office")
    letter = record(office_reader, effect(seven))
    assert letter.updates.get().audience == "force-and-office"
    assert position_of(seven).status == Status.CLOSED


def test_what_the_letter_found_changes_no_status(seven: Action, office_reader: Reader, register: Register) -> None:
    part = PartFactory(recommendation=seven.recommendation)
    before = add_update(
        seven,
        Status.WAITING,
        datetime.date(2025, 1, 10),
        expected_on=datetime.date(2025, 1, 31),
        local_target_on=datetime.date(2025, 6, 1),
        deadline_reason="Board",
    )
    before.parts_done.add(part)
    letter = record(office_reader, effect(seven, LetterEffect.COMMENTS, letter_says="partly"))
    after = letter.updates.get()
    for name in ("status", "expected_on", "local_target_on", "deadline_reason", "waiting_for_body_id"):
        assert getattr(after, name) == getattr(before, name)
    assert list(after.parts_done.all()) == [part]
    assert after.letter_says == "partly"


def test_a_new_level_keeps_who_closed_it(seven: Action, office_reader: Reader) -> None:
    level = ClosingLevel.objects.create(name="Level 1")
    add_update(seven, Status.CLOSED, datetime.date(2025, 1, 10), verified_by="An inspector")
    update = record(
        office_reader, effect(seven, LetterEffect.NEW_LEVEL, closing_level=level, verified_by="")
    ).updates.get()
    assert (update.closing_level, update.verified_by, update.closed_by) == (level, "An inspector", "hmicfrs")


@pytest.mark.parametrize(
    ("before", "kind", "changes", "field"),
    [
        (Status.CLOSED, LetterEffect.CLOSES, {}, "effect"),
        (Status.IN_PROGRESS, LetterEffect.REOPENS, {}, "effect"),
        (None, LetterEffect.REOPENS, {}, "effect"),
        (Status.CLOSED, LetterEffect.NEW_DEADLINE, {"deadline_on": TODAY, "deadline_reason": "It says so"}, "effect"),
        (Status.IN_PROGRESS, LetterEffect.NEW_DEADLINE, {}, "deadline_on"),
        (Status.IN_PROGRESS, LetterEffect.NEW_DEADLINE, {"deadline_on": TODAY}, "deadline_reason"),
        (Status.IN_PROGRESS, LetterEffect.NEW_LEVEL, {}, "effect"),
        (Status.CLOSED, LetterEffect.NEW_LEVEL, {}, "closing_level"),
        (None, LetterEffect.COMMENTS, {}, "status"),
        (Status.IN_PROGRESS, LetterEffect.CLOSES, {"verified_by": ""}, "verified_by"),
        (Status.IN_PROGRESS, LetterEffect.COMMENTS, {"words": " "}, "words"),
        (Status.SUPERSEDED, LetterEffect.CLOSES, {}, "status"),
    ],
)
def test_an_impossible_effect_is_refused(
    five: Action, seven: Action, office_reader: Reader, before: Status | None, kind: str, changes: dict, field: str
) -> None:
    if before:
        add_update(seven, before, datetime.date(2025, 1, 10))
    with pytest.raises(UpdatesRefused) as refused:
        record(office_reader, effect(five), effect(seven, kind, **changes))
    (objection,) = refused.value.objections.values()
    assert list(refused.value.objections) == [seven.pk]
    assert isinstance(objection, ValidationError)
    assert list(objection.error_dict) == [field]
    assert not Letter.objects.exists()
    assert not five.updates.exists()


def test_an_action_without_updates_takes_the_status_entered(seven: Action, office_reader: Reader) -> None:
    new = effect(
        seven,
        LetterEffect.NEW_DEADLINE,
        status="in-progress",
        deadline_on=datetime.date(2025, 6, 30),
        deadline_reason="Letter",
    )
    assert record(office_reader, new).updates.get().status == Status.IN_PROGRESS
    assert position_of(seven).due_on == datetime.date(2025, 6, 30)


def test_a_later_update_that_cannot_follow_raises_a_question(
    five: Action, seven: Action, office_reader: Reader
) -> None:
    add_update(seven, Status.NOT_STARTED, datetime.date(2025, 2, 28))
    with pytest.raises(UpdatesRefused) as refused:
        record(office_reader, effect(five), effect(seven))
    objection = refused.value.objections[seven.pk]
    assert isinstance(objection, Unconfirmed)
    assert list(objection.questions) == ["effective_on"]
    assert record(office_reader, effect(five), effect(seven, confirmed=frozenset({"effective_on"})))
    assert position_of(seven).status == Status.NOT_STARTED  # the later one holds


def test_a_conflict_stops_the_letter_and_shows_the_newer_updates(
    five: Action, seven: Action, office_reader: Reader
) -> None:
    seen = {five.pk: add_update(five, Status.IN_PROGRESS, datetime.date(2025, 1, 10)).pk, seven.pk: 0}
    theirs = add_update(seven, Status.IN_PROGRESS, TODAY)
    with pytest.raises(UpdatesRefused) as refused:
        record(office_reader, effect(five), effect(seven), seen=seen)
    assert list(refused.value.objections) == [seven.pk]
    objection = refused.value.objections[seven.pk]
    assert isinstance(objection, EditConflict)
    assert objection.updates == [theirs]
    assert not Letter.objects.exists()


def test_a_form_submitted_twice_records_one_letter(seven: Action, office_reader: Reader, cast: Cast) -> None:
    key = uuid.uuid4()
    letter = record(office_reader, effect(seven), submission_key=key)
    assert record(office_reader, effect(seven), submission_key=key) == letter
    assert (Letter.objects.count(), Update.objects.count()) == (1, 1)
    with pytest.raises(ValidationError, match="used for another letter"):
        record(as_reader(cast.approver, TODAY), effect(seven), submission_key=key)


def test_the_file_is_saved_with_its_checksum(seven: Action, office_reader: Reader) -> None:
    entry = LetterEntry("HMICFRS", DATED, file=ContentFile(b"%PDF-1.7"), file_name="letter.pdf")
    letter = record(office_reader, effect(seven), entry=entry)
    assert (letter.file_name, letter.size, len(letter.checksum)) == ("letter.pdf", 8, 64)
    assert letter.file.read() == b"%PDF-1.7"
    letter.file.close()


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (LetterEntry(" ", DATED), "sender"),
        (LetterEntry("HMICFRS", TODAY + datetime.timedelta(days=1)), "dated_on"),
        (LetterEntry("HMICFRS", DATED, file=ContentFile(b"no"), file_name="letter.pdf"), "document"),
    ],
)
def test_an_invalid_letter_is_refused_by_field(
    seven: Action, office_reader: Reader, entry: LetterEntry, field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        record(office_reader, effect(seven), entry=entry)
    assert list(refused.value.error_dict) == [field]


def test_only_the_office_records_letters(seven: Action, cast: Cast, office_reader: Reader) -> None:
    for who in (cast.contributor, cast.cumbria_office, cast.auditor, cast.panel_member, cast.administrator):
        with pytest.raises(PermissionDenied):
            record(as_reader(who, TODAY), effect(seven))
    letter = record(office_reader, effect(seven))
    for who in (cast.contributor, cast.cumbria_office, cast.administrator):
        with pytest.raises(PermissionDenied):
            retract(letter, as_reader(who, TODAY))
    assert position_of(seven).status == Status.CLOSED


def test_the_letter_is_the_source_for_a_national_body(register: Register, cast: Cast) -> None:
    four = register.actions[("soteria-joint-unit", "4")]
    letter = record(as_reader(cast.administrator, TODAY), effect(four))
    assert letter.updates.get().audience == "public"
    assert position_of(four, "public").status == Status.CLOSED


def test_it_is_retracted_as_a_whole_and_stays_in_the_history(
    five: Action, seven: Action, office_reader: Reader
) -> None:
    add_update(five, Status.IN_PROGRESS, datetime.date(2025, 1, 10))
    index(UPDATES_IN_SEARCH, [five.pk])
    letter, key = record(office_reader, effect(five), effect(seven)), uuid.uuid4()
    retractions = retract(letter, office_reader, submission_key=key)
    assert (position_of(five).status, position_of(seven).status) == (Status.IN_PROGRESS, Status.NO_UPDATE)
    assert {retraction.retracts.letter for retraction in retractions} == {letter}
    assert letter.updates.count() == 4
    assert {retraction.pk for retraction in retract(letter, office_reader, submission_key=key)} == {
        r.pk for r in retractions
    }
    with pytest.raises(ValidationError, match="already been retracted"):
        retract(letter, office_reader)
    assert not [key for key in search_differs() if key.startswith("update:")]


def test_an_update_retracted_earlier_is_not_retracted_again(five: Action, seven: Action, office_reader: Reader) -> None:
    letter = record(office_reader, effect(five), effect(seven))
    alone = letter.updates.get(action=five)
    retract_update(update=alone, reason="Not this one", by=office_reader, submission_key=uuid.uuid4())
    assert [retraction.action for retraction in retract(letter, office_reader)] == [seven]


def test_a_retraction_needs_a_reason(seven: Action, office_reader: Reader) -> None:
    with pytest.raises(ValidationError, match="is a mistake"):
        retract(record(office_reader, effect(seven)), office_reader, reason=" ")


# --- a letter among other updates ---------------------------------------------------------------------------

UPDATES = st.lists(
    st.tuples(
        st.integers(0, 11),
        st.sampled_from(RECORDABLE),
        st.integers(0, 60),
        st.sampled_from(["office", "force-and-office", "panel", "public"]),
        st.booleans(),  # retracted at once
    ),
    max_size=12,
)


@pytest.fixture
def twelve(register: Register) -> list[Action]:
    numbers = range(101, 113)
    recommendations = [RecommendationFactory(inspection=register.soteria, number=number) for number in numbers]
    return [open_action(recommendation, register.cleveland) for recommendation in recommendations]


def record_history(
    actions: list[Action], updates: list[tuple[int, Status, int, str, bool]], office_reader: Reader
) -> None:
    for place, status, days, audience, is_mistake in updates:
        status_of_update = None if audience == "office" else status
        on = TODAY - datetime.timedelta(days=days)
        update = add_update(
            actions[place], status_of_update, on, audience=audience, by=office_reader.person, recorded_at=timezone.now()
        )
        if is_mistake:
            retract_update(update=update, reason="Mistake", by=office_reader, submission_key=uuid.uuid4())


def fitting_effect(action: Action) -> ActionEffect:
    """Return an effect that closes the action where that is possible on the day of the letter; else a comment."""
    before = Status(state_on(action, DATED).status)
    closes = before is not Status.CLOSED and may_become(before, Status.CLOSED)
    return effect(
        action, LetterEffect.CLOSES if closes else LetterEffect.COMMENTS, confirmed=frozenset({"effective_on"})
    )


@given(UPDATES, UPDATES, UPDATES, st.integers(0, 12))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_retracted_letter_leaves_positions_as_they_were_without_it(
    twelve: list[Action], office_reader: Reader, before: list, between: list, after: list, retracted_alone: int
) -> None:
    with transaction.atomic():
        record_history(twelve, before, office_reader)
        letter = record(office_reader, *map(fitting_effect, twelve))
        status_of_update = list(letter.updates.order_by("pk"))
        record_history(twelve, between, office_reader)
        for update in status_of_update[:retracted_alone]:
            retract_update(update=update, reason="Alone", by=office_reader, submission_key=uuid.uuid4())
        if retracted_alone < 12:
            retract(letter, office_reader)
        record_history(twelve, after, office_reader)

        pks = [action.pk for action in twelve]
        histories = histories_of(pks)
        ours = {update.pk for update in status_of_update}
        for action in twelve:
            without_letter = [t for t in histories[action.pk] if t.id not in ours and t.retracts_id not in ours]
            for edition in Edition:
                expected = replay(
                    without_letter,
                    edition,
                    opened_on=action.opened_on,
                    published_deadline_on=action.published_deadline_on,
                )
                rows = Position.objects.filter(action=action, edition=edition).order_by("starts_on")
                found = [(row.starts_on, row.until, row.status, row.due_on, row.update_id) for row in rows]
                assert found == [
                    (p.starts_on, p.until, p.state.status, p.state.due_on, p.state.update_id) for p in expected
                ]
        assert differing(pks) == []
        updates_before = list(letter.updates.order_by("pk"))
        assert [update.pk for update in updates_before[:12]] == [update.pk for update in status_of_update]
        assert sorted(update.retracts_id for update in updates_before[12:]) == [
            update.pk for update in status_of_update
        ]
        transaction.set_rollback(True)
