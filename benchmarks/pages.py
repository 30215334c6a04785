"""The pages to measure, who requests each, and its targets."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

OFFICE, PANEL = "office.cleveland@example.org", "panel.cleveland@example.org"
QUERIES = 25  # the most that any page may need
PROCESSOR, PROCESSOR_SIZE = 25, 200  # milliseconds of the web process, and at how many actions a force
# For the throughput of many clients.
DASHBOARDS = ("/overview/", "/forces/cleveland/", "/my-work/")
LISTS = ("/forces/", "/inspections/", "/responses/", "/inspections/benchmark-1/", "/forces/cleveland/benchmark-1/1/")


@dataclass(frozen=True)
class Page:
    """A page and its targets.

    `ratios` is by the number of actions a force: how many times as long as the empty page it may take.
    """

    name: str
    address: str
    person: str = OFFICE
    ratios: dict[int, float] = field(default_factory=lambda: {200: 10})
    is_cold: bool = False  # every count is out of date when it is requested

    def missed(self, figures: dict[str, Any], size: int) -> list[str]:
        """Return the targets for this size that the figures miss, in words."""
        targets = [("ratio", self.ratios.get(size), "times the empty page"), ("queries", QUERIES, "queries")]
        if size == PROCESSOR_SIZE and PROCESSOR_SIZE in self.ratios:
            targets.append(("processor", PROCESSOR, "ms of processor"))
        return [
            f"{target} {words}"
            for name, target, words in targets
            if target is not None and figures[name] is not None and figures[name] > target
        ]


def pages(day: datetime.date) -> list[Page]:
    """Return the pages to measure on a day."""
    earlier = day - datetime.timedelta(days=200)
    then = f"/as-at/{earlier}"
    warm, cold, force = {200: 6.0, 2000: 10.0}, {2000: 40.0}, {200: 6.0, 2000: 15.0}
    large = {200: 10.0, 2000: 20.0}
    return [
        Page("Overview", "/overview/", ratios=warm),
        Page("Overview, as a panel member", "/overview/", PANEL, ratios=warm),
        Page("Overview, every count out of date", "/overview/", ratios=cold, is_cold=True),
        Page("Overview, 200 days ago, cold", f"{then}/overview/", ratios=cold, is_cold=True),
        Page("Overview, as known then", f"{then}/overview/?known={earlier}", ratios={}),
        Page("Force", "/forces/cleveland/", ratios=force),
        Page("Force, as a panel member", "/forces/cleveland/", PANEL, ratios=force),
        Page("Force, 200 days ago", f"{then}/forces/cleveland/", ratios=force),
        Page("Force, filtered", "/forces/cleveland/?status=in-progress", ratios=force),
        Page("Panel members’ home", "/panel/cleveland/", PANEL),
        Page("What changed at a force", "/forces/cleveland/changes/"),
        Page("Four forces compared", "/forces/cleveland/compare/?with=cumbria&with=durham&with=northumbria"),
        Page("Who recorded what", "/log/"),
        Page("My work", "/my-work/", ratios=large),
        Page("Forces", "/forces/"),
        Page("Inspections", "/inspections/", ratios=large),
        Page("Inspection with its grid", "/inspections/benchmark-1/"),
        Page("Recommendation across forces", "/inspections/benchmark-1/1/"),
        Page("Responses", "/responses/", ratios=large),
        Page("Body", "/bodies/college-of-policing/"),
        Page("Action", "/forces/cleveland/benchmark-1/1/"),
        Page("Search for a common word", "/search/?q=matter", ratios={200: 10.0, 2000: 25.0}),
    ]
