"""Lists as CSV files that say what they are and do no harm when a spreadsheet opens them."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from soteria_tracker.web.templatetags.soteria import day

_BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets read UTF-8 as something else
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def header_rows(
    title: str, *, as_at: datetime.date, filters: Iterable[tuple[str, str]] = (), demonstration: bool
) -> list[list[str]]:
    """The first lines of every export: what it is, as at which day, which filters, and whether it is invented."""
    rows = [[title], [_("Position as at"), day(as_at)]]
    rows += [[str(name), str(value)] for name, value in filters]
    if demonstration:
        rows.append([_("Invented demonstration data")])
    return rows


def stream_csv(
    filename: str, header_rows: Iterable[Sequence[Any]], columns: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """A download in UTF-8: the header rows, an empty line, the column names, the rows, written as they are read."""
    response = StreamingHttpResponse(_lines(header_rows, columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, filename)
    return response


def cell(value: Any) -> str:
    """A value as a cell holds it: dates as 2025-01-31, nothing for None, and no text that starts a formula."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).isoformat(" ", "minutes")[:16]
    if isinstance(value, datetime.date):
        return value.isoformat()
    text = str(value)
    if isinstance(value, int | float):
        return text
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


class _Echo:
    """What csv.writer writes into: hands each line straight back."""

    def write(self, line: str) -> str:
        return line


def _lines(
    header_rows: Iterable[Sequence[Any]], columns: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield _BYTE_ORDER_MARK
    for row in (*header_rows, [], columns):
        yield writer.writerow([cell(value) for value in row])
    for row in rows:
        yield writer.writerow([cell(value) for value in row])
