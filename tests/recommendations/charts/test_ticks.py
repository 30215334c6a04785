import itertools

from recommendations.charts.ticks import WIDTH, paths, ticks


def test_every_day_has_a_tick_in_weeks_of_seven() -> None:
    drawn = ticks(56, filled=41, kind="used", marked=41)
    assert [tick.kind for tick in drawn] == ["used"] * 40 + ["today"] + ["left"] * 15
    steps = [float(after.x) - float(before.x) for before, after in itertools.pairwise(drawn)]
    assert [place for place, step in enumerate(steps, 1) if step > min(steps) + 1] == [7, 14, 21, 28, 35, 42, 49]


def test_the_marked_day_has_a_taller_tick() -> None:
    drawn = ticks(56, filled=49, kind="done", marked=49)
    assert [place for place, tick in enumerate(drawn, 1) if tick.y == 0] == [49]
    assert drawn[48].kind == "done"


def test_any_length_fills_the_width() -> None:
    for length in (1, 7, 56, 120):
        last = ticks(length, filled=0, kind="used")[-1]
        assert abs(float(last.x) + float(last.width) - WIDTH) < 0.1
    assert ticks(0, filled=0, kind="used") == []


def test_each_kind_is_one_path_with_a_mark_for_each_day() -> None:
    drawn = paths(ticks(56, filled=41, kind="used", marked=41))
    assert {kind: path.count("M") for kind, path in drawn.items()} == {"used": 40, "today": 1, "left": 15}
    assert drawn["left"].count("z") == 15, "days that are left have an outline, so that they differ without colour"
