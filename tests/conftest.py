"""Fixtures for every test. pyproject.toml turns warnings into errors and blocks connections to other machines."""

import gc
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import caches
from django.db.models import Model
from django.db.models.query_utils import DeferredAttribute
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from forces.bodies.installation import settled_installation
from tests import databases
from tests.cast import admin, build_once, cast, history, office, on_the_day, product_fixtures, register, snapshots

# Fixtures that any test can use.
__all__ = [
    "admin",
    "build_once",
    "cast",
    "history",
    "office",
    "on_the_day",
    "product_fixtures",
    "register",
    "snapshots",
]

pytest_plugins = ["tests.measuring"]

# A slow machine must not fail a test.
hypothesis.settings.register_profile("soteria", deadline=None)
hypothesis.settings.load_profile("soteria")


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder of the databases before any worker starts, so that all share it."""
    config.add_cleanup(databases.make_folder())


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Give each worker its copy of one migrated database: migrating takes seconds, copying milliseconds."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with databases.copy_of_migrated_database(worker, django_db_blocker.unblock):
        yield


@pytest.fixture(scope="session", autouse=True)
def evidence_in_a_temporary_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep files that tests upload out of the project."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("evidence")):
        yield


@pytest.fixture(autouse=True)
def forget_the_last_test() -> Iterator[None]:
    """Forget what the process kept of the last test's database: the kind of installation, counts and parts of pages."""
    yield
    settled_installation.cache_clear()
    for name in ("counts", "template_fragments"):
        caches[name].clear()


@pytest.fixture(autouse=True)
def no_column_is_read_later(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test in which a record reads a column that its query left out: that is one more query for each row."""
    read, missing = DeferredAttribute.__get__, []

    def note(self: DeferredAttribute, instance: Model | None, cls: type[Model] | None = None) -> object:
        left_out = instance is not None and self.field.attname in instance.get_deferred_fields()
        if left_out and not instance._state.adding and self._check_parent_chain(instance) is None:
            missing.append(str(self.field))
        return read(self, instance, cls)

    monkeypatch.setattr(DeferredAttribute, "__get__", note)
    yield
    assert not missing, f"Name these columns in the query that reads the records: {missing}"


def pytest_collection_finish() -> None:
    """Spare the garbage collector what lives as long as the tests: modules, and the tests themselves."""
    gc.collect()
    gc.freeze()


BROWSER_TESTS = Path(__file__).parent / "browser"
QUICK = {BROWSER_TESTS / "test_admin.py", BROWSER_TESTS / "test_pages.py"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the browser tests last: they start a server and a browser that the others do not need.

    Of these the visits of single pages come after the journeys, so that no worker ends with a long journey alone.
    """
    items.sort(key=lambda item: (BROWSER_TESTS in item.path.parents, item.path in QUICK))
