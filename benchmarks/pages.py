"""Which pages are measured, as whom, and what is aimed at."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

OFFICE, PANEL = "office.cleveland@example.org", "panel.cleveland@example.org"
DASHBOARD_QUERIES, LIST_QUERIES = 10, 15
_DASHBOARD: dict[str, Any] = {"own_aim_ms": 25, "aim_kb": 60, "aim_queries": DASHBOARD_QUERIES}
_LIST: dict[str, Any] = {"own_aim_ms": 60, "aim_kb": 100}


@dataclass(frozen=True)
class Page:
    """A page and its aims: milliseconds at 2,000 actions a force, kilobytes uncompressed, queries."""

    name: str
    address: str
    person: str = OFFICE
    aim_ms: int | None = None
    own_aim_ms: int | None = None
    aim_kb: int | None = None
    aim_queries: int = LIST_QUERIES

    def missed(self, figures: dict[str, Any]) -> list[str]:
        """Which aims these figures miss, in words."""
        aims = [
            ("median", self.aim_ms, "ms"),
            ("own", self.own_aim_ms, "ms of its own"),
            ("kb", self.aim_kb, "kB"),
            ("queries", self.aim_queries, "queries"),
        ]
        return [f"{aim} {words}" for name, aim, words in aims if aim is not None and figures[name] > aim]


def pages(day: datetime.date) -> list[Page]:
    """The pages to measure on a day."""
    earlier = day - datetime.timedelta(days=200)
    overview = {"address": "/overview/", "aim_ms": 100, **_DASHBOARD}
    force = {"address": "/forces/cleveland/", "aim_ms": 60, **_DASHBOARD}
    inspection = {"address": "/inspections/benchmark-1/", **_DASHBOARD}
    then = f"/as-at/{earlier}"
    known = {"address": f"{then}/overview/?known={earlier}", "aim_ms": None}
    return [
        Page("Overview, today", **overview),
        Page("Overview, as a panel member", person=PANEL, **overview),
        Page("Overview, 200 days ago", **overview | {"address": f"{then}/overview/", "aim_ms": 180}),
        Page("Overview, as known then", **overview | known),
        Page("Force", **force),
        Page("Force, as a panel member", person=PANEL, **force),
        Page("Force, 200 days ago", **force | {"address": f"{then}/forces/cleveland/"}),
        Page("Force, filtered", **_LIST | {"address": "/forces/cleveland/?status=in-progress"}),
        Page("What changed at a force", "/forces/cleveland/changes/"),
        Page("Forces", "/forces/", **_LIST),
        Page("Inspections", "/inspections/", **_LIST),
        Page("Inspection with its grid", **inspection | {"aim_kb": 130}),
        Page("Recommendation across forces", "/inspections/benchmark-1/1/", **_LIST),
        Page("Body", "/bodies/college-of-policing/", **_DASHBOARD),
        Page("Action", "/forces/cleveland/benchmark-1/1/"),
        Page("Search", "/search/?q=matter"),
    ]
