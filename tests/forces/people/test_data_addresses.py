"""Data addresses: a program refreshes a table as its owner may see it, until a membership ends."""

import csv
import datetime
import io
import json
import re
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.http import Http404
from django.test import Client
from django.utils import timezone

from forces.people import data_addresses
from forces.people.data_addresses import create_address, reset_address, withdraw_address
from forces.people.models import DataAddress, Membership, Role
from forces.people.shown_once import SHOWN_ONCE
from recommendations.register.statuses import Status
from tests.cast import TODAY, Cast, Register
from tests.factories import add_update, membership
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]

PAGE = "/account/data/"


def _csv_of(token: str) -> Any:
    return Client().get(f"/account/data/{token}.csv")


def _rows(token: str) -> list[dict[str, str]]:
    response = _csv_of(token)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


@pytest.fixture
def token(cast: Cast, history: Register) -> str:
    """The token of an address of Cleveland's overdue actions."""
    return create_address(name="Late", path="/forces/cleveland/", query="status=overdue&page=2", by=cast.office)[1]


def test_a_program_reads_the_filtered_table_without_signing_in(token: str) -> None:
    [row] = _rows(token)
    assert (row["Reference"], row["Status with timing"]) == ("7", "Overdue")
    assert row["Page"] == "http://testserver/forces/cleveland/soteria-2024/7/"


def test_json_has_the_same_rows(token: str) -> None:
    data = json.loads(Client().get(f"/account/data/{token}.json").getvalue())
    assert [dict(zip(data["columns"], row, strict=True))["Reference"] for row in data["rows"]] == ["7"]


def test_it_shows_what_is_recorded_later_at_the_same_address(token: str, history: Register) -> None:
    add_update(history.actions[("cleveland", "7")], Status.CLOSED, TODAY)
    assert _rows(token) == []


@pytest.mark.parametrize("role", ["office", "panel_member", "cumbria_office", "administrator", "contributor"])
def test_it_never_shows_more_than_a_browser(client: Client, cast: Cast, history: Register, role: str) -> None:
    person = getattr(cast, role)
    _address, token = create_address(name="All", path="/forces/cleveland/", query="", by=person)
    client.force_login(person)
    assert _csv_of(token).getvalue() == client.get("/forces/cleveland.csv").getvalue()


def test_the_facts_about_a_table_name_the_address_of_its_rows(token: str, office: Client) -> None:
    facts = Client().get(f"/account/data/{token}.csv?about=1&kind=afi").getvalue()
    assert facts == office.get("/forces/cleveland.csv?status=overdue&about=1").getvalue()
    assert b"http://testserver/forces/cleveland.csv?status=overdue&about=1" in facts


def test_a_table_that_its_owner_may_not_see_is_not_found(cast: Cast, history: Register) -> None:
    for path, person in (("/my-work/", cast.panel_member), ("/forces/cumbria/", cast.auditor)):
        _address, token = create_address(name="Not mine", path=path, query="", by=person)
        assert _csv_of(token).status_code == 404


def test_it_ends_with_the_membership(token: str, cast: Cast) -> None:
    Membership.objects.filter(person=cast.office).update(last_day=TODAY)
    assert _csv_of(token).status_code == 200
    with time_machine.travel(datetime.datetime(2025, 3, 4, 12, tzinfo=datetime.UTC), tick=False):
        assert _csv_of(token).status_code == 404


def test_it_ends_even_if_another_membership_remains(token: str, cast: Cast, history: Register) -> None:
    membership(cast.office, Role.PANEL_MEMBER, history.panel_cleveland)
    Membership.objects.filter(person=cast.office, role=Role.OPCC_STAFF).delete()
    assert _csv_of(token).status_code == 404


def test_it_ends_when_the_person_can_no_longer_sign_in(token: str, cast: Cast) -> None:
    type(cast.office).objects.filter(pk=cast.office.pk).update(is_active=False)
    assert _csv_of(token).status_code == 404


def test_a_guessed_token_is_not_found(token: str) -> None:
    assert _csv_of("x" * 43).status_code == 404
    assert Client().get(f"/account/data/{token}.xlsx").status_code == 404


