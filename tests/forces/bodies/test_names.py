"""The names of bodies in time: pages show the names of their day, and earlier names lead to the body."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forces.bodies.models import EarlierName, Force
from recommendations.register.statuses import Status
from tests.administration import faults, filled, row
from tests.cast import NOON, Cast, Register
from tests.factories import EarlierNameFactory, add_update
from tests.reading import lines_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]

RENAMED_ON = datetime.date(2025, 1, 1)
OLD, NEW = "Cumberland Constabulary", "Cumbria Constabulary"


@pytest.fixture
def renamed(register: Register) -> Register:
    """The register, in which Cumbria's force and its commissioner had other names until the end of 2024."""
    EarlierNameFactory(body=register.cumbria, name=OLD, short_name="Cumberland", slug="cumberland", until=RENAMED_ON)
    EarlierNameFactory(
        body=register.pfcc_cumbria,
        name="Cumberland’s commissioner",
        office_holder_title="Police and Crime Commissioner",
        until=RENAMED_ON,
    )
    return register


def test_the_name_of_a_day_is_the_one_that_ended_first_after_it(register: Register) -> None:
    force = register.cumbria
    first = EarlierNameFactory(body=force, name="The first", until=datetime.date(1967, 4, 1))
    second = EarlierNameFactory(body=force, name="The second", until=RENAMED_ON)
    of_day = EarlierName.objects.of_day
    assert of_day(datetime.date(1967, 3, 31)) == {force.pk: first}
    assert of_day(datetime.date(1967, 4, 1)) == {force.pk: second}
    assert of_day(datetime.date(2024, 12, 31)) == {force.pk: second}
    assert of_day(RENAMED_ON) == {}
    assert force.name_on(datetime.date(1967, 3, 31)) == "The first"
    assert force.name_on(datetime.date(2024, 12, 31)) == "The second"
    assert force.name_on(RENAMED_ON) == force.name_on(None) == NEW


@pytest.mark.parametrize(
    "address",
    [
        "/overview/",
        "/forces/",
        "/forces/cumbria/",
        "/inspections/soteria-2024/",
        "/inspections/soteria-2024/7/",
        "/bodies/pfcc-cumbria/",
        "/forces/cleveland/compare/?with=cumbria",
    ],
)
def test_pages_of_an_earlier_day_show_its_names(admin: Client, renamed: Register, address: str) -> None:
    today = words_of(admin.get(address))
    earlier = words_of(admin.get(f"/as-at/2024-12-31{address}"))
    on_the_day = words_of(admin.get(f"/as-at/2025-01-01{address}"))
    assert "Cumbria" in today
    assert "Cumbria" in on_the_day
    assert "Cumberland" in earlier
    own_page = address in ("/forces/cumbria/", "/bodies/pfcc-cumbria/")  # they list all names of their body
    assert own_page or "Cumbria" not in earlier.replace("Cumbria’s commissioner", "")
    assert own_page or "Cumberland" not in today + on_the_day


def test_downloads_of_an_earlier_day_show_its_names(admin: Client, renamed: Register) -> None:
    rows = lines_of(admin.get("/as-at/2024-12-31/forces.csv"), named=True)
    row_of_force = next(row for row in rows if row["Region"] == "North West")
    assert (row_of_force["Force"], row_of_force["Local policing body"]) == (OLD, "Cumberland’s commissioner")
    assert OLD not in str(lines_of(admin.get("/forces.csv")))


def test_a_body_awaited_on_an_earlier_day_has_its_name_of_that_day(admin: Client, renamed: Register) -> None:
    day = datetime.date(2024, 11, 1)
    EarlierNameFactory(body=renamed.joint_unit, name="The Old Unit", until=RENAMED_ON)
    add_update(renamed.actions["cleveland", "7"], Status.WAITING, day, waiting_for_body=renamed.joint_unit)
    assert "Waiting for The Old Unit" in words_of(admin.get("/as-at/2024-12-31/inspections/soteria-2024/7/"))
    assert "Waiting for Soteria Joint Unit" in words_of(admin.get("/inspections/soteria-2024/7/"))


def test_a_correction_of_a_name_is_shown_at_once(admin: Client, renamed: Register) -> None:
    assert OLD in words_of(admin.get("/as-at/2024-12-31/forces/cumbria/"))
    EarlierName.objects.filter(name=OLD).update(name="Westmorland Constabulary", short_name="Westmorland")
    assert "Cumberland C" not in words_of(admin.get("/as-at/2024-12-31/overview/"))
    assert "Westmorland" in words_of(admin.get("/as-at/2024-12-31/overview/"))


def test_the_title_of_the_office_holder_is_that_of_the_day(admin: Client, renamed: Register) -> None:
    renamed.pfcc_cumbria.office_holder_title = "Police, Fire and Crime Commissioner"
    renamed.pfcc_cumbria.save()
    before = words_of(admin.get("/as-at/2024-12-31/bodies/pfcc-cumbria/"))
    assert "Office Police and Crime Commissioner Opened on" in before, "and not its kind, which is today's"
    assert "Office Police, Fire and Crime Commissioner" in words_of(admin.get("/bodies/pfcc-cumbria/"))


def test_names_do_not_reach_the_next_request(admin: Client, renamed: Register) -> None:
    admin.get("/as-at/2024-12-31/forces/cumbria/")
    assert str(Force.objects.get(pk=renamed.cumbria.pk)) == NEW
    assert OLD not in words_of(admin.get("/responses/"))


