"""Letters through their door: all or none, each action's own rules, and taken back as a whole."""

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

from forces.people.access import Edition, Reader
from recommendations.letters.effects import Does, Instruction
from recommendations.letters.keeping import LetterGiven
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
GIVEN = LetterGiven(sender="HMICFRS", dated_on=DATED, reference="FLL/12")


@pytest.fixture(autouse=True)
def _on_3_march_2025() -> Iterator[None]:
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def office(cast: Cast) -> Reader:
    return as_reader(cast.office, TODAY)


@pytest.fixture
def five(register: Register) -> Action:
    return register.actions[("cleveland", "5")]


@pytest.fixture
def seven(register: Register) -> Action:
    return register.actions[("cleveland", "7")]


def instruction(action: Action, does: str = Does.CLOSES, **changes: Any) -> Instruction:
    values = {"words": "We have closed it.", "closed_by": "hmicfrs", "verified_by": "Force liaison lead"}
    return Instruction(action, does, **(values | changes))


def record(by: Reader, *instructions: Instruction, **changes: Any) -> Letter:
    values = {"given": GIVEN, "effective_on": DATED, "submission_key": uuid.uuid4()}
    return record_letter(instructions=instructions, by=by, **(values | changes))


def retract(letter: Letter, by: Reader, reason: str = "Meant for another force", **changes: Any) -> list[Update]:
    return retract_letter(letter=letter, reason=reason, by=by, **({"submission_key": uuid.uuid4()} | changes))


def stands(action: Action, edition: str = "working") -> Position:
    return Position.objects.on(TODAY).get(action=action, edition=edition)


def test_one_letter_moves_many_actions_each_in_its_own_way(five: Action, seven: Action, office: Reader) -> None:
    level = ClosingLevel.objects.create(name="Level 3")
    add_update(five, Status.CLOSED, datetime.date(2025, 1, 10))
    letter = record(
        office,
        instruction(seven, closing_level=level, letter_says="achieved"),
        instruction(
            five, Does.REOPENS, words="Not enough.", deadline_on=datetime.date(2025, 9, 30), deadline_reason="Letter"
        ),
    )
    closed, reopened = letter.updates.order_by("-action__recommendation__number")
    assert (closed.status, closed.closing_level, closed.verified_by) == (Status.CLOSED, level, "Force liaison lead")
    assert (closed.letter_says, closed.words.text) == ("achieved", "We have closed it.")
    assert (closed.said_by, closed.received_how, closed.audience) == ("inspectorate", "letter", "force-and-office")
    assert (reopened.status, reopened.closed_by, reopened.words.text) == (Status.IN_PROGRESS, "", "Not enough.")
    assert stands(five).due_on == datetime.date(2025, 9, 30)
    assert (stands(seven).status, stands(seven).starts_on) == (Status.CLOSED, DATED)
    assert stands(seven, "panel").status == Status.NO_UPDATE  # nobody has released it
    assert differing([five.pk, seven.pk]) == []


def test_what_the_letter_says_of_an_action_does_not_move_it(seven: Action, office: Reader, register: Register) -> None:
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
    letter = record(office, instruction(seven, Does.SAYS, letter_says="partly"))
    after = letter.updates.get()
    for name in ("status", "expected_on", "local_target_on", "deadline_reason", "waiting_for_body_id"):
        assert getattr(after, name) == getattr(before, name)
    assert list(after.parts_done.all()) == [part]
    assert after.letter_says == "partly"


def test_a_new_level_keeps_who_closed_it(seven: Action, office: Reader) -> None:
    level = ClosingLevel.objects.create(name="Level 1")
    add_update(seven, Status.CLOSED, datetime.date(2025, 1, 10), verified_by="An inspector")
    update = record(office, instruction(seven, Does.NEW_LEVEL, closing_level=level, verified_by="")).updates.get()
    assert (update.closing_level, update.verified_by, update.closed_by) == (level, "An inspector", "hmicfrs")


