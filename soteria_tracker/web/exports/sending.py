"""An export as the response to a request."""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import copy_context

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from soteria_tracker.web.exports.describing import Export, Format
from soteria_tracker.web.exports.text import about_lines, csv_lines, json_pieces

_CONTENT_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON: "application/json",
}


def _as_of_now(pieces: Iterator[str]) -> Iterator[str]:
    """Return the pieces, each made under the day and the names of the page, which end before a response is read."""
    context = copy_context()
    return iter(lambda: context.run(next, pieces, None), None)


def send(export: Export, format: Format, *, about: bool = False) -> HttpResponseBase:
    """Return the export as a download; as JSON, as a document that a browser shows.

    With `about`, the CSV file holds the facts about the export instead of its rows. Raises TooManyRows if an Excel
    sheet cannot hold the rows.
    """
    name, content_type = f"{export.name}.{format}", _CONTENT_TYPES[format]
    if format is Format.XLSX:
        from soteria_tracker.web.exports.workbook import write  # openpyxl takes a quarter of a second to import

        response: HttpResponseBase = FileResponse(write(export), content_type=content_type)
    elif format is Format.CSV and about:
        name = f"{export.name}-about.csv"
        response = StreamingHttpResponse(about_lines(export), content_type=content_type)
    else:
        pieces = csv_lines(export) if format is Format.CSV else json_pieces(export)
        response = StreamingHttpResponse(_as_of_now(pieces), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(format is not Format.JSON, name) or ""
    response["Cache-Control"] = "private, no-store"
    return response
