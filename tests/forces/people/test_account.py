"""The account page."""

import datetime

import pytest
from django.test import Client

from forces.people.models import Role, UnsavedForm
from tests.cast import Cast, Register
from tests.factories import membership

ADDRESS = "/account/"


pytestmark = pytest.mark.usefixtures("on_the_day")


def test_it_shows_who_is_signed_in_and_the_roles(client: Client, cast: Cast, register: Register) -> None:
    client.force_login(cast.office)
    page = client.get(ADDRESS).content.decode()
    assert cast.office.email in page
    assert "OPCC staff, Police and Crime Commissioner for Cleveland" in page
    assert "Since 22 November 2012" in page
    assert "release updates to the panel" in page
    assert 'href="/account/password/change/"' in page
    assert 'action="/account/logout/"' in page


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.PANEL_MEMBER, "You can see what the commissioner’s office has released to the panel"),
        (Role.FORCE_CONTRIBUTOR, "record updates and evidence"),
        (Role.OPCC_STAFF, "release updates to the panel and to everyone"),
        (Role.OPCC_APPROVER, "You can also approve responses for your office."),
        (Role.AUDITOR, "except advice to the commissioner"),
        (Role.ADMINISTRATOR, "You can load inspections"),
    ],
)
def test_each_role_is_described(client: Client, cast: Cast, register: Register, role: Role, words: str) -> None:
    body = None if role is Role.ADMINISTRATOR else register.pcc_cleveland
    membership(cast.no_role, role, body)
    client.force_login(cast.no_role)
    assert words in client.get(ADDRESS).content.decode()


def test_an_ended_role_is_marked(client: Client, cast: Cast, register: Register) -> None:
    membership(cast.no_role, Role.OPCC_STAFF, register.pcc_cleveland, last_day=datetime.date(2025, 3, 2))
    client.force_login(cast.no_role)
    page = client.get(ADDRESS).content.decode()
    assert "From 22 November 2012 to 2 March 2025" in page
    assert "This role has ended." in page


def test_a_person_without_a_role_learns_who_to_contact(client: Client, cast: Cast) -> None:
    client.force_login(cast.no_role)
    assert "You have no role." in client.get(ADDRESS).content.decode()


def test_it_lists_forms_kept_for_this_person_with_links(client: Client, cast: Cast, register: Register) -> None:
    mine = UnsavedForm.objects.create(
        person=cast.office, path="/forces/cleveland/soteria-2024/7/", fields={"words": ["Typed <b>for an hour"]}
    )
    UnsavedForm.objects.create(person=cast.approver, path="/elsewhere/", fields={"words": ["Not yours"]})
    client.force_login(cast.office)
    page = client.get(ADDRESS).content.decode()
    assert f'href="/forces/cleveland/soteria-2024/7/?unsaved={mine.token}"' in page
    assert "3 March 2025, 12:00" in page
    assert "Typed &lt;b&gt;for an hour" in page
    assert "/elsewhere/" not in page
    assert "Not yours" not in page


def test_without_kept_forms_it_does_not_mention_them(client: Client, cast: Cast, register: Register) -> None:
    client.force_login(cast.office)
    assert "before your session ended" not in client.get(ADDRESS).content.decode()
