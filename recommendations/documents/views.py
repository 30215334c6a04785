"""Downloads of the working copy and of what was published; the filled invitation, read back."""

from __future__ import annotations

import datetime
import json
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forces.bodies.models import LocalPolicingBody
from forces.people import keeping
from forces.people.requests import ReaderRequest
from recommendations.documents.comments import read_comments
from recommendations.documents.making import DocumentFile, Format, Kind
from recommendations.documents.pdf import PdfUnavailable
from recommendations.documents.queries import source_of_draft, source_of_publication, template_of
from recommendations.documents.source import Source
from recommendations.responses.content import Content
from recommendations.responses.forms.steps import READ_FROM_DOCUMENT, comment_field, stored_comments
from recommendations.responses.merging import digest_of
from recommendations.responses.models import Response
from recommendations.responses.places import commented_copy, place_of, publication_at, working_copy
from recommendations.responses.queries import answering_body, content_of
from recommendations.updates.evidence import check_file


@require_safe
def response_document(request: ReaderRequest, force: str, inspection: str, kind: str, format: str) -> HttpResponse:
    """The working copy as a document, for its own office; the invitation for the invited force too."""
    reader = request.reader
    file = _asked_for(kind, format)
    find = commented_copy if file.kind == Kind.INVITATION else working_copy
    response = find(reader, force, inspection)
    name, body = file.name(force, inspection, version=None), answering_body(response.force, reader.day)
    return _download(request, file, name, source_of_draft(response, reader.day), body)


@require_safe
def publication_document(
    request: ReaderRequest, force: str, inspection: str, version: int, kind: str, format: str
) -> HttpResponse:
    """What was published as a document, for everybody who may read it. An invitation is never published."""
    file = _asked_for(kind, format)
    if file.kind == Kind.INVITATION:
        raise Http404
    publication = publication_at(place_of(request.reader, force, inspection), version)
    name = file.name(force, inspection, version=version)
    return _download(request, file, name, source_of_publication(publication), publication.body)


def _asked_for(kind: str, format: str) -> DocumentFile:
    try:
        return DocumentFile(Kind(kind), Format(format))
    except ValueError:
        raise Http404 from None


def _download(
    request: ReaderRequest, file: DocumentFile, name: str, source: Source, body: LocalPolicingBody | None
) -> HttpResponse:
    try:
        template = template_of(body, file.kind) if file.format == Format.DOCX else None
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


@require_http_methods(["GET", "HEAD", "POST"])
def comments_read(request: ReaderRequest, force: str, inspection: str) -> HttpResponse:
    """Show the comments of a filled invitation as an unsaved form of the comments page. Nothing is saved here.

    Whoever comes by the address alone, as after signing in again, is led to that page.
    """
    one = working_copy(request.reader, force, inspection)
    page = reverse("response-comments", args=[force, inspection])
    if request.method != "POST":
        return redirect(page)
    upload = request.FILES.get("filled")
    if upload is None:
        messages.error(request, _("Choose the filled table: the invitation’s Word document."))
        return redirect(page)
    name = upload.name or ""
    try:
        check_file(upload, name)
        texts = read_comments(upload, name)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect(page)
    if not texts:
        messages.error(request, _("The table in “%(name)s” holds no comments.") % {"name": name})
        return redirect(page)
    fields = _unsaved(one, content_of(one, request.reader.day), texts, request.reader.day)
    fields["document_kept"] = [str(keeping.keep_file(upload, by=request.reader.person).token)]
    return redirect(keeping.keep_fields(request.reader.person, page, fields))


def _unsaved(one: Response, content: Content, texts: dict[str, str], day: datetime.date) -> dict[str, list[str]]:
    """The comments page's form with these texts by reference; fields without a text stay as they are saved.

    Each text counts as written from nothing, so that saving it over other words shows both versions first. They came
    today, unless another day is recorded: the person who reads the form puts it right.
    """
    stored = stored_comments(content)
    known = {item.reference.casefold(): comment_field(item.reference) for item in content.items}
    read = {known[reference]: text for reference, text in texts.items() if reference in known}
    general = [texts[""]] if "" in texts else []
    general += [
        _("Recommendation %(reference)s:") % {"reference": reference} + f"\n{text}"
        for reference, text in texts.items()
        if reference and reference not in known
    ]
    if general:
        read["comment"] = "\n\n".join(general)
    bases = {key: digest_of("" if key in read else value) for key, value in stored.items()}
    fields = {**stored, **read, "base": json.dumps(bases), READ_FROM_DOCUMENT: "yes"}
    fields["received_on"] = (one.comments_received_on or day).isoformat()
    return {name: [value] for name, value in fields.items()}
