"""Measure coverage in those tests that state the rules, and pause between them: it doubles the time of a test.

Nothing happens unless `coverage run` started pytest. It starts before Django, so lines that run on import count too.
It pauses before the tests are collected, which would take twice as long.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from coverage import Coverage
from django.conf import settings

_TESTS = Path(__file__).parent
_RECOMMENDATIONS = _TESTS / "recommendations"
MEASURED = [
    *(_RECOMMENDATIONS / name for name in ("positions", "updates", "responses", "pages/action")),
    *(_RECOMMENDATIONS / "pages" / name for name in ("test_dated_parts.py", "test_recurring_duties.py")),
    _TESTS / "forces/people",
]
# It repeats long walks through many writes, and covers no more.
NOT_MEASURED = _RECOMMENDATIONS / "positions/test_cached_counts.py"
_MEASUREMENT = pytest.StashKey[Coverage]()


def pytest_configure(config: pytest.Config) -> None:
    if measurement := Coverage.current():
        import_module(settings.ROOT_URLCONF)  # and with it all views
        measurement.stop()  # and is no longer current
        config.stash[_MEASUREMENT] = measurement


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    measurement = item.config.stash.get(_MEASUREMENT, None) if _is_measured(item.path) else None
    if measurement:
        measurement.start()
    try:
        return (yield)
    finally:
        if measurement:
            measurement.stop()


def _is_measured(path: Path) -> bool:
    return path != NOT_MEASURED and any(path.is_relative_to(place) for place in MEASURED)
