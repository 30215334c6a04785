"""Plumbing for every test. Connections beyond this machine and warnings are refused by pyproject.toml."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.test import override_settings

from forces.bodies.installation import settled_installation
from tests.cast import admin, cast, history, office, on_the_day, register, snapshots

# The day, the cast, its register and its browsers, for every test that asks for them.
__all__ = ["admin", "cast", "history", "office", "on_the_day", "register", "snapshots"]

# A slow machine is not a fault in the product.
hypothesis.settings.register_profile("soteria", deadline=None)
hypothesis.settings.load_profile("soteria")


@pytest.fixture(scope="session", autouse=True)
def evidence_in_a_temporary_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Files that tests upload stay out of the project."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("evidence")):
        yield


@pytest.fixture(autouse=True)
def no_settled_installation() -> Iterator[None]:
    """Each test has a database of its own; what the product keeps of one is not true of the next."""
    yield
    settled_installation.cache_clear()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests go last: they start a server and a browser that the others do not need."""
    items.sort(key=lambda item: Path(__file__).parent / "browser" in item.path.parents)
