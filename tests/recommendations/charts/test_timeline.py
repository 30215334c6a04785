import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.charts.numbers import width_of
from recommendations.charts.timeline import AHEAD, BACK, MOST, WIDTH, Due, Flag, TimelineLine, in_sight, spans, timeline

TODAY = datetime.date(2025, 3, 3)
WORDS = ("7 in progress", "2 closed", "Record the reasons for each strip search", "1 overdue")


def on(days: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=days)


def due(days: int, *words: str) -> Due:
    return Due(on(days), on(days), [TimelineLine("in-progress", text) for text in words])


def test_a_few_days_are_shown_separately_and_many_by_month() -> None:
    days = [on(number * 9) for number in range(MOST)]
    assert spans(days, TODAY) == [[day] for day in days]
    by_month = spans([on(number * 9) for number in range(-5, MOST)], TODAY)
    assert [day for span in by_month for day in span] == [on(number * 9) for number in range(-5, MOST)]
    assert all(len({(day.year, day.month, day < TODAY) for day in span}) == 1 for span in by_month)
    assert len(by_month) < MOST


def test_distant_dates_are_not_on_the_timeline() -> None:
    days = [on(-BACK - 1), on(-BACK), on(0), on(AHEAD), on(AHEAD + 1)]
    assert in_sight(days, TODAY) == ([days[0]], days[1:4], [days[4]])


def test_nothing_is_drawn_when_nothing_is_due() -> None:
    assert timeline([], TODAY) is None


def test_one_day_is_labelled_by_date_and_several_by_month() -> None:
    assert (due(0).words, due(0).short_words) == ("3 March 2025", "3 Mar")
    month = Due(on(0), on(20), [])
    assert (month.words, month.short_words) == ("March 2025", "Mar 2025")


def test_the_first_labels_are_drawn_and_the_others_counted() -> None:
    many = Due(
        on(0),
        on(0),
        [TimelineLine("overdue", "2 overdue", 2), *(TimelineLine("closed", "1 closed") for _number in range(4))],
    )
    assert [line.words for line in many.drawn] == ["2 overdue", "1 closed", "and 3 more"]
    assert many.counts == "2 overdue, 1 closed, 1 closed, 1 closed, 1 closed"
    assert due(0, "2 closed", "1 sent").drawn == due(0, "2 closed", "1 sent").lines


def test_past_labels_end_at_their_day_and_future_labels_start_there() -> None:
    drawing = timeline([due(-90, "2 closed"), due(90, "1 overdue")], TODAY)
    assert drawing
    assert [flag.is_left for flag in drawing.flags] == [True, False]


@pytest.mark.parametrize("days", [-150, 300])
def test_labels_that_would_leave_the_drawing_are_on_the_other_side(days: int) -> None:
    middle = [due(0, "2 closed")]
    edge = [due(days, "Record the reasons for each strip search")]
    drawing = timeline(edge + middle if days < 0 else middle + edge, TODAY)
    assert drawing
    for flag in drawing.flags:
        left, right = reach(flag)
        assert left >= 0
        assert right <= WIDTH


def reach(flag: Flag) -> tuple[float, float]:
    """Return the horizontal range of a flag's label."""
    wide = max(width_of(line.words, 15) + 28 for line in (flag.head, *flag.lines))
    stem = float(flag.x)
    return (stem - wide, stem) if flag.is_left else (stem, stem + wide)


@given(
    st.lists(
        st.tuples(st.integers(-BACK, AHEAD), st.lists(st.sampled_from(WORDS), min_size=1, max_size=5)),
        min_size=1,
        max_size=19,
        unique_by=lambda pair: pair[0],
    )
)
def test_labels_do_not_overlap(days: list[tuple[int, list[str]]]) -> None:
    drawing = timeline([due(number, *words) for number, words in sorted(days)], TODAY)
    assert drawing
    boxes = [
        (*reach(flag), float(flag.top), float(flag.top) + (len(flag.lines) + 1) * 21 - 1) for flag in drawing.flags
    ]
    for number, (left, right, top, bottom) in enumerate(boxes):
        assert top >= 18, "above the date of today"
        assert bottom < drawing.base
        for other_left, other_right, other_top, other_bottom in boxes[:number]:
            beside = right <= other_left + 9 or other_right <= left + 9
            assert beside or bottom <= other_top or other_bottom <= top
