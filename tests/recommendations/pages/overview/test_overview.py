"""The national overview: its summary, its figures, its tables and its download."""

import datetime
from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forces.bodies.models import Force, NationalBody
from recommendations.register.models import Recommendation
from recommendations.register.statuses import Status
from tests.cast import Cast, Register
from tests.factories import (
    AddresseeFactory,
    ForceFactory,
    InspectionFactory,
    NationalBodyFactory,
    RecommendationFactory,
    ResponseFactory,
    add_update,
    open_action,
    published,
)
from tests.reading import lines_of, words_of

MOST_QUERIES = 25


pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("on_the_day")]


def test_it_says_what_needs_attention_first(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.administrator)
    words = words_of(client.get("/overview/"))
    assert "The 2 forces that use Soteria Tracker have closed 1 of 4 actions." in words
    assert "1 is overdue, in 1 of the 2 forces." in words


def test_it_says_what_falls_due_next(client: Client, cast: Cast, history: Register) -> None:
    soon = RecommendationFactory(inspection=history.soteria, number=21, deadline_on=datetime.date(2025, 4, 2))
    later = RecommendationFactory(inspection=history.soteria, number=22, deadline_on=datetime.date(2025, 4, 3))
    for recommendation in (soon, later):
        open_action(recommendation, history.cleveland)
    client.force_login(cast.administrator)
    assert "and 1 more falls due by 2 April 2025." in words_of(client.get("/overview/"))


def test_nothing_overdue_is_stated_in_words_and_not_as_a_number(client: Client, cast: Cast, register: Register) -> None:
    for force in ("cleveland", "cumbria"):
        add_update(register.actions[(force, "7")], Status.CLOSED, datetime.date(2025, 1, 1))
    client.force_login(cast.administrator)
    assert "Nothing is overdue." in words_of(client.get("/overview/"))


def test_it_shows_no_percentage_if_no_force_uses_the_tracker(client: Client, cast: Cast, register: Register) -> None:
    Force.objects.update(uses_soteria_tracker=False)
    client.force_login(cast.administrator)
    response = client.get("/overview/")
    assert "No force uses Soteria Tracker yet." in words_of(response)
    assert "The register holds 6 actions for forces to take, from 1 inspection." in words_of(response)
    assert b"st-figures" not in response.content
    assert all(summary.tally.closed_share is None for summary in response.context["overview"].forces)


def test_a_force_not_using_the_tracker_is_excluded_from_percentages(
    client: Client, cast: Cast, history: Register
) -> None:
    client.force_login(cast.administrator)
    tally = client.get("/overview/").context["overview"].tally
    assert (tally.total, tally.tracked, tally.closed_share) == (6, 4, 25)


def test_a_deadline_that_passed_unreported_is_not_overdue(client: Client, cast: Cast, register: Register) -> None:
    client.force_login(cast.administrator)
    overview = client.get("/overview/").context["overview"]
    assert (overview.tally.overdue, overview.tally.passed) == (0, 2)


def test_it_names_the_bodies_overdue_actions_wait_for(client: Client, cast: Cast, register: Register) -> None:
    add_update(register.actions[("cleveland", "7")], Status.WAITING, datetime.date(2025, 1, 1))
    client.force_login(cast.administrator)
    assert "1 of them is waiting for others: Soteria Joint Unit" in words_of(client.get("/overview/"))


def test_national_bodies_are_counted_separately(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.administrator)
    overview = client.get("/overview/").context["overview"]
    assert [(group.heading, len(group.rows)) for group in overview.other_bodies] == [("National bodies", 1)]
    assert overview.other_bodies[0].rows[0].tally.total == 1
    [row] = overview.inspections
    assert (row.to_forces, row.to_other_bodies, row.tally.total) == (2, 1, 6)
    assert "2 to forces 1 to other bodies" in words_of(client.get("/overview/"))


def test_a_special_force_is_shown_only_if_it_has_actions(client: Client, cast: Cast, register: Register) -> None:
    special = ForceFactory(slug="railway", name="Railway Police", region="", territorial=False)
    client.force_login(cast.administrator)
    assert "Railway Police" not in words_of(client.get("/overview/"))
    open_action(register.rec_7, special)
    assert "Special forces Railway Police" in words_of(client.get("/overview/"))


def test_an_inspection_under_embargo_is_in_no_count(client: Client, cast: Cast, register: Register) -> None:
    secret = RecommendationFactory(inspection=InspectionFactory(embargoed=True, title="Secret report"))
    open_action(secret, register.cleveland, opened_on=datetime.date(2025, 1, 1))
    client.force_login(cast.office)
    response = client.get("/overview/")
    assert "Secret report" not in words_of(response)
    assert response.context["overview"].tally.total == 6


