"""What an export contains, whichever format it is written in."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from soteria_tracker.web.templatetags.soteria import day


class Format(StrEnum):
    """The formats of a downloaded table: the ending of its address and of the file."""

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


class PageLink(str):
    """The address of a page, in a cell: a link in Excel, the whole address in every format."""


class TooManyRows(Exception):
    """More rows than a sheet can hold; the message says what to do instead."""


@dataclass(frozen=True, kw_only=True)
class Export:
    """A table with the facts about it. The rows are read once, as they are written."""

    name: str  # of the file, without its ending
    title: str
    as_at: datetime.date
    columns: Sequence[Any]
    rows: Iterable[Sequence[Any]]
    known_on: datetime.date | None = None  # only what had been recorded by then
    filters: Sequence[tuple[str, str]] = ()  # those in use, in words
    edition: str = ""  # whose view of the records it is
    counts: Sequence[tuple[Any, Any]] = ()  # what the page counts, in words
    figures: Mapping[str, Any] = field(default_factory=dict)  # the same by keys that do not change, for programs
    address: str = ""  # of this file
    host: str = ""  # the beginning of the addresses in `PageLink` cells
    is_demonstration: bool = False

    @property
    def about(self) -> list[tuple[str, Any]]:
        """Return the facts about the export: title, day, filters, edition, counts, and whether it is invented."""
        facts: list[tuple[str, Any]] = [(_("Title"), self.title), (_("Position as at"), day(self.as_at))]
        if self.known_on:
            facts.append((_("As it had been recorded by"), day(self.known_on)))
        facts += [(str(name), str(value)) for name, value in self.filters]
        if self.edition:
            facts.append((_("Records shown"), self.edition))
        facts += [(str(name), count) for name, count in self.counts]
        if self.is_demonstration:
            facts.append((_("Note"), _("Invented demonstration data")))
        if self.address:
            facts.append((_("Address"), PageLink(self.address)))
        return facts

    def cells(self) -> Iterable[list[Any]]:
        """Yield the rows, with whole addresses."""
        for row in self.rows:
            yield [PageLink(self.host + value) if isinstance(value, PageLink) and value else value for value in row]
