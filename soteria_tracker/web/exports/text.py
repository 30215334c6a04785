"""An export as text that is written while it is read: CSV and JSON."""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _

from soteria_tracker.web.exports.describing import Export

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets read UTF-8 as something else
_LINES_AT_ONCE = 200  # sent together: a small piece for each row would be slow


def local(moment: datetime.datetime) -> datetime.datetime:
    """The time on the clock here, to the minute, without a zone."""
    shown = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return shown.replace(second=0, microsecond=0, tzinfo=None)


def cell(value: Any) -> str:
    """A value as a cell of a CSV: dates as 2025-01-31, nothing for None, and no text that starts a formula."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return local(value).isoformat(" ", "minutes")
    if isinstance(value, datetime.date):
        return value.isoformat()
    text = str(value)
    if isinstance(value, int | float):
        return text
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def csv_lines(export: Export) -> Iterator[str]:
    """Yield the headings and the rows: nothing else, so that every program reads the file without skipping lines."""
    writer = csv.writer(_Echo())
    yield _BYTE_ORDER_MARK
    yield writer.writerow([cell(column) for column in export.columns])
    yield from in_pieces(writer.writerow([cell(value) for value in row]) for row in export.cells())


def about_lines(export: Export) -> Iterator[str]:
    """Yield the facts about the export, one a line."""
    writer = csv.writer(_Echo())
    yield _BYTE_ORDER_MARK
    for line in ((_("Fact"), _("Value")), *export.about):
        yield writer.writerow([cell(value) for value in line])


def json_pieces(export: Export) -> Iterator[str]:
    """One object: what the page says of itself, what it counts, and its table. Dates are as 2025-01-31."""
    facts = {
        "title": export.title,
        "as_at": export.as_at,
        **({"known": export.known_on} if export.known_on else {}),
        "filters": [{"name": name, "value": value} for name, value in export.filters],
        "edition": export.edition,
        "demonstration": export.is_demonstration,
        "figures": export.figures,
        "columns": [str(column) for column in export.columns],
    }
    yield _json(facts)[:-1] + ', "rows": ['
    rows = (("," if number else "") + "\n" + _json(list(row)) for number, row in enumerate(export.cells()))
    yield from in_pieces(rows)
    yield "\n]}\n"


def in_pieces(lines: Iterator[str]) -> Iterator[str]:
    """Yield the lines joined into pieces, so that not every line is sent on its own."""
    piece: list[str] = []
    for line in lines:
        piece.append(line)
        if len(piece) == _LINES_AT_ONCE:
            yield "".join(piece)
            piece.clear()
    yield "".join(piece)


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


class _Echo:
    """What csv.writer writes into: hands each line straight back."""

    def write(self, line: str) -> str:
        return line
