"""The second step of sign-in: who needs one, setting it up, using it, and resetting it for someone else."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client

from forces.bodies.models import Installation
from forces.people import second_factor
from forces.people.adapter import SecondFactorAdapter
from forces.people.models import AccountEvent, Person, Role, UnsavedForm
from forces.people.unsaved_forms import sign_owner
from tests.administration import filled
from tests.cast import TODAY, Cast, Register
from tests.factories import as_reader, membership

SET_UP = "/account/second-step/"
PASSWORD = "a walk by the river"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.fixture(autouse=True)
def required_of_everyone(settings: Any) -> Iterator[None]:
    settings.SECOND_FACTOR = "everyone"
    cache.clear()
    yield
    cache.clear()


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def with_app(person: Person) -> str:
    """Give a person an authenticator app and return its secret."""
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(person, secret)
    return secret


def sign_in(client: Client, person: Person) -> Any:
    person.set_password(PASSWORD)
    person.save()
    return client.post("/account/login/", {"login": person.email, "password": PASSWORD})


@pytest.mark.parametrize(
    ("setting", "role", "is_missing"),
    [
        ("everyone", "panel member", True),
        ("everyone", "no role", True),
        ("writers", "panel member", False),
        ("writers", "auditor", False),
        ("writers", "no role", False),
        ("writers", "force contributor", True),
        ("writers", "OPCC staff", True),
        ("writers", "OPCC approver", True),
        ("writers", "administrator", True),
        ("off", "administrator", False),
    ],
)
def test_the_setting_says_who_needs_one(cast: Cast, settings: Any, setting: str, role: str, is_missing: bool) -> None:
    settings.SECOND_FACTOR = setting
    assert second_factor.is_missing(as_reader(cast.by_role()[role], TODAY)) == is_missing


def test_without_a_setting_a_real_register_needs_one_and_a_demonstration_does_not(db: None, settings: Any) -> None:
    settings.SECOND_FACTOR = ""
    assert second_factor.required_of() == "everyone"
    second_factor.settled_installation.cache_clear()
    Installation.objects.create(pk=1, is_demonstration=True, made_on=TODAY)
    assert second_factor.required_of() == "off"


@pytest.mark.parametrize("address", ["/", "/overview/", "/account/", "/admin/", "/account/data/", "/account/sessions/"])
def test_nothing_is_shown_before_one_is_set_up(client: Client, cast: Cast, address: str) -> None:
    client.force_login(cast.administrator)
    assert client.get(address)["Location"] == SET_UP
    with_app(cast.administrator)
    assert client.get(address).get("Location") != SET_UP


def test_recovery_codes_alone_are_none(cast: Cast) -> None:
    Authenticator.objects.create(user=cast.office, type="recovery_codes", data={})
    assert second_factor.is_missing(as_reader(cast.office, TODAY))


def test_what_was_typed_meanwhile_is_kept(client: Client, cast: Cast, register: Register) -> None:
    client.force_login(cast.office)
    form = {"words": "Typed for an hour.", "form_owner": sign_owner(cast.office)}
    assert client.post("/forces/cleveland/soteria-2024/7/", form)["Location"] == SET_UP
    assert UnsavedForm.objects.get().fields == {"words": ["Typed for an hour."]}


def test_the_first_sign_in_leads_through_the_app_and_its_codes_to_the_product(
    client: Client, cast: Cast, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_HOST = "smtp.example.org"
    sign_in(client, cast.office)
    assert "Set up a second step before you go on." in client.get("/", follow=True).content.decode()
    page = client.get(f"{SET_UP}app/add/").content.decode()
    assert "<svg" in page
    secret = re.search(r'st-secret">(\w+)<', page)
    assert secret is not None
    wrong = client.post(f"{SET_UP}app/add/", {"code": "000000"}).content.decode()
    assert "The code is not correct" in wrong
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(f"{SET_UP}app/add/", {"code": code_for(secret[1])}, follow=True)
    assert len(re.findall(r'<code class="st-secret">\d+', done.content.decode())) == 10
    assert client.get("/my-work/").status_code == 200
    assert mail.outbox[-1].subject == "Soteria Tracker: Authenticator app set up"
    assert secret[1] not in str(Authenticator.objects.get(type="totp").data)


def test_a_password_alone_lets_no_one_in_who_has_one(client: Client, cast: Cast) -> None:
    secret = with_app(cast.office)
    assert sign_in(client, cast.office)["Location"] == f"{SET_UP}code/"
    assert "/account/login/" in client.get("/my-work/")["Location"]
    client.post(f"{SET_UP}code/", {"code": "000000"})
    assert "/account/login/" in client.get("/my-work/")["Location"]
    client.post(f"{SET_UP}code/", {"code": code_for(secret)})
    assert client.get("/my-work/").status_code == 200


def test_a_code_works_once(cast: Cast) -> None:
    secret = with_app(cast.office)
    for expected in ("/", f"{SET_UP}code/"):
        client = Client()
        sign_in(client, cast.office)
        client.post(f"{SET_UP}code/", {"code": code_for(secret)})
        assert client.get("/account/login/").get("Location", f"{SET_UP}code/") == expected


def test_stopping_the_app_leads_back_to_setting_one_up(client: Client, cast: Cast) -> None:
    secret = with_app(cast.office)
    sign_in(client, cast.office)
    client.post(f"{SET_UP}code/", {"code": code_for(secret)})
    client.post(f"{SET_UP}app/remove/")
    assert client.get("/my-work/")["Location"] == SET_UP


def test_an_old_session_is_asked_for_the_password_before_the_app_is_removed(client: Client, cast: Cast) -> None:
    with_app(cast.office)
    cast.office.set_password(PASSWORD)
    cast.office.save()
    client.force_login(cast.office)
    assert "/account/reauthenticate/" in client.post(f"{SET_UP}app/remove/")["Location"]
    assert second_factor.has_second_factor(cast.office)


@pytest.mark.parametrize(
    ("by", "of", "may"),
    [
        ("OPCC approver", "OPCC staff", True),
        ("OPCC approver", "auditor", True),
        ("OPCC approver", "other office", False),
        ("OPCC approver", "force contributor", False),
        ("OPCC approver", "administrator", False),
        ("OPCC approver", "no role", False),
        ("OPCC approver", "OPCC approver", False),
        ("OPCC staff", "OPCC approver", False),
        ("auditor", "OPCC staff", False),
        ("administrator", "other office", True),
        ("administrator", "no role", True),
        ("administrator", "administrator", False),
    ],
)
def test_who_may_reset_one(cast: Cast, by: str, of: str, may: bool) -> None:
    people = cast.by_role()
    assert as_reader(people[by], TODAY).may_reset_second_factor(people[of]) == may


def test_an_approver_cannot_reset_someone_who_also_works_elsewhere(cast: Cast, register: Register) -> None:
    membership(cast.office, Role.ADMINISTRATOR)
    assert not as_reader(cast.approver, TODAY).may_reset_second_factor(cast.office)


def test_a_reset_ends_sessions_and_is_recorded_and_emailed(
    client: Client, cast: Cast, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_HOST = "smtp.example.org"
    with_app(cast.office)
    client.force_login(cast.office)
    assert client.get("/my-work/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        second_factor.reset_second_factor(person=cast.office, by=as_reader(cast.approver, TODAY))
    assert "/account/login/" in client.get("/my-work/")["Location"]
    assert not second_factor.has_second_factor(cast.office)
    event = AccountEvent.objects.get()
    assert (event.person, event.recorded_by) == (cast.office, cast.approver)
    (message,) = mail.outbox
    assert message.to == [cast.office.email]
    assert "reset the second step of your sign-in on 3 March 2025 at 12:00" in message.body


def test_a_reset_without_the_right_changes_nothing(cast: Cast) -> None:
    with_app(cast.office)
    with pytest.raises(PermissionDenied):
        second_factor.reset_second_factor(person=cast.office, by=as_reader(cast.cumbria_office, TODAY))
    assert second_factor.has_second_factor(cast.office)
    assert not AccountEvent.objects.exists()


def test_a_secret_survives_a_change_of_the_secret_key(settings: Any) -> None:
    stored = SecondFactorAdapter().encrypt("JBSWY3DPEHPK3PXP")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert SecondFactorAdapter().decrypt(stored) == "JBSWY3DPEHPK3PXP"


def test_an_administrator_resets_one_on_the_page_of_a_person(admin: Client, cast: Cast, settings: Any) -> None:
    settings.SECOND_FACTOR = "off"
    with_app(cast.office)
    page = f"/admin/forces/person/{cast.office.pk}/change/"
    assert admin.post(page, filled(admin, page, resets_second_factor="on")).status_code == 302
    assert not second_factor.has_second_factor(cast.office)
    own = f"/admin/forces/person/{cast.administrator.pk}/change/"
    refused = admin.post(own, filled(admin, own, resets_second_factor="on")).content.decode()
    assert "You cannot reset your own." in refused
