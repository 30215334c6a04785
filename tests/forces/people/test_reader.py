"""What each role can see and do, checked against the table of permissions."""

import datetime
from types import SimpleNamespace

import pytest
from django.db.models import Q

from forces.bodies.models import Body
from forces.people.access import Reader, reader_of
from forces.people.editions import AUDIENCES_OF_EDITION, Audience, Edition
from forces.people.models import Membership, Person, Role
from recommendations.positions.models import Position
from recommendations.register.models import Update
from recommendations.register.statuses import Status
from tests.cast import TODAY, Cast, Register
from tests.factories import LONG_AGO, PersonFactory, add_update, as_reader, membership

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


def test_only_members_of_a_panel_scrutinise_the_body_that_oversees_its_force(cast: Cast, register: Register) -> None:
    assert as_reader(cast.panel_member, TODAY).scrutinised_bodies == {register.pcc_cleveland.pk}
    assert not as_reader(cast.office, TODAY).scrutinised_bodies


def test_a_reader_is_described_by_role_and_body(cast: Cast, register: Register) -> None:
    assert as_reader(cast.office, TODAY).descriptions == (f"OPCC staff, {register.pcc_cleveland}",)
    assert as_reader(cast.administrator, TODAY).descriptions == ("Administrator",)


def test_a_contributor_who_is_an_administrator_too_retracts_only_their_own_updates(
    cast: Cast, register: Register
) -> None:
    membership(cast.contributor, Role.ADMINISTRATOR)
    reader = as_reader(cast.contributor, TODAY)
    holder, audience = Body.objects.get(pk=register.cleveland.pk), Audience.FORCE_AND_OFFICE
    assert reader.may_retract(holder, audience=audience, recorded_by=cast.contributor.pk)
    assert not reader.may_retract(holder, audience=audience, recorded_by=cast.office.pk)


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


@pytest.mark.parametrize("role", EDITIONS)
def test_a_role_finds_the_texts_for_its_audiences_and_no_others(role: str, cast: Cast, register: Register) -> None:
    for key in (("cleveland", "7"), ("cumbria", "7"), ("soteria-joint-unit", "4")):
        for audience in Audience:
            add_update(register.actions[key], Status.IN_PROGRESS, TODAY, audience=audience)
    reader = as_reader(cast.by_role()[role], TODAY)
    updates = Update.objects.filter(reader.readable_texts("action__holder"))
    holders = Body.objects.filter(reader.holders(), slug__in=["cleveland", "cumbria", "soteria-joint-unit"])
    readable = {(holder.slug, str(audience)) for holder in holders for audience in reader.audiences(holder)}
    assert set(updates.values_list("action__holder__slug", "audience")) == readable


@pytest.mark.parametrize("role", EDITIONS)
def test_a_role_reads_the_updates_of_its_editions_where_the_tracker_is_used(
    role: str, cast: Cast, register: Register
) -> None:
    for key in (("cleveland", "7"), ("cumbria", "7"), ("durham", "7"), ("soteria-joint-unit", "4")):
        for audience in Audience:
            add_update(register.actions[key], Status.IN_PROGRESS, TODAY, audience=audience)
    reader = as_reader(cast.by_role()[role], TODAY)
    updates = Update.objects.filter(reader.readable_updates(shown_to="audience"))
    # Durham does not use Soteria Tracker
    holders = Body.objects.filter(reader.holders(), slug__in=["cleveland", "cumbria", "soteria-joint-unit"])
    readable = {
        (holder.slug, str(audience))
        for holder in holders
        for audience in AUDIENCES_OF_EDITION[reader.edition_of(holder)]
    }
    assert set(updates.values_list("action__holder__slug", "audience")) == readable


