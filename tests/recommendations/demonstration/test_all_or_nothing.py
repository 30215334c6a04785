import datetime

import pytest

from forces.bodies.models import Installation
from forces.people.models import Person
from recommendations.demonstration import services
from recommendations.register.models import Inspection
from tests.cast import Cast, Register

DAY = datetime.date(2026, 3, 12)


def test_it_refuses_a_register_that_has_people(cast: Cast) -> None:
    with pytest.raises(services.RealRegisterError):
        services.make_demonstration(seed=2024, day=DAY, progress=print)
    assert not Installation.objects.exists()


def test_it_refuses_a_register_that_has_updates(history: Register) -> None:
    with pytest.raises(services.RealRegisterError):
        services.make_demonstration(seed=2024, day=DAY, progress=print)
    assert not Installation.objects.exists()


def test_a_failure_leaves_nothing_behind(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(updates: object) -> None:
        raise OSError("The disk is full")

    monkeypatch.setattr(services, "_write", fail)
    with pytest.raises(OSError, match="full"):
        services.make_demonstration(seed=2024, day=DAY, progress=lambda step: None)
    assert not Installation.objects.exists()
    assert not Person.objects.exists()
    assert Inspection.objects.get() == register.soteria