def test_a_page_about_a_body_lists_its_names_with_their_days(admin: Client, renamed: Register) -> None:
    names = f"Names {OLD} until 31 December 2024 {NEW} since 1 January 2025"
    assert names in words_of(admin.get("/forces/cumbria/"))
    assert "Names" not in words_of(admin.get("/forces/cleveland/"))


def test_the_names_of_a_day_take_one_query_however_many_there_are(admin: Client, renamed: Register) -> None:
    admin.get("/as-at/2024-12-31/overview/")  # counts are in the cache from now on
    with CaptureQueriesContext(connection) as few:
        admin.get("/as-at/2024-12-31/overview/")
    EarlierNameFactory(body=renamed.cleveland, name="Teesside", until=RENAMED_ON)
    EarlierNameFactory(body=renamed.durham, name="County Durham", until=RENAMED_ON)
    with CaptureQueriesContext(connection) as many:
        assert "County Durham" in words_of(admin.get("/as-at/2024-12-31/overview/"))
    assert len(many) == len(few)


@pytest.mark.parametrize("typed", ["cumberland", "Cumberland Const", "cumbria"])
def test_an_earlier_name_finds_the_force(admin: Client, renamed: Register, typed: str) -> None:
    EarlierNameFactory(body=renamed.cumbria, name="Cumberland Police", until=datetime.date(2000, 1, 1))
    found = admin.get(f"/forces/?q={typed}").context["summaries"]
    assert [summary.body.slug for summary in found] == ["cumbria"]
    listed = admin.get(f"/admin/forces/force/?q={typed}").context["cl"].result_list
    assert [force.slug for force in listed] == ["cumbria"]


def test_a_name_that_changes_later_is_shown_from_its_day(admin: Client, register: Register) -> None:
    EarlierNameFactory(body=register.cumbria, name=OLD, short_name="Cumberland", until=datetime.date(2025, 3, 10))
    answer = admin.get("/overview/")
    assert "Cumberland" in words_of(answer)
    assert NEW not in words_of(admin.get("/forces/")) + str(lines_of(admin.get("/forces.csv")))
    EarlierName.objects.update(until=NOON.date())
    assert OLD not in words_of(admin.get("/forces/"))
    assert OLD in words_of(admin.get("/as-at/2025-03-02/forces/"))


def test_what_changed_has_the_names_of_the_end_of_its_period(admin: Client, renamed: Register) -> None:
    add_update(renamed.actions["cumbria", "7"], Status.IN_PROGRESS, datetime.date(2024, 11, 1))
    period = "/forces/cumbria/changes/?from=2024-10-01&to="
    assert f"{OLD} What changed" in words_of(admin.get(f"{period}2024-12-31")).replace(":", "")
    assert OLD not in words_of(admin.get(f"{period}2025-01-01"))


# --- addresses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "present"),
    [
        ("/forces/cumberland/", "/forces/cumbria/"),
        ("/forces/cumberland.csv?q=plan", "/forces/cumbria.csv?q=plan"),
        ("/as-at/2024-12-31/forces/cumberland/", "/as-at/2024-12-31/forces/cumbria/"),
        ("/forces/cumberland/soteria-2024/7/", "/forces/cumbria/soteria-2024/7/"),
        ("/forces/cumberland/responses/soteria-2024/", "/forces/cumbria/responses/soteria-2024/"),
    ],
)
def test_an_earlier_address_leads_to_the_present_one(admin: Client, renamed: Register, old: str, present: str) -> None:
    answer = admin.get(old)
    assert (answer.status_code, answer["Location"]) == (301, present)
    assert admin.post(old).status_code in (404, 405), "what was typed would be lost in a redirect"


def test_what_was_never_a_name_is_not_found(admin: Client, renamed: Register) -> None:
    assert admin.get("/forces/westmorland/").status_code == 404


def test_an_earlier_address_tells_the_anonymous_nothing(client: Client, renamed: Register) -> None:
    assert client.get("/forces/cumberland/")["Location"] == "/account/login/?next=/forces/cumberland/"


# --- entering them -----------------------------------------------------------------------------------------


def test_an_administrator_enters_an_earlier_name_with_its_author(admin: Client, cast: Cast, register: Register) -> None:
    address = f"/admin/forces/force/{register.cumbria.pk}/change/"
    new = row("earlier_names", 0, name=OLD, slug="cumberland", until="01/01/2025", source="A news report")
    assert admin.post(address, filled(admin, address, **new, **{"earlier_names-TOTAL_FORMS": "1"})).status_code == 302
    earlier = register.cumbria.earlier_names.get()
    assert (earlier.name, earlier.until, earlier.source) == (OLD, RENAMED_ON, "A news report")
    assert earlier.history.get().history_user == cast.administrator


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"slug": "durham"}, "slug", "A body has this name in addresses now. Choose another."),
        ({"until": ""}, "until", "This field is required."),
    ],
)
def test_an_earlier_name_that_cannot_be_is_refused(
    admin: Client, register: Register, changes: dict[str, str], field: str, problem: str
) -> None:
    address = f"/admin/forces/force/{register.cumbria.pk}/change/"
    new = row("earlier_names", 0, **{"name": OLD, "until": "01/01/2025"} | changes)
    answer = admin.post(address, filled(admin, address, **new, **{"earlier_names-TOTAL_FORMS": "1"}))
    assert faults(answer) == {f"earlier_names-0-{field}": [problem]}
    assert not EarlierName.objects.exists()
