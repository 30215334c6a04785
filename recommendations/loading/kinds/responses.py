"""Responses that were published elsewhere, from their documents: recorded as they stand, with what they lack.

A publication is never changed. Where a file says something new, another version is recorded as its correction.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import LocalPolicingBody
from recommendations.loading.kinds.base import Content, Entry, Kind, Pen, Stored, picked, plain
from recommendations.loading.known import UndecidedError
from recommendations.loading.records import DocumentRecord, ResponseRecord, Source
from recommendations.register.models import Document, Inspection, Statement
from recommendations.responses.content import NOT_STATED
from recommendations.responses.content import Content as ResponseContent
from recommendations.responses.models import Publication, Response
from recommendations.responses.queries import Words, content_elsewhere
from recommendations.responses.services.publishing import write_publication


class Responses(Kind):
    label = _("Responses published elsewhere")

    def entries(self, sources: Sequence[Source]) -> list[Entry]:
        return [
            Entry(f"response:{record.slug}", _content_of_record(record, record.response), record.response.place)
            for source in sources
            if (record := source.document) and record.response
        ]

    def stored(self, entries: Sequence[Entry]) -> dict[str, Stored]:
        rows = Publication.objects.filter(document__slug__in=[entry.content["document"] for entry in entries])
        rows = rows.select_related("body", "document", "response__inspection", "response__force")
        return {
            f"response:{row.document.slug}": Stored(row, _content_of_row(row))
            for row in rows.order_by("version")  # the latest version of each stays
            if row.document
        }

    def create(self, entry: Entry, pen: Pen) -> None:
        """Record the publication. Whoever loads has the right to load, which is all that recording it takes."""
        given, known = entry.content, pen.known
        inspection = Inspection.objects.get(pk=known.inspection(given["inspection"]))
        published_on, dated_on = _date(given["published_on"]), _date(given["dated_on"])
        if inspection.state != Inspection.State.PUBLISHED or not inspection.published_on:
            raise UndecidedError(_now("The report it responds to is not published here. Publish the report first."))
        if published_on and published_on < inspection.published_on:
            raise UndecidedError(_now("It would be published before the report it responds to. Check both dates."))
        body, force = LocalPolicingBody.objects.get(pk=known.body(given["body"])), known.body(given["force"])
        response = Response.objects.filter(inspection=inspection, force=force).first()
        if response is None:
            response = Response()
            pen.save(response, {"inspection_id": inspection.pk, "force_id": force}, entry)
        write_publication(
            response=response,
            body=body,
            content=_what_it_says(response, body, given),
            by=pen.by,
            is_elsewhere=True,
            published_on=published_on,
            dated_on=dated_on,
            document=Document.objects.get(slug=given["document"]),
            **{name: given[name] for name in ("address", "signatory_name", "signatory_title")},
        )

    def update(self, stored: Stored, entry: Entry, pen: Pen) -> None:
        self.create(entry, pen)


def _what_it_says(response: Response, body: LocalPolicingBody, given: Content) -> ResponseContent:
    words = Words(
        general_comments=given["general_comments"],
        chief_officer_comments=given["chief_officer_comments"],
        explanations={reference: (NOT_STATED, text) for reference, text in given["body_on"].items()},
        comments=given["chief_officer_on"],
    )
    return content_elsewhere(response.inspection, response.force, body, words)


def _content_of_record(record: DocumentRecord, response: ResponseRecord) -> Content:
    own = Statement.Speaker.LOCAL_POLICING_BODY

    def said(reference: str, *, by_body: bool) -> str:
        return plain(
            "\n\n".join(
                statement.text.strip()
                for statement in record.statements
                if statement.recommendation == reference and (statement.speaker == own) == by_body
            )
        )

    def on_each(*, by_body: bool) -> dict[str, str]:
        named = dict.fromkeys(each.recommendation for each in record.statements if each.recommendation)
        return {reference: words for reference in named if (words := said(reference, by_body=by_body))}

    return {
        "document": record.slug,
        "body": record.published_by,
        **picked(record, ("inspection", "force", "dated_on", "address")),
        **picked(response, ("published_on", "signatory_name", "signatory_title")),
        "general_comments": said("", by_body=True),
        "chief_officer_comments": said("", by_body=False),
        "body_on": on_each(by_body=True),
        "chief_officer_on": on_each(by_body=False),
    }


def _content_of_row(row: Publication) -> Content:
    said = row.said()
    return {
        "document": row.document.slug if row.document else "",
        "body": row.body.slug,
        "inspection": row.response.inspection.slug,
        "force": row.response.force.slug,
        **picked(row, ("dated_on", "address", "published_on", "signatory_name", "signatory_title")),
        "general_comments": said.general_comments,
        "chief_officer_comments": said.chief_officer_comments,
        "body_on": {item.reference: item.explanation for item in said.items if item.explanation},
        "chief_officer_on": {
            item.reference: item.chief_officer_comment for item in said.items if item.chief_officer_comment
        },
    }


def _date(day: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(day) if day else None
