"""The pages about leads: posts and their holders, a lead for several actions, and a handover."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from recommendations.register.models import Action, Lead
from recommendations.register.statuses import Status
from tests.cast import TODAY, Cast, Register
from tests.factories import RecommendationFactory, add_update, open_action, rebuilding_once
from tests.reading import words_of

pytestmark = pytest.mark.usefixtures("on_the_day")
LEADS = "/work/cleveland/leads/"
CHANGE, HAND_OVER = f"{LEADS}change/", f"{LEADS}hand-over/"
CRIME, LEARNING = "Head of Crime", "Head of Learning"


@pytest.fixture
def five(register: Register) -> Action:
    return led(register.actions[("cleveland", "5")], CRIME)


@pytest.fixture
def seven(register: Register) -> Action:
    return led(register.actions[("cleveland", "7")], CRIME)


def led(action: Action, post: str) -> Action:
    action.lead_post = post
    action.save()
    return action


def lead_of(action: Action) -> str:
    return Action.objects.get(pk=action.pk).lead_post


def held(register: Register) -> Lead:
    return Lead.objects.create(holder=register.cleveland, post=CRIME, name="A. Leaver", email="leaver@example.org")


def typed(post: str, name: str, email: str = "", *, before: tuple[str, str] = ("", "")) -> dict[str, str]:
    """The form data of one post."""
    values = {"post": post, "name": name, "email": email, "name_before": before[0], "email_before": before[1]}
    management = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1"}
    return management | {f"form-0-{key}": value for key, value in values.items()}


def test_posts_are_listed_with_their_actions_and_those_without_a_lead(office: Client, register: Register) -> None:
    five, seven = (register.actions[("cleveland", reference)] for reference in ("5", "7"))
    led(five, CRIME)
    add_update(five, Status.CLOSED, TODAY)
    held(register)
    page = office.get(LEADS)
    words = words_of(page)
    assert "1 post. 1 open action has no lead." in words
    assert "Head of Crime 0 and 1 closed or ended" in words
    assert 'value="A. Leaver"' in page.content.decode()
    assert f'name="action" value="{seven.pk}"' in page.content.decode()


def test_a_post_holder_is_saved_and_cleared(office: Client, five: Action) -> None:
    assert office.post(LEADS, typed(CRIME, "A. Name", "name@example.org")).status_code == 302
    lead = Lead.objects.get()
    assert (lead.post, lead.name, lead.email) == (CRIME, "A. Name", "name@example.org")
    office.post(LEADS, typed(CRIME, "", before=("A. Name", "name@example.org")))
    lead.refresh_from_db()
    assert (lead.name, lead.email) == ("", "")


def test_a_name_that_cannot_be_saved_is_shown_again(office: Client, register: Register, five: Action) -> None:
    page = office.post(LEADS, typed(CRIME, "A. Name", "nowhere"))
    assert "Head of Crime: Enter an email address like name@example.org" in words_of(page)
    assert 'value="nowhere"' in page.content.decode()
    held(register)
    meanwhile = office.post(LEADS, typed(CRIME, "B. Name"))
    assert "Head of Crime: Someone else has changed this. It is now: A. Leaver, leaver@example.org" in words_of(
        meanwhile
    )
    assert 'value="B. Name"' in meanwhile.content.decode()
    assert Lead.objects.get().name == "A. Leaver"


@pytest.mark.parametrize(("who", "sees"), [("contributor", True), ("auditor", False)])
def test_only_the_office_and_the_force_see_names(
    client: Client, cast: Cast, register: Register, five: Action, who: str, sees: bool
) -> None:
    held(register)
    client.force_login(getattr(cast, who))
    page = client.get(LEADS)
    assert CRIME in words_of(page)
    assert ("A. Leaver" in words_of(page)) == sees
    assert "Hand over" not in words_of(page)
    assert client.post(LEADS, typed(CRIME, "C. Name")).status_code == 403


def test_the_lead_of_several_actions_is_changed_at_once(office: Client, five: Action, seven: Action) -> None:
    page = office.get(f"{CHANGE}?action={five.pk}&action={seven.pk}")
    assert "For 2 actions, all at once." in words_of(page)
    assert '<option value="Head of Crime">' in page.content.decode()
    sent = {"action": [five.pk, seven.pk], "post": LEARNING, f"before-{five.pk}": CRIME, f"before-{seven.pk}": CRIME}
    assert office.post(CHANGE, sent).status_code == 302
    assert (lead_of(five), lead_of(seven)) == (LEARNING, LEARNING)


def test_a_lead_is_removed_only_on_request(office: Client, five: Action) -> None:
    sent = {"action": five.pk, f"before-{five.pk}": CRIME}
    for fields in ({}, {"post": LEARNING, "no_lead": "on"}):
        assert "Enter a post or select “No lead”, not both" in words_of(office.post(CHANGE, sent | fields))
    office.post(CHANGE, sent | {"no_lead": "on"})
    assert lead_of(five) == ""


def test_a_lead_changed_by_someone_else_is_shown_and_can_be_changed_again(
    office: Client, five: Action, seven: Action
) -> None:
    sent = {"action": [five.pk, seven.pk], "post": LEARNING, f"before-{five.pk}": CRIME, f"before-{seven.pk}": CRIME}
    led(seven, "Head of Standards")
    page = office.post(CHANGE, sent)
    assert page.status_code == 409
    assert f'name="before-{seven.pk}" value="Head of Standards"' in page.content.decode()
    assert f'value="{LEARNING}"' in page.content.decode()
    assert lead_of(five) == CRIME
    assert office.post(CHANGE, sent | {f"before-{seven.pk}": "Head of Standards"}).status_code == 302
    assert (lead_of(five), lead_of(seven)) == (LEARNING, LEARNING)


def test_selecting_nothing_returns_to_the_list(office: Client, register: Register) -> None:
    assert office.get(CHANGE).url == LEADS
    assert office.get(HAND_OVER).url == LEADS
    assert office.get(f"{HAND_OVER}?leaving=Nobody").status_code == 404


def test_someone_else_takes_a_post(office: Client, register: Register, five: Action) -> None:
    lead = held(register)
    assert "1 open action. Held by A. Leaver." in words_of(office.get(f"{HAND_OVER}?leaving=Head+of+Crime"))
    sent = {"leaving": CRIME, "what": "stays", "name": "B. Next", "email": "next@example.org", "action": five.pk}
    assert office.post(HAND_OVER, sent).status_code == 302
    lead.refresh_from_db()
    assert (lead.name, lead.email, lead_of(five)) == ("B. Next", "next@example.org", CRIME)


def test_a_leavers_work_is_transferred_to_several_posts(
    office: Client, register: Register, five: Action, seven: Action
) -> None:
    lead = held(register)
    sent = {
        "leaving": CRIME,
        "what": "moves",
        "post": LEARNING,
        "action": [five.pk, seven.pk],
        f"to-{seven.pk}": "Head of Standards",
    }
    assert office.post(HAND_OVER, sent).status_code == 302
    assert (lead_of(five), lead_of(seven)) == (LEARNING, "Head of Standards")
    lead.refresh_from_db()
    assert lead.name == ""


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "Select what happens to the post"),
        ({"what": "stays", "post": LEARNING}, "You entered other posts"),
        ({"what": "moves", "post": LEARNING, "name": "B. Next"}, "You entered who holds it now"),
        ({"what": "moves"}, "Enter the post that takes over its actions"),
        ({"what": "moves", "post": CRIME}, "Enter a different post from the one being handed over"),
        ({"what": "moves", "post": "Head  of  crime"}, "Enter a different post from the one being handed over"),
        ({"what": "stays", "email": "nowhere"}, "Enter an email address like name@example.org"),
    ],
)
def test_an_unclear_handover_is_refused(
    office: Client, register: Register, five: Action, changes: dict[str, Any], says: str
) -> None:
    held(register)
    page = office.post(HAND_OVER, {"leaving": CRIME, "action": five.pk, **changes})
    assert says in words_of(page)
    assert (lead_of(five), Lead.objects.get().name) == (CRIME, "A. Leaver")


def test_a_post_without_open_actions_has_no_work_to_transfer(office: Client, register: Register) -> None:
    held(register)
    page = office.post(HAND_OVER, {"leaving": CRIME, "what": "moves", "post": LEARNING})
    assert "This post leads no open actions" in words_of(page)
    assert Lead.objects.get().name == "A. Leaver"


@pytest.mark.parametrize("number", ["9" * 5000, "1" * 7, "x", ""])
def test_a_damaged_formset_changes_nothing(office: Client, register: Register, number: str) -> None:
    sent = urlencode({"form-TOTAL_FORMS": number, "form-INITIAL_FORMS": "0"})
    assert office.post(LEADS, sent, content_type="application/x-www-form-urlencoded").status_code == 200
    assert not Lead.objects.exists()


def test_a_lead_changed_by_someone_else_stops_the_handover(
    office: Client, register: Register, five: Action, seven: Action
) -> None:
    held(register)
    led(seven, LEARNING)
    sent = {"leaving": CRIME, "what": "moves", "post": "Head of Standards", "action": [five.pk, seven.pk]}
    page = office.post(HAND_OVER, sent)
    assert page.status_code == 409
    assert "Recommendation 7: Head of Learning" in words_of_conflict(page)
    assert (lead_of(five), Lead.objects.get().name) == (CRIME, "A. Leaver")


def words_of_conflict(page: Any) -> str:
    page.status_code = 200  # read like any other page
    return words_of(page)


@pytest.mark.parametrize("count", [10, 200])
def test_queries_do_not_grow_with_the_actions(
    office: Client,
    register: Register,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
    count: int,
) -> None:
    recommendations = [RecommendationFactory(inspection=register.soteria, number=n) for n in range(100, 100 + count)]
    with rebuilding_once():
        actions = [open_action(each, register.cleveland, lead_post=CRIME) for each in recommendations]
    chosen = "&".join(f"action={action.pk}" for action in actions)
    for address, queries in ((LEADS, 9), (f"{CHANGE}?{chosen}", 9), (f"{HAND_OVER}?leaving=Head+of+Crime", 9)):
        with django_assert_num_queries(queries):
            office.get(address)
    with django_assert_max_num_queries(15):  # rows are written in batches
        office.post(CHANGE, {"action": [action.pk for action in actions], "post": LEARNING})
