"""`manage.py make_document`: a response as a letter, form or web page, in Word, PDF or HTML."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from forces.bodies.models import Force, LocalPolicingBody
from recommendations.documents.making import DocumentFile, Format, Kind
from recommendations.documents.pdf import PdfUnavailable
from recommendations.documents.queries import source_of_draft, source_of_publication, template_of
from recommendations.documents.source import Source
from recommendations.register.models import Inspection
from recommendations.responses.models import Publication, Response
from recommendations.responses.queries import answering_body
from soteria_tracker.web.today import today

NOT_MADE, EXISTS = 1, 3


class Command(BaseCommand):
    """Makes one document of one response."""

    help = (
        "Make a document of a response: of its newest publication, or with --draft of the working copy, which is then "
        "marked as a draft on every page. An invitation is always made of the working copy. Exit codes: 0 made; "
        "1 not made, and why; 2 wrong use of the command; 3 the output file is there already."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("response", metavar="RESPONSE", help="force and inspection: cleveland/soteria-2024")
        parser.add_argument("--kind", required=True, choices=Kind.values)
        parser.add_argument("--format", required=True, choices=Format.values)
        parser.add_argument("--output", required=True, type=Path, metavar="FILE", help="where the document is written")
        parser.add_argument("--draft", action="store_true", help="of the working copy, not of what was published")
        parser.add_argument("--force", action="store_true", help="write over the output file if there is one")

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        file = DocumentFile(Kind(options["kind"]), Format(options["format"]))
        if output.exists() and not options["force"]:
            raise CommandError(f"{output} is there already. Choose another name, or add --force.", returncode=EXISTS)
        source, body = _found(options["response"], file.kind, draft=options["draft"])
        try:
            template = template_of(body, file.kind) if file.format == Format.DOCX else None
            contents = file.make(source, template=template)
        except (PdfUnavailable, ValidationError) as error:
            why = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            raise CommandError(why, returncode=NOT_MADE) from error
        try:
            output.write_bytes(contents)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.", returncode=NOT_MADE) from error
        self.stdout.write(f"Written: {output}")


def _found(named: str, kind: Kind, *, draft: bool) -> tuple[Source, LocalPolicingBody | None]:
    """What the document is made from, and whose office makes it."""
    force, inspection = _force_and_inspection(named)
    if draft or kind == Kind.INVITATION:
        response = Response.objects.filter(force=force, inspection=inspection).select_related("force", "inspection")
        working = response.first() or Response(force=force, inspection=inspection)
        return source_of_draft(working, today()), answering_body(force, today())
    newest = (
        Publication.objects.filter(response__force=force, response__inspection=inspection)
        .select_related("body", "document")
        .order_by("-version")
        .first()
    )
    if newest is None:
        raise CommandError(
            f"No response is published for {named}. Add --draft for the working copy.", returncode=NOT_MADE
        )
    return source_of_publication(newest), newest.body


def _force_and_inspection(named: str) -> tuple[Force, Inspection]:
    slug, _slash, report = named.partition("/")
    force = Force.objects.filter(slug=slug).first()
    inspection = Inspection.objects.published_by(today()).filter(slug=report).first()
    if force is None or inspection is None:
        wanted = "force" if force is None else "published inspection"
        raise CommandError(f"“{named}” names no {wanted}. Write it like cleveland/soteria-2024.", returncode=NOT_MADE)
    return force, inspection
