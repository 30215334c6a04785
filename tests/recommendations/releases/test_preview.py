"""A preview shows exactly what its reader will see after the release, and writes nothing."""

import datetime
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forces.people import unsaved_forms
from forces.people.access import Reader
from forces.people.editions import Audience
from forces.people.models import Person, Role
from recommendations.maintenance.search_index import index_all
from recommendations.positions.counting import positions_on, tally, with_conditions
from recommendations.positions.models import Position
from recommendations.register.models import Action, InspectionState, Release, Update
from recommendations.register.statuses import Status
from recommendations.releases.plan import plan_release, unreleased_updates
from recommendations.releases.preview import PreviewedState, preview_release, typical_reader
from recommendations.releases.services import release
from tests.cast import TODAY, Cast, Register
from tests.factories import (
    AddresseeFactory,
    InspectionFactory,
    LocalPolicingBodyFactory,
    PersonFactory,
    RecommendationFactory,
    add_update,
    as_reader,
    membership,
    open_action,
)
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]

FORCE, PANEL, PUBLIC = Audience.FORCE_AND_OFFICE.value, Audience.PANEL.value, Audience.PUBLIC.value
PAGES = [
    "/overview/",
    "/forces/cleveland/",
    "/forces/cleveland/soteria-2024/7/",
    "/forces/cleveland/soteria-2024/5/",
    "/inspections/soteria-2024/7/",
    "/search/?q=numbat",
]


@pytest.fixture
def recorded(history: Register, cast: Cast) -> Register:
    """The small register's history, with updates that only Cleveland and its office can read."""
    seven = history.actions["cleveland", "7"]
    add_update(
        seven, Status.CLOSED, datetime.date(2025, 2, 1), by=cast.office, audience=FORCE, text="The numbat sleeps."
    )
    deadline = {"revised_deadline_on": datetime.date(2025, 9, 30), "deadline_reason": "HMICFRS agreed."}
    add_update(history.actions["cleveland", "5"], Status.SENT, TODAY, by=cast.office, audience=FORCE, **deadline)
    add_update(seven, None, TODAY, by=cast.office, audience="office", text="Advice: a numbat never sleeps.")
    index_all()
    return history


def previewed(client: Client, actions: list[Action], audience: str) -> str:
    """Return the address of a preview of all unreleased updates of these actions."""
    data = {"action": [action.pk for action in actions], "audience": audience, "reason": "Papers for March"}
    return client.post("/work/cleveland/releases/new/", data)["Location"]


def confirm(client: Client, address: str) -> Any:
    page = client.get(address).content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return client.post(address, fields)


def pages_of(person: Person) -> dict[str, str]:
    client = Client()
    client.force_login(person)
    return {page: words_of(client.get(page)) for page in PAGES}


def _public_reader() -> Person:
    """Someone whose office has no force today, so that they read every force as the public does."""
    person = PersonFactory(email="elsewhere@example.org")
    membership(person, Role.OPCC_STAFF, LocalPolicingBodyFactory(slug="pcc-of-no-force"))
    return person


@pytest.mark.parametrize(("audience", "who"), [(PANEL, "panel_member"), (PUBLIC, "anybody"), (PUBLIC, "panel_member")])
def test_readers_see_only_what_was_previewed_and_only_after_the_release(
    client: Client, cast: Cast, recorded: Register, audience: str, who: str
) -> None:
    reader = cast.panel_member if who == "panel_member" else _public_reader()
    before = pages_of(reader)
    client.force_login(cast.office)
    address = previewed(client, [recorded.actions["cleveland", ref] for ref in ("5", "7")], audience)
    preview = words_of(client.get(address))
    assert "The numbat sleeps." in preview
    assert "2 notes for the office only" in preview
    assert "never sleeps" not in preview
    assert pages_of(reader) == before
    assert confirm(client, address).status_code == 302
    after = pages_of(reader)
    assert after["/forces/cleveland/"] != before["/forces/cleveland/"]
    assert "The numbat sleeps." in after["/forces/cleveland/soteria-2024/7/"]
    assert not any("never sleeps" in page for page in after.values())


