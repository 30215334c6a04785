"""What documents are made of, whatever the format. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from soteria_tracker.web import verbatim


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the document's title, which stands once."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 2


@dataclass(frozen=True)
class Words:
    """Somebody's words, as written: paragraphs and lists of points. `quoted` where they are the inspectorate's."""

    kind: ClassVar[str] = "words"
    text: str
    quoted: bool = False
    strong: bool = False

    @property
    def blocks(self) -> list[verbatim.Block]:
        return verbatim.blocks(self.text)


@dataclass(frozen=True)
class Lines:
    """Lines that stay together without space between them: an address, a signature."""

    kind: ClassVar[str] = "lines"
    lines: tuple[str, ...]
    gap_before: bool = False  # room to sign


@dataclass(frozen=True)
class Facts:
    """What is what: a table of two columns, headed by its first."""

    kind: ClassVar[str] = "facts"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """A table with a header row. `widths` are shares of the page's width, in hundredths."""

    kind: ClassVar[str] = "table"
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]

    @property
    def cells(self) -> list[list[list[verbatim.Block]]]:
        """The rows, each cell as paragraphs and lists."""
        return [[verbatim.blocks(cell) for cell in row] for row in self.rows]


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""

    kind: ClassVar[str] = "page-break"


Block = Heading | Words | Lines | Facts | Table | PageBreak


@dataclass(frozen=True)
class Document:
    """A composed document. `marks` stand on every page: that it is a draft, that it is invented."""

    title: str
    author: str
    marks: tuple[str, ...]
    blocks: Sequence[Block]
