"""Documents, each with its statements."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from recommendations.loading.kinds.base import Content, Entry, Kind, Pen, Stored, locked, picked
from recommendations.loading.known import Reference, UndecidedError
from recommendations.loading.records import DocumentRecord, Source
from recommendations.register.models import Document, Statement

_PLAIN = ("slug", "title", "kind", "dated_on", "address", "source")
_OF_STATEMENT = ("speaker", "heading", "text")


class Documents(Kind):
    label = _("Documents")

    def entries(self, sources: Sequence[Source]) -> list[Entry]:
        return [
            Entry(key=f"document:{record.slug}", content=_content_of_record(record), place=record.place)
            for source in sources
            if (record := source.document)
        ]

    def stored(self, entries: Sequence[Entry]) -> dict[str, Stored]:
        rows = locked(Document.objects.filter(slug__in=[entry.content["slug"] for entry in entries]))
        rows = rows.select_related("inspection", "force", "published_by")
        return {
            f"document:{row.slug}": Stored(row, _content_of_row(row))
            for row in rows.prefetch_related("statements__recommendation__inspection")
        }

    def create(self, entry: Entry, pen: Pen) -> None:
        self._write(Document(), entry, pen)

    def update(self, stored: Stored, entry: Entry, pen: Pen) -> None:
        if len(stored.content["statements"]) > len(entry.content["statements"]):
            raise UndecidedError(_now("The file has fewer statements than the register. Loading takes nothing away."))
        self._write(stored.row, entry, pen)

    def _write(self, row: Document, entry: Entry, pen: Pen) -> None:
        """Save the document and its statements, each by its place."""
        content, known = entry.content, pen.known
        about = [
            known.recommendation(Reference(*said["recommendation"].split("/"))) if said["recommendation"] else None
            for said in content["statements"]
        ]
        values = {name: content[name] for name in (*_PLAIN, "claims")} | {
            "inspection_id": known.inspection(content["inspection"]),
            "force_id": known.body(content["force"]),
            "published_by_id": known.body(content["published_by"]),
        }
        rows = [] if row._state.adding else list(row.statements.all())
        pen.save(row, values, entry)
        last = rows[-1].order if rows else 0
        for place, said in enumerate(content["statements"]):
            new = Statement(document=row, order=last + 1 + place - len(rows))
            words = {name: said[name] for name in _OF_STATEMENT}
            pen.save(rows[place] if place < len(rows) else new, words | {"recommendation_id": about[place]}, entry)


def _content_of_record(record: DocumentRecord) -> Content:
    return {
        **picked(record, (*_PLAIN, "inspection", "force", "published_by")),
        "claims": [picked(claim, ("what", "words")) for claim in record.claims],
        "statements": [
            {
                **picked(said, _OF_STATEMENT),
                "recommendation": f"{record.inspection}/{said.recommendation}" if said.recommendation else None,
            }
            for said in record.statements
        ],
    }


def _content_of_row(row: Document) -> Content:
    return {
        **picked(row, _PLAIN),
        "inspection": row.inspection.slug,
        "force": row.force.slug,
        "published_by": row.published_by.slug,
        "claims": row.claims,
        "statements": [
            {
                **picked(said, _OF_STATEMENT),
                "recommendation": str(Reference(*said.recommendation.natural_key())) if said.recommendation else None,
            }
            for said in row.statements.all()
        ],
    }
