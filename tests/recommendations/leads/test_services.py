"""Changing leads: for several actions at once, with the person who did it, and handing over work."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from forces.people.access import Reader
from recommendations.leads.services import (
    LeadsChanged,
    PostHolder,
    change_leads,
    set_post_holder,
    set_post_holders,
    transfer_work,
)
from recommendations.register.models import Action, Lead
from tests.cast import TODAY, Cast, Register
from tests.factories import as_reader

pytestmark = pytest.mark.django_db
CRIME, LEARNING = "Head of Crime", "Head of Learning"


@pytest.fixture
def two(register: Register) -> list[Action]:
    return [register.actions[("cleveland", reference)] for reference in ("5", "7")]


def led(actions: list[Action]) -> list[str]:
    return list(
        Action.objects.filter(pk__in=[a.pk for a in actions]).order_by("pk").values_list("lead_post", flat=True)
    )


def test_several_actions_get_a_lead_at_once_with_the_person_who_set_it(
    two: list[Action], register: Register, office_reader: Reader
) -> None:
    changed = change_leads(posts={a.pk: f"  {CRIME} " for a in two}, holder=register.cleveland, by=office_reader)
    assert led(two) == [CRIME, CRIME]
    assert len(changed) == 2
    assert {a.history.latest().history_user for a in two} == {office_reader.person}
    assert change_leads(posts={two[0].pk: CRIME}, holder=register.cleveland, by=office_reader) == []


def test_a_lead_changed_by_someone_else_stops_the_whole_change(
    two: list[Action], register: Register, office_reader: Reader
) -> None:
    Action.objects.filter(pk=two[1].pk).update(lead_post=LEARNING)
    with pytest.raises(LeadsChanged) as stopped:
        change_leads(
            posts={a.pk: CRIME for a in two},
            holder=register.cleveland,
            by=office_reader,
            before={a.pk: "" for a in two},
        )
    assert stopped.value.actions == [two[1]]
    assert led(two) == ["", LEARNING]


def test_only_the_office_of_the_body_changes_leads(two: list[Action], register: Register, cast: Cast) -> None:
    for who in (cast.contributor, cast.cumbria_office, cast.auditor, cast.administrator, cast.panel_member):
        by = as_reader(who, TODAY)
        with pytest.raises(PermissionDenied):
            change_leads(posts={two[0].pk: CRIME}, holder=register.cleveland, by=by)
        with pytest.raises(PermissionDenied):
            set_post_holder(holder=register.cleveland, post=CRIME, post_holder=PostHolder("A. Name"), by=by)
        with pytest.raises(PermissionDenied):
            transfer_work(holder=register.cleveland, post=CRIME, posts={}, by=by)


def test_an_action_of_another_holder_is_not_changed(register: Register, office_reader: Reader) -> None:
    with pytest.raises(PermissionDenied):
        change_leads(posts={register.actions[("cumbria", "7")].pk: CRIME}, holder=register.cleveland, by=office_reader)


def test_a_post_with_too_long_a_name_is_refused(two: list[Action], register: Register, office_reader: Reader) -> None:
    with pytest.raises(ValidationError, match="120 characters"):
        change_leads(posts={two[0].pk: "x" * 121}, holder=register.cleveland, by=office_reader)


def test_clearing_a_name_clears_it_in_the_history(register: Register, office_reader: Reader) -> None:
    force = register.cleveland
    lead = set_post_holder(
        holder=force, post=CRIME, post_holder=PostHolder("A. Name", "a.name@example.org"), by=office_reader
    )
    assert lead.history.get().history_user == office_reader.person
    set_post_holder(holder=force, post=CRIME, post_holder=PostHolder("B. Name"), by=office_reader)
    assert [row.name for row in lead.history.all()] == ["B. Name", "A. Name"]
    set_post_holder(holder=force, post=CRIME, post_holder=PostHolder(), by=office_reader)
    assert lead.history.count() == 3
    assert {(row.name, row.email) for row in lead.history.all()} == {("", "")}


def test_post_holders_are_saved_all_or_none(register: Register, office_reader: Reader) -> None:
    force = register.cleveland
    set_post_holder(holder=force, post=CRIME, post_holder=PostHolder("Theirs"), by=office_reader)
    with pytest.raises(ValidationError) as refused:
        set_post_holders(
            holder=force,
            holders={CRIME: PostHolder("Mine"), LEARNING: PostHolder("L. Name"), "Head of Nothing": PostHolder()},
            shown={CRIME: PostHolder("Before")},
            by=office_reader,
        )
    assert list(refused.value.message_dict) == [CRIME]
    assert "Theirs" in refused.value.message_dict[CRIME][0]
    assert list(Lead.objects.values_list("post", "name")) == [(CRIME, "Theirs")]


def test_handing_over_clears_the_name(two: list[Action], register: Register, office_reader: Reader) -> None:
    force, (five, seven) = register.cleveland, two
    change_leads(posts={a.pk: CRIME for a in two}, holder=force, by=office_reader)
    lead = set_post_holder(
        holder=force, post=CRIME, post_holder=PostHolder("A. Leaver", "a.leaver@example.org"), by=office_reader
    )
    moved = transfer_work(
        holder=force, post=CRIME, posts={five.pk: LEARNING, seven.pk: "Head of Standards"}, by=office_reader
    )
    assert {action.lead_post for action in moved} == {LEARNING, "Head of Standards"}
    lead.refresh_from_db()
    assert (lead.name, lead.email) == ("", "")
    assert not lead.history.exclude(name="").exists()


def test_a_handover_is_all_or_none(two: list[Action], register: Register, office_reader: Reader) -> None:
    force, (five, seven) = register.cleveland, two
    change_leads(posts={five.pk: CRIME, seven.pk: LEARNING}, holder=force, by=office_reader)
    set_post_holder(holder=force, post=CRIME, post_holder=PostHolder("A. Leaver"), by=office_reader)
    with pytest.raises(LeadsChanged) as stopped:
        transfer_work(
            holder=force, post=CRIME, posts=dict.fromkeys((five.pk, seven.pk), "Head of Standards"), by=office_reader
        )
    assert stopped.value.actions == [seven]
    assert led(two) == [CRIME, LEARNING]
    assert Lead.objects.get().name == "A. Leaver"
