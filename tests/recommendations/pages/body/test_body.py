"""The pages of a national body, a local policing body and a panel."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forces.bodies.models import LocalPolicingBody, Succession
from recommendations.register.statuses import Status
from tests.cast import Cast, Register
from tests.factories import (
    AddresseeFactory,
    EarlierNameFactory,
    InspectionFactory,
    LocalPolicingBodyFactory,
    NationalBodyFactory,
    OversightFactory,
    RecommendationFactory,
    add_update,
    open_action,
)
from tests.reading import lines_of, words_of

MOST_QUERIES = 25


pytestmark = pytest.mark.usefixtures("on_the_day")


# --- national bodies ---------------------------------------------------------------------------------------


def test_a_national_body_shows_what_it_leads(admin: Client, register: Register) -> None:
    add_update(register.actions[("soteria-joint-unit", "4")], Status.IN_PROGRESS, datetime.date(2024, 12, 1))
    words = words_of(admin.get("/bodies/soteria-joint-unit/"))
    assert "1 action is overdue, since 31 January 2025." in words
    assert "Define repeat suspects" in words
    assert "1 action from 1 inspection" in words


def test_it_lists_recommendations_that_only_name_it(admin: Client, register: Register) -> None:
    college = NationalBodyFactory(slug="college", name="The College")
    AddresseeFactory(recommendation=register.rec_4, body=college, role="with")
    words = words_of(admin.get("/bodies/college/"))
    assert "No recommendations are addressed to it." in words
    assert "Also named in" in words
    assert "Recommendation 4: Define repeat suspects" in words


def test_it_says_how_many_actions_wait_for_it(admin: Client, register: Register) -> None:
    on = datetime.date(2025, 1, 1)
    add_update(register.actions[("cleveland", "5")], Status.WAITING, on, waiting_for_recommendation=register.rec_4)
    add_update(register.actions[("cumbria", "7")], Status.WAITING, on, waiting_for_body=register.joint_unit)
    add_update(
        register.actions[("durham", "7")], Status.WAITING, on, waiting_for_body=register.joint_unit
    )  # does not use Soteria Tracker
    words = words_of(admin.get("/bodies/soteria-joint-unit/"))
    assert (
        "2 actions of other bodies are waiting for this body or a recommendation it leads; 1 of them is overdue."
        in words
    )
    assert "Define repeat suspects (Operation Soteria): 1 action waiting The body itself: 1 action waiting" in words


def test_the_waiting_section_is_hidden_when_no_one_waits(admin: Client, register: Register) -> None:
    assert "Actions waiting for this body" not in words_of(admin.get("/bodies/soteria-joint-unit/"))


def test_waiting_for_an_embargoed_recommendation_is_not_shown(client: Client, cast: Cast, register: Register) -> None:
    embargoed = InspectionFactory(embargoed=True)
    hidden = RecommendationFactory(inspection=embargoed, number=1)
    AddresseeFactory(recommendation=hidden, body=register.joint_unit)
    action = register.actions[("cleveland", "5")]
    add_update(action, Status.WAITING, datetime.date(2025, 1, 1), waiting_for_recommendation=hidden)
    client.force_login(cast.office)
    assert "Actions waiting for this body" not in words_of(client.get("/bodies/soteria-joint-unit/"))


def test_the_download_contains_its_actions(admin: Client, register: Register) -> None:
    lines = lines_of(admin.get("/bodies/soteria-joint-unit.csv"), named=True)
    assert [(line["Inspection"], line["Reference"]) for line in lines] == [("Operation Soteria", "4")]


def test_the_table_and_the_download_follow_the_filter(admin: Client, register: Register) -> None:
    assert lines_of(admin.get("/bodies/soteria-joint-unit.csv?q=nothing+like+it")) == []
    assert len(admin.get("/bodies/soteria-joint-unit/?q=nothing+like+it").context["table"].rows) == 0


# --- local policing bodies and panels ----------------------------------------------------------------------


def test_a_local_policing_body_shows_its_forces_with_dates(admin: Client, register: Register) -> None:
    successor = LocalPolicingBodyFactory(slug="mayor", name="The Mayor", opened_on=datetime.date(2025, 1, 1))
    OversightFactory(force=register.cumbria, body=successor, first_day=datetime.date(2025, 1, 1))
    Succession.objects.create(predecessor=register.pfcc_cumbria, successor=successor, on=datetime.date(2025, 1, 1))
    before = words_of(admin.get("/bodies/pfcc-cumbria/"))
    after = words_of(admin.get("/bodies/mayor/"))
    assert "Cumbria Constabulary, from 22 November 2012 to 31 December 2024" in before
    assert "Replaced by The Mayor on 1 January 2025" in before
    assert "Cumbria Constabulary, since 1 January 2025" in after
    assert "Replaced Cumbria’s commissioner on 1 January 2025" in after


def test_a_closed_body_oversees_no_one_after_closing(admin: Client, register: Register) -> None:
    closed = LocalPolicingBodyFactory(
        slug="closed", opened_on=datetime.date(2012, 11, 22), closed_on=datetime.date(2017, 5, 8)
    )
    OversightFactory(force=register.durham, body=closed)
    words = words_of(admin.get("/bodies/closed/"))
    assert "Forces it oversaw Durham Constabulary, from 22 November 2012 to 7 May 2017" in words


def test_recommendations_to_local_policing_bodies_are_shown_on_their_pages(admin: Client, register: Register) -> None:
    AddresseeFactory(recommendation=register.rec_4, group="local-policing-bodies", role="with")
    led = RecommendationFactory(inspection=register.soteria, number=15, short_title="Publish a plan")
    AddresseeFactory(recommendation=led, group="local-policing-bodies")
    open_action(led, register.pcc_cleveland)
    words = words_of(admin.get("/bodies/pcc-cleveland/"))
    assert "Recommendation 4: Define repeat suspects" in words
    assert "Publish a plan" in words


def test_a_panel_shows_its_force_and_the_body_it_scrutinises(admin: Client, register: Register) -> None:
    words = words_of(admin.get("/bodies/panel-cleveland/"))
    assert "It scrutinises the local policing body of Cleveland Police." in words
    assert "Police and Crime Commissioner for Cleveland" in words


# --- addresses ---------------------------------------------------------------------------------------------


def test_a_force_has_its_own_page(admin: Client, register: Register) -> None:
    assert admin.get("/bodies/cleveland/").headers["Location"] == "/forces/cleveland/"
    assert admin.get("/bodies/cleveland.csv").headers["Location"] == "/forces/cleveland.csv"


@pytest.mark.parametrize("address", ["/bodies/nobody/", "/bodies/nobody.csv"])
def test_an_unknown_body_answers_404(admin: Client, register: Register, address: str) -> None:
    assert admin.get(address).status_code == 404


def test_the_queries_do_not_grow_with_the_rows(client: Client, cast: Cast, history: Register) -> None:
    add_update(
        history.actions[("cumbria", "5")],
        Status.WAITING,
        datetime.date(2025, 1, 1),
        waiting_for_recommendation=history.rec_4,
    )
    client.force_login(cast.office)
    with CaptureQueriesContext(connection) as few:
        client.get("/bodies/soteria-joint-unit/")
    for number in range(20, 24):
        led = RecommendationFactory(inspection=InspectionFactory(), number=number)
        AddresseeFactory(recommendation=led, body=history.joint_unit)
        open_action(led, history.joint_unit)
        waiting = open_action(RecommendationFactory(inspection=led.inspection, number=number + 50), history.cumbria)
        add_update(waiting, Status.WAITING, datetime.date(2025, 1, 1), waiting_for_recommendation=led)
        AddresseeFactory(recommendation=waiting.recommendation, body=history.joint_unit, role="with")
    with CaptureQueriesContext(connection) as many:
        client.get("/bodies/soteria-joint-unit/")
    assert len(many) == len(few) <= MOST_QUERIES


def test_other_names_do_not_repeat_earlier_names(admin: Client, register: Register) -> None:
    body = register.pfcc_cumbria
    EarlierNameFactory(body=body, name="Cumbria PCC", short_name="")
    LocalPolicingBody.objects.filter(pk=body.pk).update(aliases=["Cumbria PCC", "Cumbria’s PFCC"])
    page = words_of(admin.get(body.get_absolute_url()))
    assert "Other names Cumbria’s PFCC" in page
    assert page.count("Cumbria PCC") == 1