def test_showing_a_preview_writes_nothing(client: Client, cast: Cast, recorded: Register) -> None:
    client.force_login(cast.office)
    address = previewed(client, [recorded.actions["cleveland", ref] for ref in ("5", "7")], PUBLIC)
    page = client.get(address).content.decode()
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    unsaved = unsaved_forms.store_fields(cast.office, address, {name: [value] for name, value in fields})
    rows = [list(model.objects.order_by("pk").values()) for model in (Update, Position, Release)]
    for shown in (address, unsaved.get_absolute_url()):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(shown).status_code == 200
        statements = [query["sql"].split()[0].upper() for query in queries]
        assert not {"INSERT", "UPDATE", "DELETE", "SAVEPOINT", "BEGIN"} & set(statements)
    assert [list(model.objects.order_by("pk").values()) for model in (Update, Position, Release)] == rows


def test_a_preview_is_visible_only_to_its_author(client: Client, cast: Cast, recorded: Register) -> None:
    client.force_login(cast.office)
    address = previewed(client, [recorded.actions["cleveland", "7"]], PANEL)
    client.force_login(cast.approver)
    assert client.get(address).status_code == 302
    client.force_login(cast.panel_member)
    assert client.get(address).status_code == 404


def test_an_update_recorded_after_the_preview_is_not_released_with_it(
    client: Client, cast: Cast, recorded: Register
) -> None:
    client.force_login(cast.office)
    seven = recorded.actions["cleveland", "7"]
    address = previewed(client, [seven], PANEL)
    later = add_update(seven, Status.IN_PROGRESS, TODAY, by=cast.approver, audience=FORCE)
    confirm(client, address)
    later.refresh_from_db()
    assert later.shown_to == FORCE
    assert Release.objects.get().items.count() == 1


def test_an_action_under_embargo_is_named_and_not_counted(client: Client, cast: Cast, recorded: Register) -> None:
    secret = InspectionFactory(state=InspectionState.EMBARGOED, published_on=None, short_title="A secret report")
    secret.embargo_readers.add(cast.office)
    action = open_action(
        RecommendationFactory(inspection=secret, short_title="Hide it"), recorded.cleveland, opened_on=TODAY
    )
    add_update(action, Status.IN_PROGRESS, TODAY, audience=FORCE)
    plan = plan_release(
        recorded.cleveland,
        as_reader(cast.office, TODAY),
        PANEL,
        updates=unreleased_updates([action.pk, recorded.actions["cleveland", "7"].pk], PANEL),
    )
    preview = preview_release(plan, recorded.cleveland, PANEL, TODAY)
    assert preview.hidden == [action]
    assert preview.before.total == preview.after.total
    client.force_login(cast.office)
    words = words_of(client.get(previewed(client, [action], PANEL)))
    assert "1 action is of a report under embargo." in words
    assert "No update becomes readable for this reader." in words


def test_a_commissioners_own_actions_are_previewed_as_the_panel_sees_them(cast: Cast, recorded: Register) -> None:
    body = recorded.pcc_cleveland
    recommendation = RecommendationFactory(inspection=recorded.soteria, number=10)
    AddresseeFactory(recommendation=recommendation, body=body)
    update = add_update(open_action(recommendation, body), Status.CLOSED, TODAY, audience=FORCE)
    office = as_reader(cast.office, TODAY)
    preview = preview_release(plan_release(body, office, PANEL, updates=[update.pk]), body, PANEL, TODAY)
    release(holder=body, updates=[update.pk], audience=PANEL, by=office, submission_key=uuid.uuid4())
    assert preview.after == tally(positions_on(TODAY, as_reader(cast.panel_member, TODAY), body), TODAY)
    assert preview.after.closed == 1


# --- generated histories -----------------------------------------------------------------------------------

