"""Published explanations of the same recommendation: earlier ones for this force, and those for other forces."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from forces.bodies.models import Force
from forces.people.access import Reader
from recommendations.register.models import Inspection, LinkKind, Recommendation
from recommendations.responses.content import ResponseItem
from recommendations.responses.models import Publication


@dataclass(frozen=True)
class Precedent:
    """What one publication says about one recommendation."""

    publication: Publication
    inspection: Inspection
    force: Force
    item: ResponseItem


def earlier_explanations(recommendation: Recommendation, force: Force, reader: Reader) -> list[Precedent]:
    """Return what was published for this force about the recommendations that this one repeats, in two queries."""
    repeated = Recommendation.objects.visible_to(reader).filter(
        linked_from__from_recommendation=recommendation, linked_from__kind=LinkKind.REPEATS
    )
    references = {each.inspection_id: each.reference for each in repeated}
    latest = _latest(Publication.objects.filter(response__force=force, response__inspection__in=references))
    return [
        Precedent(publication, publication.response.inspection, force, item)
        for publication in latest
        for item in publication.read_content().items
        if item.reference == references[publication.response.inspection_id]
    ]


def other_explanations(recommendation: Recommendation, force: Force | None = None) -> list[Precedent]:
    """Return the published explanations for other forces, or without a force for all, by force, in one query."""
    published = Publication.objects.filter(response__inspection=recommendation.inspection_id)
    latest = _latest(published.exclude(response__force=force) if force else published)
    found = [
        Precedent(publication, recommendation.inspection, publication.response.force, item)
        for publication in latest
        for item in publication.read_content().items
        if item.reference == recommendation.reference and item.explanation
    ]
    return sorted(found, key=lambda precedent: precedent.force.name)


def _latest(publications: QuerySet[Publication]) -> list[Publication]:
    """Return the newest version of each response."""
    newest: dict[int, Publication] = {}
    rows = publications.select_related("body", "response__force", "response__inspection").prefetch_related(
        "body__earlier_names"
    )
    for publication in rows.order_by("version"):
        newest[publication.response_id] = publication
    return list(newest.values())