def test_only_the_digest_of_the_token_is_stored(token: str) -> None:
    address = DataAddress.objects.get()
    assert token not in json.dumps(DataAddress.objects.values().first(), default=str)
    assert len(address.token_digest) == 64


def test_a_reset_address_replaces_the_earlier_one(token: str, cast: Cast) -> None:
    _address, fresh = reset_address(address=DataAddress.objects.get(), by=cast.office)
    assert (_csv_of(token).status_code, _csv_of(fresh).status_code) == (404, 200)


def test_a_withdrawn_address_stops_working(token: str, cast: Cast) -> None:
    withdraw_address(address=DataAddress.objects.get(), by=cast.office)
    assert _csv_of(token).status_code == 404


def test_it_answers_so_many_requests_an_hour(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_addresses, "MOST_REQUESTS", 2)
    at_nine = datetime.datetime(2025, 3, 3, 9, tzinfo=datetime.UTC)
    with time_machine.travel(at_nine, tick=False) as clock:
        answers = []
        for _minute in range(0, 60, 12):
            answers.append(_csv_of(token).status_code)
            clock.shift(datetime.timedelta(minutes=12))
        assert answers == [200, 200, 429, 429, 429]
        assert _csv_of(token).status_code == 200  # a program that kept asking is let in at ten


def test_its_requests_are_not_counted_beside_failed_sign_ins() -> None:
    assert len({caches.settings[alias]["LOCATION"] for alias in ("default", "data_addresses")}) == 2


def test_caches_and_search_engines_keep_nothing(token: str) -> None:
    response = _csv_of(token)
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "path",
    [
        *("https://example.org/", "//example.org/", "/forces/cleveland.csv", "/account/", "/admin/", "/nowhere/", ""),
        *("/account/data/token/", "/forces/cleveland/responses/soteria-2024/documents/comment/"),
    ],
)
def test_only_pages_with_a_table_have_an_address(cast: Cast, path: str) -> None:
    with pytest.raises(ValidationError, match="no table that a program can refresh from"):
        create_address(name="Elsewhere", path=path, query="", by=cast.office)


def test_an_address_is_about_the_present_day(cast: Cast, history: Register) -> None:
    with pytest.raises(ValidationError):
        create_address(name="Then", path="/as-at/2025-01-01/forces/cleveland/", query="", by=cast.office)
    address, _token = create_address(
        name="Now", path="/forces/cleveland/", query="as-at=2025-01-01&known=2025-01-01&kind=afi", by=cast.office
    )
    assert address.query == "kind=afi"


def test_there_are_so_many_addresses_and_no_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_addresses, "MOST_ADDRESSES", 1)
    create_address(name="One", path="/overview/", query="", by=cast.office)
    with pytest.raises(ValidationError, match="Withdraw one first"):
        create_address(name="Two", path="/overview/", query="", by=cast.office)


def test_an_address_that_was_withdrawn_in_the_meantime_is_not_reset(token: str, cast: Cast) -> None:
    address = DataAddress.objects.get()
    withdraw_address(address=DataAddress.objects.get(), by=cast.office)
    with pytest.raises(Http404):
        reset_address(address=address, by=cast.office)


# --- the page ------------------------------------------------------------------------------------------------


def test_a_table_leads_to_the_page_that_creates_its_address(office: Client, history: Register) -> None:
    link = re.search(r'href="(/account/data/\?[^"]+)"', office.get("/forces/cleveland/?kind=afi").content.decode())
    assert link
    page = office.get(link[1].replace("&amp;", "&"))
    assert "This address will return the table on /forces/cleveland/?kind=afi" in words_of(page)


