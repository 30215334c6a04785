"""Invitations: a link that works once, for seven days, sent by email or shown once to the person who invites."""

import datetime
import logging
import re
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory

from forces.people.invitations import invite
from forces.people.models import Invitation, Membership, Person, Role
from soteria_tracker.web.log_filter import WithoutSecrets
from tests.cast import NOON, TODAY, Cast, Register
from tests.factories import as_reader, membership

PEOPLE = "/bodies/pcc-cleveland/people/"
PASSWORD = "a walk by the river"
CHOSEN = {"name": "New Person", "password1": PASSWORD, "password2": PASSWORD}
GIVEN = {"email": "New@Example.org", "name": "New Person", "role": "opcc-staff", "first_day": "2025-03-03"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.fixture
def server(settings: Any) -> None:
    """The environment names a server for email."""
    settings.EMAIL_HOST = "smtp.example.org"


@pytest.fixture
def approver(client: Client, cast: Cast) -> Client:
    client.force_login(cast.approver)
    return client


def link_in(text: str) -> str:
    found = re.search(r"http://testserver(/account/join/[\w-]+/)", text)
    assert found is not None
    return found[1]


def invited_link(approver: Client) -> str:
    """Invite someone where no email can be sent, and return the link."""
    return link_in(approver.post(f"{PEOPLE}invite/", GIVEN, follow=True).content.decode())


@pytest.mark.usefixtures("server")
def test_an_approver_invites_by_email_and_the_person_chooses_a_password_and_is_in(approver: Client, cast: Cast) -> None:
    page = approver.post(f"{PEOPLE}invite/", GIVEN, follow=True).content.decode()
    assert "Invitation sent to new@example.org" in page
    assert "/account/join/" not in page
    assert "invited, no password chosen yet" in page
    (message,) = mail.outbox
    assert message.to == ["new@example.org"]
    assert "until 10 March 2025 at 12:00" in message.body
    someone = Client()
    link = link_in(str(message.body))
    assert "sign in as new@example.org" in someone.get(link).content.decode()
    assert someone.post(link, CHOSEN)["Location"] == "/"
    assert someone.get("/my-work/").status_code == 200
    person = Person.objects.get(email="new@example.org")
    assert (person.name, person.memberships.get().granted_by) == ("New Person", cast.approver)
    assert Client().get(link).status_code == 410
    assert Client().post(link, CHOSEN).status_code == 410


def test_without_email_the_link_is_shown_once_to_whoever_invites(approver: Client) -> None:
    link = invited_link(approver)
    assert "/account/join/" not in approver.get(PEOPLE).content.decode()
    assert Client().get(link).status_code == 200
    assert not mail.outbox
    assert link.split("/")[3] not in str(Invitation.objects.values())


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"password1": "short", "password2": "short"}, "at least 12 characters"),
        ({"password1": "passwordpassword", "password2": "passwordpassword"}, "easy to guess"),
        ({"password2": "a walk by the sea"}, "The two passwords do not match"),
        ({"name": ""}, "Enter your name"),
    ],
)
def test_what_is_wrong_is_said_and_the_link_still_works(approver: Client, chosen: dict[str, str], message: str) -> None:
    link = invited_link(approver)
    assert message in Client().post(link, CHOSEN | chosen).content.decode()
    assert Client().post(link, CHOSEN).status_code == 302


def test_a_password_needs_no_digits_or_capitals(approver: Client) -> None:
    words = {"password1": "walk lamp river", "password2": "walk lamp river"}
    assert Client().post(invited_link(approver), CHOSEN | words).status_code == 302


def test_a_link_ends_after_seven_days(approver: Client) -> None:
    link = invited_link(approver)
    with time_machine.travel(NOON + datetime.timedelta(days=7, seconds=1), tick=False):
        assert Client().post(link, CHOSEN).status_code == 410
    assert not Person.objects.get(email="new@example.org").has_usable_password()


def test_another_link_replaces_the_first(approver: Client) -> None:
    first = invited_link(approver)
    held = Membership.objects.get(person__email="new@example.org")
    second = link_in(approver.post(f"{PEOPLE}{held.pk}/link/", follow=True).content.decode())
    assert [Client().get(link).status_code for link in (first, second)] == [410, 200]


def test_ending_the_role_withdraws_the_invitation(approver: Client) -> None:
    link = invited_link(approver)
    held = Membership.objects.get(person__email="new@example.org")
    approver.post(f"{PEOPLE}{held.pk}/end/", {"when": "now"})
    assert Client().get(link).status_code == 410


def test_the_first_day_is_today_unless_another_is_entered(approver: Client) -> None:
    form = approver.get(f"{PEOPLE}invite/").context["form"]
    assert form["first_day"].value() == TODAY


