"""What the tracker reader is given: the two reports of fixtures/ as a force of the trackers knows them."""

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from recommendations.reading.trackers.known import Known, KnownInspection, KnownItem
from recommendations.reading.trackers.reader import read_tracker
from recommendations.reading.trackers.results import TrackerReading

FIXTURES = Path(__file__).parents[4] / "fixtures" / "inspections"
FILES = Path(__file__).parent / "files"

Read = Callable[..., TrackerReading]


def item(row: dict[str, Any]) -> KnownItem:
    addressees = row.get("addressees", [])
    leads = [addressee for addressee in addressees if addressee["role"] == "lead"]
    return KnownItem(
        reference=row["reference"],
        label=f"Recommendation {row['number']}",
        kind=row["kind"],
        text=row["text"].strip(),
        held_here=any(addressee.get("to") == "all forces" for addressee in leads),
        deadline=row["deadline"].get("date"),
        led_by=tuple(addressee["body"] for addressee in leads if "body" in addressee),
    )


@pytest.fixture(scope="session")
def known() -> Known:
    inspections = []
    for path in sorted(FIXTURES.glob("*.yaml")):
        file = yaml.safe_load(path.read_text(encoding="utf-8"))
        about = file["inspection"]
        inspections.append(
            KnownInspection(
                about["slug"],
                about["title"],
                (about["short_title"],),
                about["published_on"],
                "hmicfrs",
                tuple(item(row) for row in file["recommendations"]),
            )
        )
    return Known(
        force="northshire",
        force_names=("Northshire Police",),
        today=datetime.date(2026, 12, 1),
        inspections=tuple(inspections),
        bodies={"Home Office": "home-office", "Soteria Joint Unit": "soteria-joint-unit"},
    )


@pytest.fixture(scope="session")
def read(known: Known) -> Read:
    """Read a given file, or the contents of one."""

    def reading(
        file: str | bytes, answers: Mapping[str, str] | None = None, columns: Mapping[str, str] | None = None
    ) -> TrackerReading:
        contents = (FILES / file).read_bytes() if isinstance(file, str) else file
        return read_tracker(contents, "", known=known, answers=answers or {}, columns=columns or {})

    return reading
