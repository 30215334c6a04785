"""What a document is made of, whatever kind of file it came in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # of a list
    TABLE = "table"


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, an item of a list, or a table of at least two columns.

    `level` is that of a heading (1 is the highest), or the nesting of a list item (0 is the outermost). `label` is the
    printed or automatic mark of a list item: "1", "(a)", or empty for a bullet. `box` numbers the frame, shaded cell or
    call-out that the block is in; 0 is the text outside. `place` says where it is: "page 5", "line 12".
    """

    kind: BlockKind
    text: str
    level: int = 0
    label: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    box: int = 0
    is_quoted: bool = False
    is_bold: bool = False
    place: str = ""

    @property
    def line(self) -> str:
        """Return the text on one line."""
        return " ".join(self.text.split())


@dataclass(frozen=True)
class ReadFile:
    """The blocks of a file, in reading order, without the furniture of its pages."""

    format: str  # html, docx, odt, pdf or txt
    title: str  # what the file itself says it is called; may be empty
    blocks: tuple[Block, ...]


def list_line(label: str, level: int, text: str) -> str:
    """Return a list item as people type it: "- text", nested "  - text", printed "(a) text"."""
    return f"{'  ' * level}{label if label.startswith('(') else '-'} {text}"


def text_of(blocks: list[Block]) -> str:
    """Return blocks as one text: paragraphs apart by an empty line, items of one list each on its line.

    Each row of a table is a paragraph, so that no words of a table within a cell are lost.
    """
    text, in_list = "", False
    for block in _without_tables(blocks):
        is_item = block.kind is BlockKind.ITEM
        if text:
            text += "\n" if is_item and in_list else "\n\n"
        text += list_line(block.label, block.level, block.line) if is_item else block.line
        in_list = is_item
    return text


def _without_tables(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.kind is not BlockKind.TABLE:
            yield block
            continue
        for row in block.rows:
            if words := " ".join(filter(None, row)):
                yield Block(BlockKind.PARAGRAPH, words, place=block.place)
