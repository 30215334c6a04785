"""The title of the person who leads a force."""

import pytest

from forces.bodies.models import Force


@pytest.mark.parametrize(
    ("slug", "title"),
    [
        ("metropolitan", "Commissioner"),
        ("city-of-london", "Commissioner"),
        ("cleveland", "Chief Constable"),
        ("north-wales", "Chief Constable"),
    ],
)
def test_only_london_and_the_city_are_led_by_a_commissioner(slug: str, title: str) -> None:
    assert Force(slug=slug).chief_officer_title == title