# What each role may do about Cleveland, and about the Soteria Joint Unit.
RIGHTS = {
    "panel member": (set(), set()),
    "force contributor": ({"record"}, set()),
    "OPCC staff": ({"record", "follow", "enter letters", "draft", "read drafts"}, set()),
    "OPCC approver": ({"record", "follow", "enter letters", "draft", "read drafts", "approve"}, set()),
    "other office": (set(), set()),
    "auditor": (set(), set()),
    "administrator": (set(), {"record", "enter letters"}),
    "no role": (set(), set()),
}


def rights(reader: Reader, holder: Body) -> set[str]:
    found = {
        "record": reader.may_record(holder),
        "follow": reader.may_follow(holder),
        "enter letters": reader.may_enter_letters(holder),
        "draft": reader.may_draft(holder),
        "read drafts": reader.reads_draft(holder),
        "approve": reader.may_approve(holder),
    }
    return {right for right, is_given in found.items() if is_given}


@pytest.mark.parametrize("role", RIGHTS)
def test_each_role_has_its_rights_and_no_others(role: str, cast: Cast, register: Register) -> None:
    reader = as_reader(cast.by_role()[role], TODAY)
    assert (rights(reader, register.cleveland), rights(reader, register.joint_unit)) == RIGHTS[role]
    assert reader.may_administer() == (role == "administrator")
    assert reader.may_read_log() == (role in {"OPCC staff", "OPCC approver", "other office", "auditor"})
    assert reader.speaks_only_for_the_force(register.cleveland) == (role == "force contributor")


def test_an_office_has_the_same_rights_over_its_own_body(cast: Cast, register: Register) -> None:
    office = as_reader(cast.office, TODAY)
    assert rights(office, register.pcc_cleveland) == {"record", "follow", "enter letters"}
    assert office.edition_of(register.pcc_cleveland) == W
    assert as_reader(cast.panel_member, TODAY).edition_of(register.pcc_cleveland) == P
    assert as_reader(cast.auditor, TODAY).edition_of(register.pcc_cleveland) == W
    assert as_reader(cast.contributor, TODAY).edition_of(register.pcc_cleveland) == U


CHOICES = {  # the audiences that each role can choose for Cleveland, and for the Soteria Joint Unit
    "force contributor": ([Audience.FORCE_AND_OFFICE], []),
    "OPCC staff": ([Audience.FORCE_AND_OFFICE, Audience.OFFICE, Audience.PANEL, Audience.PUBLIC], []),
    "other office": ([], []),
    "administrator": ([], [Audience.PUBLIC]),
}


@pytest.mark.parametrize("role", CHOICES)
def test_each_role_chooses_among_its_audiences(role: str, cast: Cast, register: Register) -> None:
    reader = as_reader(cast.by_role()[role], TODAY)
    chosen = (reader.audiences_to_choose(register.cleveland), reader.audiences_to_choose(register.joint_unit))
    assert chosen == CHOICES[role]


@pytest.mark.parametrize(
    ("role", "audience", "is_own", "may"),
    [
        ("OPCC staff", Audience.PANEL, False, True),
        ("OPCC staff", Audience.FORCE_AND_OFFICE, False, True),
        ("force contributor", Audience.FORCE_AND_OFFICE, True, True),
        ("force contributor", Audience.FORCE_AND_OFFICE, False, False),
        ("force contributor", Audience.PANEL, True, False),  # retracting it would change what the panel sees
        ("other office", Audience.PUBLIC, True, False),
        ("administrator", Audience.PUBLIC, False, False),
    ],
)
def test_an_office_retracts_any_update_of_its_force_and_a_contributor_only_their_own(
    role: str, audience: Audience, is_own: bool, may: bool, cast: Cast, register: Register
) -> None:
    reader = as_reader(cast.by_role()[role], TODAY)
    recorded_by = reader.person.pk if is_own else cast.approver.pk
    assert reader.may_retract(register.cleveland, audience=audience, recorded_by=recorded_by) == may


