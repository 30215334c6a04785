"""The messages of the sign-in page."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import Cast

ADDRESS = "/account/login/"
ANNOUNCEMENT = "What you typed has been kept: sign in to see it again."

pytestmark = pytest.mark.usefixtures("on_the_day")


def messages(client: Client, login: str) -> list[str]:
    form = client.post(ADDRESS, {"login": login, "password": "not the password"}).context["form"]
    return [message for of_field in form.errors.values() for message in of_field]


def test_a_wrong_password_and_an_unknown_address_get_the_same_message(client: Client, cast: Cast) -> None:
    shown = ["The email address or password is incorrect. Check both and try again."]
    assert messages(client, cast.office.email) == shown
    assert messages(client, "nobody.at.all@example.org") == shown


def test_it_explains_the_format_of_an_address(client: Client, cast: Cast) -> None:
    assert messages(client, "cleveland") == ["Enter an email address, such as name@example.org"]


def test_after_too_many_failures_it_says_how_long_to_wait(client: Client, cast: Cast) -> None:
    cache.clear()
    shown = [messages(client, cast.office.email) for _attempt in range(11)]
    cache.clear()
    assert shown[-1] == ["Too many attempts to sign in have failed. Wait 5 minutes, then try again."]


@pytest.mark.parametrize(
    ("target", "is_announced"), [("/forces/cleveland/?unsaved=1f", True), ("/forces/cleveland/", False)]
)
def test_kept_text_is_announced(client: Client, cast: Cast, target: str, is_announced: bool) -> None:
    page = client.get(ADDRESS, {"next": target}).content.decode()
    assert (ANNOUNCEMENT in page) == is_announced
