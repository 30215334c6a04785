"""One recommendation as a card on its inspection's page."""

from __future__ import annotations

from dataclasses import dataclass, field

from recommendations.pages.inspection.grid.queries import HolderStatus
from recommendations.pages.inspection.links import AddresseeGroup, RecommendationLinks
from recommendations.positions.counting import Tally
from recommendations.positions.waiting import WaitingCount
from recommendations.register.models import Recommendation


@dataclass
class RecommendationCard:
    """A recommendation with its addressees, links, holders and tallies."""

    recommendation: Recommendation
    addressee_groups: list[AddresseeGroup]
    links: RecommendationLinks
    holders: list[HolderStatus]  # national bodies; in an inspection of one force, that force too
    forces: Tally
    local: Tally
    waiting: WaitingCount  # the actions that wait for it
    children: list[Recommendation] = field(default_factory=list)
    children_tally: Tally = field(default_factory=Tally)  # of a cause of concern: its status follows from these
