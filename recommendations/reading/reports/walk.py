"""Walk through a report block by block, and collect its items."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from recommendations.reading.blocks.block import Block, BlockKind
from recommendations.reading.certainty import Certainty
from recommendations.reading.names import BodyNames
from recommendations.reading.reports.builder import OpenItem, blocks_of_cell
from recommendations.reading.reports.deadlines import deadline_in_column
from recommendations.reading.reports.facts import ReportFacts, force_of_heading, unit_of_heading
from recommendations.reading.reports.item_tables import item_table
from recommendations.reading.reports.labels import (
    ItemLabel,
    is_bare,
    is_bare_list_heading,
    is_list_heading,
    is_obligation,
    is_practice,
    is_recommending,
    is_verdict,
    label_of,
    other_issuer,
    promises,
    zone_of,
)
from recommendations.reading.reports.reading import ReadItem

_SUMMARY = re.compile(
    r"^(?:\d+\.?\s+)?(?:executive )?(?:overall )?summary\b|^foreword\b|^introduction\b", re.IGNORECASE
)
_DEFINES = re.compile(r"^(?:an?|the|any|these|this|where|is|are)\s")
_MOST_WORDS = 6  # paragraphs that describe a cause of concern; more are the text of the report
_QUOTED = ("“", '"', "‘")


@dataclass
class _Section:
    """A heading that is open: what is under it until a heading of the same or a higher level."""

    level: int
    text: str
    zone: str = ""
    force: str = ""
    is_theme: bool = True


class ReportWalk:
    """The state of reading: the open sections, the open item, and what a list under this heading would hold."""

    def __init__(self, facts: ReportFacts, names: BodyNames) -> None:
        self.facts, self.names = facts, names
        self.items: list[ReadItem] = []
        self.sections: list[_Section] = []
        self.open: OpenItem | None = None
        self.list_kind = ""  # kind of the items in a list under this heading; empty: no list of items
        self.list_box = 0
        self.issuer = ""
        self.concern: ReadItem | None = None
        self.concern_words: list[str] | None = None  # paragraphs after a cause of concern, until something else begins
        self.concern_level = 0  # of the section within which recommendations belong to the cause of concern
        self.box = 0
        self.skips_box = False
        self.year = facts.published_on.year if facts.published_on else None

    def read(self, blocks: tuple[Block, ...]) -> list[ReadItem]:
        """Return the items of these blocks, in their order, repeats included."""
        for block in blocks:
            self._read_block(block)
        self._close()
        return self.items

    # --- where we are ------------------------------------------------------------------------------------------------

    @property
    def zone(self) -> str:
        return next((section.zone for section in reversed(self.sections) if section.zone), "")

    @property
    def theme(self) -> str:
        themes = [section for section in self.sections if section.is_theme]
        if not themes:
            return self.sections[-1].text if self.sections else ""
        own = [section for section in themes if section.force]
        return (own or themes)[-1].text

    @property
    def section(self) -> str:
        return next((section.force for section in reversed(self.sections) if section.force), "")

    # --- blocks ------------------------------------------------------------------------------------------------------

    def _read_block(self, block: Block) -> None:
        if block.box != self.box:
            self._close()
            if self.list_kind and self.list_box:
                self.list_kind = ""
            self.box, self.skips_box = block.box, False
        if block.kind is BlockKind.HEADING:
            self._read_heading(block)
        elif self.skips_box and block.box:
            return
        elif block.kind is BlockKind.TABLE:
            self._close()
            if not self.zone:
                self._read_table(block)
        elif not self._read_label(block):
            self._read_text(block)

    def _read_heading(self, block: Block) -> None:
        label = label_of(block.line)
        if label is not None and not label.is_plural and self._is_label(label):
            self._start(label, block)
            return
        self._close()
        if is_practice(block.line) and block.box:
            self.skips_box = True
            return
        self._open_section(block)

    def _open_section(self, block: Block) -> None:
        while self.sections and self.sections[-1].level >= block.level:
            self.sections.pop()
        text = block.line
        force = force_of_heading(text, self.names)
        slug = force.slug if force else unit_of_heading(text)
        bare = is_bare_list_heading(text)
        is_list = bare or is_list_heading(text)
        is_theme = not bare and not _SUMMARY.match(text) and block.level > 0 and text != self.facts.title
        zone = zone_of(text, self.year)
        self.sections.append(_Section(block.level, text, zone, slug, is_theme))
        self.list_kind, self.list_box = "", 0
        self.issuer = ""
        if is_list and not zone:
            self._expect_list(text, block.box)
        self.concern_words = None
        if block.level <= self.concern_level:
            self.concern = None

    def _expect_list(self, text: str, box: int) -> None:
        self.list_kind = "afi" if is_afi(text) else "recommendation"
        if self.list_kind == "recommendation":
            self._describe_concern()
        self.list_box = box
        issuer = other_issuer(text)
        body = next((found.body for found in self.names.find(issuer)), None)
        self.issuer = body.slug if body is not None else ""

    def _is_label(self, label: ItemLabel) -> bool:
        """Whether a label begins an item here: alone on its line, or with an obligation after it."""
        if self.zone in ("contents", "earlier", "aside", "practice"):
            return False
        if is_bare(label):
            return True
        rest = label.rest
        if rest.startswith(" ") or is_verdict(rest) or _DEFINES.match(rest.strip()):
            return False
        return is_obligation(rest) or is_recommending(rest) or label.kind.endswith("cause of concern")

    def _read_label(self, block: Block) -> bool:
        """Read a paragraph or list item that begins with a label; return whether it did."""
        if block.is_quoted:
            return False
        label = label_of(f"{block.label}. {block.line}" if block.label.isdigit() else block.line)
        if label is None and is_practice(block.line) and len(block.line) < 60 and block.box:
            self._close()
            self.skips_box = True
            return True
        if label is None and block.box and is_bare_list_heading(block.line):
            self._close()
            self._expect_list(block.line, block.box)
            return True
        if label is None or not self._is_label(label):
            return False
        if label.is_plural and is_bare(label):
            self._close()
            self._expect_list("areas for improvement", block.box)
            return True
        self._start(label, block)
        return True

    def _describe_concern(self) -> None:
        """Add the paragraphs between a cause of concern and its first recommendation to its text."""
        if self.concern is not None and self.concern_words and len(self.concern_words) <= _MOST_WORDS:
            self.concern.text = "\n\n".join([self.concern.text, *self.concern_words])
        self.concern_words = None

    def _start(self, label: ItemLabel, block: Block) -> None:
        self._close()
        kind = label.kind
        if kind == "recommendation":
            self._describe_concern()
        self.concern_words = None
        is_concern = kind.endswith("cause of concern")
        self.open = OpenItem(
            kind,
            label.number,
            self.theme,
            block.place,
            self._section_of(label),
            None if is_concern or kind != "recommendation" else self.concern,
            box=block.box,
        )
        if not is_bare(label):
            self.open.add(replace(block, kind=BlockKind.PARAGRAPH, text=label.rest, label=""))
        if self.list_kind and not self.list_box and block.kind is BlockKind.HEADING and not is_concern:
            self.list_kind = ""

    def _section_of(self, label: ItemLabel) -> str:
        named = self.names.exactly(label.who) if label.who else None
        return named.slug if named is not None else self.section

    def _read_text(self, block: Block) -> None:
        if self.open is not None:
            if self.open.takes(block):
                self.open.add(block)
                return
            self._close()
        if self.zone or block.is_quoted or block.line.startswith(_QUOTED):
            return
        if self.concern_words is not None and block.kind is BlockKind.PARAGRAPH and not is_recommending(block.line):
            self.concern_words.append(block.line)
            if not self.list_kind:
                return
        if self.list_kind and block.box == self.list_box:
            if block.kind is BlockKind.ITEM and (is_obligation(block.line) or is_recommending(block.line)):
                self._open_unlabelled(
                    block, Certainty.CLEAR if block.label.isdigit() or self.list_kind == "afi" else Certainty.CHECK
                )
                return
            if block.kind is BlockKind.PARAGRAPH and is_recommending(block.line):
                self._open_unlabelled(block, Certainty.CLEAR)
                return
            if block.kind is BlockKind.PARAGRAPH and self._addresses(block.line):
                self._open_unlabelled(block, Certainty.CHECK, "It has no number: is it a recommendation of its own?")
                return
        if block.kind is BlockKind.PARAGRAPH and is_recommending(block.line):
            self._open_unlabelled(block, Certainty.CHECK, "It is outside the recommendations.")

    def _addresses(self, line: str) -> bool:
        """Whether a paragraph under a heading of items reads as one: it obliges, and is not a promise or a remark."""
        return (
            is_obligation(line)
            and not promises(line)
            and bool(re.match(r"^[A-Z]", line))
            and "read together" not in line
            and not re.match(r"^(?:the following|these|below|in this|here|this section)\b", line, re.IGNORECASE)
        )

    def _open_unlabelled(self, block: Block, certainty: Certainty, why: str = "") -> None:
        self.open = OpenItem(
            self.list_kind or "recommendation",
            block.label if block.label.isdigit() and self.list_kind != "afi" else "",
            self.theme,
            block.place,
            self.section,
            self.concern if self.list_kind == "recommendation" else None,
            self.issuer,
            certainty,
            why,
            block.box,
            block.level,
            block.kind is BlockKind.ITEM,
            is_unlabelled=True,
        )
        as_lead = replace(block, kind=BlockKind.PARAGRAPH, label="", level=0)
        self.open.blocks.append(as_lead)

    def _close(self) -> None:
        if self.open is None:
            return
        item = self.open.finished()
        self.open = None
        if item is None or is_verdict(item.text):
            return
        self.items.append(item)
        if item.kind.endswith("cause of concern"):
            self.concern, self.concern_words = item, []
            themes = [section for section in self.sections if section.is_theme]
            own = [section for section in themes if section.force] or themes
            self.concern_level = own[-1].level if own else 0

    # --- tables ------------------------------------------------------------------------------------------------------

    def _read_table(self, block: Block) -> None:
        table = item_table(block.rows)
        if table is None:
            return
        for row in table.rows:
            blocks = blocks_of_cell(row.text, block.place)
            if not blocks:
                continue
            kind = row.kind or self.list_kind or "recommendation"
            opened = OpenItem(kind, row.number, self.theme, block.place, self.section, self.concern, self.issuer)
            opened.blocks = blocks
            item = opened.finished()
            if item is not None and not is_verdict(item.text):
                if row.deadline is not None:
                    item.deadline = deadline_in_column(row.deadline, self.facts.published_on)
                self.items.append(item)


def is_afi(text: str) -> bool:
    """Whether a heading is about areas for improvement only."""
    return bool(re.search(r"areas? for improvement", text, re.IGNORECASE)) and "recommendation" not in text.lower()
