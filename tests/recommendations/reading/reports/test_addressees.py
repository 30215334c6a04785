"""Who is addressed: the subject of the sentence, in the surroundings of the item."""

import pytest

from recommendations.reading.names import BodyNames
from recommendations.reading.reports.addressees import Surroundings, addressees_of


def found(text: str, names: BodyNames, **around: object) -> list[tuple[str, str]]:
    surroundings = Surroundings(names, **around)  # type: ignore[arg-type] # passed on by name
    return [(one.role, one.to or one.body or one.others) for one in addressees_of(text, surroundings)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By 1 May 2025, all chief constables should act.", [("lead", "all forces")]),
        ("Chief constables of forces in England should act.", [("lead", "all forces in England")]),
        ("Forces in Wales should act.", [("lead", "all forces in Wales")]),
        ("With immediate effect, Cheshire Constabulary and Merseyside Police should agree.",
         [("lead", "cheshire"), ("lead", "merseyside")]),
        ("The Home Office, the Welsh Government and the NPCC should act.",
         [("lead", "home-office"), ("lead", "the Welsh Government"), ("lead", "national-police-chiefs-council")]),
        ("PCCs, MoJ and chief constables should act.",
         [("lead", "local policing bodies"), ("lead", "ministry-of-justice"), ("lead", "all forces")]),
        ("Chief fire officers, with their fire and rescue authorities, should act.",
         [("lead", "fire and rescue services"), ("with", "their fire and rescue authorities")]),
        ("As a precursor to a college, chief fire officers should work with the Home Office to train staff.",
         [("lead", "fire and rescue services"), ("with", "home-office")]),
        ("We recommend that Wiltshire Police, together with Wiltshire Council, reviews its plans.",
         [("lead", "wiltshire"), ("with", "Wiltshire Council")]),
        ("Devon & Cornwall Police should act.", [("lead", "devon-and-cornwall")]),
        ("The College of Policing will revise its practice.", [("lead", "college-of-policing")]),
        ("The Home Office should act. It should tell forces. Forces should then publish figures.",
         [("lead", "home-office"), ("lead", "all forces")]),
        ("Chief constables should write, through the NPCC, to the College of Policing.", [("lead", "all forces")]),
    ],
)  # fmt: skip
def test_the_addressees_of_a_text(text: str, expected: list[tuple[str, str]], names: BodyNames) -> None:
    assert found(text, names) == expected


def test_the_force_is_that_of_the_section(names: BodyNames) -> None:
    assert found("The force should act.", names, force="dorset") == [("lead", "dorset")]
    assert found("The constabulary should act.", names) == [("lead", "The constabulary")]


def test_the_forces_of_a_region_are_those_of_the_report(names: BodyNames) -> None:
    region = {"forces": ("dorset", "wiltshire"), "unit": "south-west-rocu"}
    both = [("lead", "dorset"), ("lead", "wiltshire")]
    assert found("The chief constables of the two forces should agree.", names, **region) == both
    assert found("The ROCU and the forces should agree.", names, **region) == [("lead", "south-west-rocu"), *both]
    assert found("The police and crime commissioners of the region should agree.", names, **region) == [
        ("lead", "pcc-dorset"),
        ("lead", "pcc-wiltshire"),
    ]
