"""Small bars in tables."""

from recommendations.charts.mini_bars import mini_bar


def test_a_bar_is_as_long_as_its_share_of_the_scale() -> None:
    assert (mini_bar(50, 100), mini_bar(100, 100), mini_bar(0, 100)) == ("85", "170", "0")


def test_a_bar_never_leaves_its_track_and_no_scale_means_no_bar() -> None:
    assert (mini_bar(300, 100), mini_bar(3, 0)) == ("170", "0")
