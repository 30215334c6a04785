"""The admin page of the people."""

import datetime

import pytest
from django.test import Client

from forces.people.models import Membership, Person, Role
from tests.administration import faults, filled, row
from tests.cast import Cast, Register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
ADD = "/admin/forces/person/add/"


def page_of(person: Person) -> str:
    return f"/admin/forces/person/{person.pk}/change/"


def granting(admin: Client, person: Person, role: str, body: object = None, **fields: object) -> dict[str, object]:
    """The person's form with one more membership."""
    number = person.memberships.count()
    given = {"role": role, "body": getattr(body, "pk", ""), "first_day": "03/03/2025", "person": person.pk, **fields}
    total = {"memberships-TOTAL_FORMS": number + 1}
    return filled(admin, page_of(person), **total, **row("memberships", number, **given))


def test_a_person_is_entered_with_a_password_that_works(admin: Client) -> None:
    given = filled(admin, ADD, email="New@Example.org", name="New person", new_password="long enough to be good")
    assert admin.post(ADD, given).status_code == 302
    person = Person.objects.get(email="new@example.org")
    assert person.check_password("long enough to be good")
    assert person.is_active


def test_a_person_without_a_password_cannot_sign_in_yet(admin: Client) -> None:
    admin.post(ADD, filled(admin, ADD, email="new@example.org", name="New person"))
    assert not Person.objects.get(email="new@example.org").has_usable_password()


def test_a_short_password_is_refused_at_its_field(admin: Client) -> None:
    answer = admin.post(ADD, filled(admin, ADD, email="new@example.org", new_password="short"))
    assert "12 characters" in faults(answer)["new_password"][0]


def test_an_address_in_use_is_refused_whatever_its_case(admin: Client, cast: Cast) -> None:
    answer = admin.post(ADD, filled(admin, ADD, email="OFFICE@example.org"))
    assert faults(answer) == {"email": ["There is already a person with this email address."]}


def test_a_change_without_a_password_keeps_the_password(admin: Client, cast: Cast) -> None:
    cast.office.set_password("the password there was")
    cast.office.save()
    admin.post(page_of(cast.office), filled(admin, page_of(cast.office), name="Another name"))
    cast.office.refresh_from_db()
    assert cast.office.name == "Another name"
    assert cast.office.check_password("the password there was")


def test_granting_a_membership_records_its_author_and_history(admin: Client, cast: Cast, register: Register) -> None:
    given = granting(admin, cast.no_role, "opcc-staff", register.pcc_cleveland)
    assert admin.post(page_of(cast.no_role), given).status_code == 302
    membership = cast.no_role.memberships.get()
    assert membership.granted_by == cast.administrator
    assert membership.history.get().history_user == cast.administrator
    page = admin.get(f"/admin/forces/person/{cast.no_role.pk}/history/").content.decode()
    assert "Granted" in page
    assert str(register.pcc_cleveland) in page


@pytest.mark.parametrize(
    ("role", "body", "message"),
    [
        ("panel-member", "cleveland", "Choose a panel: the role “Panel member” belongs to one."),
        ("force-contributor", "pcc_cleveland", "Choose a force: the role “Force contributor” belongs to one."),
        ("opcc-staff", "cleveland", "Choose a local policing body: the role “OPCC staff” belongs to one."),
        ("opcc-approver", "panel_cleveland", "Choose a local policing body: the role “OPCC approver” belongs to one."),
        ("auditor", "joint_unit", "Choose a local policing body: the role “Auditor” belongs to one."),
        ("opcc-staff", None, "Choose a local policing body: the role “OPCC staff” belongs to one."),
        ("administrator", "cleveland", "An administrator does not belong to a body. Leave this empty."),
    ],
)
def test_a_role_needs_the_kind_of_body_it_belongs_to(
    admin: Client, cast: Cast, register: Register, role: str, body: str | None, message: str
) -> None:
    given = granting(admin, cast.no_role, role, getattr(register, body) if body else None)
    assert faults(admin.post(page_of(cast.no_role), given))["memberships-0-body"] == [message]
    assert not cast.no_role.memberships.exists()


def test_a_last_day_ends_a_membership_and_keeps_its_role(admin: Client, cast: Cast, register: Register) -> None:
    given = filled(admin, page_of(cast.office), **row("memberships", 0, role="auditor", last_day="02/03/2025"))
    assert admin.post(page_of(cast.office), given).status_code == 302
    membership = cast.office.memberships.get()
    assert (membership.role, membership.last_day) == (Role.OPCC_STAFF, datetime.date(2025, 3, 2))
    assert membership.history.first().history_user == cast.administrator


def test_a_last_day_before_the_first_is_refused(admin: Client, cast: Cast) -> None:
    given = filled(admin, page_of(cast.office), **row("memberships", 0, last_day="01/01/2000"))
    assert faults(admin.post(page_of(cast.office), given)) == {
        "memberships-0-__all__": ["The last day must not be before the first."]
    }


def test_a_deleted_membership_ends_at_once_and_stays_in_the_history(admin: Client, cast: Cast) -> None:
    given = filled(admin, page_of(cast.office), **row("memberships", 0, DELETE="on"))
    assert admin.post(page_of(cast.office), given).status_code == 302
    assert not cast.office.memberships.exists()
    gone = Membership.history.filter(person=cast.office.pk).first()
    assert (gone.history_type, gone.history_user) == ("-", cast.administrator)


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": None},
        row("memberships", 0, last_day="03/03/2025"),
        row("memberships", 0, first_day="04/03/2025"),
    ],
)
def test_administrators_cannot_lock_themselves_out(admin: Client, cast: Cast, change: dict[str, object]) -> None:
    answer = admin.post(page_of(cast.administrator), filled(admin, page_of(cast.administrator), **change))
    assert "Ask another administrator." in str(faults(answer))


def test_administrators_cannot_remove_their_own_administrator_role(admin: Client, cast: Cast) -> None:
    given = filled(admin, page_of(cast.administrator), **row("memberships", 0, DELETE="on"))
    assert "Ask another administrator." in str(faults(admin.post(page_of(cast.administrator), given)))
    assert cast.administrator.memberships.exists()


def test_a_person_to_whom_records_refer_cannot_be_deleted(admin: Client, cast: Cast) -> None:
    assert admin.post(f"/admin/forces/person/{cast.office.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Person.objects.filter(pk=cast.office.pk).exists()


def test_a_person_added_by_mistake_can_be_deleted(admin: Client, cast: Cast) -> None:
    assert admin.post(f"/admin/forces/person/{cast.no_role.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Person.objects.filter(pk=cast.no_role.pk).exists()


def test_the_list_is_filtered_by_the_role_held_today(admin: Client, cast: Cast) -> None:
    page = admin.get("/admin/forces/person/?role=opcc-staff")
    assert set(page.context["cl"].queryset) == {cast.office, cast.cumbria_office}
    page = admin.get("/admin/forces/person/?role=none")
    assert set(page.context["cl"].queryset) == {cast.no_role}
