import datetime
import re

from hypothesis import given
from hypothesis import strategies as st

from recommendations.charts.steps import HEIGHT, WIDTH, Point, StepChart, steps, thinned

START = datetime.date(2021, 7, 16)
UNTIL = datetime.date(2025, 3, 3)


def day(number: int) -> datetime.date:
    return START + datetime.timedelta(days=number)


def drawn(points: list[Point], until: datetime.date = UNTIL) -> StepChart:
    chart = steps(points, until, opened="12 opened", still="6 open", done="6 closed")
    assert chart
    return chart


def test_a_single_point_is_not_drawn() -> None:
    assert steps([Point(START, 7, 0)], UNTIL, opened="", still="", done="") is None
    assert steps([], UNTIL, opened="", still="", done="") is None


def test_a_line_changes_on_the_day_and_not_between() -> None:
    chart = drawn([Point(day(0), 7, 0), Point(day(400), 7, 2), Point(day(1100), 12, 6)])
    assert re.fullmatch(r"M\d+ \d+(H\d+V\d+){2}H\d+", chart.opened)
    assert chart.gap.startswith(chart.opened)
    assert chart.gap.endswith("Z")


def test_the_scale_runs_from_zero_to_the_maximum() -> None:
    chart = drawn([Point(day(0), 7, 0), Point(day(400), 187, 2)])
    assert [label.text for label in chart.across] == ["0", "50", "100", "150", "200"]


def test_long_periods_are_labelled_in_years_and_short_ones_in_months() -> None:
    years = drawn([Point(day(0), 7, 0), Point(day(400), 7, 2)])
    assert [label.text for label in years.along] == ["2022", "2023", "2024", "2025"]
    months = drawn([Point(day(0), 7, 0), Point(day(20), 7, 2)], day(150))
    assert [label.text for label in months.along] == ["Aug 2021", "Sep", "Oct", "Nov", "Dec"]


@given(st.integers(1, 2_000), st.integers(0, 2_000))
def test_line_labels_never_overlap(opened: int, done: int) -> None:
    chart = drawn([Point(day(0), 0, 0), Point(day(900), opened, min(done, opened))])
    places = [int(label.y) for label in chart.labels]
    assert places[1] - places[0] >= 18
    assert places[2] - places[1] >= 18
    assert 0 < places[0] < places[2] <= HEIGHT
    assert all(float(label.x) < WIDTH for label in chart.labels)


def test_many_points_are_thinned_to_the_last_of_each_month_or_longer() -> None:
    points = [Point(day(number), number, 0) for number in range(0, 1000, 5)]
    assert thinned(points, 500) == points
    for most in (60, 14, 4):
        few = thinned(points, most)
        assert 1 < len(few) <= most
        assert few[-1] == points[-1]
        assert few == sorted(few)
