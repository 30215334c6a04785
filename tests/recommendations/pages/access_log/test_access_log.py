"""The log of access: what is recorded, who sees it, and that it is not kept for ever."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command
from django.test import Client

from forces.people.models import AccessEvent
from tests.cast import NOON, Cast, Register
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
PAGE = "/log/access/"
PASSWORD = "three words of mine"


def recorded() -> list[tuple[str, str, str]]:
    events = AccessEvent.objects.order_by("pk").values_list("kind", "person__email", "page")
    return [(kind, email.partition("@")[0], page) for kind, email, page in events]


def test_signing_in_and_out_and_failing_to_are_recorded(client: Client, cast: Cast, history: Register) -> None:
    cast.office.set_password(PASSWORD)
    cast.office.save()
    login = "/account/login/"
    client.post(login, {"login": cast.office.email, "password": "another"})
    client.post(login, {"login": "my password by mistake", "password": "x"})
    client.post(login, {"login": cast.office.email, "password": PASSWORD})
    client.post("/account/logout/")
    name = cast.office.email.partition("@")[0]
    assert recorded() == [("sign-in-failed", name, ""), ("signed-in", name, ""), ("signed-out", name, "")]


def test_refusals_and_downloads_are_recorded_with_their_page(client: Client, cast: Cast, history: Register) -> None:
    client.get("/log/access/")  # anonymous: sent to the sign-in
    client.force_login(cast.office)
    client.get("/my-work/")
    client.get("/log/access/")
    client.get("/forces/cleveland.csv?status=complete")
    client.get("/nowhere/")
    name = cast.office.email.partition("@")[0]
    assert recorded() == [("refused", name, "/log/access/"), ("downloaded", name, "/forces/cleveland.csv")]


def test_an_auditor_sees_the_people_of_the_bodies_that_they_audit(
    client: Client, cast: Cast, history: Register
) -> None:
    for person in (cast.office, cast.contributor, cast.panel_member, cast.cumbria_office):
        AccessEvent.objects.create(kind="downloaded", person=person, happened_at=NOON, page=f"/of/{person.pk}/")
    client.force_login(cast.auditor)
    shown = words_of(client.get(PAGE))
    assert "3 accesses, 1 February 2025 to 3 March 2025." in shown
    for person, is_shown in ((cast.office, 1), (cast.contributor, 1), (cast.panel_member, 1), (cast.cumbria_office, 0)):
        assert (f"/of/{person.pk}/" in shown) == is_shown
    assert words_of(client.get(f"{PAGE}?person={cast.office.pk}&kind=downloaded")).count("/of/") == 1
    assert "0 accesses" in words_of(client.get(f"{PAGE}?kind=signed-in"))
    rows = b"".join(client.get("/log/access.csv").streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert rows[0].removeprefix("\ufeff") == "When,Who,Email address,What,Page"
    assert len(rows) == 5  # with this download
    assert client.get(f"{PAGE}?person={cast.cumbria_office.pk}").status_code == 200
    assert client.get(f"/log/access.csv?person={cast.cumbria_office.pk}").status_code == 400


def test_the_log_of_what_was_recorded_leads_an_auditor_to_it(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.auditor)
    assert 'href="/log/access/"' in client.get("/log/").content.decode()
    client.force_login(cast.office)
    assert 'href="/log/access/"' not in client.get("/log/").content.decode()


def test_it_is_deleted_after_a_year(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    for days in (366, 364):
        AccessEvent.objects.create(
            kind="signed-in", person=cast.office, happened_at=NOON - datetime.timedelta(days=days)
        )
    call_command("delete_old_sessions")
    assert "1 old accesses deleted" in capsys.readouterr().out
    assert AccessEvent.objects.count() == 1
