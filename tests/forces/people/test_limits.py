"""Limits of failed sign-ins and of sessions: they lock out no one else, and lose nothing that was typed."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from forces.people import unsaved_forms
from forces.people.models import Person, UnsavedFile, UnsavedForm
from tests.cast import NOON, Cast, Register

LOGIN = "/account/login/"
PASSWORD = "a walk by the river"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def people(cast: Cast) -> Cast:
    """The cast, with passwords."""
    for person in (cast.office, cast.approver):
        person.set_password(PASSWORD)
        person.save()
    return cast


def attempt(person: Person, password: str = PASSWORD, **environ: str) -> Any:
    """Sign in from a new browser and return the answer."""
    return Client().post(LOGIN, {"login": person.email, "password": password}, **environ)  # type: ignore[arg-type]


def got_in(answer: Any) -> bool:
    return answer.status_code == 302


def behind_proxy(client: str) -> dict[str, str]:
    """What the server is told of a request through one proxy; the client claims to come from another address."""
    return {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": f"192.0.2.99, {client}"}


def test_wrong_passwords_lock_out_no_one_else_at_the_same_address(people: Cast) -> None:
    for _ in range(11):
        attempt(people.office, "wrong")
    assert not got_in(attempt(people.office))
    assert got_in(attempt(people.approver))


def test_wrong_passwords_elsewhere_do_not_lock_out_the_person(people: Cast, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for _ in range(11):
        attempt(people.office, "wrong", **behind_proxy("198.51.100.7"))
    assert not got_in(attempt(people.office, **behind_proxy("198.51.100.7")))
    assert got_in(attempt(people.office, **behind_proxy("203.0.113.5")))
    assert got_in(attempt(people.approver, **behind_proxy("203.0.113.5")))


def test_one_address_that_tries_many_accounts_is_stopped_and_no_other(people: Cast, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "3/5m/ip,10/5m/key"}
    for number in range(4):
        Client().post(LOGIN, {"login": f"a{number}@example.org", "password": "wrong"}, **behind_proxy("198.51.100.7"))
    assert not got_in(attempt(people.office, **behind_proxy("198.51.100.7")))
    assert got_in(attempt(people.office, **behind_proxy("203.0.113.5")))


def test_an_account_that_is_tried_from_many_addresses_is_closed_for_an_hour(people: Cast, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed_anywhere": "3/h/key"}
    for number in range(3):
        attempt(people.office, "wrong", **behind_proxy(f"198.51.100.{number}"))
    refused = attempt(people.office, **behind_proxy("203.0.113.5"))
    assert "Wait an hour" in refused.content.decode()
    assert got_in(attempt(people.approver, **behind_proxy("203.0.113.5")))


def test_right_passwords_count_for_nothing(people: Cast, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed_anywhere": "3/h/key"}
    assert all(got_in(attempt(people.office)) for _ in range(40))


def test_a_header_from_fewer_proxies_than_there_are_is_no_error(people: Cast, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    assert got_in(attempt(people.office, HTTP_X_FORWARDED_FOR="203.0.113.5"))


def test_too_many_requests_get_a_page_with_words(people: Cast, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "2/m/ip"}
    answer = [attempt(people.office, "wrong") for _ in range(3)][-1]
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert "Wait 5 minutes" in answer.content.decode()


@pytest.mark.parametrize(
    ("minutes", "is_out"), [([50, 100, 150], False), ([61], True), ([50 * n for n in range(1, 12)], True)]
)
def test_a_session_ends_when_idle_and_after_nine_hours(
    client: Client, people: Cast, minutes: list[int], is_out: bool
) -> None:
    client.post(LOGIN, {"login": people.office.email, "password": PASSWORD})
    for after in minutes:
        with time_machine.travel(NOON + datetime.timedelta(minutes=after), tick=False):
            answer = client.get("/account/")
    assert (answer.status_code == 302) == is_out


def test_what_is_typed_in_a_session_that_was_idle_is_shown_after_sign_in(
    client: Client, people: Cast, register: Register
) -> None:
    page, sign_in = "/forces/cleveland/soteria-2024/7/", {"login": people.office.email, "password": PASSWORD}
    client.post(LOGIN, sign_in)
    form = {"words": "Typed for an hour.", "form_owner": unsaved_forms.sign_owner(people.office)}
    with time_machine.travel(NOON + datetime.timedelta(minutes=61), tick=False):
        answer = client.post(page, form, follow=True)
        assert "you had not used Soteria Tracker for a while" in answer.content.decode()
        kept = client.post(
            answer.redirect_chain[-1][0], sign_in | {"next": UnsavedForm.objects.get().get_absolute_url()}
        )
        assert "Typed for an hour." in client.get(kept["Location"]).content.decode()


def test_people_see_where_they_are_signed_in_and_sign_out_elsewhere(client: Client, people: Cast) -> None:
    other = Client(headers={"user-agent": "Firefox on a phone"})
    for browser in (client, other):
        browser.post(LOGIN, {"login": people.office.email, "password": PASSWORD})
    assert "Firefox on a phone" in client.get("/account/sessions/").content.decode()
    client.post("/account/sessions/")
    assert client.get("/my-work/").status_code == 200
    assert LOGIN in other.get("/my-work/")["Location"]


def test_the_daily_command_deletes_what_has_ended_and_nothing_else(
    client: Client, people: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    client.post(LOGIN, {"login": people.office.email, "password": PASSWORD})
    unsaved_forms.store_file(SimpleUploadedFile("a.pdf", b"%PDF-"), by=people.office)
    UnsavedForm.objects.create(person=people.office, path="/", fields={})
    call_command("delete_old_sessions")
    assert UnsavedFile.objects.exists()
    assert Session.objects.exists()
    with time_machine.travel(NOON + datetime.timedelta(days=8), tick=False):
        call_command("delete_old_sessions")
    assert not Session.objects.exists()
    assert not UserSession.objects.exists()
    assert capsys.readouterr().out.splitlines()[-1] == "1 sessions, 2 forms and files, and 0 old accesses deleted."


def test_the_oldest_files_make_room_within_a_persons_quota(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unsaved_forms, "MOST_STORED_BYTES", 25)
    for number in range(4):
        with time_machine.travel(NOON + datetime.timedelta(minutes=number), tick=False):
            unsaved_forms.store_file(SimpleUploadedFile(f"{number}.pdf", b"x" * 10), by=people.office)
    unsaved_forms.store_file(SimpleUploadedFile("other.pdf", b"x" * 10), by=people.approver)
    assert sorted(UnsavedFile.objects.values_list("name", flat=True)) == ["2.pdf", "3.pdf", "other.pdf"]
