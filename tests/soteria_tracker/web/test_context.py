import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

from forces.bodies.installation import installation, settled_installation
from forces.models import Installation
from soteria_tracker.web import context
from soteria_tracker.web.today import today

ENTRY = {"label": "Forces", "url": "/forces/", "current": True}


class SignedIn:
    is_authenticated = True


def entries(request: HttpRequest) -> list[dict[str, object]]:
    """Stands in for the menu of the dashboards."""
    return [ENTRY]


@pytest.fixture(autouse=True)
def menu_of_this_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "MENU", f"{__name__}.entries")
    found = {
        f"{__name__}.entries": entries,
        context.INSTALLATION: installation,
        context.SETTLED_INSTALLATION: settled_installation,
    }
    monkeypatch.setattr(context, "import_string", found.__getitem__)


def test_the_menu_is_the_dashboards(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = SignedIn()  # type: ignore[assignment]
    assert list(context.page(request)["menu"]) == [ENTRY]


def test_nobody_has_no_menu(rf: RequestFactory) -> None:
    request = rf.get("/")
    assert not context.page(request)["menu"]
    request.user = AnonymousUser()
    assert not context.page(request)["menu"]


def test_nothing_is_looked_up_that_is_not_shown(rf: RequestFactory) -> None:
    assert set(context.page(rf.get("/"))) == {"menu", "installation", "today"}  # and no database is asked


@pytest.mark.django_db
def test_it_tells_a_demonstration_from_a_register(rf: RequestFactory) -> None:
    assert not context.page(rf.get("/"))["installation"]
    Installation.objects.create(pk=1, is_demonstration=True, made_on=datetime.date(2025, 3, 3))
    assert context.page(rf.get("/"))["installation"].is_demonstration


@pytest.mark.django_db
def test_it_is_asked_once_for_people_who_have_signed_in(
    rf: RequestFactory, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    Installation.objects.create(pk=1, is_demonstration=True, made_on=datetime.date(2025, 3, 3))
    request = rf.get("/")
    request.user = SignedIn()  # type: ignore[assignment]
    for queries in (1, 0):
        with django_assert_num_queries(queries):
            assert context.page(request)["installation"].is_demonstration


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2025-06-30T23:30:00+00:00", datetime.date(2025, 7, 1)),
        ("2025-01-31T23:30:00+00:00", datetime.date(2025, 1, 31)),
    ],
)
def test_today_is_the_day_in_london(moment: str, day: datetime.date) -> None:
    with time_machine.travel(datetime.datetime.fromisoformat(moment), tick=False):
        assert today() == day
