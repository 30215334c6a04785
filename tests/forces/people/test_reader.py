"""What each role can see and do, checked against the table of permissions."""

import datetime

import pytest
from django.db.models import Q

from forces.bodies.models import Body
from forces.people.access import Reader, reader_of
from forces.people.editions import Audience, Edition
from forces.people.models import Membership, Person, Role
from recommendations.positions.models import Position
from tests.cast import TODAY, Cast, Register
from tests.factories import LONG_AGO, PersonFactory, as_reader, membership

pytestmark = pytest.mark.django_db

W, P, U = Edition.WORKING, Edition.PANEL, Edition.PUBLIC
EDITIONS = {  # role: Cleveland, Cumbria, the Soteria Joint Unit
    "panel member": (P, U, U),
    "force contributor": (W, U, U),
    "OPCC staff": (W, U, U),
    "OPCC approver": (W, U, U),
    "other office": (U, W, U),
    "auditor": (W, None, U),
    "administrator": (U, U, W),
    "no role": (None, None, None),
}


@pytest.mark.parametrize("role", EDITIONS)
def test_each_role_sees_its_edition_of_each_holder(role: str, cast: Cast, register: Register) -> None:
    reader = as_reader(cast.by_role()[role], TODAY)
    seen = Position.objects.on(TODAY).visible_to(reader)
    for holder, edition in zip(
        (register.cleveland, register.cumbria, register.joint_unit), EDITIONS[role], strict=True
    ):
        found = set(seen.filter(holder=holder).values_list("edition", flat=True))
        assert found == ({edition} if edition else set())
        if edition:
            assert reader.edition_of(Body.objects.get(pk=holder.pk)) == edition


@pytest.mark.parametrize("role", EDITIONS)
def test_no_reader_sees_an_action_twice(role: str, cast: Cast, register: Register) -> None:
    seen = Position.objects.on(TODAY).visible_to(as_reader(cast.by_role()[role], TODAY))
    assert seen.count() == seen.values("action").distinct().count()


def test_roles_are_cumulative(cast: Cast, register: Register) -> None:
    membership(cast.panel_member, Role.OPCC_STAFF, register.pfcc_cumbria)
    reader = as_reader(cast.panel_member, TODAY)
    assert reader.edition_of(register.cleveland) == P
    assert reader.edition_of(register.cumbria) == W


def test_an_auditor_of_one_office_with_another_role_reads_the_public_edition_of_others(
    cast: Cast, register: Register
) -> None:
    membership(cast.auditor, Role.ADMINISTRATOR)
    seen = Position.objects.on(TODAY).visible_to(as_reader(cast.auditor, TODAY)).filter(holder=register.cumbria)
    assert set(seen.values_list("edition", flat=True)) == {U}


AUDIENCES = {
    "panel member": {Audience.PANEL, Audience.PUBLIC},
    "force contributor": {Audience.FORCE_AND_OFFICE, Audience.PANEL, Audience.PUBLIC},
    "OPCC staff": set(Audience),
    "OPCC approver": set(Audience),
    "other office": {Audience.PUBLIC},
    "auditor": {Audience.FORCE_AND_OFFICE, Audience.PANEL, Audience.PUBLIC},  # all but advice
    "administrator": {Audience.PUBLIC},
}


@pytest.mark.parametrize("role", AUDIENCES)
def test_each_role_reads_the_text_released_to_it(role: str, cast: Cast, register: Register) -> None:
    assert as_reader(cast.by_role()[role], TODAY).audiences(register.cleveland) == AUDIENCES[role]


def test_a_membership_counts_on_its_first_and_its_last_day(register: Register) -> None:
    person = PersonFactory()
    membership(person, Role.OPCC_STAFF, register.pcc_cleveland, last_day=TODAY)
    day = datetime.timedelta(days=1)
    assert as_reader(person, LONG_AGO).has_a_role
    assert as_reader(person, TODAY).has_a_role
    assert not as_reader(person, LONG_AGO - day).has_a_role
    assert not as_reader(person, TODAY + day).has_a_role


def test_a_person_who_can_no_longer_sign_in_has_no_role(cast: Cast) -> None:
    cast.office.is_active = False
    assert not reader_of(cast.office, TODAY).has_a_role


def test_a_reader_is_looked_up_in_two_queries(cast: Cast, django_assert_max_num_queries) -> None:
    person = Person.objects.get(pk=cast.office.pk)
    with django_assert_max_num_queries(2):
        reader_of(person, TODAY)


def test_a_reader_without_roles_filters_everything_out() -> None:
    reader = Reader(person=Person(), day=TODAY)
    assert not Body.objects.filter(reader.holders()).exists()
    assert isinstance(reader.editions(), Q)


def test_the_first_administrator_has_the_role_at_once(db: None) -> None:
    person = Person.objects.create_superuser("First@Example.org", "a long password", name="First")
    assert person.email == "first@example.org"
    assert person.is_staff
    assert Membership.objects.get().role == Role.ADMINISTRATOR
