"""Every field of the state is recorded, carried over and counted without being listed again."""

import datetime
import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.positions.models import Position
from recommendations.positions.replay import SNAPSHOT_COLUMNS, ActionState, snapshot
from recommendations.register.models import Action, ClosingLevel, Update
from recommendations.register.models.update_state import (
    COUNTED_COLUMNS,
    FIELDS_OF_STATUS,
    OCCURRENCE_FIELDS,
    STATE_FIELDS,
)
from recommendations.register.statuses import Status
from recommendations.updates.entry import UpdateEntry, state_carried_over
from recommendations.updates.forms.update import UpdateForm
from recommendations.updates.services import record_update
from tests.cast import TODAY, Register
from tests.factories import PartFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
DAY = datetime.date(2025, 2, 10)


def state_with(status: Status, register: Register) -> dict[str, Any]:
    """A value for every field of the state that goes with a status, chosen by the type of the field."""
    level = ClosingLevel.objects.create(name="Level 1")
    body = Body.objects.get(pk=register.joint_unit.pk)
    related = {"waiting_for_body": body, "waiting_for_recommendation": register.rec_4}
    foreign = {name for names in FIELDS_OF_STATUS.items() if names[0] != status for name in names[1]}
    values: dict[str, Any] = {}
    for name in STATE_FIELDS:
        field = Update._meta.get_field(name)
        if name in foreign:
            values[name] = None if field.is_relation else ""
        elif isinstance(field, models.DateField):
            values[name] = datetime.date(2025, 5, 31)
        elif field.is_relation:
            values[name] = related.get(name, level)
        else:
            values[name] = field.choices[0][0] if field.choices else f"Some {name}"
    return values | {"status": status}


def record(action: Action, by: Reader, **state: Any) -> Update:
    entry = UpdateEntry.of(words="Board met.", effective_on=DAY, reported_by="Head of Learning", **state)
    return record_update(action=action, entry=entry, by=by, submission_key=uuid.uuid4())


@pytest.mark.parametrize("status", [Status.WAITING, Status.CLOSED])
def test_recorded_fields_are_saved_and_carried_over_to_the_next_update(
    five: Action, office_reader: Reader, register: Register, status: Status
) -> None:
    state = state_with(status, register)
    part_deadlines = {str(PartFactory(recommendation=five.recommendation).pk): "2025-05-31"}
    recorded = record(five, office_reader, **state, part_deadlines=part_deadlines)
    update = Update.objects.with_state().get(pk=recorded.pk)
    assert {name: getattr(update, name) for name in STATE_FIELDS} == state
    assert state_carried_over(update) == {**state, "parts_done": frozenset(), "part_deadlines": part_deadlines}
    form = UpdateForm(QueryDict("words=More."), action=five, reader=office_reader, current=update)
    form.full_clean()
    assert form.entry().update.part_deadlines == part_deadlines


def test_a_new_date_of_a_part_of_another_recommendation_is_refused(
    five: Action, office_reader: Reader, register: Register
) -> None:
    part = PartFactory(recommendation=register.rec_7)
    with pytest.raises(ValidationError, match="Select only parts of this recommendation"):
        record(five, office_reader, status="in-progress", part_deadlines={str(part.pk): "2025-05-31"})


@pytest.mark.parametrize("status", [Status.WAITING, Status.CLOSED])
def test_the_form_starts_with_the_state_and_returns_it(
    five: Action, office_reader: Reader, register: Register, status: Status
) -> None:
    state = state_with(status, register)
    form = UpdateForm(action=five, reader=office_reader, current=record(five, office_reader, **state))
    asked = [name for name in STATE_FIELDS if name not in OCCURRENCE_FIELDS]
    assert form.fields.keys() >= set(asked)
    assert {name: form.initial[name] for name in STATE_FIELDS} == state
    assert all(form.fields[name].label for name in asked)
    form.cleaned_data = {}
    assert {name: getattr(form.entry().update, name) for name in OCCURRENCE_FIELDS} == {
        name: state[name] for name in OCCURRENCE_FIELDS
    }, "carried over where the form does not ask"


def test_a_snapshot_has_every_counted_field() -> None:
    assert set(COUNTED_COLUMNS) <= set(SNAPSHOT_COLUMNS)


def test_the_replays_state_gives_every_counted_field_to_the_position() -> None:
    values = {column: index for index, column in enumerate(SNAPSHOT_COLUMNS)}
    counted = ActionState(snapshot(**values)).counted()
    assert {column: counted[column] for column in COUNTED_COLUMNS} == {c: values[c] for c in COUNTED_COLUMNS}
    assert counted.keys() <= {field.attname for field in Position._meta.concrete_fields}


def test_positions_from_the_projection_and_from_the_history_have_every_counted_field(
    five: Action, office_reader: Reader, register: Register
) -> None:
    update = record(five, office_reader, **state_with(Status.WAITING, register))
    for known_on in (None, TODAY):
        position = Position.objects.on(TODAY, known_on).get(action=five, edition="working")
        assert all(getattr(position, column) for column in COUNTED_COLUMNS)
        assert [getattr(position, c) for c in COUNTED_COLUMNS] == [getattr(update, c) for c in COUNTED_COLUMNS]