def test_it_shows_a_new_address_once_on_the_page_after_the_form(office: Client, history: Register) -> None:
    answer = office.post(PAGE, {"name": " My  table ", "path": "/forces/cleveland/", "query": ""})
    assert answer["Location"] == PAGE
    cookie = answer.cookies[SHOWN_ONCE]
    assert (cookie["path"], cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (PAGE, 60, True, "Strict")
    shown = office.get(PAGE)
    [address] = re.findall(r"http://testserver(/account/data/[\w-]+\.csv)", shown.content.decode())
    assert Client().get(address).status_code == 200
    assert "Copy the address now. It is shown only once." in words_of(shown)
    assert shown["Cache-Control"] == "private, no-store"
    assert address.removeprefix(PAGE).removesuffix(".csv") not in json.dumps(dict(office.session))
    assert not shown.cookies[SHOWN_ONCE].value
    again = words_of(office.get(PAGE))
    assert "My table" in again
    assert "Copy the address now" not in again


def test_a_new_address_is_shown_to_its_owner_only_and_for_a_minute(
    office: Client, cast: Cast, history: Register
) -> None:
    form = {"name": "Mine", "path": "/forces/cleveland/", "query": ""}
    cookie = office.post(PAGE, form).cookies[SHOWN_ONCE].value
    other = Client()
    other.force_login(cast.approver)
    other.cookies[SHOWN_ONCE] = cookie
    assert "Copy the address now" not in words_of(other.get(PAGE))
    for seconds, shows in ((61, False), (59, True)):
        with time_machine.travel(timezone.now() + datetime.timedelta(seconds=seconds), tick=False):
            office.cookies[SHOWN_ONCE] = cookie
            assert ("Copy the address now" in words_of(office.get(PAGE))) is shows


def test_a_forged_token_is_not_shown(office: Client, history: Register) -> None:
    office.cookies[SHOWN_ONCE] = "x" * 43
    assert "Copy the address now" not in words_of(office.get(PAGE))


@pytest.mark.parametrize("name", ["", "  ", "a" * 81])
def test_an_address_needs_a_name_of_reasonable_length(office: Client, history: Register, name: str) -> None:
    answer = office.post(PAGE, {"name": name, "path": "/forces/cleveland/", "query": "kind=afi"})
    words = words_of(answer)
    assert "This address will return the table on /forces/cleveland/?kind=afi" in words
    assert "There is a problem" in words
    assert f'value="{name}"' in answer.content.decode() or not name.strip()
    assert '<a href="#id_name">' in answer.content.decode()
    assert not DataAddress.objects.exists()


def test_a_form_without_a_table_is_refused(office: Client) -> None:
    for form in ({}, {"name": "Nowhere"}, {"name": "Account", "path": "/account/"}):
        assert "There is a problem" in words_of(office.post(PAGE, form))
    assert not DataAddress.objects.exists()


def test_what_the_service_refuses_keeps_the_name(
    office: Client, history: Register, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_addresses, "MOST_ADDRESSES", 1)
    answer = office.post(PAGE, {"name": "Second", "path": "/forces/cleveland/", "query": ""})
    assert "Withdraw one first" in words_of(answer)
    assert 'value="Second"' in answer.content.decode()


def test_a_name_is_kept_when_the_session_expires(office: Client, cast: Cast, history: Register) -> None:
    page = office.get(PAGE, {"path": "/forces/cleveland/"})
    form = {"name": "Kept", "path": "/forces/cleveland/", "form_owner": page.context["form_owner"]}
    address = Client().post(PAGE, form)["Location"]
    office.force_login(cast.office)
    kept = office.get(re.sub(r".*next=", "", address).replace("%3F", "?").replace("%3D", "="))
    assert 'value="Kept"' in kept.content.decode()


def test_the_page_resets_and_withdraws(office: Client, token: str) -> None:
    pk = DataAddress.objects.get().pk
    shown = words_of(office.post(PAGE, {"address": pk}, follow=True))
    assert "The earlier address has stopped working." in shown
    assert "Copy the address now" in shown
    assert _csv_of(token).status_code == 404
    office.post(PAGE, {"address": pk, "withdraw": "1"})
    assert not DataAddress.objects.exists()
    assert "You have no data address." in words_of(office.get(PAGE))


def test_another_persons_address_is_not_found(client: Client, cast: Cast, token: str) -> None:
    client.force_login(cast.approver)
    for pk in (DataAddress.objects.get().pk, "x", "99999"):
        assert client.post(PAGE, {"address": pk}).status_code == 404
    assert _csv_of(token).status_code == 200
