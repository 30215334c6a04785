"""`manage.py make_document`: write a response as a letter, form or web page, in Word, PDF or HTML."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from forces.bodies.models import Force, LocalPolicingBody
from recommendations.documents.document_files import DocumentFile, DocumentFormat, DocumentKind
from recommendations.documents.document_source import DocumentSource
from recommendations.documents.pdf_writer import PdfUnavailable
from recommendations.documents.queries import draft_source, office_template, publication_source
from recommendations.register.models import Inspection
from recommendations.responses.models import Publication, Response
from recommendations.responses.queries import answering_body
from soteria_tracker.web.today import today

NOT_MADE, EXISTS = 1, 3


class Command(BaseCommand):
    """Makes one document from one response."""

    help = (
        "Make a document from a response. It uses the latest publication, or with --draft the working copy, and then "
        "marks every page as a draft. An invitation always uses the working copy. Exit codes: 0 done; 1 not made, with "
        "the reason; 2 wrong usage; 3 the output file already exists."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("response", metavar="RESPONSE", help="force and inspection, such as cleveland/soteria-2024")
        parser.add_argument("--kind", required=True, choices=DocumentKind.values)
        parser.add_argument("--format", required=True, choices=DocumentFormat.values)
        parser.add_argument("--output", required=True, type=Path, metavar="FILE", help="the file to write")
        parser.add_argument("--draft", action="store_true", help="use the working copy instead of the publication")
        parser.add_argument("--force", action="store_true", help="overwrite the output file if it exists")

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        file = DocumentFile(DocumentKind(options["kind"]), DocumentFormat(options["format"]))
        if output.exists() and not options["force"]:
            raise CommandError(f"{output} already exists. Choose another name, or add --force.", returncode=EXISTS)
        source, body = _source(options["response"], file.kind, draft=options["draft"])
        if not file.is_offered(source):
            raise CommandError("There is no letter: the response has no explanations of its own.", returncode=NOT_MADE)
        try:
            template = office_template(body, file.kind) if file.format == DocumentFormat.DOCX else None
            contents = file.make(source, template=template)
        except (PdfUnavailable, ValidationError) as error:
            reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            raise CommandError(reason, returncode=NOT_MADE) from error
        try:
            output.write_bytes(contents)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.", returncode=NOT_MADE) from error
        self.stdout.write(f"Saved {output}")


def _source(named: str, kind: DocumentKind, *, draft: bool) -> tuple[DocumentSource, LocalPolicingBody | None]:
    """Return what the document is made from, and the office that makes it."""
    force, inspection = _force_and_inspection(named)
    if draft or kind == DocumentKind.INVITATION:
        response = Response.objects.filter(force=force, inspection=inspection).select_related("force", "inspection")
        draft_response = response.first() or Response(force=force, inspection=inspection)
        return draft_source(draft_response, today()), answering_body(force, today())
    latest = (
        Publication.objects.filter(response__force=force, response__inspection=inspection)
        .select_related("body", "document")
        .order_by("-version")
        .first()
    )
    if latest is None:
        raise CommandError(
            f"No response has been published for {named}. Add --draft to use the working copy.", returncode=NOT_MADE
        )
    return publication_source(latest), latest.body


def _force_and_inspection(named: str) -> tuple[Force, Inspection]:
    slug, _slash, report = named.partition("/")
    force = Force.objects.filter(slug=slug).first()
    inspection = Inspection.objects.published_by(today()).filter(slug=report).first()
    if force is None or inspection is None:
        missing = "force" if force is None else "published inspection"
        raise CommandError(
            f"“{named}” does not name a {missing}. Write it like cleveland/soteria-2024.", returncode=NOT_MADE
        )
    return force, inspection
