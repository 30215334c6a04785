"""Email goes out through the server that the environment names, and nowhere else."""

import logging
import re
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.test import Client

from forces.bodies.models import Installation
from forces.people.email import Backend, check_email_settings, send
from tests.cast import Cast

RESET = "/account/password/reset/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.fixture
def server(settings: Any) -> None:
    """The environment names a server for email."""
    settings.EMAIL_HOST = "smtp.example.org"
    settings.DEFAULT_FROM_EMAIL = "tracker@example.org"


def make_demonstration() -> None:
    Installation.objects.create(pk=1, is_demonstration=True, made_on="2025-03-03")


@pytest.mark.usefixtures("server")
def test_a_link_to_choose_a_new_password_is_emailed_and_works_once(client: Client, cast: Cast) -> None:
    client.post(RESET, {"email": cast.office.email})
    (message,) = mail.outbox
    assert (message.subject, message.from_email) == ("Soteria Tracker: Reset your password", "tracker@example.org")
    link = re.search(r"http://testserver(\S+key\S+)", message.body)
    assert link is not None
    page = client.get(link[1], follow=True)
    new = {"password1": "a walk by the river", "password2": "a walk by the river"}
    assert client.post(page.request["PATH_INFO"], new).status_code == 302
    cast.office.refresh_from_db()
    assert cast.office.check_password("a walk by the river")
    assert "This link no longer works" in Client().get(link[1], follow=True).content.decode()
    assert "chosen for your account" in mail.outbox[-1].body


@pytest.mark.usefixtures("server")
def test_an_address_without_an_account_gets_no_email_and_the_same_page(client: Client, cast: Cast) -> None:
    answers = [client.post(RESET, {"email": email}) for email in (cast.office.email, "nobody@example.org")]
    assert [answer["Location"] for answer in answers] == ["/account/password/reset/done/"] * 2
    assert [message.to for message in mail.outbox] == [[cast.office.email]]


@pytest.mark.usefixtures("server")
def test_someone_learns_by_email_that_their_password_was_changed(client: Client, cast: Cast) -> None:
    cast.office.set_password("the password there was")
    cast.office.save()
    client.force_login(cast.office)
    new = {
        "oldpassword": "the password there was",
        "password1": "a walk by the river",
        "password2": "a walk by the river",
    }
    client.post("/account/password/change/", new)
    (message,) = mail.outbox
    assert message.to == [cast.office.email]
    assert "on 3 March 2025 at 12:00" in message.body


@pytest.mark.parametrize("is_demonstration", [False, True])
def test_without_a_server_the_page_says_so_and_no_link_is_printed(
    client: Client, cast: Cast, settings: Any, capfd: Any, is_demonstration: bool
) -> None:
    settings.EMAIL_BACKEND = "forces.people.email.Backend"
    if is_demonstration:
        settings.EMAIL_HOST = "smtp.example.org"
        make_demonstration()
    for page in (client.get(RESET), client.post(RESET, {"email": cast.office.email})):
        assert "This installation cannot send email" in page.content.decode()
        assert "<form method" not in page.content.decode()
    assert not any(capfd.readouterr())


@pytest.mark.parametrize(("host", "is_demonstration", "sent"), [("", False, 0), ("x", True, 0), ("x", False, 1)])
def test_only_a_real_register_with_a_server_hands_messages_over(
    settings: Any, monkeypatch: pytest.MonkeyPatch, host: str, is_demonstration: bool, sent: int
) -> None:
    monkeypatch.setattr(EmailBackend, "send_messages", lambda _self, messages: len(messages))
    settings.EMAIL_HOST = host
    if is_demonstration:
        make_demonstration()
    assert Backend().send_messages([EmailMessage(body="Hello", to=["a@example.org"])]) == sent


@pytest.mark.usefixtures("server")
def test_a_server_that_fails_is_logged_without_the_text(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: Any) -> int:
        raise ConnectionRefusedError("secret-link")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    with caplog.at_level(logging.ERROR):
        assert not send(EmailMessage(body="secret-link", to=["a@example.org"]))
    assert "ConnectionRefusedError" in caplog.text
    assert "secret-link" not in caplog.text


def test_a_check_says_that_a_real_register_cannot_send(settings: Any) -> None:
    settings.EMAIL_HOST = ""
    assert [found.id for found in check_email_settings()] == ["forces.I001"]
    make_demonstration()
    assert not check_email_settings()


@pytest.mark.usefixtures("server")
def test_a_check_refuses_settings_that_cannot_work(settings: Any) -> None:
    assert not check_email_settings()
    settings.EMAIL_TLS, settings.DEFAULT_FROM_EMAIL = "on", "tracker"
    assert [found.id for found in check_email_settings()] == ["forces.E001", "forces.E002"]
