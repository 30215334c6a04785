"""A preview shows just what its reader sees after the release: the figures, and every page."""

import datetime
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forces.bodies.models import LocalPolicingBody
from forces.people.access import Audience, Reader
from forces.people.models import Person, Role
from recommendations.maintenance.search_index import index_all
from recommendations.positions.counting import positions_on, tally
from recommendations.positions.models import Position
from recommendations.register.models import Action, Update
from recommendations.register.statuses import Status
from recommendations.releases.models import Release
from recommendations.releases.plan import plan_of, unreleased
from recommendations.releases.preview import Preview, stand_in
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

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]

FORCE, PANEL, PUBLIC = Audience.FORCE_AND_OFFICE.value, Audience.PANEL.value, Audience.PUBLIC.value
PAGES = [
    "/overview/",
    "/forces/",
    "/forces/cleveland/",
    "/as-at/2025-02-15/forces/cleveland/",
    "/forces/cleveland/?status=closed",
    "/forces/cleveland/changes/?from=2025-01-01&to=2025-03-03",
    "/forces/cleveland/soteria-2024/7/",
    "/forces/cleveland/soteria-2024/5/",
    "/forces/cumbria/",
    "/inspections/",
    "/inspections/soteria-2024/",
    "/inspections/soteria-2024/7/",
    "/bodies/pcc-cleveland/",
    "/bodies/soteria-joint-unit/",
    "/search/?q=numbat",
]


@pytest.fixture
def recorded(history: Register, cast: Cast) -> Register:
    """The small register's history; Cleveland's 7 was closed since, which only the force and its office read."""
    seven = history.actions["cleveland", "7"]
    add_update(
        seven, Status.CLOSED, datetime.date(2025, 2, 1), by=cast.office, audience=FORCE, text="The numbat sleeps."
    )
    moved = {"revised_deadline_on": datetime.date(2025, 9, 30), "deadline_reason": "HMICFRS agreed."}
    add_update(history.actions["cleveland", "5"], Status.SENT, TODAY, by=cast.office, audience=FORCE, **moved)
    add_update(seven, None, TODAY, by=cast.office, audience="office", text="Advice: a numbat never sleeps.")
    index_all()
    return history


def read_by(person: Person, page: str) -> str:
    client = Client()
    client.force_login(person)
    return body_of(client.get(page))


def body_of(response: Any) -> str:
    """The page without its frame: who is signed in, the menu, the forms' tokens."""
    assert response.status_code == 200, response.content.decode()
    page = response.content.decode()
    crumbs = re.search(r'<nav class="govuk-breadcrumbs.*?</nav>', page, re.DOTALL)
    main = re.search(r"<main.*</main>", page, re.DOTALL)
    title = re.search(r"<title>.*?</title>", page, re.DOTALL)
    assert main
    assert title
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", title[0] + (crumbs[0] if crumbs else "") + main[0])


def previewed(client: Client, actions: list[Action], audience: str) -> str:
    """The address of a preview of all that these actions hold and the audience does not read."""
    asked = {"action": [action.pk for action in actions], "audience": audience, "reason": "Papers for March"}
    return client.post("/work/cleveland/releases/new/", asked)["Location"]


def confirm(client: Client, address: str) -> Any:
    page = client.get(address).content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return client.post(address, fields)


@pytest.mark.parametrize(("audience", "who"), [(PANEL, "panel_member"), (PUBLIC, "anybody"), (PUBLIC, "panel_member")])
def test_every_page_is_previewed_as_it_is_after_the_release(
    client: Client, cast: Cast, recorded: Register, audience: str, who: str
) -> None:
    reader = cast.panel_member if who == "panel_member" else _reader_of_the_public_edition()
    seen_by = PANEL if who == "panel_member" else PUBLIC
    before = {page: read_by(reader, page) for page in PAGES}
    client.force_login(cast.office)
    address = previewed(client, [recorded.actions["cleveland", ref] for ref in ("5", "7")], audience)
    under = f"{address}{seen_by}"
    shown = {page: body_of(client.get(f"{under}{page}")).replace(f"{under}/", "/") for page in PAGES}
    assert {page: read_by(reader, page) for page in PAGES} == before  # a look changed nothing
    assert confirm(client, address).status_code == 302
    after = {page: read_by(reader, page) for page in PAGES}
    for page in PAGES:
        assert shown[page] == after[page], page
    assert after["/forces/cleveland/"] != before["/forces/cleveland/"]
    assert "The numbat sleeps" in after["/forces/cleveland/soteria-2024/7/"]
    assert not any("never sleeps" in page for page in after.values())


def _reader_of_the_public_edition() -> Person:
    """Somebody of an office that has no force today, who reads every force as everybody does."""
    person = PersonFactory(email="elsewhere@example.org")
    membership(person, Role.OPCC_STAFF, LocalPolicingBodyFactory(slug="pcc-of-no-force"))
    return person


def test_a_preview_writes_nothing(client: Client, cast: Cast, recorded: Register) -> None:
    client.force_login(cast.office)
    rows = [list(model.objects.order_by("pk").values()) for model in (Update, Position, Release)]
    address = previewed(client, [recorded.actions["cleveland", "7"]], PANEL)
    client.get(address)
    client.get(f"{address}panel/forces/cleveland/")
    assert [list(model.objects.order_by("pk").values()) for model in (Update, Position, Release)] == rows