@pytest.mark.usefixtures("server")
def test_someone_with_an_account_gets_the_role_and_no_link(approver: Client, cast: Cast) -> None:
    cast.no_role.set_password(PASSWORD)
    cast.no_role.save()
    approver.post(f"{PEOPLE}invite/", GIVEN | {"email": cast.no_role.email})
    assert cast.no_role.memberships.get().role == Role.OPCC_STAFF
    assert not Invitation.objects.exists()
    assert "Sign in as you always do" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"email": "office@example.org"}, "This person has this role already."),
        ({"email": "approver@example.org"}, "You cannot give yourself a role."),
        ({"email": "nobody"}, "Enter an email address"),
        ({"role": "panel-member"}, "Select a valid choice"),
        ({"last_day": "2025-03-02"}, "The last day must not be before the first."),
    ],
)
def test_a_wrong_entry_is_explained_and_nothing_typed_is_lost(
    approver: Client, given: dict[str, str], message: str
) -> None:
    page = approver.post(f"{PEOPLE}invite/", GIVEN | given).content.decode()
    assert message in page
    assert 'value="New Person"' in page
    assert not Membership.objects.filter(granted_by__isnull=False).exists()


def test_a_closed_account_is_not_opened_by_an_invitation(approver: Client, cast: Cast) -> None:
    Person.objects.filter(pk=cast.no_role.pk).update(is_active=False)
    page = approver.post(f"{PEOPLE}invite/", GIVEN | {"email": cast.no_role.email}).content.decode()
    assert "account is closed" in page
    assert not cast.no_role.memberships.exists()


@pytest.mark.parametrize(
    ("by", "body", "role", "may"),
    [
        ("OPCC approver", "pcc_cleveland", Role.OPCC_STAFF, True),
        ("OPCC approver", "pcc_cleveland", Role.OPCC_APPROVER, True),
        ("OPCC approver", "pcc_cleveland", Role.AUDITOR, False),
        ("OPCC approver", "pfcc_cumbria", Role.OPCC_STAFF, False),
        ("OPCC approver", "cleveland", Role.FORCE_CONTRIBUTOR, False),
        ("OPCC approver", None, Role.ADMINISTRATOR, False),
        ("OPCC staff", "pcc_cleveland", Role.OPCC_STAFF, False),
        ("other office", "pcc_cleveland", Role.OPCC_STAFF, False),
        ("auditor", "pcc_cleveland", Role.AUDITOR, False),
        ("administrator", "pcc_cleveland", Role.AUDITOR, True),
        ("administrator", "panel_cleveland", Role.PANEL_MEMBER, True),
        ("administrator", "panel_cleveland", Role.OPCC_STAFF, False),
        ("administrator", None, Role.ADMINISTRATOR, True),
    ],
)
def test_who_may_give_which_role(
    cast: Cast, register: Register, by: str, body: str | None, role: Role, may: bool
) -> None:
    reader = as_reader(cast.by_role()[by], TODAY)
    assert (role in reader.roles_to_give(getattr(register, body) if body else None)) == may


def test_the_service_refuses_without_the_right(cast: Cast, register: Register) -> None:
    given = Membership(role=Role.OPCC_STAFF, body=register.pfcc_cumbria, first_day=TODAY)
    request = RequestFactory().get("/")
    with pytest.raises(PermissionDenied):
        invite(email="a@example.org", name="A", membership=given, by=as_reader(cast.approver, TODAY), request=request)
    assert not Person.objects.filter(email="a@example.org").exists()


@pytest.mark.usefixtures("server")
def test_the_office_learns_by_email_and_on_its_pages_that_an_administrator_took_a_role(
    client: Client, admin: Client, cast: Cast, register: Register, django_capture_on_commit_callbacks: Any
) -> None:
    for body, role in (("pcc-cleveland", "opcc-staff"), ("panel-cleveland", "panel-member")):
        with django_capture_on_commit_callbacks(execute=True):
            admin.post(f"/bodies/{body}/people/invite/", GIVEN | {"email": cast.administrator.email, "role": role})
    told = [message for message in mail.outbox if "taken a role" in message.subject]
    assert sorted(message.to[0] for message in told) == 2 * ["approver@example.org"] + 2 * ["office@example.org"]
    client.force_login(cast.office)
    for page in (PEOPLE, "/my-work/"):
        shown = client.get(page).content.decode()
        assert "admin, an administrator, gave themselves the role “OPCC staff” in" in shown
        assert "“Panel member” in Cleveland Panel, from 3 March 2025" in shown
    client.force_login(cast.cumbria_office)
    assert "gave themselves" not in client.get("/my-work/").content.decode()


def test_a_role_that_someone_else_gave_is_not_announced(client: Client, cast: Cast, register: Register) -> None:
    membership(cast.no_role, Role.OPCC_STAFF, register.pcc_cleveland, granted_by=cast.administrator)
    client.force_login(cast.office)
    assert "gave themselves" not in client.get(PEOPLE).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/account/join/SECRET/",
        "/account/password/reset/key/2-SECRET/",
        "/account/data/SECRET.csv",
        "/calendar/SECRET.ics",
    ],
)
def test_the_log_hides_the_secret_part_of_an_address(address: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Gone", address), None)
    WithoutSecrets().filter(record)
    assert "SECRET" not in record.getMessage()
    assert record.getMessage().startswith("Gone: /")
