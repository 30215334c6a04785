"""The CSV beside a page: the same rows, for the same reader, day and filters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from forces.bodies.models import Installation
from forces.people.access import Reader
from soteria_tracker.web.exports import header_rows, stream_csv


def csv_link(request: HttpRequest, name: str, *args: str) -> list[dict[str, str]]:
    """The downloads of a page, for components/as_at.html: its CSV, with the page's filters and order."""
    query = request.GET.copy()
    query.pop("page", None)
    return [{"label": _("CSV"), "url": reverse(name, args=args) + (f"?{query.urlencode()}" if query else "")}]


def download(
    filename: str,
    title: str,
    reader: Reader,
    columns: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    filters: Iterable[tuple[str, str]] = (),
) -> StreamingHttpResponse:
    """A CSV as at the reader's day; of a demonstration it says that it is invented."""
    demonstration = Installation.objects.filter(is_demonstration=True).exists()
    head = header_rows(title, as_at=reader.day, filters=filters, demonstration=demonstration)
    return stream_csv(filename, head, columns, rows)