def test_an_administrator_retracts_any_update_of_a_national_body(cast: Cast, register: Register) -> None:
    reader = as_reader(cast.administrator, TODAY)
    assert reader.may_retract(register.joint_unit, audience=Audience.PUBLIC, recorded_by=cast.office.pk)
    assert not as_reader(cast.office, TODAY).may_retract(
        register.joint_unit, audience=Audience.PUBLIC, recorded_by=cast.office.pk
    )


def test_the_force_comments_on_a_response_while_it_takes_comments(cast: Cast, register: Register) -> None:
    for takes_comments in (True, False):
        response = SimpleNamespace(force_id=register.cleveland.pk, takes_comments=takes_comments)
        allowed = {role for role, person in cast.by_role().items() if as_reader(person, TODAY).may_comment(response)}
        assert allowed == ({"force contributor"} if takes_comments else set())


def test_a_page_about_another_day_looks_back_only_before_today(cast: Cast) -> None:
    reader = as_reader(cast.office, TODAY)
    yesterday, tomorrow = (TODAY + datetime.timedelta(days) for days in (-1, 1))
    assert not reader.looks_back
    assert not reader.at(TODAY).looks_back
    assert not reader.at(tomorrow).looks_back
    earlier = reader.at(yesterday, known_on=TODAY)
    assert earlier.looks_back
    assert (earlier.day, earlier.known_on, earlier.present_day) == (yesterday, TODAY, TODAY)
    assert earlier.at(tomorrow).present_day == TODAY
    assert (earlier.roles, earlier.office) == (reader.roles, reader.office)


def test_the_log_shows_national_bodies_to_auditors_only(cast: Cast, register: Register) -> None:
    def logged(person: Person) -> set[str]:
        bodies = Body.objects.filter(as_reader(person, TODAY).logged())
        return set(bodies.values_list("slug", flat=True))

    assert logged(cast.office) == {"cleveland", "pcc-cleveland"}
    assert logged(cast.auditor) == {"cleveland", "pcc-cleveland", "soteria-joint-unit"}
    assert logged(cast.administrator) == set()


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


def test_a_reader_is_looked_up_in_three_queries(cast: Cast, django_assert_max_num_queries) -> None:
    person = Person.objects.get(pk=cast.office.pk)
    with django_assert_max_num_queries(3):
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


@pytest.mark.parametrize("role", EDITIONS)
def test_approvers_decide_what_is_removed_and_administrators_where_there_is_no_office(
    role: str, cast: Cast, register: Register
) -> None:
    reader = as_reader(cast.by_role()[role], TODAY)
    holders = [Body.objects.get(pk=body.pk) for body in (register.cleveland, register.cumbria, register.joint_unit)]
    decides = {holder.slug for holder in holders if reader.may_decide_redactions(holder)}
    assert decides == {"OPCC approver": {"cleveland"}, "administrator": {"soteria-joint-unit"}}.get(role, set())
    found = Position.objects.on(TODAY).filter(reader.decides_redactions(), holder__in=holders)
    assert set(found.values_list("holder__slug", flat=True)) == decides


@pytest.mark.parametrize("role", EDITIONS)
def test_only_auditors_and_administrators_see_who_signed_in(role: str, cast: Cast, register: Register) -> None:
    reader = as_reader(cast.by_role()[role], TODAY)
    assert reader.may_read_access_log() == (role in ("auditor", "administrator"))
    watched = set(Person.objects.filter(reader.watched_people()))
    everyone = set(cast.by_role().values())
    of_cleveland = {cast.panel_member, cast.contributor, cast.office, cast.approver, cast.auditor}
    assert watched & everyone == {"auditor": of_cleveland, "administrator": everyone}.get(role, set())


def test_a_contributor_records_and_a_panel_member_does_not(cast: Cast) -> None:
    assert as_reader(cast.contributor, TODAY).is_writer
    assert not as_reader(cast.panel_member, TODAY).is_writer
    assert not as_reader(cast.auditor, TODAY).is_writer
