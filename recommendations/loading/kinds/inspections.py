"""Inspections, without their recommendations."""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import TopologicalSorter
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from recommendations.loading.kinds.base import Content, Entry, Kind, Pen, Stored, locked, picked
from recommendations.loading.known import Known, UndecidedError
from recommendations.loading.records import Source
from recommendations.register.models import Action, Inspection
from recommendations.register.services.inspections import admit_who_entered

_PLAIN = (
    "slug",
    "title",
    "short_title",
    "state",
    "embargoed_until",
    "published_on",
    "scope",
    "nature",
    "inspectorates",
    "commissioned_by",
    "subjects",
    "response_rule",
    "response_due_on",
    "address",
    "key_findings",
    "source",
    "source_address",
)
_MOVES_CLOCKS = ("state", "published_on")


class Inspections(Kind):
    label = _("Inspections")

    def entries(self, sources: Sequence[Source]) -> list[Entry]:
        found = {
            record.slug: Entry(
                key=f"inspection:{record.slug}",
                content=picked(record, _PLAIN)
                | {"follow_up_of": record.follow_up_of or None, "subject_forces": sorted(record.subject_forces)},
                place=record.place,
            )
            for source in sources
            if (record := source.inspection)
        }
        after = {slug: [entry.content["follow_up_of"]] for slug, entry in found.items()}
        return [found[slug] for slug in TopologicalSorter(after).static_order() if slug in found]

    def stored(self, entries: Sequence[Entry]) -> dict[str, Stored]:
        rows = locked(Inspection.objects.filter(slug__in=[entry.content["slug"] for entry in entries]))
        return {
            f"inspection:{row.slug}": Stored(
                row,
                picked(row, _PLAIN)
                | {
                    "follow_up_of": row.follow_up_of.slug if row.follow_up_of else None,
                    "subject_forces": sorted(force.slug for force in row.subject_forces.all()),
                },
            )
            for row in rows.select_related("follow_up_of").prefetch_related("subject_forces")
        }

    def create(self, entry: Entry, pen: Pen) -> None:
        row = Inspection()
        self._save(row, entry, pen, subject_forces=entry.content["subject_forces"])
        pen.known.inspections[row.slug] = row.pk

    def update(self, stored: Stored, entry: Entry, pen: Pen) -> None:
        before = stored.content["subject_forces"]
        if removed := sorted(set(before) - set(entry.content["subject_forces"])):
            raise UndecidedError(
                _now("The file no longer names these forces: %(forces)s. Loading takes nothing away.")
                % {"forces": ", ".join(removed)}
            )
        moves = any(stored.content[name] != entry.content[name] for name in _MOVES_CLOCKS)
        if moves and Action.objects.filter(recommendation__inspection=stored.row).exists():
            raise UndecidedError(
                _now(
                    "Its actions are open, and a change of its state or publication date moves their clocks. Correct "
                    "it on the inspection’s page in the administration, which first shows what moves."
                )
            )
        self._save(stored.row, entry, pen, subject_forces=set(entry.content["subject_forces"]) - set(before))

    def _save(self, row: Inspection, entry: Entry, pen: Pen, *, subject_forces: Sequence[str] | set[str]) -> None:
        forces = [pen.known.body(slug) for slug in subject_forces]
        pen.save(row, self._values(entry.content, pen.known), entry)
        if forces:
            row.subject_forces.add(*forces)
        if pen.by:
            admit_who_entered(inspection=row, by=pen.by)

    def _values(self, content: Content, known: Known) -> dict[str, Any]:
        follows = content["follow_up_of"]
        return {name: content[name] for name in _PLAIN} | {
            "follow_up_of_id": known.inspection(follows) if follows else None
        }
