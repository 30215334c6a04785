"""What tests of several packages start from: a member of staff of an office, and two of its actions."""

import pytest

from forces.people.access import Reader
from recommendations.register.models import Action
from tests.cast import TODAY, Cast, Register
from tests.factories import as_reader


@pytest.fixture
def office_reader(cast: Cast) -> Reader:
    """A member of staff of Cleveland's office, today."""
    return as_reader(cast.office, TODAY)


@pytest.fixture
def five(register: Register) -> Action:
    return register.actions["cleveland", "5"]


@pytest.fixture
def seven(register: Register) -> Action:
    return register.actions["cleveland", "7"]
