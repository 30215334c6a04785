"""Progress over time opens with a sentence."""

import datetime

import pytest
from django.test import Client

from recommendations.pages.force.queries import Progress
from recommendations.positions.progress import ProgressStep, overdue_on
from recommendations.register.statuses import Status
from tests.cast import TODAY, Cast, Register
from tests.factories import add_update, as_reader
from tests.reading import words_of

LAST_YEAR, FIRST = datetime.date(2024, 3, 3), datetime.date(2023, 1, 1)


def _step(on: datetime.date, opened: int, closed: int, ended: int = 0) -> ProgressStep:
    return ProgressStep(on, opened, closed, ended)


@pytest.mark.parametrize(
    ("latest", "overdue", "sentence"),
    [
        ((24, 22), (5, 1), "12 more closed than opened since 3 March 2024; overdue fell from 5 to 1."),
        ((30, 13), (0, 2), "3 more opened than closed since 3 March 2024; overdue rose from 0 to 2."),
        ((25, 11), (2, 2), "As many closed as opened since 3 March 2024; 2 overdue, as then."),
        ((25, 10, 1), (0, 0), "As many closed as opened since 3 March 2024; nothing overdue, as then."),
    ],
)
def test_it_compares_with_a_year_ago(latest: tuple[int, ...], overdue: tuple[int, int], sentence: str) -> None:
    steps = [_step(FIRST, 24, 10), _step(datetime.date(2024, 6, 1), *latest)]
    before, now = overdue
    assert Progress(steps, TODAY, now, before).sentence == sentence


def test_it_compares_with_the_first_day_if_that_is_later() -> None:
    steps = [_step(datetime.date(2024, 8, 22), 2, 0), _step(datetime.date(2025, 3, 1), 2, 1)]
    assert Progress(steps, TODAY).sentence.startswith("1 more closed than opened since 22 August 2024;")


def test_without_actions_there_is_nothing_to_compare() -> None:
    assert Progress([], TODAY).sentence == ""


@pytest.mark.django_db
@pytest.mark.usefixtures("on_the_day")
def test_the_force_page_says_whether_it_gets_better(office: Client, history: Register) -> None:
    add_update(history.actions[("cleveland", "5")], Status.CLOSED, datetime.date(2025, 3, 1))
    words = words_of(office.get("/forces/cleveland/"))
    assert "1 more closed than opened since 22 August 2024; overdue rose from 0 to 1." in words


@pytest.mark.django_db
@pytest.mark.usefixtures("on_the_day")
def test_its_overdue_actions_are_those_of_the_page_of_that_day(office: Client, cast: Cast, history: Register) -> None:
    reader = as_reader(cast.office, TODAY)
    for day in (datetime.date(2025, 1, 31), datetime.date(2025, 2, 1)):
        shown = office.get(f"/as-at/{day}/forces/cleveland/").context["summary"].tally.overdue
        assert overdue_on(day, history.cleveland, reader) == shown
