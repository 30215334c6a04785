import pytest

from soteria_tracker.web.ids import id_of


@pytest.mark.parametrize(("text", "pk"), [("0", 0), ("12", 12), ("9" * 18, 10**18 - 1)])
def test_digits_are_an_id(text: str, pk: int) -> None:
    assert id_of(text) == pk


@pytest.mark.parametrize("text", ["", " 1", "-1", "+1", "1.0", "²", "١", "1_0", "x", "9" * 19, "9" * 5000])
def test_anything_else_is_not_an_id(text: str) -> None:
    assert id_of(text) is None
