"""What the register will hold once the files are loaded, and the questions every check asks of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _

from forces.bodies.models import Body
from recommendations.loading.findings import Findings, Place
from recommendations.loading.known import Known, Reference
from recommendations.loading.records import Source
from recommendations.loading.values import closest
from recommendations.register.models.recommendation import circle_of

H = TypeVar("H", bound=Hashable)


@dataclass(frozen=True)
class Outlook:
    """Database and files taken together."""

    sources: Sequence[Source]
    known: Known
    findings: Findings
    body_kinds: dict[str, str]
    inspections: frozenset[str]
    recommendations: frozenset[Reference]
    complete: bool  # False: a file could not be read, so what seems to be missing may stand in it

    @classmethod
    def of(cls, sources: Sequence[Source], known: Known, findings: Findings, *, complete: bool) -> Outlook:
        body_kinds = dict(known.body_kinds)
        for source in sources:
            body_kinds |= {record.slug: Body.Kind.FORCE for record in source.forces}
            body_kinds |= {record.slug: Body.Kind.LOCAL for record in source.local_policing_bodies}
            body_kinds |= {record.slug: Body.Kind.PANEL for record in source.panels}
            body_kinds |= {record.slug: Body.Kind.NATIONAL for record in source.national_bodies}
        inspections = {source.inspection.slug for source in sources if source.inspection}
        recommendations = {
            Reference(source.inspection.slug, record.reference)
            for source in sources
            if source.inspection
            for record in source.recommendations
        }
        return cls(
            sources=sources,
            known=known,
            findings=findings,
            body_kinds=body_kinds,
            inspections=frozenset(known.inspections) | inspections,
            recommendations=frozenset(known.recommendations) | recommendations,
            complete=complete,
        )

    def fault(self, place: Place, message: str) -> None:
        self.findings.fault(place, message)

    def no_force(self, slug: str, place: Place) -> bool:
        """Whether there is no such force; says so."""
        return self._no_body(slug, place, _("force"), {Body.Kind.FORCE})

    def no_local_policing_body(self, slug: str, place: Place) -> bool:
        """Whether there is no such local policing body; says so."""
        return self._no_body(slug, place, _("local policing body"), {Body.Kind.LOCAL})

    def no_addressee(self, slug: str, place: Place) -> bool:
        """Whether there is no such force, national or local policing body; says so. Nobody addresses a panel."""
        return self._no_body(
            slug,
            place,
            _("force, national body or local policing body"),
            {Body.Kind.FORCE, Body.Kind.NATIONAL, Body.Kind.LOCAL},
        )

    def _no_body(self, slug: str, place: Place, what: str, kinds: set[Body.Kind]) -> bool:
        if not slug or not self.complete or self.body_kinds.get(slug) in kinds:
            return False
        fitting = [other for other, kind in self.body_kinds.items() if kind in kinds]
        self.fault(
            place,
            _("There is no %(what)s “%(slug)s”.%(suggestion)s Give its slug as forces.yaml or bodies.yaml has it.")
            % {"what": what, "slug": slug, "suggestion": closest(slug, fitting)},
        )
        return True

    def is_taken(self, slug: str, taken: frozenset[str], place: Place) -> bool:
        """Whether a name stands for what is under embargo and not for this person's eyes; says no more than that."""
        if slug not in taken:
            return False
        self.fault(place, _("This name in addresses is taken. Choose another."))
        return True

    def no_inspection(self, slug: str, place: Place) -> bool:
        """Whether there is no such inspection; says so."""
        if not slug or not self.complete or slug in self.inspections:
            return False
        self.fault(
            place,
            _("There is no inspection “%(slug)s”.%(suggestion)s Give the slug of one in the register, or add its file.")
            % {"slug": slug, "suggestion": closest(slug, self.inspections)},
        )
        return True

    def no_recommendation(self, reference: Reference, place: Place) -> bool:
        """Whether there is no such recommendation; says so."""
        if not all(reference) or not self.complete or reference in self.recommendations:
            return False
        if self.no_inspection(reference.inspection, place):
            return True
        there = [other.reference for other in self.recommendations if other.inspection == reference.inspection]
        self.fault(
            place,
            _("The inspection “%(inspection)s” has no recommendation “%(reference)s”. It has: %(there)s.")
            % {
                "inspection": reference.inspection,
                "reference": reference.reference,
                "there": ", ".join(sorted(there, key=lambda name: (len(name), name))) or _("none"),
            },
        )
        return True

    def unique(self, items: Iterable[tuple[H, Place]], message: Callable[[H, Place], str]) -> None:
        """A fault for each item that was given before; `message` gets it and the place where it was first."""
        first: dict[H, Place] = {}
        for item, place in items:
            if item in first:
                self.fault(place, message(item, first[item]))
            else:
                first[item] = place

    def no_circle(self, stored: Iterable[tuple[H, H]], given: Iterable[tuple[H, H, Place]], message: str) -> None:
        """A fault for each relation of the files that closes a circle with the others."""
        numbers: dict[H, int] = {}

        def numbered(start: H, end: H) -> tuple[int, int]:
            return numbers.setdefault(start, len(numbers)), numbers.setdefault(end, len(numbers))

        edges = [numbered(start, end) for start, end in stored]
        for start, end, place in given:
            edge = numbered(start, end)
            if circle_of([*edges, edge]):
                self.fault(place, message)
            else:
                edges.append(edge)
