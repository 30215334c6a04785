"""Sign-in at an organisation's provider: who is let in, and the roles that its groups give."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.cache import cache
from django.test import Client

from forces.people import directory
from forces.people.directory import Claims, claims_in, follow_groups
from forces.people.models import DirectoryGroup, Person, Role
from tests.administration import filled
from tests.cast import NOON, Cast, Register
from tests.factories import membership
from tests.provider import Provider, running_provider

LOGIN = "/account/provider/organisation/"
OFFICE_GROUP = "0f3c-office"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        yield running


@pytest.fixture
def configured(provider: Provider, settings: Any) -> Provider:
    """The environment names the provider."""
    app = {
        "provider_id": "organisation",
        "name": "Example Directory",
        "client_id": "soteria",
        "secret": "secret",
        "settings": {"server_url": provider.address, "oauth_pkce_enabled": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    cache.clear()
    return provider


@pytest.fixture
def office_group(register: Register) -> DirectoryGroup:
    return DirectoryGroup.objects.create(
        claim_value=OFFICE_GROUP, label="Office", role=Role.OPCC_STAFF, body=register.pcc_cleveland
    )


def come_back(browser: Client, provider: Provider, subject: str, start: Any = None) -> Any:
    """Sign in at the provider, from a form that led there, and return the answer to what it sends back."""
    start = start or browser.post(f"{LOGIN}?process=login")
    assert start["Location"].startswith(provider.address)
    return browser.get(provider.sign_in(start["Location"], subject))


def test_someone_in_a_group_gets_its_role_and_loses_it_with_the_group(
    configured: Provider, office_group: DirectoryGroup, register: Register
) -> None:
    configured.enter("ada", email="Ada@Example.org", name="Ada", groups=[OFFICE_GROUP, "another"])
    browser = Client()
    assert come_back(browser, configured, "ada")["Location"] == "/"
    assert browser.get("/my-work/").status_code == 200
    person = Person.objects.get(email="ada@example.org")
    assert not person.has_usable_password()
    assert person.memberships.get().from_directory.group == office_group
    configured.enter("ada", email="ada@example.org", name="Ada", groups=["another"])
    come_back(browser, configured, "ada")
    assert browser.get("/my-work/").status_code == 403
    assert Person.objects.filter(email="ada@example.org").count() == 1


def test_someone_in_no_group_that_gives_a_role_is_refused_in_words(
    configured: Provider, office_group: DirectoryGroup
) -> None:
    configured.enter("bob", email="bob@example.org", name="Bob", groups=["another"])
    answer = come_back(Client(), configured, "bob")
    assert answer.status_code == 403
    assert "no one has given you a role" in answer.content.decode()
    assert not Person.objects.filter(email="bob@example.org").exists()


def test_an_address_alone_connects_no_account_not_even_with_a_group(
    configured: Provider, office_group: DirectoryGroup, cast: Cast
) -> None:
    configured.enter("mallory", email="admin@example.org", email_verified=True, groups=[OFFICE_GROUP])
    answer = come_back(Client(), configured, "mallory")
    assert answer.status_code == 403
    assert "There is already an account with the address admin@example.org" in answer.content.decode()
    assert not SocialAccount.objects.exists()


def test_an_invited_person_joins_at_the_provider_without_a_password_under_any_address(
    configured: Provider, cast: Cast, register: Register, client: Client
) -> None:
    client.force_login(cast.approver)
    given = {"email": "cara@example.org", "name": "Cara", "role": "opcc-staff", "first_day": "2025-03-03"}
    page = client.post("/bodies/pcc-cleveland/people/invite/", given, follow=True).content.decode()
    link = page[page.index("/account/join/") :].partition("<")[0]
    configured.enter("cara", email="c.private@example.com", name="Cara")
    browser = Client()
    assert "Continue with Example Directory" in browser.get(link).content.decode()
    come_back(browser, configured, "cara", browser.post(link, {"provider": "organisation"}))
    assert browser.get("/my-work/").status_code == 200
    assert not Person.objects.get(email="cara@example.org").has_usable_password()
    assert browser.get(link).status_code == 410
    assert "no password chosen yet" not in client.get("/bodies/pcc-cleveland/people/").content.decode()


def test_an_invitation_serves_only_the_browser_that_opened_it(configured: Provider, cast: Cast, client: Client) -> None:
    client.force_login(cast.approver)
    given = {"email": "dan@example.org", "name": "Dan", "role": "opcc-staff", "first_day": "2025-03-03"}
    client.post("/bodies/pcc-cleveland/people/invite/", given)
    configured.enter("dan", email="dan@example.org")
    assert come_back(Client(), configured, "dan").status_code == 403


def test_someone_who_is_signed_in_connects_their_account(configured: Provider, cast: Cast, settings: Any) -> None:
    settings.EMAIL_HOST = "smtp.example.org"
    configured.enter("eve", email="other@example.com")
    browser = Client()
    browser.force_login(cast.office)
    assert "Connect your Example Directory account" in browser.get("/account/").content.decode()
    come_back(browser, configured, "eve", browser.post(f"{LOGIN}?process=connect"))
    assert "was connected with your account" in mail.outbox[0].body
    other = Client()
    come_back(other, configured, "eve")
    assert cast.office.email in other.get("/account/").content.decode()


@pytest.mark.parametrize(("asks", "is_held_back"), [(True, False), (False, True)])
def test_the_provider_can_stand_for_the_second_step(
    configured: Provider, office_group: DirectoryGroup, settings: Any, asks: bool, is_held_back: bool
) -> None:
    settings.SECOND_FACTOR, settings.OIDC_HAS_SECOND_FACTOR = "everyone", asks
    configured.enter("fay", email="fay@example.org", groups=[OFFICE_GROUP])
    browser = Client()
    come_back(browser, configured, "fay")
    assert (browser.get("/my-work/").get("Location") == "/account/second-step/") == is_held_back


def test_an_answer_that_was_not_asked_for_is_refused_in_words(configured: Provider) -> None:
    answer = Client().get(f"{LOGIN}back/?code=stolen&state=forged")
    assert "Your organisation’s sign-in did not work" in answer.content.decode()


def test_no_link_for_a_password_goes_to_someone_who_signs_in_at_the_provider(
    cast: Cast, client: Client, settings: Any
) -> None:
    settings.EMAIL_HOST = "smtp.example.org"
    cast.office.set_unusable_password()
    cast.office.save()
    SocialAccount.objects.create(user=cast.office, provider="organisation", uid="x")
    client.post("/account/password/reset/", {"email": cast.office.email})
    assert not mail.outbox


@pytest.mark.parametrize(
    ("data", "groups"),
    [
        ({"id_token": {"groups": ["a", "b"]}}, {"a", "b"}),
        ({"userinfo": {"groups": "a"}}, {"a"}),
        ({"id_token": {}}, set()),
        ({"id_token": {"_claim_names": {"groups": "src1"}}}, None),
    ],
)
def test_groups_are_read_from_what_the_provider_sends(data: dict[str, Any], groups: set[str] | None) -> None:
    assert claims_in(data).groups == (None if groups is None else frozenset(groups))


@pytest.fixture
def staff_of_group(office_group: DirectoryGroup, cast: Cast) -> Person:
    """Someone whom the group has given its role some days ago."""
    with time_machine.travel(NOON, tick=False):
        follow_groups(cast.no_role, Claims("", "", frozenset({OFFICE_GROUP})))
    return cast.no_role


def roles_of(person: Person, days: int = 3) -> list[str]:
    day = (NOON + datetime.timedelta(days=days)).date()
    return sorted(person.memberships.held_on(day).values_list("role", flat=True))


def test_groups_that_are_not_sent_change_nothing(staff_of_group: Person) -> None:
    with time_machine.travel(NOON + datetime.timedelta(days=3), tick=False):
        follow_groups(staff_of_group, Claims("", "", None))
    assert roles_of(staff_of_group) == ["opcc-staff"]


def test_roles_given_by_hand_stay(staff_of_group: Person, register: Register) -> None:
    membership(staff_of_group, Role.AUDITOR, register.pcc_cleveland)
    with time_machine.travel(NOON + datetime.timedelta(days=3), tick=False):
        follow_groups(staff_of_group, Claims("", "", frozenset()))
    assert roles_of(staff_of_group) == ["auditor"]
    assert staff_of_group.memberships.get(role=Role.OPCC_STAFF).last_day == datetime.date(2025, 3, 5)


def test_a_group_that_gives_another_role_now_changes_it_at_the_next_sign_in(
    staff_of_group: Person, office_group: DirectoryGroup
) -> None:
    DirectoryGroup.objects.filter(pk=office_group.pk).update(role=Role.OPCC_APPROVER)
    with time_machine.travel(NOON + datetime.timedelta(days=3), tick=False):
        follow_groups(staff_of_group, Claims("", "", frozenset({OFFICE_GROUP})))
    assert roles_of(staff_of_group) == ["opcc-approver"]


def test_removing_a_group_in_the_administration_ends_the_roles_it_gave(
    admin: Client, staff_of_group: Person, office_group: DirectoryGroup
) -> None:
    with time_machine.travel(NOON + datetime.timedelta(days=3), tick=False):
        admin.post(f"/admin/forces/directorygroup/{office_group.pk}/delete/", {"post": "yes"})
    assert not DirectoryGroup.objects.exists()
    assert not roles_of(staff_of_group)


def test_a_group_is_entered_with_a_role_that_goes_with_its_body(admin: Client, register: Register) -> None:
    add = "/admin/forces/directorygroup/add/"
    given = {"claim_value": "x", "label": "X", "role": "opcc-staff"}
    refused = admin.post(add, filled(admin, add, **given, body=register.cleveland.pk)).content.decode()
    assert "Choose a local policing body" in refused
    assert admin.post(add, filled(admin, add, **given, body=register.pcc_cleveland.pk)).status_code == 302
    assert directory._groups({"x"})[0].body_id == register.pcc_cleveland.pk
