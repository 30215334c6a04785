import datetime

import pytest

from forces.bodies.models import Installation
from forces.people.models import Person
from recommendations.demonstration import making
from recommendations.register.models import Inspection
from tests.cast import Cast, Register

DAY = datetime.date(2026, 3, 12)


def test_it_refuses_a_register_that_has_people(cast: Cast) -> None:
    with pytest.raises(making.RealRegister):
        making.make_demonstration(seed=2024, day=DAY, say=print)
    assert not Installation.objects.exists()


def test_it_refuses_a_register_that_has_updates(history: Register) -> None:
    with pytest.raises(making.RealRegister):
        making.make_demonstration(seed=2024, day=DAY, say=print)
    assert not Installation.objects.exists()


def test_a_failure_leaves_nothing_behind(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(told: object) -> None:
        raise OSError("The disk is full")

    monkeypatch.setattr(making, "_write", fail)
    with pytest.raises(OSError, match="full"):
        making.make_demonstration(seed=2024, day=DAY, say=lambda step: None)
    assert not Installation.objects.exists()
    assert not Person.objects.exists()
    assert Inspection.objects.get() == register.soteria
