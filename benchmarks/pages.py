"""The pages to measure, who requests each, and its targets."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

OFFICE, PANEL = "office.cleveland@example.org", "panel.cleveland@example.org"
QUERIES = 25  # the most that any page may need
_DASHBOARD: dict[str, Any] = {"own_ms": 25, "kb": 60}
_LIST: dict[str, Any] = {"own_ms": 60, "kb": 100}


@dataclass(frozen=True)
class Page:
    """A page and its targets: milliseconds at 2,000 actions a force, kilobytes uncompressed, queries."""

    name: str
    address: str
    person: str = OFFICE
    ms: int | None = None
    own_ms: int | None = None
    kb: int | None = None
    queries: int = QUERIES

    def missed(self, figures: dict[str, Any]) -> list[str]:
        """Return the targets that these figures miss, in words."""
        targets = [
            ("median", self.ms, "ms"),
            ("own", self.own_ms, "ms of its own"),
            ("kb", self.kb, "kB"),
            ("queries", self.queries, "queries"),
        ]
        return [f"{target} {words}" for name, target, words in targets if target is not None and figures[name] > target]


def pages(day: datetime.date) -> list[Page]:
    """Return the pages to measure on a day."""
    earlier = day - datetime.timedelta(days=200)
    overview = {"address": "/overview/", "ms": 100, **_DASHBOARD}
    force = {"address": "/forces/cleveland/", "ms": 60, **_DASHBOARD}
    inspection = {"address": "/inspections/benchmark-1/", **_DASHBOARD}
    then = f"/as-at/{earlier}"
    known = {"address": f"{then}/overview/?known={earlier}", "ms": None}
    return [
        Page("Overview, today", **overview),
        Page("Overview, as a panel member", person=PANEL, **overview),
        Page("Overview, 200 days ago", **overview | {"address": f"{then}/overview/", "ms": 180}),
        Page("Overview, as known then", **overview | known),
        Page("Force", **force),
        Page("Force, as a panel member", person=PANEL, **force),
        Page("Force, 200 days ago", **force | {"address": f"{then}/forces/cleveland/"}),
        Page("Force, filtered", **_LIST | {"address": "/forces/cleveland/?status=in-progress"}),
        Page("What changed at a force", "/forces/cleveland/changes/"),
        Page("Forces", "/forces/", **_LIST),
        Page("Inspections", "/inspections/", **_LIST),
        Page("Inspection with its grid", **inspection | {"kb": 130}),
        Page("Recommendation across forces", "/inspections/benchmark-1/1/", **_LIST),
        Page("Body", "/bodies/college-of-policing/", **_DASHBOARD),
        Page("Action", "/forces/cleveland/benchmark-1/1/"),
        Page("Search", "/search/?q=matter"),
    ]
