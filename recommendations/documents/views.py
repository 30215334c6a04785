"""Downloads: documents of the working copy, and of what was published."""

from __future__ import annotations

from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forces.people.requests import ReaderRequest
from recommendations.documents.making import DocumentFile, Format, Kind
from recommendations.documents.pdf import PdfUnavailable
from recommendations.documents.queries import source_of_draft, source_of_publication, template_of
from recommendations.documents.source import Source
from recommendations.responses.places import commented_copy, place_of, publication_at, working_copy
from recommendations.responses.queries import answering_body


@require_safe
def response_document(request: ReaderRequest, force: str, inspection: str, kind: str, format: str) -> HttpResponse:
    """The working copy as a document, for its own office; the invitation for the invited force too."""
    reader = request.reader
    file = _asked_for(kind, format)
    find = commented_copy if file.kind == Kind.INVITATION else working_copy
    response = find(reader, force, inspection)
    template = template_of(answering_body(response.force, reader.day), file.kind)
    name = file.name(force, inspection, version=None)
    return _download(request, file, name, source_of_draft(response, reader.day), template)


@require_safe
def publication_document(
    request: ReaderRequest, force: str, inspection: str, version: int, kind: str, format: str
) -> HttpResponse:
    """What was published as a document, for everybody who may read it. An invitation is never published."""
    file = _asked_for(kind, format)
    if file.kind == Kind.INVITATION:
        raise Http404
    publication = publication_at(place_of(request.reader, force, inspection), version)
    template = template_of(publication.body, file.kind)
    name = file.name(force, inspection, version=version)
    return _download(request, file, name, source_of_publication(publication), template)


def _asked_for(kind: str, format: str) -> DocumentFile:
    try:
        return DocumentFile(Kind(kind), Format(format))
    except ValueError:
        raise Http404 from None


def _download(
    request: ReaderRequest, file: DocumentFile, name: str, source: Source, template: bytes | None
) -> HttpResponse:
    try:
        contents = file.make(source, template=template)
    except PdfUnavailable as missing:
        return _cannot(request, str(missing), HTTPStatus.SERVICE_UNAVAILABLE)
    except ValidationError as refused:
        words = _("The office’s own Word template could not be used. %(why)s") % {"why": " ".join(refused.messages)}
        return _cannot(request, words, HTTPStatus.CONFLICT)
    download = HttpResponse(contents, content_type=file.format.content_type)
    download["Content-Disposition"] = f'attachment; filename="{name}"'
    download["X-Content-Type-Options"] = "nosniff"
    download["Cache-Control"] = "private, no-store"
    return download


def _cannot(request: ReaderRequest, why: str, status: HTTPStatus) -> HttpResponse:
    return render(request, "documents/cannot.html", {"why": why}, status=status)
