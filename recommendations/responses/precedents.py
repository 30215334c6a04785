"""What was published on a recommendation before and elsewhere: by the body itself, and by others."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from forces.bodies.models import Force
from forces.people.access import Reader
from recommendations.register.models import Inspection, Link, Recommendation
from recommendations.responses.content import Item
from recommendations.responses.models import Publication


@dataclass(frozen=True)
class Said:
    """What one publication says on one recommendation."""

    publication: Publication
    inspection: Inspection
    force: Force
    item: Item


def said_before(recommendation: Recommendation, force: Force, reader: Reader) -> list[Said]:
    """What was published for this force on the recommendations that this one repeats, in two queries."""
    repeated = Recommendation.objects.visible_to(reader).filter(
        linked_from__from_recommendation=recommendation, linked_from__kind=Link.Kind.REPEATS
    )
    references = {each.inspection_id: each.reference for each in repeated}
    latest = _latest(Publication.objects.filter(response__force=force, response__inspection__in=references))
    return [
        Said(publication, publication.response.inspection, force, item)
        for publication in latest
        for item in publication.said().items
        if item.reference == references[publication.response.inspection_id]
    ]


def said_by_others(recommendation: Recommendation, force: Force | None = None) -> list[Said]:
    """What other forces' bodies published on the same recommendation, or without a force all, by force, in one query.

    Those that published and explained nothing of it are left out.
    """
    published = Publication.objects.filter(response__inspection=recommendation.inspection_id)
    latest = _latest(published.exclude(response__force=force) if force else published)
    found = [
        Said(publication, recommendation.inspection, publication.response.force, item)
        for publication in latest
        for item in publication.said().items
        if item.reference == recommendation.reference and item.explanation
    ]
    return sorted(found, key=lambda said: said.force.name)


def _latest(publications: QuerySet[Publication]) -> list[Publication]:
    """The newest version of each response."""
    newest: dict[int, Publication] = {}
    rows = publications.select_related("body", "response__force", "response__inspection")
    for publication in rows.order_by("version"):
        newest[publication.response_id] = publication
    return list(newest.values())
