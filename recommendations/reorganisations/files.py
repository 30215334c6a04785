"""A handover pack as a download."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from recommendations.documents import word_writer
from recommendations.documents.document_files import DocumentFormat
from recommendations.reorganisations.handover import HandoverPack
from soteria_tracker.web.exports.describing import Format
from soteria_tracker.web.exports.sending import send


def send_pack(pack: HandoverPack, format: str, request: HttpRequest) -> HttpResponseBase:
    """Return the pack as a Word file, or its actions as an Excel file. Raises Http404 for another format."""
    if format == Format.XLSX:
        host = request.build_absolute_uri("/")[:-1]
        return send(pack.export(host=host, address=request.build_absolute_uri()), Format.XLSX)
    if format != DocumentFormat.DOCX:
        raise Http404
    response = HttpResponse(word_writer.write(pack.document()), content_type=DocumentFormat.DOCX.content_type)
    response["Content-Disposition"] = f'attachment; filename="{pack.name}.docx"'
    return response
