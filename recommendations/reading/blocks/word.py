"""Word documents: paragraphs with their styles and automatic numbers, tables, text boxes."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace

from lxml import etree

from recommendations.reading.blocks.block import Block, BlockKind, ReadFile, text_of
from recommendations.reading.blocks.layout import typed_item
from recommendations.reading.blocks.office import DAMAGED, mark_of, open_package, parse
from recommendations.reading.blocks.text import clean, is_marking
from recommendations.reading.errors import UnreadableFile

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VAL = f"{_W}val"
_MAIN_PART = "word/document.xml"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_HEADING = re.compile(r"heading\s*(\d)")
_CONTENTS_STYLE = re.compile(r"toc(?:\s*\d|\s*heading)|table of (?:contents|figures)")
_SPAN_LIMIT = 100


@dataclass
class _Styles:
    """What the styles of a document say of a paragraph: its outline level and the list it belongs to."""

    names: dict[str, str] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    lists: dict[str, tuple[str, int]] = field(default_factory=dict)
    formats: dict[tuple[str, int], str] = field(default_factory=dict)  # of a list and a level


def read_word(contents: bytes) -> ReadFile:
    """Return the blocks of a Word document. Raises UnreadableFile, saying what to do."""
    package = open_package(contents)
    if _STRICT in package.parts.get(_MAIN_PART, b""):
        raise UnreadableFile("This is a Strict Open XML document. Save it in Word as a document (.docx), not Strict.")
    body = parse(package, _MAIN_PART).find(f"{_W}body")
    if body is None:
        raise UnreadableFile(DAMAGED)
    styles = _Styles()
    if "word/styles.xml" in package.parts:
        _read_styles(styles, parse(package, "word/styles.xml"))
    if "word/numbering.xml" in package.parts:
        _read_numbering(styles, parse(package, "word/numbering.xml"))
    reader = _WordReader(styles)
    reader.read(body)
    if not reader.blocks:
        raise UnreadableFile("This document has no text. If it holds scanned pages, have them recognised first.")
    return ReadFile("docx", reader.title, tuple(reader.blocks))


def _read_styles(styles: _Styles, root: etree._Element) -> None:
    for style in root.iter(f"{_W}style"):
        key = style.get(f"{_W}styleId", "")
        name = _value(style.find(f"{_W}name")).casefold()
        styles.names[key] = name
        if match := _HEADING.match(name):
            styles.levels[key] = int(match[1])
        elif (outline := style.find(f"{_W}pPr/{_W}outlineLvl")) is not None and _value(outline).isdigit():
            styles.levels[key] = int(_value(outline)) + 1
        number = style.find(f"{_W}pPr/{_W}numPr")
        if number is not None:
            styles.lists[key] = _list_of(number)


def _read_numbering(styles: _Styles, root: etree._Element) -> None:
    formats: dict[str, dict[int, str]] = {}
    for abstract in root.iter(f"{_W}abstractNum"):
        levels = formats.setdefault(abstract.get(f"{_W}abstractNumId", ""), {})
        for level in abstract.iter(f"{_W}lvl"):
            if (number := level.get(f"{_W}ilvl", "")).isdigit():
                levels[int(number)] = _value(level.find(f"{_W}numFmt"))
    for num in root.iter(f"{_W}num"):
        abstract_id = _value(num.find(f"{_W}abstractNumId"))
        for level_number, kind in formats.get(abstract_id, {}).items():
            styles.formats[num.get(f"{_W}numId", ""), level_number] = kind


def _list_of(number: etree._Element) -> tuple[str, int]:
    level = _value(number.find(f"{_W}ilvl"))
    return _value(number.find(f"{_W}numId")), int(level) if level.isdigit() else 0


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(_VAL, "")


class _WordReader:
    def __init__(self, styles: _Styles) -> None:
        self.styles = styles
        self.blocks: list[Block] = []
        self.title = ""
        self.boxes = 0
        self.box = 0
        self.counts: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        self.list_levels: list[tuple[str, int]] = []
        self.text_boxes: set[str] = set()

    def read(self, parent: etree._Element) -> None:
        for child in parent:
            if child.tag == f"{_W}p":
                self._read_paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._read_table(child)
            elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
                self.read(child)

    def _read_paragraph(self, paragraph: etree._Element) -> None:
        style = _value(paragraph.find(f"{_W}pPr/{_W}pStyle"))
        name = self.styles.names.get(style, "")
        text = clean(_text(paragraph))
        if text.strip() and not _CONTENTS_STYLE.match(name) and not is_marking(text):
            self._add(self._block(paragraph, style, name, text))
        for box in paragraph.iter(f"{_W}txbxContent"):
            if next(box.iterancestors(f"{_MC}Fallback"), None) is None or not _has_choice(box):
                self._read_box(box)

    def _block(self, paragraph: etree._Element, style: str, name: str, text: str) -> Block:
        if name == "title":
            self.title = self.title or text
        level = 1 if name == "title" else self.styles.levels.get(style, 0)
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        number, depth = _list_of(own) if own is not None else self.styles.lists.get(style, ("", 0))
        if level:
            self.list_levels.clear()
            return Block(BlockKind.HEADING, text.replace("\n", " "), level)
        if number and number != "0":
            return self._list_item(text, number, depth)
        if "\n" not in text and (typed := typed_item(text)) is not None:
            return Block(BlockKind.ITEM, typed[1], len(self.list_levels), typed[0])
        self.list_levels.clear()
        return Block(
            BlockKind.PARAGRAPH, text, is_quoted=name in ("quote", "intense quote"), is_bold=_is_bold(paragraph)
        )

    def _list_item(self, text: str, number: str, depth: int) -> Block:
        kind = self.styles.formats.get((number, depth), "bullet")
        counts = self.counts[number]
        counts[depth] += 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        place = (number, depth)
        if place in self.list_levels:
            del self.list_levels[self.list_levels.index(place) + 1 :]
        else:
            self.list_levels.append(place)
        return Block(BlockKind.ITEM, text.replace("\n", " "), len(self.list_levels) - 1, mark_of(counts[depth], kind))

    def _add(self, block: Block) -> None:
        self.blocks.append(replace(block, box=self.box, place=f"paragraph {len(self.blocks) + 1}"))

    def _read_box(self, content: etree._Element) -> None:
        outer = self.box
        self.boxes += 1
        self.box = self.boxes
        self.list_levels.clear()
        self.read(content)
        self.list_levels.clear()
        self.box = outer

    def _read_table(self, table: etree._Element) -> None:
        rows = [_cells(row) for row in table.iter(f"{_W}tr") if next(row.iterancestors(f"{_W}tbl")) is table]
        if all(len(row) <= 1 for row in rows):
            for row in rows:
                for cell in row:
                    self._read_box(cell)
            return
        above: dict[int, str] = {}
        texts: list[tuple[str, ...]] = []
        for row in rows:
            cells: list[str] = []
            for cell in row:
                merge = cell.find(f"{_W}tcPr/{_W}vMerge")
                text = self._cell_text(cell)
                if merge is not None and _value(merge) != "restart" and not text:
                    text = above.get(len(cells), "")
                above[len(cells)] = text
                span = _value(cell.find(f"{_W}tcPr/{_W}gridSpan"))
                wide = min(int(span), _SPAN_LIMIT) if span.isdigit() else 1
                cells += [text, *[""] * (wide - 1)]
            texts.append(tuple(cells))
        self._add(Block(BlockKind.TABLE, "", rows=tuple(texts)))

    def _cell_text(self, cell: etree._Element) -> str:
        inner = _WordReader(self.styles)
        inner.read(cell)
        return text_of(inner.blocks)


def _cells(row: etree._Element) -> list[etree._Element]:
    """Return the cells of a row, those that are form fields (content controls) among them."""
    return [cell for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row]


def _has_choice(box: etree._Element) -> bool:
    """Whether the same words are also in the form that newer programs read."""
    fallback = next(box.iterancestors(f"{_MC}Fallback"))
    choice = fallback.getparent().find(f"{_MC}Choice")
    return choice is not None and next(choice.iter(f"{_W}txbxContent"), None) is not None


def _text(paragraph: etree._Element) -> str:
    """Return the words of a paragraph, without text boxes in it, words deleted or moved away, and footnote marks."""
    words: list[str] = []
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}noBreakHyphen", f"{_W}sym", f"{_W}checked"):
        owner = next(element.iterancestors(f"{_W}p"))
        if owner is not paragraph or next(element.iterancestors(f"{_W}del", f"{_W}moveFrom"), None) is not None:
            continue
        if element.tag == f"{_W}t":
            words.append(element.text or "")
        elif element.tag == f"{_W}noBreakHyphen":
            words.append("-")
        else:
            is_tab_stop = next(element.iterancestors(f"{_W}tabs"), None) is not None
            words.append("" if is_tab_stop else "\n" if element.tag == f"{_W}br" else " ")
    return "".join(words)


def _is_bold(paragraph: etree._Element) -> bool:
    runs = [run for run in paragraph.iter(f"{_W}r") if (run.findtext(f"{_W}t") or "").strip()]
    return bool(runs) and all(run.find(f"{_W}rPr/{_W}b") is not None for run in runs)
