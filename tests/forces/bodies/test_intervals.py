"""The number of days without an update after which an action is stale."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from forces.bodies.intervals import interval_of, other_intervals_on
from forces.bodies.models import LocalPolicingBody
from recommendations.positions.conditions import STALE
from recommendations.positions.counting import positions_on
from recommendations.register.statuses import Status
from tests.cast import TODAY, Cast, Register
from tests.factories import LocalPolicingBodyFactory, OversightFactory, add_update, as_reader, open_action

pytestmark = pytest.mark.django_db
EARLIER, CHANGE = datetime.date(2024, 12, 31), datetime.date(2025, 1, 1)


def set_interval(body: LocalPolicingBody, days: int) -> None:
    LocalPolicingBody.objects.filter(pk=body.pk).update(update_interval=days)


def stale_of(register: Register, cast: Cast, who: str, day: datetime.date = TODAY) -> set[str]:
    """Return the holders of a stale action of recommendation 7, for this reader."""
    positions = positions_on(day, as_reader(getattr(cast, who), day)).filter(recommendation=register.rec_7)
    return {position.holder.slug for position in positions.filter(STALE.q(day))}


def test_every_force_has_90_days_unless_its_office_sets_another_interval(
    register: Register, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        assert other_intervals_on(TODAY) == {}
    assert {interval_of(body, TODAY) for body in (register.cleveland, register.pcc_cleveland)} == {90}


def test_an_offices_interval_applies_to_itself_and_its_forces(register: Register) -> None:
    set_interval(register.pcc_cleveland, 30)
    assert {interval_of(body, TODAY) for body in (register.cleveland, register.pcc_cleveland)} == {30}
    assert {interval_of(body, TODAY) for body in (register.cumbria, register.durham, register.joint_unit)} == {90}


def test_a_force_has_the_interval_of_its_oversight_body_on_the_day(register: Register) -> None:
    mayor = LocalPolicingBodyFactory(slug="mayor")
    OversightFactory(force=register.cleveland, body=mayor, first_day=CHANGE)
    set_interval(register.pcc_cleveland, 30)
    set_interval(mayor, 60)
    assert [interval_of(register.cleveland, day) for day in (EARLIER, CHANGE)] == [30, 60]
    assert interval_of(register.pcc_cleveland, CHANGE) == 30


@pytest.mark.parametrize(("ago", "holders"), [(30, {"cumbria"}), (31, {"cumbria", "cleveland"})])
def test_stale_counts_use_the_interval_of_each_force_for_every_reader(
    register: Register, cast: Cast, ago: int, holders: set[str]
) -> None:
    set_interval(register.pcc_cleveland, 30)
    add_update(register.actions["cleveland", "7"], Status.IN_PROGRESS, TODAY - datetime.timedelta(days=ago))
    add_update(register.actions["cumbria", "7"], Status.IN_PROGRESS, TODAY - datetime.timedelta(days=91))
    for who in ("office", "cumbria_office", "panel_member", "contributor", "administrator"):
        assert stale_of(register, cast, who) == holders
    assert stale_of(register, cast, "auditor") == holders - {"cumbria"}


def test_a_longer_interval_delays_staleness(register: Register, cast: Cast) -> None:
    set_interval(register.pcc_cleveland, 120)
    add_update(register.actions["cleveland", "7"], Status.IN_PROGRESS, TODAY - datetime.timedelta(days=120))
    assert "cleveland" not in stale_of(register, cast, "office")


def test_the_bodys_own_actions_have_its_interval(register: Register, cast: Cast) -> None:
    set_interval(register.pcc_cleveland, 30)
    for holder in (register.pcc_cleveland, register.joint_unit):
        add_update(open_action(register.rec_7, holder), Status.IN_PROGRESS, TODAY - datetime.timedelta(days=40))
    assert "pcc-cleveland" in stale_of(register, cast, "office")
    assert "soteria-joint-unit" not in stale_of(register, cast, "office")
