from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from recommendations.charts.bars import segments

KINDS = ("overdue", "no-update", "in-progress", "sent", "closed", "withdrawn")


def test_it_keeps_the_order_and_omits_empty_segments() -> None:
    drawn = segments([("overdue", 7), ("waiting", 0), ("closed", 67)], width=1100)
    assert [part.kind for part in drawn] == ["overdue", "closed"]


def test_the_number_is_inside_where_there_is_room() -> None:
    few, many = segments([("overdue", 1), ("closed", 199)], width=400)
    assert (few.text, few.icon_x) == ("", "")
    assert many.text == "199"
    assert many.icon_x


def test_a_narrow_bar_has_numbers_without_marks() -> None:
    [part] = segments([("closed", 5)], width=200, icons=False)
    assert (part.text, part.icon_x) == ("5", "")


def test_an_empty_bar_draws_nothing() -> None:
    assert segments([], width=300) == []
    assert segments([("closed", 0)], width=300) == []


@given(st.lists(st.integers(0, 2_000), min_size=1, max_size=6), st.sampled_from([250, 350, 1100]))
def test_the_segments_fill_the_width_and_none_is_too_thin_to_see(counts: list[int], width: int) -> None:
    drawn = segments(zip(KINDS, counts, strict=False), width=width)
    places = [(float(part.x), float(part.width)) for part in drawn]
    assert len(drawn) == sum(1 for count in counts if count)
    for (x, wide), (following, _wide) in pairwise(places):
        assert abs(x + wide + 2 - following) < 0.3
    if drawn:
        assert abs(sum(places[-1]) - width) < 0.3
        assert min(wide for _x, wide in places) > 2
