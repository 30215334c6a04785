"""The pages of assurance: on the action, as a list, recorded for several actions, retracted."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client

from recommendations.assurance.models import Assurance
from recommendations.assurance.services import AssuranceEntry, record_assurance
from recommendations.register.models import Action
from recommendations.register.statuses import Status
from recommendations.releases.services import release, withdraw
from tests.cast import TODAY, Cast, Register
from tests.factories import InspectionFactory, RecommendationFactory, as_reader, open_action
from tests.reading import words_of

pytestmark = pytest.mark.usefixtures("on_the_day")
LIST = "/work/cleveland/assurance/"
NEW = f"{LIST}new/"
ACTION = "/forces/cleveland/soteria-2024/7/"
MOST_QUERIES = 15
TYPED = {
    "level": "not-assured",
    "looked_at": "The minutes.\r\nNothing in them.",
    "meeting": "GAIN Board",
    "dated_on-day": "3",
    "dated_on-month": "3",
    "dated_on-year": "2025",
    "check_again_on-day": "1",
    "check_again_on-month": "4",
    "check_again_on-year": "2025",
}


def form(*actions: Action, **changed: str) -> dict[str, Any]:
    return {**TYPED, "submission_key": str(uuid.uuid4()), "action": [action.pk for action in actions], **changed}


def record(cast: Cast, *actions: Action, **fields: Any) -> list[Assurance]:
    entry = AssuranceEntry(**{"level": "partly", "dated_on": TODAY, "looked_at": "Twelve files."} | fields)
    by = as_reader(cast.office, TODAY)
    return record_assurance(actions=actions, entry=entry, by=by, submission_key=uuid.uuid4())


# --- recording ---------------------------------------------------------------------------------------------


def test_an_assurance_of_several_actions_returns_to_the_list(office: Client, history: Register) -> None:
    actions = [history.actions["cleveland", reference] for reference in ("5", "7")]
    page = office.get(NEW, {"action": [action.pk for action in actions]})
    assert "The same assurance is recorded for 2 actions." in words_of(page)
    assert page.content.decode().count('name="action"') == 2
    saved = office.post(NEW, form(*actions), follow=True)
    assert saved.redirect_chain == [(LIST, 302)]
    assert "Assurance saved for 2 actions." in words_of(saved)
    assert {recorded.looked_at for recorded in Assurance.objects.all()} == {"The minutes.\nNothing in them."}


def test_an_assurance_of_one_action_returns_to_the_action(office: Client, history: Register) -> None:
    saved = office.post(NEW, form(history.actions["cleveland", "7"]), follow=True)
    assert saved.redirect_chain == [(ACTION, 302)]
    words = words_of(saved)
    assert "Not assured 3 March 2025, GAIN Board" in words
    assert "Check again on 1 April 2025, in 29 days." in words
    assert "For your office only." in words


def test_an_invalid_form_keeps_everything_typed(office: Client, history: Register) -> None:
    answer = office.post(NEW, form(history.actions["cleveland", "7"], **{"dated_on-year": "2026"}))
    words = words_of(answer)
    assert "The date of this assurance must be today or in the past" in words
    assert "Nothing in them." in words
    assert answer.content.decode().count('name="action"') == 1
    assert not Assurance.objects.exists()


def test_it_asks_for_actions_when_none_are_selected(office: Client, history: Register) -> None:
    assert "Select the actions first." in words_of(office.get(NEW))
    assert "Select the actions first." in words_of(office.post(NEW, form()))


def test_an_action_of_another_holder_is_not_found(office: Client, history: Register) -> None:
    assert office.get(NEW, {"action": history.actions["cumbria", "7"].pk}).status_code == 404
    assert office.post(NEW, form(history.actions["cumbria", "7"])).status_code == 404


# --- on the action's page ----------------------------------------------------------------------------------


def test_only_the_office_sees_it_until_it_is_released(client: Client, cast: Cast, history: Register) -> None:
    (assurance,) = record(cast, history.actions["cleveland", "7"])

    def sees(who: str) -> bool:
        client.force_login(getattr(cast, who))
        return "Twelve files." in words_of(client.get(ACTION))

    outsiders = ["contributor", "panel_member", "cumbria_office", "administrator", "auditor"]
    assert sees("office")
    assert not any(sees(who) for who in outsiders)
    Assurance.objects.filter(pk=assurance.pk).update(released_to="panel")
    assert [who for who in outsiders if sees(who)] == ["contributor", "panel_member", "auditor"]
    Assurance.objects.filter(pk=assurance.pk).update(released_to="public")
    assert all(sees(who) for who in outsiders)


def test_withdrawing_its_release_hides_an_assurance_from_others_again(
    office: Client, cast: Cast, history: Register
) -> None:
    [recorded] = record(cast, history.actions["cleveland", "7"])
    by = as_reader(cast.office, TODAY)
    given = {"holder": history.cleveland, "updates": [], "audience": "panel", "by": by}
    confirmed = release(**given, assurances=[recorded.pk], submission_key=uuid.uuid4())
    withdraw(release=confirmed, reason="Too early.", by=by, submission_key=uuid.uuid4())
    assert "For your office only." in words_of(office.get(ACTION))


def test_only_named_embargo_readers_retract_an_assurance_of_an_embargoed_action(
    office: Client, cast: Cast, history: Register
) -> None:
    secret = InspectionFactory(slug="secret", embargoed=True)
    action = open_action(RecommendationFactory(inspection=secret), history.cleveland, opened_on=TODAY)
    [recorded] = record(cast, action)
    assert office.get(f"{LIST}{recorded.pk}/retract/").status_code == 404
    secret.embargo_readers.add(cast.office)
    assert office.get(f"{LIST}{recorded.pk}/retract/").status_code == 200


def test_only_the_office_can_record_and_retract(client: Client, cast: Cast, history: Register) -> None:
    (assurance,) = record(cast, history.actions["cleveland", "7"])
    Assurance.objects.filter(pk=assurance.pk).update(released_to="public")
    offers = {}
    for who in ("office", "contributor", "panel_member"):
        client.force_login(getattr(cast, who))
        page = client.get(ACTION).content.decode()
        offers[who] = (f"{NEW}?action=" in page, f"{LIST}{assurance.pk}/retract/" in page)
    assert offers == {"office": (True, True), "contributor": (False, False), "panel_member": (False, False)}


def test_assurances_cost_the_same_however_many_there_are(
    client: Client, cast: Cast, history: Register, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    client.force_login(cast.panel_member)
    client.get(ACTION)  # what is asked once and kept is asked here
    with django_assert_max_num_queries(20) as without:
        client.get(ACTION)
    assurances = record(cast, history.actions["cleveland", "7"]) + record(cast, history.actions["cleveland", "7"])
    with django_assert_num_queries(len(without)):
        client.get(ACTION)
    Assurance.objects.filter(pk__in=[each.pk for each in assurances]).update(released_to="panel")
    with django_assert_num_queries(len(without)):
        client.get(ACTION)


def test_a_retracted_assurance_stays_visible_but_only_the_office_sees_the_reason(
    client: Client, cast: Cast, history: Register
) -> None:
    (assurance,) = record(cast, history.actions["cleveland", "7"])
    Assurance.objects.filter(pk=assurance.pk).update(released_to="panel")
    client.force_login(cast.office)
    address = f"{LIST}{assurance.pk}/retract/"
    assert "Enter why it is a mistake" in words_of(client.post(address, {"submission_key": str(uuid.uuid4())}))
    retraction = {"reason": "Another force’s files.", "submission_key": str(uuid.uuid4())}
    retracted = words_of(client.post(address, retraction, follow=True))
    assert "Retracted: it no longer counts. Another force’s files." in retracted
    assert "This assurance has already been retracted." in words_of(client.get(address))
    client.force_login(cast.panel_member)
    words = words_of(client.get(ACTION))
    assert "Retracted: it no longer counts." in words
    assert "Another force’s files." not in words


# --- the list ----------------------------------------------------------------------------------------------


def test_the_list_shows_each_action_once_with_its_status(office: Client, cast: Cast, history: Register) -> None:
    five, seven = (history.actions["cleveland", reference] for reference in ("5", "7"))
    record(cast, seven, dated_on=datetime.date(2025, 2, 1), level="assured")
    record(cast, seven, dated_on=datetime.date(2025, 2, 20), check_again_on=datetime.date(2025, 3, 1))
    record(cast, five, level="assured")
    page = office.get(LIST)
    words = words_of(page)
    assert "Assurance is recorded for 2 actions: 1 assured, 1 partly assured. 1 is due to be checked again." in words
    rows = [(row.action, row.level, row.group) for row in page.context["table"].data]
    assert rows == [(seven, "partly", "overdue"), (five, "assured", Status.COMPLETE)]
    assert f"{NEW}?action={seven.pk}" in page.content.decode()


@pytest.mark.parametrize(("query", "references"), [("level=assured", ["5"]), ("due=on", ["7"]), ("level=nonsense", [])])
def test_the_list_is_filtered(office: Client, cast: Cast, history: Register, query: str, references: list[str]) -> None:
    record(cast, history.actions["cleveland", "5"], level="assured")
    record(
        cast,
        history.actions["cleveland", "7"],
        dated_on=datetime.date(2025, 2, 1),
        check_again_on=datetime.date(2025, 3, 3),
    )
    rows = office.get(f"{LIST}?{query}").context["table"].data
    assert [row.action.recommendation.reference for row in rows] == references


def test_the_filtered_list_can_be_saved_as_a_view(office: Client, cast: Cast, history: Register) -> None:
    record(cast, history.actions["cleveland", "5"], level="assured")
    assert "Save this view" in words_of(office.get(f"{LIST}?level=assured"))
    office.post("/account/views/", {"name": "Assured", "path": LIST, "query": "level=assured"})
    assert [view.get_absolute_url() for view in cast.office.saved_views.all()] == [f"{LIST}?level=assured"]


def test_an_empty_list_says_so(office: Client, history: Register) -> None:
    assert "No assurance has been recorded for these actions yet." in words_of(office.get(LIST))


def test_queries_do_not_grow_with_the_actions(
    office: Client, cast: Cast, history: Register, django_assert_max_num_queries: Any
) -> None:
    def open_and_look_at(count: int, first: int) -> list[Action]:
        opened = [
            open_action(RecommendationFactory(inspection=history.soteria, number=number), history.cleveland)
            for number in range(first, first + count)
        ]
        record(cast, *opened, check_again_on=datetime.date(2025, 4, 1))
        return opened

    actions = open_and_look_at(10, 100)
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        office.get(LIST)
    chosen = {"action": [action.pk for action in actions]}
    with django_assert_max_num_queries(MOST_QUERIES) as few_chosen:
        office.get(NEW, chosen)
    more = open_and_look_at(190, 200)
    with django_assert_max_num_queries(len(few)):
        office.get(LIST)
    with django_assert_max_num_queries(len(few_chosen)):
        office.get(NEW, {"action": [action.pk for action in [*actions, *more]]})
    with django_assert_max_num_queries(25):  # SQLite takes 200 rows in three pieces, and their links in two
        office.post(NEW, form(*actions, *more))


def test_each_holder_has_its_own_list(office: Client, history: Register, client: Client, cast: Cast) -> None:
    assert office.get("/work/pcc-cleveland/assurance/").status_code == 200
    assert office.get("/work/cumbria/assurance/").status_code == 404
    client.force_login(cast.contributor)
    assert client.get(LIST).status_code == 403
