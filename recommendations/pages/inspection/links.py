"""The addressees of a recommendation, and its links to other recommendations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from forces.people.access import Reader
from recommendations.register.models import (
    Addressee,
    AddresseeRole,
    Link,
    LinkKind,
    Part,
    Recommendation,
    visible_inspections,
)


@dataclass
class AddresseeGroup:
    """The addressees of a recommendation as a whole (`part` is None), or of one part of it."""

    part: Part | None
    leads: list[Addressee] = field(default_factory=list)
    partners: list[Addressee] = field(default_factory=list)

    @property
    def leads_in_words(self) -> str:
        """Return the names of those who lead: "Home Office and Ministry of Justice"."""
        return get_text_list([_in_a_sentence(addressee) for addressee in self.leads], _("and"))

    @property
    def partners_in_words(self) -> str:
        """Return the names of those who work with them: "College of Policing and all forces"."""
        return get_text_list([_in_a_sentence(addressee) for addressee in self.partners], _("and"))


def _in_a_sentence(addressee: Addressee) -> str:
    """Return a body's name as it is; a group such as "All forces" without its capital."""
    return addressee.name[:1].lower() + addressee.name[1:] if addressee.group else addressee.name


def addressee_groups(addressees: Iterable[Addressee]) -> list[AddresseeGroup]:
    """Return addressees by role: of the whole first, then part by part. Give them in order, with body and part."""
    groups: dict[int, AddresseeGroup] = {}
    for addressee in addressees:
        group = groups.setdefault(addressee.part_id or 0, AddresseeGroup(addressee.part))
        (group.leads if addressee.role == AddresseeRole.LEAD else group.partners).append(addressee)
    return sorted(groups.values(), key=lambda group: group.part.order if group.part else -1)


@dataclass
class RecommendationLinks:
    """The links of one recommendation: `outward` from it, `inward` to it."""

    outward: list[Link] = field(default_factory=list)
    inward: list[Link] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.outward or self.inward)

    @property
    def waits_for(self) -> list[Recommendation]:
        """Return the recommendations that must be completed first."""
        return [link.to_recommendation for link in self.outward if link.kind == LinkKind.WAITS_FOR]


def links_of(recommendations: list[Recommendation], reader: Reader) -> dict[int, RecommendationLinks]:
    """Return the links of these recommendations, by id, in one query; none to what the reader may not see."""
    links = (
        Link.objects.filter(Q(from_recommendation__in=recommendations) | Q(to_recommendation__in=recommendations))
        .filter(
            visible_inspections(reader, "from_recommendation__inspection__"),
            visible_inspections(reader, "to_recommendation__inspection__"),
        )
        .select_related("from_recommendation__inspection", "to_recommendation__inspection")
        .defer("from_recommendation__text", "to_recommendation__text")
        .order_by("from_recommendation__inspection", "from_recommendation__order", "to_recommendation__order")
    )
    found: dict[int, RecommendationLinks] = {
        recommendation.pk: RecommendationLinks() for recommendation in recommendations
    }
    for link in links:
        if link.from_recommendation_id in found:
            found[link.from_recommendation_id].outward.append(link)
        if link.to_recommendation_id in found:
            found[link.to_recommendation_id].inward.append(link)
    return found