@pytest.mark.parametrize(
    ("who", "note"),
    [
        ("office", "Your own force is shown from your office’s records; others as released to the public."),
        ("panel_member", "The force you scrutinise is shown as released to its panel; others as released"),
        ("auditor", "Only the forces you audit are shown, from their office’s records."),
        ("administrator", "Forces are shown as released to the public."),
    ],
)
def test_it_names_the_edition_of_the_figures(
    client: Client, cast: Cast, register: Register, who: str, note: str
) -> None:
    client.force_login(getattr(cast, who))
    assert note in words_of(client.get("/overview/"))


def test_an_auditor_sees_the_audited_forces_only(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.auditor)
    assert [summary.body.slug for summary in client.get("/overview/").context["overview"].forces] == ["cleveland"]
    assert [line[0] for line in lines_of(client.get("/overview.csv"))] == ["Cleveland Police"]


def test_the_download_has_a_row_for_each_force(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.office)
    lines = {line["Force"]: line for line in lines_of(client.get("/overview.csv"), named=True)}
    assert list(lines) == ["Cleveland Police", "Durham Constabulary", "Cumbria Constabulary"]
    assert lines["Cleveland Police"]["Local policing body"] == "Police and Crime Commissioner for Cleveland"
    assert (lines["Cleveland Police"]["Actions"], lines["Cleveland Police"]["Overdue"]) == ("2", "1")
    assert lines["Durham Constabulary"]["Does not use Soteria Tracker"] == "2"
    assert lines["Durham Constabulary"]["Closed, per cent of the actions recorded"] == ""


@pytest.mark.parametrize("address", ["/overview/", "/overview.csv"])
def test_queries_do_not_grow_with_the_rows(client: Client, cast: Cast, history: Register, address: str) -> None:
    client.force_login(cast.office)
    add_update(history.actions[("cleveland", "7")], Status.WAITING, datetime.date(2025, 2, 25))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
            b"".join(response)
        return len(captured)

    before = queries()
    for _number in range(4):
        inspection = InspectionFactory()
        for recommendation in RecommendationFactory.create_batch(3, inspection=inspection):
            AddresseeFactory(recommendation=recommendation, group="all-forces")
            for holder in (register_force := ForceFactory(), NationalBodyFactory(), history.cleveland):
                add_update(open_action(recommendation, holder), Status.WAITING, datetime.date(2025, 1, 1))
            assert register_force.uses_soteria_tracker
    assert queries() == before <= MOST_QUERIES


def test_a_national_body_without_updates_has_no_percentage(office: Client, register: Register) -> None:
    page = words_of(office.get("/overview/"))
    assert "Soteria Joint Unit No update recorded; 1 action" in page
    add_update(register.actions[("soteria-joint-unit", "4")], Status.IN_PROGRESS, datetime.date(2025, 2, 1))
    assert "Soteria Joint Unit 0%, 0 of 1" in words_of(office.get("/overview/"))


CHANGES: dict[str, Callable[[Register], object]] = {
    "a name": lambda register: Force.objects.filter(pk=register.cleveland.pk).update(short_name="Teesside"),
    "a title": lambda register: register.soteria._meta.model.objects.update(title="A renamed report"),
    "a recommendation": lambda register: Recommendation.objects.update(short_title="A renamed matter"),
    "a response": lambda register: published(
        ResponseFactory(inspection=register.soteria, force=register.cleveland), datetime.date(2025, 2, 1)
    ),
    "a national body": lambda register: NationalBody.objects.update(name="A renamed body"),
    "an update": lambda register: add_update(
        register.actions[("cleveland", "7")], Status.CLOSED, datetime.date(2025, 3, 2)
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_the_page_keeps_in_the_cache_follows_each_change(
    change: str, client: Client, cast: Cast, history: Register
) -> None:
    client.force_login(cast.administrator)
    before = words_of(client.get("/overview/"))
    CHANGES[change](history)
    after = words_of(client.get("/overview/"))
    for name in ("counts", "template_fragments"):
        caches[name].clear()
    assert before != after == words_of(client.get("/overview/"))


def test_a_page_about_an_earlier_day_keeps_parts_of_its_own(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.administrator)
    assert b'href="/forces/cleveland/"' in client.get("/overview/").content
    earlier = client.get("/as-at/2025-03-01/overview/").content
    assert b'href="/as-at/2025-03-01/forces/cleveland/"' in earlier
    assert b'href="/forces/cleveland/"' not in earlier
