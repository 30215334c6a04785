"""Assurance is recorded for all selected actions or none, once, and never changes their status."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from forces.people.access import Reader
from recommendations.assurance.models import Assurance
from recommendations.assurance.queries import to_check_again
from recommendations.assurance.services import AssuranceEntry, record_assurance, retract_assurance
from recommendations.positions.models import Position
from recommendations.register.models import Action
from tests.cast import TODAY, Cast, Register
from tests.factories import as_reader

pytestmark = pytest.mark.usefixtures("on_the_day")
ENTRY = AssuranceEntry(
    level="partly",
    dated_on=TODAY,
    looked_at="Twelve files, and the minutes.",
    meeting="GAIN Board",
    check_again_on=datetime.date(2025, 4, 1),
)


@pytest.fixture
def actions(history: Register) -> list[Action]:
    return [history.actions["cleveland", reference] for reference in ("5", "7")]


def record(actions: list[Action], by: Reader, *, key: uuid.UUID | None = None, **fields: object) -> list[Assurance]:
    entry = replace(ENTRY, **fields)
    return record_assurance(actions=actions, entry=entry, by=by, submission_key=key or uuid.uuid4())


def test_it_is_recorded_for_all_actions_and_changes_no_position(actions: list[Action], office_reader: Reader) -> None:
    before = list(Position.objects.order_by("pk").values())
    recorded = record(actions, office_reader)
    assert {saved.action for saved in recorded} == set(actions)
    assert {(saved.level, saved.meeting, saved.recorded_by) for saved in Assurance.objects.all()} == {
        ("partly", "GAIN Board", office_reader.person)
    }
    assert {saved.audience for saved in Assurance.objects.all()} == {"office"}
    assert list(Position.objects.order_by("pk").values()) == before


def test_a_double_submission_records_one_assurance(actions: list[Action], office_reader: Reader) -> None:
    key = uuid.uuid4()
    first, again = record(actions, office_reader, key=key), record(actions, office_reader, key=key)
    assert [saved.pk for saved in first] == [saved.pk for saved in again]
    assert Assurance.objects.count() == 2


@pytest.mark.parametrize("other", [{"level": "assured"}, {"looked_at": "Something else."}])
def test_the_same_form_with_different_text_is_not_a_double_submission(
    actions: list[Action], office_reader: Reader, other: dict[str, str]
) -> None:
    key = uuid.uuid4()
    record(actions, office_reader, key=key)
    with pytest.raises(ValidationError, match="already been used"):
        record(actions, office_reader, key=key, **other)


def test_a_form_key_used_for_other_actions_or_by_another_person_is_refused(
    actions: list[Action], office_reader: Reader, cast: Cast
) -> None:
    key = uuid.uuid4()
    record(actions[:1], office_reader, key=key)
    for chosen, by in ((actions, office_reader), (actions[:1], as_reader(cast.approver, TODAY))):
        with pytest.raises(ValidationError, match="already been used"):
            record(chosen, by, key=key)
    assert Assurance.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"level": "sure"}, "level", "Select how assured"),
        ({"looked_at": "  "}, "looked_at", "Enter what the office looked at"),
        ({"dated_on": None}, "dated_on", "Enter the date"),
        ({"dated_on": datetime.date(2025, 3, 4)}, "dated_on", "today or in the past"),
        ({"dated_on": datetime.date(2024, 8, 21)}, "dated_on", r"Operation Soteria \(22 August 2024\)"),
        ({"check_again_on": TODAY}, "check_again_on", "after the date of this assurance"),
    ],
)
def test_invalid_input_is_refused_for_all_actions(
    actions: list[Action], office_reader: Reader, fields: dict[str, object], field: str, says: str
) -> None:
    with pytest.raises(ValidationError, match=says) as refused:
        record(actions, office_reader, **fields)
    assert list(refused.value.message_dict) == [field]
    assert not Assurance.objects.exists()


def test_an_empty_selection_is_refused(office_reader: Reader) -> None:
    with pytest.raises(ValidationError, match="Select at least one action"):
        record([], office_reader)


@pytest.mark.parametrize("who", ["contributor", "panel_member", "auditor", "administrator", "cumbria_office"])
def test_only_the_office_records_or_retracts(
    actions: list[Action], office_reader: Reader, cast: Cast, who: str
) -> None:
    by = as_reader(getattr(cast, who), TODAY)
    with pytest.raises(PermissionDenied):
        record(actions, by)
    (mistaken,) = record(actions[:1], office_reader)
    with pytest.raises(PermissionDenied):
        retract_assurance(assurance=mistaken, reason="Wrong.", by=by, submission_key=uuid.uuid4())


def test_an_action_of_another_holder_refuses_all_of_them(
    history: Register, actions: list[Action], office_reader: Reader
) -> None:
    with pytest.raises(PermissionDenied):
        record([*actions, history.actions["cumbria", "7"]], office_reader)
    assert not Assurance.objects.exists()


def test_a_retraction_is_kept_with_its_reason(actions: list[Action], office_reader: Reader) -> None:
    mistaken, other = record(actions, office_reader)
    key = uuid.uuid4()
    for _again in range(2):  # a double submit is one
        retract_assurance(assurance=mistaken, reason="Another force’s files.", by=office_reader, submission_key=key)
    retraction = Assurance.objects.get(retracts=mistaken)
    assert (retraction.level, retraction.looked_at) == ("", "Another force’s files.")
    assert list(Assurance.objects.in_force()) == [other]


@pytest.mark.parametrize(("reason", "says"), [(" ", "Enter why"), ("Again.", "already been retracted")])
def test_a_retraction_needs_a_reason_and_is_possible_once(
    actions: list[Action], office_reader: Reader, reason: str, says: str
) -> None:
    (mistaken,) = record(actions[:1], office_reader)
    if reason.strip():
        retract_assurance(assurance=mistaken, reason="Wrong.", by=office_reader, submission_key=uuid.uuid4())
    with pytest.raises(ValidationError, match=says):
        retract_assurance(assurance=mistaken, reason=reason, by=office_reader, submission_key=uuid.uuid4())


def test_a_recorded_assurance_cannot_be_changed(actions: list[Action], office_reader: Reader) -> None:
    record(actions, office_reader)
    with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
        Assurance.objects.update(level="assured")
    assert not Assurance.objects.filter(level="assured").exists()


def test_the_latest_assurance_in_force_sets_the_date_to_check_again(
    actions: list[Action], office_reader: Reader
) -> None:
    seven = actions[1:]
    (older,) = record(seven, office_reader, dated_on=datetime.date(2025, 2, 1))
    (newer,) = record(seven, office_reader, check_again_on=datetime.date(2025, 3, 10))
    assert list(to_check_again(office_reader)) == [newer]
    retract_assurance(assurance=newer, reason="Wrong.", by=office_reader, submission_key=uuid.uuid4())
    assert list(to_check_again(office_reader)) == [older]
    record(seven, office_reader, check_again_on=None)
    assert not to_check_again(office_reader)


def test_another_office_has_nothing_to_check_again(actions: list[Action], office_reader: Reader, cast: Cast) -> None:
    record(actions, office_reader)
    assert to_check_again(office_reader).count() == 2
    assert not to_check_again(as_reader(cast.cumbria_office, TODAY))
