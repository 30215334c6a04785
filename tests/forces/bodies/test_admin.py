"""The admin pages of bodies, and the admin site itself."""

import datetime

import pytest
from django.test import Client

from forces.bodies.models import BodyKind, Force, NationalBody, Oversight, Succession
from forces.people.models import Person
from tests.administration import faults, filled, row
from tests.cast import NOON, Cast, Register
from tests.factories import (
    FireServiceFactory,
    ForceFactory,
    LocalPolicingBodyFactory,
    OversightFactory,
    PanelFactory,
    PersonFactory,
    membership,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def test_it_sends_the_anonymous_to_the_products_own_sign_in(client: Client, db: None) -> None:
    answer = client.get("/admin/forces/force/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/account/login/?next=/admin/forces/force/")


def test_its_own_sign_in_page_redirects_to_the_products(client: Client, db: None) -> None:
    answer = client.get("/admin/login/?next=/admin/forces/force/")
    assert answer["Location"] == "/account/login/?next=/admin/forces/force/"


def test_an_administrator_at_its_sign_in_page_is_let_in(admin: Client) -> None:
    assert admin.get("/admin/login/")["Location"] == "/admin/"


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/forces/force/", "/admin/autocomplete/"])
def test_it_refuses_everyone_else(client: Client, cast: Cast, address: str) -> None:
    for role, person in cast.by_role().items():
        if role != "administrator":
            client.force_login(person)
            assert client.get(address).status_code == 403, role


@pytest.mark.parametrize("address", ["/admin/logout/", "/admin/password_change/", "/admin/password_change/done/"])
def test_it_has_no_page_that_duplicates_the_product(admin: Client, address: str) -> None:
    assert admin.get(address).status_code == 404


def test_its_index_starts_with_the_common_tasks(admin: Client) -> None:
    page = admin.get("/admin/")
    groups = [(app["name"], [entry["name"] for entry in app["models"]]) for app in page.context["app_list"]]
    assert [name for name, _entries in groups] == [
        "Inspections and recommendations",
        "Worklists",
        "People",
        "Bodies",
        "Lists",
    ]
    assert groups[-1][1] == ["Closing levels", "Sources of recommendations"], (
        "what libraries bring along would write past our services"
    )
    assert groups[0][1][:3] == ["Load inspections from a file", "Inspections", "Recommendations"]


@pytest.mark.parametrize(
    "model", ["force", "nationalbody", "localpolicingbody", "panel", "fireservice", "succession", "person"]
)
def test_its_pages_open(admin: Client, register: Register, cast: Cast, model: str) -> None:
    Succession.objects.create(predecessor=register.pcc_cleveland, successor=register.pfcc_cumbria, on=NOON.date())
    FireServiceFactory()
    listed = admin.get(f"/admin/forces/{model}/")
    assert listed.status_code == 200
    first = listed.context["cl"].queryset.first()
    for tail in ("add/", f"{first.pk}/change/", f"{first.pk}/history/"):
        assert admin.get(f"/admin/forces/{model}/{tail}").status_code == 200, tail
    assert admin.get(f"/admin/forces/{model}/?q=cleveland").status_code == 200


def test_entering_a_body_sets_its_kind_and_records_its_author(admin: Client, cast: Cast) -> None:
    address = "/admin/forces/nationalbody/add/"
    given = filled(admin, address, name="Home Office", slug="home-office", aliases="The Home Office\r\n\r\nHO ")
    assert admin.post(address, given).status_code == 302
    body = NationalBody.objects.get(slug="home-office")
    assert body.kind == BodyKind.NATIONAL
    assert body.aliases == ["The Home Office", "HO"]
    assert body.history.get().history_user == cast.administrator


def test_the_other_names_are_shown_one_per_line(admin: Client, register: Register) -> None:
    Force.objects.filter(pk=register.cleveland.pk).update(aliases=["Cleveland Constabulary", "Cleveland"])
    address = f"/admin/forces/force/{register.cleveland.pk}/change/"
    given = filled(admin, address)
    assert given["aliases"] == "Cleveland Constabulary\nCleveland"
    admin.post(address, {**given, "uses_soteria_tracker": ""})
    register.cleveland.refresh_from_db()
    assert register.cleveland.aliases == ["Cleveland Constabulary", "Cleveland"]
    assert not register.cleveland.uses_soteria_tracker


def test_a_body_that_closes_before_it_opens_is_refused(admin: Client) -> None:
    address = "/admin/forces/nationalbody/add/"
    given = filled(admin, address, name="A", slug="a", opened_on="01/01/2020", closed_on="01/01/2019")
    assert faults(admin.post(address, given)) == {"__all__": ["The day it closed must be after the day it opened."]}


def test_oversight_is_entered_on_the_page_of_its_force(admin: Client, cast: Cast, register: Register) -> None:
    mayor = LocalPolicingBodyFactory(slug="mayor-of-teesside")
    address = f"/admin/forces/force/{register.cleveland.pk}/change/"
    new = row("oversights", 1, force=register.cleveland.pk, body=mayor.pk, first_day="07/05/2026")
    assert admin.post(address, filled(admin, address, **{"oversights-TOTAL_FORMS": 2}, **new)).status_code == 302
    oversight = Oversight.objects.get(body=mayor)
    assert oversight.first_day == datetime.date(2026, 5, 7)
    assert oversight.history.get().history_user == cast.administrator


def test_two_bodies_cannot_take_over_a_force_on_the_same_day(admin: Client, register: Register) -> None:
    address = f"/admin/forces/force/{register.cleveland.pk}/change/"
    new = row("oversights", 1, force=register.cleveland.pk, body=register.pfcc_cumbria.pk, first_day="22/11/2012")
    answer = admin.post(address, filled(admin, address, **{"oversights-TOTAL_FORMS": 2}, **new))
    assert "oversights" in str(faults(answer))


def test_a_body_that_something_refers_to_cannot_be_deleted(admin: Client, register: Register) -> None:
    address = f"/admin/forces/force/{register.cleveland.pk}/delete/"
    assert admin.post(address, {"post": "yes"}).status_code == 403


def test_a_body_entered_by_mistake_can_be_deleted_and_its_history_stays(admin: Client, cast: Cast) -> None:
    force = ForceFactory(slug="mistake")
    assert admin.post(f"/admin/forces/force/{force.pk}/delete/", {"post": "yes"}).status_code == 302
    assert Force.history.filter(slug="mistake").first().history_user == cast.administrator


def test_a_body_of_any_kind_redirects_to_the_page_of_its_kind(admin: Client, register: Register) -> None:
    answer = admin.get(f"/admin/forces/body/{register.joint_unit.pk}/change/")
    assert answer["Location"] == f"/admin/forces/nationalbody/{register.joint_unit.pk}/change/"


def test_the_history_shows_the_changes_and_cannot_restore_them(admin: Client, register: Register, cast: Cast) -> None:
    force = register.cleveland
    address = f"/admin/forces/force/{force.pk}/change/"
    admin.post(address, filled(admin, address, region="Another region"))
    admin.post(address, filled(admin, address, region="A third region"))
    page = admin.get(f"/admin/forces/force/{force.pk}/history/").content.decode()
    assert "Another region → A third region" in page
    assert str(cast.administrator) in page
    assert admin.get(f"/admin/forces/force/{force.pk}/history/{force.history.last().pk}/").status_code in {302, 404}


def test_the_worklist_lists_forces_with_no_commissioner_today(admin: Client, register: Register, cast: Cast) -> None:
    ForceFactory(slug="special", territorial=False)
    ForceFactory(slug="gone", closed_on=datetime.date(2025, 1, 1))
    soon = ForceFactory(slug="soon")
    OversightFactory(force=soon, first_day=datetime.date(2025, 5, 1))
    page = admin.get("/admin/forces/forcewithoutbody/")
    assert {force.slug for force in page.context["cl"].queryset} == {"durham", "soon"}
    answer = admin.get(f"/admin/forces/forcewithoutbody/{register.durham.pk}/change/")
    assert answer["Location"] == f"/admin/forces/force/{register.durham.pk}/change/"
    assert admin.get("/admin/forces/forcewithoutbody/add/").status_code == 403


@pytest.mark.parametrize("model", ["force", "localpolicingbody", "panel", "person", "forcewithoutbody"])
def test_queries_do_not_grow_with_the_list(
    admin: Client, cast: Cast, django_assert_max_num_queries, model: str
) -> None:
    with django_assert_max_num_queries(15) as few:
        admin.get(f"/admin/forces/{model}/")
    for number in range(6):
        force = ForceFactory()
        PanelFactory(scrutinises=force)
        membership(PersonFactory(), "force-contributor", force)
        if number % 2:
            OversightFactory(force=force)
    with django_assert_max_num_queries(len(few)):
        admin.get(f"/admin/forces/{model}/")


def test_a_person_is_not_an_administrator_after_the_last_day(client: Client, cast: Cast) -> None:
    cast.administrator.memberships.update(last_day=datetime.date(2025, 3, 2))
    client.force_login(Person.objects.get(pk=cast.administrator.pk))
    assert client.get("/admin/").status_code == 403
