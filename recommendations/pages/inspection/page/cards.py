"""The recommendations of an inspection as cards on its page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from forces.bodies.models import BodyKind
from recommendations.pages.inspection.grid.queries import HolderStatus
from recommendations.pages.inspection.links import AddresseeGroup, RecommendationLinks, addressee_groups
from recommendations.pages.inspection.page.tallies import tally_statuses, total_tally
from recommendations.positions.counting import Tally
from recommendations.positions.waiting import WaitingCount
from recommendations.register.models import Recommendation


@dataclass
class RecommendationCard:
    """A recommendation with its addressees, links, holders and tallies."""

    recommendation: Recommendation
    addressee_groups: list[AddresseeGroup]
    links: RecommendationLinks
    holders: list[HolderStatus]  # national bodies and regional units; in an inspection of one force, that force too
    forces: Tally
    local: Tally
    fire: Tally
    waiting: WaitingCount  # the actions that wait for it
    children: list[Recommendation] = field(default_factory=list)
    children_tally: Tally = field(default_factory=Tally)  # of a cause of concern: its status follows from these


def build_cards(
    recommendations: Sequence[Recommendation],
    statuses: Sequence[HolderStatus],
    *,
    links: Mapping[int, RecommendationLinks],
    waiting: Mapping[int, WaitingCount],
    with_forces: bool,
) -> list[RecommendationCard]:
    """Return a card for every recommendation, in the report's order. `with_forces`: whether cards list forces too."""
    tallies = tally_statuses(statuses)
    holders = defaultdict(list)
    for status in statuses:
        if status.is_national or (status.is_force and with_forces):
            holders[status.recommendation].append(status)
    cards = {
        recommendation.pk: RecommendationCard(
            recommendation=recommendation,
            addressee_groups=addressee_groups(recommendation.addressees.all()),
            links=links[recommendation.pk],
            holders=holders[recommendation.pk],
            forces=total_tally(tallies, recommendation.pk, BodyKind.FORCE),
            local=total_tally(tallies, recommendation.pk, BodyKind.LOCAL),
            fire=total_tally(tallies, recommendation.pk, BodyKind.FIRE),
            waiting=waiting.get(recommendation.pk, WaitingCount()),
        )
        for recommendation in recommendations
    }
    for child in recommendations:
        if parent := cards.get(child.parent_id or 0):
            parent.children.append(child)
            parent.children_tally.add(total_tally(tallies, child.pk))
    return list(cards.values())
