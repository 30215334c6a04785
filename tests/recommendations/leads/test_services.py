"""Leads through their services: for many at once, with who did it, and a leaver's work."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from forces.people.access import Reader
from recommendations.leads.services import (
    ChangedMeanwhile,
    Holds,
    change_leads,
    move_work,
    name_holder,
    name_holders,
)
from recommendations.register.models import Action, Lead
from tests.cast import TODAY, Cast, Register
from tests.factories import as_reader

pytestmark = pytest.mark.django_db
CRIME, LEARNING = "Head of Crime", "Head of Learning"


@pytest.fixture
def office(cast: Cast) -> Reader:
    return as_reader(cast.office, TODAY)


@pytest.fixture
def two(register: Register) -> list[Action]:
    return [register.actions[("cleveland", reference)] for reference in ("5", "7")]


def led(actions: list[Action]) -> list[str]:
    return list(
        Action.objects.filter(pk__in=[a.pk for a in actions]).order_by("pk").values_list("lead_post", flat=True)
    )


def test_many_actions_get_a_lead_at_once_with_who_gave_it(
    two: list[Action], register: Register, office: Reader
) -> None:
    changed = change_leads(posts={a.pk: f"  {CRIME} " for a in two}, holder=register.cleveland, by=office)
    assert led(two) == [CRIME, CRIME]
    assert len(changed) == 2
    assert {a.history.latest().history_user for a in two} == {office.person}
    assert change_leads(posts={two[0].pk: CRIME}, holder=register.cleveland, by=office) == []


def test_a_lead_that_somebody_changed_meanwhile_stops_all(
    two: list[Action], register: Register, office: Reader
) -> None:
    Action.objects.filter(pk=two[1].pk).update(lead_post=LEARNING)
    with pytest.raises(ChangedMeanwhile) as stopped:
        change_leads(
            posts={a.pk: CRIME for a in two}, holder=register.cleveland, by=office, before={a.pk: "" for a in two}
        )
    assert stopped.value.actions == [two[1]]
    assert led(two) == ["", LEARNING]


def test_only_the_office_of_the_holder_names_leads(two: list[Action], register: Register, cast: Cast) -> None:
    for who in (cast.contributor, cast.cumbria_office, cast.auditor, cast.administrator, cast.panel_member):
        by = as_reader(who, TODAY)
        with pytest.raises(PermissionDenied):
            change_leads(posts={two[0].pk: CRIME}, holder=register.cleveland, by=by)
        with pytest.raises(PermissionDenied):
            name_holder(holder=register.cleveland, post=CRIME, holds=Holds("A. Name"), by=by)
        with pytest.raises(PermissionDenied):
            move_work(holder=register.cleveland, post=CRIME, posts={}, by=by)


def test_an_action_of_another_holder_is_not_changed(register: Register, office: Reader) -> None:
    with pytest.raises(PermissionDenied):
        change_leads(posts={register.actions[("cumbria", "7")].pk: CRIME}, holder=register.cleveland, by=office)


def test_a_post_with_too_long_a_name_is_refused(two: list[Action], register: Register, office: Reader) -> None:
    with pytest.raises(ValidationError, match="120 characters"):
        change_leads(posts={two[0].pk: "x" * 121}, holder=register.cleveland, by=office)


def test_a_name_that_is_cleared_is_cleared_in_its_history(register: Register, office: Reader) -> None:
    force = register.cleveland
    lead = name_holder(holder=force, post=CRIME, holds=Holds("A. Name", "a.name@example.org"), by=office)
    assert lead.history.get().history_user == office.person
    name_holder(holder=force, post=CRIME, holds=Holds("B. Name"), by=office)
    assert [row.name for row in lead.history.all()] == ["B. Name", "A. Name"]
    name_holder(holder=force, post=CRIME, holds=Holds(), by=office)
    assert lead.history.count() == 3
    assert {(row.name, row.email) for row in lead.history.all()} == {("", "")}


def test_names_are_noted_all_or_none(register: Register, office: Reader) -> None:
    force = register.cleveland
    name_holder(holder=force, post=CRIME, holds=Holds("Theirs"), by=office)
    with pytest.raises(ValidationError) as refused:
        name_holders(
            holder=force,
            holds={CRIME: Holds("Mine"), LEARNING: Holds("L. Name"), "Head of Nothing": Holds()},
            before={CRIME: Holds("Before")},
            by=office,
        )
    assert list(refused.value.message_dict) == [CRIME]
    assert "Theirs" in refused.value.message_dict[CRIME][0]
    assert list(Lead.objects.values_list("post", "name")) == [(CRIME, "Theirs")]


def test_a_leavers_work_moves_and_the_name_is_forgotten(two: list[Action], register: Register, office: Reader) -> None:
    force, (five, seven) = register.cleveland, two
    change_leads(posts={a.pk: CRIME for a in two}, holder=force, by=office)
    lead = name_holder(holder=force, post=CRIME, holds=Holds("A. Leaver", "a.leaver@example.org"), by=office)
    moved = move_work(holder=force, post=CRIME, posts={five.pk: LEARNING, seven.pk: "Head of Standards"}, by=office)
    assert {action.lead_post for action in moved} == {LEARNING, "Head of Standards"}
    lead.refresh_from_db()
    assert (lead.name, lead.email) == ("", "")
    assert not lead.history.exclude(name="").exists()


def test_a_handover_is_all_or_none(two: list[Action], register: Register, office: Reader) -> None:
    force, (five, seven) = register.cleveland, two
    change_leads(posts={five.pk: CRIME, seven.pk: LEARNING}, holder=force, by=office)
    name_holder(holder=force, post=CRIME, holds=Holds("A. Leaver"), by=office)
    with pytest.raises(ChangedMeanwhile) as stopped:
        move_work(holder=force, post=CRIME, posts=dict.fromkeys((five.pk, seven.pk), "Head of Standards"), by=office)
    assert stopped.value.actions == [seven]
    assert led(two) == [CRIME, LEARNING]
    assert Lead.objects.get().name == "A. Leaver"
