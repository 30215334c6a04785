"""Tallies of the statuses on one inspection, by recommendation and kind of holder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from recommendations.pages.inspection.grid.queries import HolderStatus
from recommendations.positions.counting import Tally

TallyKey = tuple[int, str]  # a recommendation's id and a kind of body


def tally_statuses(statuses: Iterable[HolderStatus]) -> dict[TallyKey, Tally]:
    """Return the tally of the statuses for each recommendation and kind of holder."""
    tallies: dict[TallyKey, Tally] = defaultdict(Tally)
    for status in statuses:
        tallies[status.recommendation, status.kind].count(status)
    return tallies


def total_tally(tallies: Mapping[TallyKey, Tally], recommendation: int | None = None, kind: str = "") -> Tally:
    """Return the sum of the tallies of one recommendation, of one kind of holder, or of both."""
    total = Tally()
    for (its_recommendation, its_kind), tally in tallies.items():
        if recommendation in (None, its_recommendation) and kind in ("", its_kind):
            total.add(tally)
    return total
