"""Admin forms kept when a session expired are shown again to their owner and never saved automatically."""

import pytest
from django.test import Client

from forces.people import unsaved_forms
from forces.people.models import Membership, Person, UnsavedForm
from recommendations.register.models import Addressee, Inspection, Recommendation
from tests.administration import filled, row
from tests.cast import Cast, Register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
RECOMMENDATIONS = "/admin/recommendations/recommendation/"


def submit_after_expiry(cast: Cast, address: str, form: dict[str, object]) -> str:
    """Submit a form after signing out; return the address that shows it again."""
    assert unsaved_forms.OWNER_FIELD in form, "the page's own form carries its owner's mark"
    answer = Client().post(address, form)
    assert answer.status_code == 302
    return UnsavedForm.objects.get(person=cast.administrator).get_absolute_url()


def values(page: str, client: Client) -> dict[str, object]:
    return {name: value for name, value in filled(client, page).items() if name != unsaved_forms.OWNER_FIELD}


def test_a_new_record_is_restored_with_its_rows(admin: Client, cast: Cast, register: Register) -> None:
    form = filled(
        admin,
        f"{RECOMMENDATIONS}add/",
        inspection=register.soteria.pk,
        reference="8",
        text="A long text, typed for an hour.",
        **{"addressees-TOTAL_FORMS": 1},
        **row("addressees", 0, role="with", others="support services", order="1"),
    )
    again = submit_after_expiry(cast, f"{RECOMMENDATIONS}add/", form)
    page = admin.get(again)
    assert "it is not saved yet" in page.content.decode()
    assert {"text": "A long text, typed for an hour.", "addressees-0-others": "support services"}.items() <= values(
        again, admin
    ).items()
    assert not Recommendation.objects.filter(reference="8").exists()
    assert not Addressee.objects.filter(others="support services").exists()


def test_a_changed_record_is_restored_and_only_its_owner_can_save_it(
    admin: Client, cast: Cast, register: Register
) -> None:
    address = f"{RECOMMENDATIONS}{register.rec_7.pk}/change/"
    again = submit_after_expiry(cast, address, filled(admin, address, short_title="Typed too late"))
    form = filled(admin, again)
    assert form["short_title"] == "Typed too late"
    assert Recommendation.objects.get(pk=register.rec_7.pk).short_title != "Typed too late"
    assert admin.post(address, form).status_code == 302
    assert Recommendation.objects.get(pk=register.rec_7.pk).short_title == "Typed too late"


def test_a_split_date_and_time_and_line_breaks_are_restored(admin: Client, cast: Cast, register: Register) -> None:
    address = f"/admin/recommendations/inspection/{register.soteria.pk}/change/"
    changes = {"embargoed_until_0": "1 June", "embargoed_until_1": "00:01", "inspectorates": "HMICFRS\r\nHMCPSI"}
    again = submit_after_expiry(cast, address, filled(admin, address, **changes))
    shown = values(again, admin)
    assert (shown["embargoed_until_0"], shown["embargoed_until_1"]) == ("1 June", "00:01")
    assert str(shown["inspectorates"]).split() == ["HMICFRS", "HMCPSI"]
    assert Inspection.objects.get(pk=register.soteria.pk).inspectorates == ["HMICFRS"]


def test_a_person_is_restored_without_the_password(admin: Client, cast: Cast, register: Register) -> None:
    address = f"/admin/forces/person/{cast.no_role.pk}/change/"
    given = filled(admin, address, name="New name", new_password="never-to-be-kept-1")
    given |= {"memberships-TOTAL_FORMS": 1, **row("memberships", 0, role="auditor", first_day="01/03/2025")}
    again = submit_after_expiry(cast, address, given)
    assert "never-to-be-kept-1" not in str(UnsavedForm.objects.get().fields)
    shown = values(again, admin)
    assert (shown["name"], shown["memberships-0-role"]) == ("New name", "auditor")
    assert Person.objects.get(pk=cast.no_role.pk).name != "New name"
    assert not Membership.objects.filter(person=cast.no_role).exists()


def test_changed_rows_are_restored_with_the_stored_ones(admin: Client, cast: Cast, register: Register) -> None:
    address = f"{RECOMMENDATIONS}{register.rec_4.pk}/change/"
    again = submit_after_expiry(cast, address, filled(admin, address, **{"addressees-0-order": "7"}))
    assert values(again, admin)["addressees-0-order"] == "7"


def test_a_form_without_rows_is_restored_with_the_stored_ones(admin: Client, cast: Cast, register: Register) -> None:
    address = f"{RECOMMENDATIONS}{register.rec_4.pk}/change/"
    only = {unsaved_forms.OWNER_FIELD: unsaved_forms.sign_owner(cast.administrator), "short_title": "Alone"}
    shown = values(submit_after_expiry(cast, address, only), admin)
    assert (shown["short_title"], shown["addressees-TOTAL_FORMS"]) == ("Alone", "2")


def test_an_ordinary_page_does_not_mention_restored_forms(admin: Client, register: Register) -> None:
    assert "not saved yet" not in admin.get(f"{RECOMMENDATIONS}add/").content.decode()