@pytest.mark.parametrize(
    ("before", "does", "changes", "field"),
    [
        (Status.CLOSED, Does.CLOSES, {}, "does"),
        (Status.IN_PROGRESS, Does.REOPENS, {}, "does"),
        (None, Does.REOPENS, {}, "does"),
        (Status.CLOSED, Does.NEW_DEADLINE, {"deadline_on": TODAY, "deadline_reason": "It says so"}, "does"),
        (Status.IN_PROGRESS, Does.NEW_DEADLINE, {}, "deadline_on"),
        (Status.IN_PROGRESS, Does.NEW_DEADLINE, {"deadline_on": TODAY}, "deadline_reason"),
        (Status.IN_PROGRESS, Does.NEW_LEVEL, {}, "does"),
        (Status.CLOSED, Does.NEW_LEVEL, {}, "closing_level"),
        (None, Does.SAYS, {}, "status"),
        (Status.IN_PROGRESS, Does.CLOSES, {"verified_by": ""}, "verified_by"),
        (Status.IN_PROGRESS, Does.SAYS, {"words": " "}, "words"),
        (Status.SUPERSEDED, Does.CLOSES, {}, "status"),
    ],
)
def test_a_letter_does_only_what_can_be_done_to_an_action(
    five: Action, seven: Action, office: Reader, before: Status | None, does: str, changes: dict, field: str
) -> None:
    if before:
        add_update(seven, before, datetime.date(2025, 1, 10))
    with pytest.raises(UpdatesRefused) as refused:
        record(office, instruction(five), instruction(seven, does, **changes))
    (objection,) = refused.value.objections.values()
    assert list(refused.value.objections) == [seven.pk]
    assert isinstance(objection, ValidationError)
    assert list(objection.error_dict) == [field]
    assert not Letter.objects.exists()
    assert not five.updates.exists()


def test_an_action_without_an_update_stands_where_the_person_says(seven: Action, office: Reader) -> None:
    new = instruction(
        seven, Does.NEW_DEADLINE, status="in-progress", deadline_on=datetime.date(2025, 6, 30), deadline_reason="Letter"
    )
    assert record(office, new).updates.get().status == Status.IN_PROGRESS
    assert stands(seven).due_on == datetime.date(2025, 6, 30)


def test_a_later_update_that_does_not_follow_is_asked_about(five: Action, seven: Action, office: Reader) -> None:
    add_update(seven, Status.NOT_STARTED, datetime.date(2025, 2, 28))
    with pytest.raises(UpdatesRefused) as refused:
        record(office, instruction(five), instruction(seven))
    objection = refused.value.objections[seven.pk]
    assert isinstance(objection, Unconfirmed)
    assert list(objection.questions) == ["effective_on"]
    assert record(office, instruction(five), instruction(seven, confirmed=frozenset({"effective_on"})))
    assert stands(seven).status == Status.NOT_STARTED  # the later one holds


def test_what_others_saved_meanwhile_stops_it_with_their_words(five: Action, seven: Action, office: Reader) -> None:
    seen = {five.pk: add_update(five, Status.IN_PROGRESS, datetime.date(2025, 1, 10)).pk, seven.pk: 0}
    theirs = add_update(seven, Status.IN_PROGRESS, TODAY)
    with pytest.raises(UpdatesRefused) as refused:
        record(office, instruction(five), instruction(seven), seen=seen)
    assert list(refused.value.objections) == [seven.pk]
    objection = refused.value.objections[seven.pk]
    assert isinstance(objection, EditConflict)
    assert objection.updates == [theirs]
    assert not Letter.objects.exists()


def test_a_form_sent_twice_is_one_letter(seven: Action, office: Reader, cast: Cast) -> None:
    key = uuid.uuid4()
    letter = record(office, instruction(seven), submission_key=key)
    assert record(office, instruction(seven), submission_key=key) == letter
    assert (Letter.objects.count(), Update.objects.count()) == (1, 1)
    with pytest.raises(ValidationError, match="used for another letter"):
        record(as_reader(cast.approver, TODAY), instruction(seven), submission_key=key)


