"""What an export is, whatever it is written as."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from soteria_tracker.web.templatetags.soteria import day


class Format(StrEnum):
    """What a table can be taken away as: the ending of its address and of the file."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"

    @property
    def label(self) -> str:
        return {Format.CSV: _("CSV"), Format.XLSX: _("Excel"), Format.JSON: _("JSON")}[self]


class FormatConverter:
    """The format at the end of an address: `<format:format>`."""

    regex = "|".join(Format)

    def to_python(self, value: str) -> Format:
        return Format(value)

    def to_url(self, value: Format | str) -> str:
        return str(value)


@dataclass(frozen=True, kw_only=True)
class Export:
    """A table with what it says of itself. The rows are read once, as they are written."""

    name: str  # of the file, without its ending
    title: str
    as_at: datetime.date
    columns: Sequence[Any]
    rows: Iterable[Sequence[Any]]
    known_on: datetime.date | None = None  # only what had been recorded by then
    filters: Sequence[tuple[str, str]] = ()  # those in force, in words
    edition: str = ""  # whose view of the records it is
    figures: Mapping[str, Any] = field(default_factory=dict)  # what the page counts, by keys that do not change
    is_demonstration: bool = False

    @property
    def head(self) -> list[list[str]]:
        """The first lines: what it is, as at which day, which filters and edition, and whether it is invented."""
        lines = [[self.title], [_("Position as at"), day(self.as_at)]]
        if self.known_on:
            lines.append([_("As it had been recorded by"), day(self.known_on)])
        lines += [[str(name), str(value)] for name, value in self.filters]
        if self.edition:
            lines.append([_("Records shown"), self.edition])
        if self.is_demonstration:
            lines.append([_("Invented demonstration data")])
        return lines
