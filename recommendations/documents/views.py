"""Downloads of the draft and of publications; reading the comments in a filled-in invitation."""

from __future__ import annotations

import datetime
import json
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import View

from forces.bodies.models import LocalPolicingBody
from forces.people import unsaved_forms
from forces.people.prepared_files import is_in_worker, may_be_prepared, no_file, offer_file
from forces.people.requests import ReaderRequest
from recommendations.documents.document_files import DocumentFile, DocumentFormat, DocumentKind
from recommendations.documents.document_source import DocumentSource
from recommendations.documents.filled_invitation import read_comments
from recommendations.documents.pdf_writer import PdfUnavailable
from recommendations.documents.queries import draft_source, office_template, publication_source
from recommendations.responses.concurrent_edits import digest_of
from recommendations.responses.content import ResponseContent
from recommendations.responses.forms.comments import GENERAL_PREFIX, READ_FROM_DOCUMENT, comment_prefix, stored_comments
from recommendations.responses.lookup import find_response, publication_at, response_to_comment_on, working_copy
from recommendations.responses.models import Response
from recommendations.responses.page_mixins import WorkingCopyMixin
from recommendations.responses.queries import answering_body
from recommendations.responses.services.drafting import REPORT
from recommendations.updates.evidence import check_file


@may_be_prepared
@require_safe
def response_document(request: ReaderRequest, force: str, inspection: str, kind: str, format: str) -> HttpResponse:
    """Download the draft as a document, for its own office; the invitation also for the invited force."""
    reader = request.reader
    file = _requested_file(kind, format)
    find = response_to_comment_on if file.kind == DocumentKind.INVITATION else working_copy
    response = find(reader, force, inspection)
    name, body = file.name(force, inspection, version=None), answering_body(response.force, reader.day)
    return _download(request, file, name, draft_source(response, reader.day), body)


@may_be_prepared
@require_safe
def publication_document(
    request: ReaderRequest, force: str, inspection: str, version: int, kind: str, format: str
) -> HttpResponse:
    """Download a publication as a document, for everyone who may read it. An invitation is never published."""
    file = _requested_file(kind, format)
    if file.kind == DocumentKind.INVITATION:
        raise Http404
    publication = publication_at(find_response(request.reader, force, inspection), version)
    name = file.name(force, inspection, version=version)
    return _download(request, file, name, publication_source(publication), publication.body)


def _requested_file(kind: str, format: str) -> DocumentFile:
    try:
        return DocumentFile(DocumentKind(kind), DocumentFormat(format))
    except ValueError:
        raise Http404 from None


def _download(
    request: ReaderRequest, file: DocumentFile, name: str, source: DocumentSource, body: LocalPolicingBody | None
) -> HttpResponse:
    if not file.is_offered(source):
        raise Http404(_("There is no letter yet: the response has no explanations of its own."))
    if file.format == DocumentFormat.PDF and not is_in_worker(request):
        return offer_file(request)
    try:
        template = office_template(body, file.kind) if file.format == DocumentFormat.DOCX else None
        contents = file.make(source, template=template)
    except PdfUnavailable as missing:
        return no_file(request, str(missing), HTTPStatus.SERVICE_UNAVAILABLE)
    except ValidationError as refused:
        words = _("Your office’s Word template could not be used. %(reason)s") % {"reason": " ".join(refused.messages)}
        return no_file(request, words, HTTPStatus.CONFLICT)
    download = HttpResponse(contents, content_type=file.format.content_type)
    download["Content-Disposition"] = f'attachment; filename="{name}"'
    download["X-Content-Type-Options"] = "nosniff"
    return download


class ReadComments(WorkingCopyMixin, View):
    """Read the comments in a filled invitation into an unsaved form of the comments page. Nothing is saved here."""

    post_creates_response = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Redirect to the comments page, for example after someone has signed in again."""
        return redirect(self.comments_page)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        upload = request.FILES.get("filled")
        try:
            texts = self.read(upload)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(self.comments_page)
        fields = _unsaved_fields(self.response, self.content, texts, self.reader.day)
        if upload:
            fields["document_token"] = str(unsaved_forms.store_file(upload, by=self.reader.person).token)
        kept = {name: [value] for name, value in fields.items()}
        return redirect(unsaved_forms.store_fields(self.reader.person, self.comments_page, kept))

    @property
    def comments_page(self) -> str:
        return reverse("response-comments", args=[self.kwargs["force"], self.kwargs["inspection"]])

    def read(self, upload: UploadedFile | None) -> dict[str, str]:
        """Return the comments in the uploaded file, by reference. Raises ValidationError where there are none."""
        if upload is None:
            raise ValidationError(_("Choose the filled-in table: the invitation’s Word document."))
        name = upload.name or ""
        check_file(upload, name)
        texts = read_comments(upload, name)
        if not texts:
            raise ValidationError(_("The table in “%(name)s” has no comments.") % {"name": name})
        return texts


def _unsaved_fields(
    response: Response, content: ResponseContent, texts: dict[str, str], day: datetime.date
) -> dict[str, str]:
    """Return the fields of the comments page with these texts, by reference; fields without one show what is saved.

    Each text counts as written from nothing, so that saving it over other words shows both versions first. The date
    received is today, unless another one is recorded: the person who checks the form can correct it.
    """
    stored = {reference: fields["text"] for reference, fields in stored_comments(content).items()}
    known = {item.reference.casefold(): item.reference for item in content.items}  # in invitations of version 0.1
    known |= {" ".join(item.label.split()).casefold(): item.reference for item in content.items}
    read = {known[reference]: text for reference, text in texts.items() if reference in known}
    general = [texts[REPORT]] if REPORT in texts else []
    general += [
        f"{capfirst(reference)}:\n{text}" for reference, text in texts.items() if reference and reference not in known
    ]
    if general:
        read[REPORT] = "\n\n".join(general)
    fields = {
        READ_FROM_DOCUMENT: "yes",
        "received_on": (response.comments_received_on or day).isoformat(),
    }
    for reference, saved in stored.items():
        prefix = comment_prefix(reference) if reference else GENERAL_PREFIX
        fields[f"{prefix}-text"] = read.get(reference, saved)
        fields[f"{prefix}-base"] = json.dumps({"text": digest_of("" if reference in read else saved)})
    return fields