def test_a_previewed_page_says_so_and_leads_back_and_on_to_other_previews(
    client: Client, cast: Cast, recorded: Register
) -> None:
    client.force_login(cast.office)
    address = previewed(client, [recorded.actions["cleveland", "7"]], PANEL)
    page = client.get(f"{address}panel/forces/cleveland/").content.decode()
    assert "This is what the panel will see" in page
    assert f'href="{address}"' in page
    links = {link for link in re.findall(r'href="(/[^"#?]*)', page) if not link.startswith("/static/")}
    assert links - {"/", address} == {link for link in links if link.startswith(f"{address}panel/")}
    assert f"{address}panel/forces/cleveland/soteria-2024/7/" in links


def test_nothing_can_be_sent_from_a_previewed_page(client: Client, cast: Cast, recorded: Register) -> None:
    client.force_login(cast.office)
    address = previewed(client, [recorded.actions["cleveland", "7"]], PANEL)
    refused = client.post(f"{address}panel/account/saved-views/", {"name": "x"})
    assert refused.status_code == 405
    assert "nothing was sent or saved" in refused.content.decode()


@pytest.mark.parametrize(
    "page", ["panel/account/", "panel/admin/", "panel/work/cleveland/releases/", "panel/x/", "public/forces/cleveland/"]
)
def test_what_no_release_changes_has_no_preview(client: Client, cast: Cast, recorded: Register, page: str) -> None:
    client.force_login(cast.office)
    address = previewed(client, [recorded.actions["cleveland", "7"]], PANEL)
    assert client.get(f"{address}{page}").status_code == 404


def test_a_preview_is_its_makers_alone(client: Client, cast: Cast, recorded: Register) -> None:
    client.force_login(cast.office)
    address = previewed(client, [recorded.actions["cleveland", "7"]], PANEL)
    client.force_login(cast.approver)
    assert client.get(address).status_code == 302
    assert client.get(f"{address}panel/forces/cleveland/").status_code == 404
    client.force_login(cast.panel_member)
    assert client.get(address).status_code == 404
    assert client.get(f"{address}panel/forces/cleveland/").status_code == 404


def test_what_is_recorded_after_the_preview_is_not_released_with_it(
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


def test_a_commissioners_own_actions_are_previewed_as_the_forces_panel_sees_them(
    client: Client, cast: Cast, recorded: Register
) -> None:
    body: LocalPolicingBody = recorded.pcc_cleveland
    recommendation = RecommendationFactory(inspection=recorded.soteria, number=10)
    AddresseeFactory(recommendation=recommendation, body=body)
    action = open_action(recommendation, body)
    update = add_update(action, Status.CLOSED, TODAY, audience=FORCE)
    client.force_login(cast.office)
    asked = {"update": update.pk, "audience": PANEL}
    address = client.post("/work/pcc-cleveland/releases/new/", asked)["Location"]
    shown = body_of(client.get(f"{address}panel/bodies/pcc-cleveland/")).replace(f"{address}panel/", "/")
    confirm(client, address)
    assert shown == read_by(cast.panel_member, "/bodies/pcc-cleveland/")


# --- figures -----------------------------------------------------------------------------------------------


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_figures_afterwards_are_those_of_the_pages(data: st.DataObject, register: Register, cast: Cast) -> None:
    office = as_reader(cast.office, TODAY)
    inspection = InspectionFactory()
    days = st.integers(-90, 90).map(lambda number: TODAY + datetime.timedelta(number))
    actions = []
    for number in range(data.draw(st.integers(1, 4))):
        due = data.draw(st.none() | days)
        dated = {"undated": True} if due is None else {"deadline_on": due}
        recommendation = RecommendationFactory(inspection=inspection, number=number + 1, **dated)
        action = open_action(recommendation, register.cleveland, opened_on=datetime.date(2024, 8, 22))
        actions.append(action)
        for _update in range(data.draw(st.integers(0, 3))):
            moved = {"local_target_on": data.draw(days), "deadline_reason": "So."} if data.draw(st.booleans()) else {}
            add_update(
                action,
                data.draw(st.sampled_from([Status.IN_PROGRESS, Status.CLOSED, Status.SENT, Status.COMPLETE])),
                data.draw(st.integers(-60, 0).map(lambda number: TODAY + datetime.timedelta(number))),
                audience=data.draw(st.sampled_from([FORCE, PANEL, PUBLIC])),
                expected_on=data.draw(st.none() | days),
                **moved,
            )
    audience, chosen = data.draw(st.sampled_from([PANEL, PUBLIC])), [action.pk for action in actions]
    updates = unreleased(chosen, audience)
    plan = plan_of(register.cleveland, office, audience, updates=updates)
    readers = {one: stand_in(register.cleveland, one, TODAY) for one in (PANEL, PUBLIC)}
    told_before = {one: _figures(reader, register) for one, reader in readers.items()}
    previews = {one: Preview.of(plan, register.cleveland, reader, one) for one, reader in readers.items()}
    if not updates:
        return
    key = uuid.uuid4()
    release(holder=register.cleveland, updates=updates, audience=audience, by=office, submission_key=key)
    told_after = {one: _figures(reader, register) for one, reader in readers.items()}
    concerned = [PANEL] if audience == PANEL else [PANEL, PUBLIC]
    for one in concerned:
        assert previews[one].before == told_before[one]
        assert previews[one].after == told_after[one]


def _figures(reader: Reader, register: Register):
    return tally(positions_on(TODAY, reader, register.cleveland), TODAY)
