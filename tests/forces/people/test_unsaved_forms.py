"""Unsaved forms are kept for a week, for their owner only."""

import datetime
import re
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forces.people import unsaved_forms
from forces.people.models import UnsavedFile, UnsavedForm
from tests.cast import NOON, Cast, Register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
ADDRESS = "/forces/cleveland/soteria-2024/7/"


def test_a_form_with_an_old_token_keeps_its_text(cast: Cast, register: Register) -> None:
    """As after signing in again in another tab."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.office)
    page = client.get(ADDRESS).content.decode()
    owner = re.search(r'name="form_owner" value="([^"]+)"', page)
    assert owner is not None
    form = {"words": "Typed for an hour.", "form_owner": owner[1], "csrfmiddlewaretoken": "x" * 64}
    response = client.post(ADDRESS, form)
    assert response.status_code == 302
    assert "Typed for an hour." in client.get(response["Location"]).content.decode()


def test_a_form_from_another_site_is_refused_in_plain_words(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.office)
    response = client.post(ADDRESS, {"words": "forged"})
    assert response.status_code == 403
    assert not UnsavedForm.objects.exists()


def test_a_file_selected_in_an_expired_session_is_kept_too(client: Client, cast: Cast, register: Register) -> None:
    form = {
        "words": "With the minutes.",
        "form_owner": unsaved_forms.sign_owner(cast.office),
        "evidence_file": SimpleUploadedFile("minutes.pdf", b"%PDF-"),
    }
    client.post(ADDRESS, form)
    client.force_login(cast.office)
    page = client.get(f"{ADDRESS}?unsaved={UnsavedForm.objects.get().token}").content.decode()
    assert "<strong>minutes.pdf</strong> is kept for this update" in page


def test_a_password_is_never_kept(client: Client, cast: Cast, register: Register) -> None:
    client.post(ADDRESS, {"password": "secret", "words": "w", "form_owner": unsaved_forms.sign_owner(cast.office)})
    assert UnsavedForm.objects.get().fields == {"words": ["w"]}


def test_a_kept_form_is_shown_on_its_own_page_only(client: Client, cast: Cast, register: Register) -> None:
    client.post(ADDRESS, {"words": "For seven.", "form_owner": unsaved_forms.sign_owner(cast.office)})
    client.force_login(cast.office)
    other = ADDRESS.replace("/7/", "/5/")
    assert "For seven." not in client.get(f"{other}?unsaved={UnsavedForm.objects.get().token}").content.decode()


@pytest.mark.parametrize("token", ["", "nonsense", str(uuid.UUID(int=0))])
def test_an_unknown_token_shows_the_ordinary_form(client: Client, cast: Cast, register: Register, token: str) -> None:
    client.force_login(cast.office)
    assert client.get(f"{ADDRESS}?unsaved={token}").status_code == 200


def test_forms_older_than_a_week_are_deleted(cast: Cast, register: Register) -> None:
    with time_machine.travel(NOON - datetime.timedelta(days=8), tick=False):
        file = unsaved_forms.store_file(SimpleUploadedFile("old.pdf", b"%PDF-"), by=cast.office)
        UnsavedForm.objects.create(person=cast.office, path="/", fields={})
    unsaved_forms.delete_old(cast.office)
    assert not UnsavedForm.objects.exists()
    assert not UnsavedFile.objects.exists()
    assert not file.file.storage.exists(file.file.name)


def test_an_owner_mark_older_than_a_week_is_invalid(client: Client, cast: Cast, register: Register) -> None:
    with time_machine.travel(NOON - datetime.timedelta(days=8), tick=False):
        mark = unsaved_forms.sign_owner(cast.office)
    client.post(ADDRESS, {"words": "late", "form_owner": mark})
    assert not UnsavedForm.objects.exists()


def test_null_characters_are_removed_because_postgresql_refuses_them(
    client: Client, cast: Cast, register: Register
) -> None:
    client.post(ADDRESS, {"words": "a\0b", "form_owner": unsaved_forms.sign_owner(cast.office)})
    assert UnsavedForm.objects.get().fields == {"words": ["ab"]}


@pytest.mark.parametrize("name", ["password1", "oldpassword", "new_password"])
def test_no_password_of_any_kind_is_kept(client: Client, cast: Cast, register: Register, name: str) -> None:
    client.post(ADDRESS, {name: "secret", "form_owner": unsaved_forms.sign_owner(cast.office)})
    assert UnsavedForm.objects.get().fields == {}
