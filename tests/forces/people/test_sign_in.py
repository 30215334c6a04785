"""What the sign-in page says."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import Cast

ADDRESS = "/account/login/"
KEPT = "Your words are kept: sign in to get them back."

pytestmark = pytest.mark.usefixtures("on_the_day")


def messages(client: Client, login: str) -> list[str]:
    form = client.post(ADDRESS, {"login": login, "password": "not the password"}).context["form"]
    return [message for of_field in form.errors.values() for message in of_field]


def test_a_wrong_password_and_an_unknown_address_are_told_alike(client: Client, cast: Cast) -> None:
    told = ["The e-mail address or the password is not right. Check both and try again."]
    assert messages(client, cast.office.email) == told
    assert messages(client, "nobody.at.all@example.org") == told


def test_it_says_how_an_address_is_written(client: Client, cast: Cast) -> None:
    assert messages(client, "cleveland") == ["Enter an e-mail address, such as name@example.org"]


def test_after_too_many_failures_it_says_how_long_to_wait(client: Client, cast: Cast) -> None:
    cache.clear()
    told = [messages(client, cast.office.email) for _attempt in range(6)]
    cache.clear()
    assert told[-1] == ["Too many attempts to sign in have failed. Wait 5 minutes, then try again."]


@pytest.mark.parametrize(("target", "is_told"), [("/forces/cleveland/?kept=1f", True), ("/forces/cleveland/", False)])
def test_kept_words_are_announced(client: Client, cast: Cast, target: str, is_told: bool) -> None:
    page = client.get(ADDRESS, {"next": target}).content.decode()
    assert (KEPT in page) == is_told