DAYS = st.integers(-90, 90).map(lambda number: TODAY + datetime.timedelta(number))
PAST_DAYS = st.integers(-60, 0).map(lambda number: TODAY + datetime.timedelta(number))
STATUSES = st.sampled_from([Status.IN_PROGRESS, Status.WAITING, Status.CLOSED, Status.SENT, Status.COMPLETE])


def _draw_history(data: st.DataObject, action: Action) -> None:
    """Record up to four updates for the action, of every audience, some of them notes and some retracted."""
    for _number in range(data.draw(st.integers(0, 4))):
        target = data.draw(st.none() | DAYS)
        update = add_update(
            action,
            data.draw(STATUSES),
            data.draw(PAST_DAYS),
            audience=data.draw(st.sampled_from([FORCE, PANEL, PUBLIC])),
            expected_on=data.draw(st.none() | DAYS),
            **({"local_target_on": target, "deadline_reason": "So."} if target else {}),
        )
        if data.draw(st.integers(0, 3)) == 0:
            add_update(action, None, TODAY, audience=update.audience, retracts=update)
    if data.draw(st.booleans()):
        add_update(action, None, TODAY, audience="office")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_preview_equals_the_result_of_the_release(data: st.DataObject, register: Register, cast: Cast) -> None:
    office = as_reader(cast.office, TODAY)
    inspection = InspectionFactory()
    actions = []
    for number in range(data.draw(st.integers(1, 4))):
        due = data.draw(st.none() | DAYS)
        dated = {"undated": True} if due is None else {"deadline_on": due}
        recommendation = RecommendationFactory(inspection=inspection, number=number + 1, **dated)
        action = open_action(recommendation, register.cleveland, opened_on=datetime.date(2024, 8, 22))
        actions.append(action)
        _draw_history(data, action)
    audience = data.draw(st.sampled_from([PANEL, PUBLIC]))
    updates = unreleased_updates([action.pk for action in actions], audience)
    if not updates:
        return
    readers = {to: typical_reader(register.cleveland, to, TODAY) for to in (PANEL, PUBLIC)}
    plan = plan_release(register.cleveland, office, audience, updates=updates)
    previews = {to: preview_release(plan, register.cleveland, to, TODAY) for to in readers}
    before = {to: (_states(reader, register), _readable(reader, actions)) for to, reader in readers.items()}
    release(holder=register.cleveland, updates=updates, audience=audience, by=office, submission_key=uuid.uuid4())
    for to in [PANEL] if audience == PANEL else [PANEL, PUBLIC]:
        preview, (states, readable) = previews[to], before[to]
        states_after = _states(readers[to], register)
        changes = {each.action.pk: (each.before, each.after) for each in preview.actions}
        assert {pk: change[0] for pk, change in changes.items()} == {pk: states[pk] for pk in changes}
        assert states | {pk: change[1] for pk, change in changes.items()} == states_after
        assert preview.after == tally(positions_on(TODAY, readers[to], register.cleveland), TODAY)
        new = {update.pk for each in preview.actions for update in each.updates}
        assert _readable(readers[to], actions) - readable - _retractions(actions) == new


def _states(reader: Reader, register: Register) -> dict[int, PreviewedState]:
    """Return the state of each of Cleveland's actions as the reader sees it, from the stored positions."""
    positions: Any = with_conditions(positions_on(TODAY, reader, register.cleveland), TODAY)
    names = PreviewedState._fields
    return {
        each.action_id: PreviewedState(
            **{name: bool(getattr(each, name)) if name.startswith("is_") else getattr(each, name) for name in names}
        )
        for each in positions
    }


def _readable(reader: Reader, actions: list[Action]) -> set[int]:
    return set(Update.objects.readable_by(reader, *actions).values_list("pk", flat=True))


def _retractions(actions: list[Action]) -> set[int]:
    return set(Update.objects.filter(action__in=actions, retracts__isnull=False).values_list("pk", flat=True))