def test_its_file_is_kept_with_its_checksum(seven: Action, office: Reader) -> None:
    given = LetterGiven("HMICFRS", DATED, file=ContentFile(b"%PDF-1.7"), file_name="letter.pdf")
    letter = record(office, instruction(seven), given=given)
    assert (letter.file_name, letter.size, len(letter.checksum)) == ("letter.pdf", 8, 64)
    assert letter.file.read() == b"%PDF-1.7"
    letter.file.close()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (LetterGiven(" ", DATED), "sender"),
        (LetterGiven("HMICFRS", TODAY + datetime.timedelta(days=1)), "dated_on"),
        (LetterGiven("HMICFRS", DATED, file=ContentFile(b"no"), file_name="letter.pdf"), "document"),
    ],
)
def test_a_letter_that_cannot_be_is_refused_at_its_field(
    seven: Action, office: Reader, given: LetterGiven, field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        record(office, instruction(seven), given=given)
    assert list(refused.value.error_dict) == [field]


def test_only_the_office_says_what_the_inspectorate_writes(seven: Action, cast: Cast, office: Reader) -> None:
    for who in (cast.contributor, cast.cumbria_office, cast.auditor, cast.panel_member, cast.administrator):
        with pytest.raises(PermissionDenied):
            record(as_reader(who, TODAY), instruction(seven))
    letter = record(office, instruction(seven))
    for who in (cast.contributor, cast.cumbria_office, cast.administrator):
        with pytest.raises(PermissionDenied):
            retract(letter, as_reader(who, TODAY))
    assert stands(seven).status == Status.CLOSED


def test_the_letter_is_the_source_of_what_a_national_body_did(register: Register, cast: Cast) -> None:
    four = register.actions[("soteria-joint-unit", "4")]
    letter = record(as_reader(cast.administrator, TODAY), instruction(four))
    assert letter.updates.get().audience == "public"
    assert stands(four, "public").status == Status.CLOSED


def test_it_is_retracted_as_a_whole_and_stays_in_the_history(five: Action, seven: Action, office: Reader) -> None:
    add_update(five, Status.IN_PROGRESS, datetime.date(2025, 1, 10))
    index(UPDATES_IN_SEARCH, [five.pk])
    letter, key = record(office, instruction(five), instruction(seven)), uuid.uuid4()
    retractions = retract(letter, office, submission_key=key)
    assert (stands(five).status, stands(seven).status) == (Status.IN_PROGRESS, Status.NO_UPDATE)
    assert {retraction.retracts.letter for retraction in retractions} == {letter}
    assert letter.updates.count() == 4
    assert {retraction.pk for retraction in retract(letter, office, submission_key=key)} == {r.pk for r in retractions}
    with pytest.raises(ValidationError, match="retracted already"):
        retract(letter, office)
    assert not [key for key in search_differs() if key.startswith("update:")]


def test_what_was_retracted_alone_before_is_left_as_it_is(five: Action, seven: Action, office: Reader) -> None:
    letter = record(office, instruction(five), instruction(seven))
    alone = letter.updates.get(action=five)
    retract_update(update=alone, reason="Not this one", by=office, submission_key=uuid.uuid4())
    assert [retraction.action for retraction in retract(letter, office)] == [seven]


def test_a_retraction_says_why(seven: Action, office: Reader) -> None:
    with pytest.raises(ValidationError, match="is a mistake"):
        retract(record(office, instruction(seven)), office, reason=" ")


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


def tell(actions: list[Action], updates: list[tuple[int, Status, int, str, bool]], office: Reader) -> None:
    for place, status, days, audience, is_mistake in updates:
        said = None if audience == "office" else status
        on = TODAY - datetime.timedelta(days=days)
        update = add_update(actions[place], said, on, audience=audience, by=office.person, recorded_at=timezone.now())
        if is_mistake:
            retract_update(update=update, reason="Mistake", by=office, submission_key=uuid.uuid4())


def fitting(action: Action) -> Instruction:
    """Close it, where it can be closed on the day of the letter; else say something about it."""
    before = Status(state_on(action, DATED).status)
    closes = before is not Status.CLOSED and may_become(before, Status.CLOSED)
    return instruction(action, Does.CLOSES if closes else Does.SAYS, confirmed=frozenset({"effective_on"}))


@given(UPDATES, UPDATES, UPDATES, st.integers(0, 12))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_retracted_letter_leaves_positions_as_they_were_without_it(
    twelve: list[Action], office: Reader, before: list, between: list, after: list, retracted_alone: int
) -> None:
    with transaction.atomic():
        tell(twelve, before, office)
        letter = record(office, *map(fitting, twelve))
        said = list(letter.updates.order_by("pk"))
        tell(twelve, between, office)
        for update in said[:retracted_alone]:
            retract_update(update=update, reason="Alone", by=office, submission_key=uuid.uuid4())
        if retracted_alone < 12:
            retract(letter, office)
        tell(twelve, after, office)

        pks = [action.pk for action in twelve]
        histories = histories_of(pks)
        ours = {update.pk for update in said}
        for action in twelve:
            others = [t for t in histories[action.pk] if t.id not in ours and t.retracts_id not in ours]
            for edition in Edition:
                expected = replay(
                    others,
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
        kept = list(letter.updates.order_by("pk"))
        assert [update.pk for update in kept[:12]] == [update.pk for update in said]
        assert sorted(update.retracts_id for update in kept[12:]) == [update.pk for update in said]
        transaction.set_rollback(True)
