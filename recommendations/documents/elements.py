"""The elements that documents are composed of, in any format. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from soteria_tracker.web import verbatim


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the document's title, used once. `starts_page` where it begins a new page."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 2
    starts_page: bool = False


@dataclass(frozen=True)
class Paragraphs:
    """Text as it was written: paragraphs and lists. `quoted` where it is the inspectorate's."""

    kind: ClassVar[str] = "paragraphs"
    text: str
    quoted: bool = False
    strong: bool = False
    stays_with_next: bool = False  # on the same page as what follows

    @property
    def blocks(self) -> list[verbatim.VerbatimBlock]:
        return verbatim.blocks(self.text)


@dataclass(frozen=True)
class Lines:
    """Lines without space between them: an address, a signature."""

    kind: ClassVar[str] = "lines"
    lines: tuple[str, ...]
    gap_before: bool = False  # space for a signature
    stays_with_next: bool = False


@dataclass(frozen=True)
class FactTable:
    """A table of labels and values; the first column heads each row."""

    kind: ClassVar[str] = "fact-table"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DataTable:
    """A table with a header row. `widths` are shares of the page's width, in hundredths."""

    kind: ClassVar[str] = "table"
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]

    @property
    def cells(self) -> list[list[list[verbatim.VerbatimBlock]]]:
        """The rows, each cell as paragraphs and lists."""
        return [[verbatim.blocks(cell) for cell in row] for row in self.rows]


Element = Heading | Paragraphs | Lines | FactTable | DataTable


@dataclass(frozen=True)
class ComposedDocument:
    """A composed document. `marks` are shown on every page: that it is a draft, that it is invented."""

    title: str
    author: str
    marks: tuple[str, ...]
    elements: Sequence[Element]
