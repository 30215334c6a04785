"""The benchmark register is invented, repeatable and consistent."""

import datetime

import pytest
from django.core.management import CommandError, call_command

from forces.bodies.models import Force, Installation
from recommendations.demonstration.benchmark import UPDATES_AN_ACTION, make_benchmark_data
from recommendations.maintenance import search_index
from recommendations.positions.rebuilding import differing
from recommendations.register.models import Action, Update
from tests.cast import Cast, Register

DAY = datetime.date(2025, 3, 3)

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]


def test_every_territorial_force_gets_the_actions_and_positions_equal_their_history() -> None:
    make_benchmark_data(actions_per_force=3, seed=1, day=DAY, progress=lambda step: None)
    measured = Action.objects.filter(recommendation__inspection__slug__startswith="benchmark-")
    assert Force.objects.filter(territorial=True, uses_soteria_tracker=True).count() == 43
    assert measured.count() == 43 * 3
    assert Update.objects.count() == 43 * 3 * UPDATES_AN_ACTION
    assert differing(Action.objects.values_list("pk", flat=True)) == []
    assert search_index.differing() == []
    assert Installation.objects.get().is_demonstration
    special = Force.objects.filter(territorial=False).earliest("pk")
    Action.objects.create(recommendation=measured.earliest("pk").recommendation, holder=special, opened_on=DAY)


def test_it_refuses_a_register_in_use(register: Register, cast: Cast) -> None:
    with pytest.raises(CommandError, match="separate database"):
        call_command("make_benchmark_data", actions_per_force=1)
    assert not Update.objects.exists()


def test_a_force_needs_an_action() -> None:
    with pytest.raises(CommandError, match="at least one action"):
        call_command("make_benchmark_data", actions_per_force=0)
