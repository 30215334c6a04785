"""What the database holds before a load, by the names that files use: asked once, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from forces.bodies.models import Body, Force
from forces.people.models import Person
from recommendations.register.models import Document, Inspection, Link, Recommendation


class Reference(NamedTuple):
    """A recommendation as files name it: `soteria-2024/7`."""

    inspection: str
    reference: str

    def __str__(self) -> str:
        return f"{self.inspection}/{self.reference}"


class Edge(NamedTuple):
    """A link: from one recommendation to another, in one of the kinds of links."""

    start: Reference
    kind: str
    end: Reference


class UndecidedError(Exception):
    """A record cannot be written without a decision that belongs to a person. The message says which."""


@dataclass
class Known:
    """Ids by name, of what the person who loads may know of. Loading adds what it creates."""

    bodies: dict[str, int]
    inspections: dict[str, int]
    recommendations: dict[Reference, int]
    # What the checks ask beyond ids.
    body_kinds: dict[str, str]
    body_names: dict[str, str]  # of slugs
    abbreviations: dict[str, str]  # of forces' slugs
    ons_codes: dict[str, str]
    follow_ups: dict[str, str]  # an inspection to the one it follows
    parents: dict[Reference, Reference]
    links: set[Edge]
    # Names that stand for something under embargo, of which this person knows nothing.
    taken_inspections: frozenset[str]
    taken_documents: frozenset[str]

    def body(self, slug: str) -> int:
        return _found(self.bodies, slug)

    def inspection(self, slug: str) -> int:
        return _found(self.inspections, slug)

    def recommendation(self, reference: Reference) -> int:
        return _found(self.recommendations, reference)


def _found(ids: dict, name: str | Reference) -> int:
    try:
        return ids[name]
    except KeyError:
        raise UndecidedError(
            _("It refers to “%(name)s”, which was loaded before and has since been removed from the register.")
            % {"name": name}
        ) from None


def known(*, by: Person | None) -> Known:
    """What the database holds now, as far as it is open to the person who loads; all of it for the command."""
    open_to_them = Inspection.objects.open_to(by) if by else Inspection.objects.all()
    closed = Inspection.objects.exclude(pk__in=open_to_them.values("pk"))
    bodies = Body.objects.values_list("slug", "pk", "kind", "name")
    forces = Force.objects.values_list("slug", "abbreviation", "ons_code")
    inspections = {pk: (slug, follows) for pk, slug, follows in open_to_them.values_list("pk", "slug", "follow_up_of")}
    recommendations = {
        pk: (Reference(slug, reference), parent)
        for pk, slug, reference, parent in Recommendation.objects.filter(inspection__in=open_to_them).values_list(
            "pk", "inspection__slug", "reference", "parent"
        )
    }
    links = Link.objects.filter(
        from_recommendation__inspection__in=open_to_them, to_recommendation__inspection__in=open_to_them
    )
    return Known(
        bodies={slug: pk for slug, pk, _kind, _name in bodies},
        inspections={slug: pk for pk, (slug, _follows) in inspections.items()},
        recommendations={reference: pk for pk, (reference, _parent) in recommendations.items()},
        body_kinds={slug: kind for slug, _pk, kind, _name in bodies},
        body_names={slug: name for slug, _pk, _kind, name in bodies},
        abbreviations={slug: abbreviation for slug, abbreviation, _code in forces},
        ons_codes={slug: code for slug, _abbreviation, code in forces if code},
        follow_ups={slug: inspections[follows][0] for slug, follows in inspections.values() if follows in inspections},
        parents={
            reference: recommendations[parent][0]
            for reference, parent in recommendations.values()
            if parent in recommendations
        },
        links={
            Edge(recommendations[start][0], kind, recommendations[end][0])
            for start, kind, end in links.values_list("from_recommendation", "kind", "to_recommendation")
        },
        taken_inspections=frozenset(closed.values_list("slug", flat=True)),
        taken_documents=frozenset(Document.objects.filter(inspection__in=closed).values_list("slug", flat=True)),
    )
