"""An item while its blocks are being read, and its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from recommendations.reading.blocks.block import Block, BlockKind, text_of
from recommendations.reading.certainty import Certainty
from recommendations.reading.reports.labels import is_obligation
from recommendations.reading.reports.reading import ReadItem, ReadPart

_GOES_ON = re.compile(
    r"^(?:this|these|those|they|it|its|their|in (?:doing|making|its|their|particular)|to (?:do|"
    r"achieve|support)|as a minimum|or |"
    r"the (?:review|assessment|plan|guidance|work|document|framework|updates?|process|strategy|action plan))\b",
    re.IGNORECASE,
)
_LINE = re.compile(r"^(?P<indent>\s*)(?:-|(?P<label>\([a-z0-9]+\)))\s+(?P<text>.+)$")


@dataclass
class OpenItem:
    """An item whose blocks are being collected."""

    kind: str
    number: str
    theme: str
    place: str
    section: str
    parent: ReadItem | None = None
    issuer: str = ""
    certainty: Certainty = Certainty.CLEAR
    why: str = ""
    box: int = 0
    base_level: int = 0  # nesting of its own list item, where the item is one
    is_list_item: bool = False
    is_unlabelled: bool = False
    blocks: list[Block] = field(default_factory=list)

    def takes(self, block: Block) -> bool:
        """Return whether a block belongs to this item."""
        if self.box != block.box:
            return False
        if block.kind is BlockKind.ITEM:
            return self._takes_item(block)
        if block.kind is not BlockKind.PARAGRAPH:
            return False
        if not self.blocks:
            return True
        goes_on = bool(_GOES_ON.match(block.line))
        if block.box:  # in a frame, only another sentence that obliges begins another item without a label
            return goes_on or not (self.is_unlabelled and is_obligation(block.line))
        return bool(_GOES_ON.match(block.line)) and is_obligation(block.line) and not self.is_list_item

    def _takes_item(self, block: Block) -> bool:
        if self.is_list_item:
            is_next = block.label.isdigit() and self.number.isdigit()
            return block.level > self.base_level or (self._announces_a_list and not is_next)
        return self._announces_a_list or bool(block.box and self.blocks)

    @property
    def _announces_a_list(self) -> bool:
        lead = next(
            (block for block in reversed(self.blocks) if block.kind is BlockKind.PARAGRAPH or block.level < 0), None
        )
        is_open = lead is not None and lead.line.endswith((":", "–", "—"))
        return is_open or any(block.kind is BlockKind.ITEM for block in self.blocks)

    def add(self, block: Block) -> None:
        """Add a block. The nesting of list items is counted from the item."""
        if block.kind is BlockKind.ITEM and self.is_list_item:
            block = replace(block, level=max(block.level - self.base_level - 1, 0))
        self.blocks.append(block)

    def finished(self) -> ReadItem | None:
        """Return the item, or None if nothing was found under its label."""
        if not self.blocks or not self.blocks[0].line:
            return None
        first = min((block.level for block in self.blocks if block.kind is BlockKind.ITEM), default=0)
        blocks = [
            replace(block, level=block.level - first) if block.kind is BlockKind.ITEM else block
            for block in self.blocks
        ]
        return ReadItem(
            self.kind,
            self.number,
            text_of(blocks),
            parts_of(blocks),
            self.theme,
            self.place,
            self.section,
            self.parent,
            self.issuer,
            certainty=self.certainty,
            why=self.why,
        )


def parts_of(blocks: list[Block]) -> tuple[ReadPart, ...]:
    """Return the sub-points of an item: its list items, with those nested within them."""
    parts: list[ReadPart] = []
    for block in blocks:
        if block.kind is not BlockKind.ITEM:
            continue
        text = re.sub(r"(?:\s*;\s*(?:and|or)|[;.:,])$", "", block.line)
        if block.level and parts:
            parts[-1] = replace(parts[-1], nested=(*parts[-1].nested, text))
        else:
            is_printed = bool(block.label)
            label = block.label.strip("().") if is_printed else chr(ord("a") + len(parts) % 26)
            parts.append(ReadPart(label, text, is_printed))
    return tuple(parts)


def blocks_of_cell(text: str, place: str) -> list[Block]:
    """Return the paragraphs and list items of the text of a table's cell."""
    blocks: list[Block] = []
    for line in text.split("\n"):
        if match := _LINE.match(line):
            level = 1 if match["indent"] else 0
            blocks.append(Block(BlockKind.ITEM, match["text"], level, match["label"] or "", place=place))
        elif line.strip():
            blocks.append(Block(BlockKind.PARAGRAPH, line.strip(), place=place))
    return blocks
