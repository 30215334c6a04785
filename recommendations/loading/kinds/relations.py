"""Oversight and succession, the closing levels, and the links between recommendations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Oversight, Succession
from recommendations.loading.kinds.base import Content, Entry, RowKind, Stored, locked, picked, plain
from recommendations.loading.known import Known, Reference
from recommendations.loading.records import Source
from recommendations.register.models import ClosingLevel, Link


class Oversights(RowKind):
    label = _("Oversight")
    model = Oversight

    def entries(self, sources: Sequence[Source]) -> list[Entry]:
        found = [
            Entry(
                key=f"oversight:{period.force}/{plain(period.from_)}",
                content={
                    "force": period.force,
                    "body": body.slug,
                    "first_day": plain(period.from_),
                    "source": plain(period.source),
                },
                place=period.place,
            )
            for source in sources
            for body in source.local_policing_bodies
            for period in body.oversees
        ]
        return sorted(found, key=lambda entry: entry.key)

    def stored(self, entries: Sequence[Entry]) -> dict[str, Stored]:
        rows = locked(Oversight.objects.filter(force__slug__in={entry.content["force"] for entry in entries}))
        return {
            f"oversight:{row.force.slug}/{row.first_day.isoformat()}": Stored(
                row, {"force": row.force.slug, "body": row.body.slug} | picked(row, ("first_day", "source"))
            )
            for row in rows.select_related("force", "body")
        }

    def values(self, content: Content, known: Known) -> dict[str, Any]:
        return {
            "force_id": known.body(content["force"]),
            "body_id": known.body(content["body"]),
            "first_day": content["first_day"],
            "source": content["source"],
        }


class Successions(RowKind):
    label = _("Successions")
    model = Succession

    def entries(self, sources: Sequence[Source]) -> list[Entry]:
        return [
            Entry(
                key=f"succession:{body.succeeds.body}/{body.slug}",
                content={"predecessor": body.succeeds.body, "successor": body.slug}
                | picked(body.succeeds, ("on", "source")),
                place=body.succeeds.place,
            )
            for source in sources
            for body in source.local_policing_bodies
            if body.succeeds
        ]

    def stored(self, entries: Sequence[Entry]) -> dict[str, Stored]:
        rows = locked(Succession.objects.filter(successor__slug__in={entry.content["successor"] for entry in entries}))
        return {
            f"succession:{row.predecessor.slug}/{row.successor.slug}": Stored(
                row,
                {"predecessor": row.predecessor.slug, "successor": row.successor.slug} | picked(row, ("on", "source")),
            )
            for row in rows.select_related("predecessor", "successor")
        }

    def values(self, content: Content, known: Known) -> dict[str, Any]:
        return {
            "predecessor_id": known.body(content["predecessor"]),
            "successor_id": known.body(content["successor"]),
            "on": content["on"],
            "source": content["source"],
        }


class ClosingLevels(RowKind):
    label = _("Closing levels")
    model = ClosingLevel

    def entries(self, sources: Sequence[Source]) -> list[Entry]:
        return [
            Entry(
                key=f"closing-level:{level.name}",
                content=picked(level, ("name", "help")) | {"order": order},
                place=level.place,
            )
            for source in sources
            for order, level in enumerate(source.closing_levels, start=1)
        ]

    def stored(self, entries: Sequence[Entry]) -> dict[str, Stored]:
        rows = locked(ClosingLevel.objects.filter(name__in=[entry.content["name"] for entry in entries]))
        return {f"closing-level:{row.name}": Stored(row, picked(row, ("name", "help", "order"))) for row in rows}

    def values(self, content: Content, known: Known) -> dict[str, Any]:
        return content


class Links(RowKind):
    label = _("Links between recommendations")
    model = Link

    def entries(self, sources: Sequence[Source]) -> list[Entry]:
        return [
            Entry(
                key=f"link:{source.inspection.slug}/{link.from_} {link.kind} {link.to}",
                content={
                    "from": f"{source.inspection.slug}/{link.from_}",
                    "kind": link.kind,
                    "to": link.to,
                    "source": plain(link.source),
                },
                place=link.place,
            )
            for source in sources
            if source.inspection
            for link in source.links
        ]

    def stored(self, entries: Sequence[Entry]) -> dict[str, Stored]:
        inspections = {entry.content["from"].split("/")[0] for entry in entries}
        rows = locked(Link.objects.filter(from_recommendation__inspection__slug__in=inspections))
        found = {}
        for row in rows.select_related("from_recommendation__inspection", "to_recommendation__inspection"):
            start = Reference(*row.from_recommendation.natural_key())
            end = Reference(*row.to_recommendation.natural_key())
            found[f"link:{start} {row.kind} {end}"] = Stored(
                row, {"from": str(start), "kind": row.kind, "to": str(end), "source": plain(row.source)}
            )
        return found

    def values(self, content: Content, known: Known) -> dict[str, Any]:
        return {
            "from_recommendation_id": known.recommendation(Reference(*content["from"].split("/"))),
            "kind": content["kind"],
            "to_recommendation_id": known.recommendation(Reference(*content["to"].split("/"))),
            "source": content["source"],
        }
