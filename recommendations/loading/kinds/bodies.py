"""Forces, local policing bodies, panels and national bodies."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Body, Force, LocalPolicingBody, NationalBody, Panel
from recommendations.loading.kinds.base import Content, Entry, Pen, RowKind, Stored, locked, picked
from recommendations.loading.known import Known
from recommendations.loading.records import ForceRecord, LocalPolicingBodyRecord, PanelRecord, Source

_OF_EVERY_BODY = ("slug", "name", "short_name", "aliases", "opened_on", "closed_on", "source")


class _Bodies(RowKind):
    model: type[Body]
    prefix: str
    kind: Body.Kind
    related: tuple[str, ...] = ()

    @abstractmethod
    def records(self, source: Source) -> Sequence[Any]:
        """The file's records of this kind."""

    def own_of_record(self, record: Any) -> Content:
        """What this kind of body has beyond what every body has, as the file says it."""
        return {}

    def own_of_row(self, row: Any) -> Content:
        """The same, as the database says it."""
        return {}

    def entries(self, sources: Sequence[Source]) -> list[Entry]:
        return [
            Entry(
                key=f"{self.prefix}:{record.slug}",
                content=picked(record, _OF_EVERY_BODY) | self.own_of_record(record),
                place=record.place,
            )
            for source in sources
            for record in self.records(source)
        ]

    def stored(self, entries: Sequence[Entry]) -> dict[str, Stored]:
        rows = locked(self.model.objects.filter(slug__in=[entry.content["slug"] for entry in entries]))
        rows = rows.prefetch_related(*self.related)
        return {
            f"{self.prefix}:{row.slug}": Stored(row, picked(row, _OF_EVERY_BODY) | self.own_of_row(row)) for row in rows
        }

    def values(self, content: Content, known: Known) -> dict[str, Any]:
        return content | {"kind": self.kind}

    def written(self, row: Any, entry: Entry, pen: Pen) -> None:
        pen.known.bodies[row.slug] = row.pk


class Forces(_Bodies):
    label = _("Forces")
    prefix = "force"
    model = Force
    kind = Body.Kind.FORCE
    _own = ("ons_code", "abbreviation", "country", "region", "territorial")

    def records(self, source: Source) -> Sequence[ForceRecord]:
        return source.forces

    def own_of_record(self, record: ForceRecord) -> Content:
        place = {
            "map_column": record.map.column if record.map else None,
            "map_row": record.map.row if record.map else None,
        }
        return picked(record, self._own) | place

    def own_of_row(self, row: Force) -> Content:
        return picked(row, (*self._own, "map_column", "map_row"))


class LocalPolicingBodies(_Bodies):
    label = _("Local policing bodies")
    prefix = "local-policing-body"
    model = LocalPolicingBody
    kind = Body.Kind.LOCAL

    def records(self, source: Source) -> Sequence[LocalPolicingBodyRecord]:
        return source.local_policing_bodies

    def own_of_record(self, record: LocalPolicingBodyRecord) -> Content:
        return {"office": record.kind, "office_holder_title": record.title}

    def own_of_row(self, row: LocalPolicingBody) -> Content:
        return picked(row, ("office", "office_holder_title"))


class Panels(_Bodies):
    label = _("Police and crime panels")
    prefix = "panel"
    model = Panel
    kind = Body.Kind.PANEL
    related = ("scrutinises",)

    def records(self, source: Source) -> Sequence[PanelRecord]:
        return source.panels

    def own_of_record(self, record: PanelRecord) -> Content:
        return {"force": record.force}

    def own_of_row(self, row: Panel) -> Content:
        return {"force": row.scrutinises.slug}

    def values(self, content: Content, known: Known) -> dict[str, Any]:
        fields = super().values(content, known)
        return fields | {"scrutinises_id": known.body(fields.pop("force"))}


class NationalBodies(_Bodies):
    label = _("National bodies")
    prefix = "national-body"
    model = NationalBody
    kind = Body.Kind.NATIONAL

    def records(self, source: Source) -> Sequence[Any]:
        return source.national_bodies
