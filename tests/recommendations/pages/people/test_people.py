"""The people of a body: what each reader sees, and ending a role with its work handed over."""

import datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from forces.people.models import AccountEvent, Membership, Role
from recommendations.discussion.departures import assigned_to
from recommendations.discussion.services import assign_action
from tests.cast import TODAY, Cast, Register
from tests.factories import PersonFactory, as_reader, membership

PEOPLE = "/bodies/pcc-cleveland/people/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.fixture
def approver(client: Client, cast: Cast) -> Client:
    client.force_login(cast.approver)
    return client


def role_of(cast: Cast) -> Membership:
    return cast.office.memberships.get()


def assign(register: Register, cast: Cast, *references: str) -> None:
    for reference in references:
        action = register.actions[("cleveland", reference)]
        assign_action(action=action, assignee=cast.office, by=as_reader(cast.approver, TODAY))


def test_an_approver_ends_a_role_and_the_other_browser_is_out_at_the_next_click(
    approver: Client, cast: Cast, register: Register
) -> None:
    other = Client()
    other.force_login(cast.office)
    assert other.get("/my-work/").status_code == 200
    done = approver.post(f"{PEOPLE}{role_of(cast).pk}/end/", {"when": "now"}, follow=True).content.decode()
    assert "Role of office ended." in done
    assert "/account/login/" in other.get("/my-work/")["Location"]
    held = role_of(cast)
    assert (held.last_day, held.history.first().history_user) == (datetime.date(2025, 3, 2), cast.approver)


def test_what_is_assigned_goes_to_a_colleague_in_the_same_step(
    approver: Client, cast: Cast, register: Register
) -> None:
    assign(register, cast, "5", "7")
    address = f"{PEOPLE}{role_of(cast).pk}/end/"
    assert "2 actions are assigned to them." in approver.get(address).content.decode()
    done = approver.post(address, {"when": "now", "successor": cast.approver.pk}, follow=True).content.decode()
    assert "2 actions were handed over." in done
    assert (assigned_to(cast.office).count(), assigned_to(cast.approver).count()) == (0, 2)


def test_what_the_person_still_follows_in_another_office_stays_theirs(
    approver: Client, cast: Cast, register: Register
) -> None:
    membership(cast.office, Role.OPCC_STAFF, register.pfcc_cumbria)
    assign(register, cast, "7")
    elsewhere = register.actions[("cumbria", "7")]
    assign_action(action=elsewhere, assignee=cast.office, by=as_reader(cast.cumbria_office, TODAY))
    ended = cast.office.memberships.get(body=register.pcc_cleveland)
    approver.post(f"{PEOPLE}{ended.pk}/end/", {"when": "now", "successor": cast.approver.pk})
    assert [each.action for each in assigned_to(cast.office)] == [elsewhere]


def test_a_role_can_end_after_a_later_day(approver: Client, cast: Cast, register: Register) -> None:
    given = {"when": "on", "last_day": "2025-03-31"}
    approver.post(f"{PEOPLE}{role_of(cast).pk}/end/", given)
    assert role_of(cast).last_day == datetime.date(2025, 3, 31)
    assert "From 22 November 2012 to 31 March 2025" in approver.get(PEOPLE).content.decode()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "Select when it ends"),
        ({"when": "on"}, "Enter the last day"),
        ({"when": "on", "last_day": "2025-03-02"}, "Enter today or a later day"),
        ({"when": "now", "successor": "cumbria"}, "Select a valid choice"),
    ],
)
def test_a_wrong_entry_is_explained_and_ends_nothing(
    approver: Client, cast: Cast, register: Register, given: dict[str, Any], message: str
) -> None:
    assign(register, cast, "7")
    if given.get("successor"):
        given = given | {"successor": cast.cumbria_office.pk}
    assert message in approver.post(f"{PEOPLE}{role_of(cast).pk}/end/", given).content.decode()
    assert role_of(cast).last_day is None
    assert assigned_to(cast.office).count() == 1


def test_approvers_cannot_end_their_own_role(approver: Client, cast: Cast) -> None:
    own = cast.approver.memberships.get()
    page = approver.post(f"{PEOPLE}{own.pk}/end/", {"when": "now"}).content.decode()
    assert "You cannot end your own role." in page
    assert cast.approver.memberships.get().last_day is None


@pytest.mark.parametrize(
    ("role", "of", "status"),
    [("OPCC staff", "approver", 403), ("OPCC approver", "auditor", 403), ("administrator", "auditor", 200)],
)
def test_a_role_that_the_reader_cannot_give_cannot_be_ended(
    client: Client, cast: Cast, role: str, of: str, status: int
) -> None:
    client.force_login(cast.by_role()[role])
    assert client.get(f"{PEOPLE}{getattr(cast, of).memberships.get().pk}/end/").status_code == status


def test_a_role_of_another_body_is_not_found(approver: Client, cast: Cast) -> None:
    other = cast.cumbria_office.memberships.get()
    assert approver.post(f"{PEOPLE}{other.pk}/end/", {"when": "now"}).status_code == 404


def test_an_approver_resets_a_second_step_on_the_page(approver: Client, cast: Cast) -> None:
    Authenticator.objects.create(user=cast.office, type="totp", data={})
    assert "Reset the second step" in approver.get(PEOPLE).content.decode()
    approver.post(f"{PEOPLE}{role_of(cast).pk}/second-step/")
    assert not Authenticator.objects.exists()
    assert AccountEvent.objects.get().recorded_by == cast.approver
    assert "Reset the second step" not in approver.get(PEOPLE).content.decode()


def test_the_office_sees_its_people_but_staff_can_change_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.office)
    page = client.get(PEOPLE).content.decode()
    assert "approver@example.org" in page
    assert "auditor@example.org" in page
    assert "End the role" not in page
    assert "Invite someone" not in page


def test_the_number_of_queries_does_not_grow_with_people(
    approver: Client, register: Register, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(25) as few:
        approver.get(PEOPLE)
    for _ in range(5):
        membership(PersonFactory(), Role.OPCC_STAFF, register.pcc_cleveland)
    with django_assert_max_num_queries(len(few)):
        approver.get(PEOPLE)
