import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from forces.models import Installation
from forces.people.context import people
from recommendations.pages.common.menu import menu
from soteria_tracker.web.today import today


class SignedIn:
    is_authenticated = True


def test_an_anonymous_visitor_has_no_menu(rf: RequestFactory) -> None:
    request = rf.get("/")
    assert not menu(request)["menu"]
    request.user = AnonymousUser()
    assert not menu(request)["menu"]


def test_nothing_is_queried_that_is_not_shown(rf: RequestFactory) -> None:
    request = rf.get("/")
    lazy = {"installation", "form_owner", "shows_unsaved_form", "can_send_email", "second_factor_is_missing"}
    assert set(menu(request)) | set(people(request)) == {"menu", *lazy}


@pytest.mark.django_db
def test_it_distinguishes_a_demonstration_from_a_real_register(rf: RequestFactory) -> None:
    assert not people(rf.get("/"))["installation"]
    Installation.objects.create(pk=1, is_demonstration=True, made_on=datetime.date(2025, 3, 3))
    assert people(rf.get("/"))["installation"].is_demonstration


@pytest.mark.django_db
def test_it_is_queried_once_for_people_who_have_signed_in(
    rf: RequestFactory, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    Installation.objects.create(pk=1, is_demonstration=True, made_on=datetime.date(2025, 3, 3))
    request = rf.get("/")
    request.user = SignedIn()  # type: ignore[assignment]
    for queries in (1, 0):
        with django_assert_num_queries(queries):
            assert people(request)["installation"].is_demonstration


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
