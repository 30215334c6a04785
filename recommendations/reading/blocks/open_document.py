"""OpenDocument texts: headings, paragraphs, lists and tables."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from recommendations.reading.blocks.block import Block, BlockKind, ReadFile, text_of
from recommendations.reading.blocks.layout import typed_item
from recommendations.reading.blocks.office import DAMAGED, LOCKED, mark_of, open_package, parse
from recommendations.reading.blocks.text import clean, is_marking
from recommendations.reading.errors import UnreadableFile

_NS = "urn:oasis:names:tc:opendocument:xmlns"
_TEXT, _TABLE, _OFFICE = f"{{{_NS}:text:1.0}}", f"{{{_NS}:table:1.0}}", f"{{{_NS}:office:1.0}}"
_STYLE, _DRAW = f"{{{_NS}:style:1.0}}", f"{{{_NS}:drawing:1.0}}"
_REPEAT_LIMIT = 100
_SKIPPED = (
    f"{_TEXT}note",
    f"{_OFFICE}annotation",
    f"{_TEXT}tracked-changes",
    f"{_TEXT}table-of-content",
    f"{_TEXT}sequence-decls",
)
_DEPTH = 60


def read_open_document(contents: bytes) -> ReadFile:
    """Return the blocks of an OpenDocument text. Raises UnreadableFile, saying what to do."""
    package = open_package(contents)
    if b"encryption-data" in package.parts.get("META-INF/manifest.xml", b""):
        raise UnreadableFile(LOCKED)
    root = parse(package, "content.xml")
    text = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if text is None:
        raise UnreadableFile(DAMAGED)
    reader = _OpenDocumentReader(_numbered_styles(root, package.parts))
    reader.read(text, 0)
    if not reader.blocks:
        raise UnreadableFile("This document has no text. If it holds scanned pages, have them recognised first.")
    return ReadFile("odt", reader.title, tuple(reader.blocks))


def _numbered_styles(root: etree._Element, parts: object) -> dict[tuple[str, int], str]:
    """Return the number format of each level of each list style that numbers its items."""
    formats = {}
    for style in root.iter(f"{_TEXT}list-style"):
        for level in style.iter(f"{_TEXT}list-level-style-number"):
            number = level.get(f"{_TEXT}level", "1")
            if number.isdigit():
                formats[style.get(f"{_STYLE}name", ""), int(number) - 1] = level.get(f"{_STYLE}num-format", "1")
    return formats


class _OpenDocumentReader:
    def __init__(self, formats: dict[tuple[str, int], str]) -> None:
        self.formats = formats
        self.blocks: list[Block] = []
        self.title = ""
        self.box = 0
        self.boxes = 0
        self.counts: dict[str, int] = {}
        self.list_styles: list[str] = []

    def read(self, parent: etree._Element, depth: int) -> None:
        if depth > _DEPTH:
            return
        for child in parent:
            if child.tag in _SKIPPED or not isinstance(child.tag, str):
                continue
            if child.tag == f"{_TEXT}h":
                level = child.get(f"{_TEXT}outline-level", "1")
                self._add(Block(BlockKind.HEADING, _line(child), int(level) if level.isdigit() else 1))
            elif child.tag == f"{_TEXT}p":
                self._read_paragraph(child, depth)
            elif child.tag == f"{_TEXT}list":
                self._read_list(child, depth, 0, "")
            elif child.tag == f"{_TABLE}table":
                self._read_table(child, depth)
            else:
                self.read(child, depth + 1)

    def _read_paragraph(self, element: etree._Element, depth: int) -> None:
        is_title = element.get(f"{_TEXT}style-name", "") == "Title"
        text = clean(_text(element))
        if is_title:
            self.title = self.title or text
            self._add(Block(BlockKind.HEADING, text.replace("\n", " "), 1))
        elif "\n" not in text and (typed := typed_item(text)) is not None:
            self._add(Block(BlockKind.ITEM, typed[1], 0, typed[0]))
        elif not is_marking(text):
            self._add(Block(BlockKind.PARAGRAPH, text))
        for frame in element.iter(f"{_DRAW}text-box"):
            self._read_box(frame, depth)

    def _read_list(self, element: etree._Element, depth: int, level: int, style: str) -> None:
        if depth > _DEPTH:
            return
        style = element.get(f"{_TEXT}style-name", "") or style
        if not level:
            level = self._level_of(style)
        kind = self.formats.get((style, level), "")
        continued = element.get(f"{_TEXT}continue-numbering") == "true" or element.get(f"{_TEXT}continue-list")
        number = self.counts.get(style, 0) if continued else 0
        for item in element:
            if item.tag != f"{_TEXT}list-item":
                continue
            number += 1
            label = mark_of(number, kind)
            for child in item:
                if child.tag == f"{_TEXT}list":
                    self._read_list(child, depth + 1, level + 1, style)
                elif child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                    self._add(Block(BlockKind.ITEM, _line(child), level, label))
        self.counts[style] = number

    def _level_of(self, style: str) -> int:
        """Return the nesting of a list that is beside the one it belongs within: its style is another."""
        if not self.blocks or self.blocks[-1].kind is not BlockKind.ITEM:
            self.list_styles = [style]
        elif style in self.list_styles:
            del self.list_styles[self.list_styles.index(style) + 1 :]
        else:
            self.list_styles.append(style)
        return len(self.list_styles) - 1

    def _read_table(self, table: etree._Element, depth: int) -> None:
        rows = [row for row in table.iter(f"{_TABLE}table-row") if next(row.iterancestors(f"{_TABLE}table")) is table]
        cells = [[cell for cell in row if cell.tag == f"{_TABLE}table-cell"] for row in rows]
        if all(len(row) <= 1 for row in cells):
            for row in cells:
                for cell in row:
                    self._read_box(cell, depth)
            return
        above: dict[int, tuple[int, str]] = {}
        texts = []
        for row in rows:
            line: list[str] = []
            for cell in row:
                text = self._cell_text(cell, depth)
                if cell.tag == f"{_TABLE}covered-table-cell" and not text and len(line) in above:
                    text = above[len(line)][1]
                elif cell.tag == f"{_TABLE}table-cell" and int(_digits(cell.get(f"{_TABLE}number-rows-spanned"))) > 1:
                    above[len(line)] = (1, text)
                repeated = min(int(_digits(cell.get(f"{_TABLE}number-columns-repeated"))), _REPEAT_LIMIT)
                line += [text] * repeated
            texts.append(tuple(line))
        self._add(Block(BlockKind.TABLE, "", rows=tuple(texts)))

    def _read_box(self, element: etree._Element, depth: int) -> None:
        outer = self.box
        self.boxes += 1
        self.box = self.boxes
        self.read(element, depth + 1)
        self.box = outer

    def _cell_text(self, cell: etree._Element, depth: int) -> str:
        inner = _OpenDocumentReader(self.formats)
        inner.read(cell, depth + 1)
        return text_of(inner.blocks)

    def _add(self, block: Block) -> None:
        if block.text.strip() or block.rows:
            self.blocks.append(replace(block, box=self.box, place=f"paragraph {len(self.blocks) + 1}"))


def _digits(text: str | None) -> str:
    return text if text and text.isascii() and text.isdigit() and len(text) < 8 else "1"


def _line(element: etree._Element) -> str:
    return " ".join(clean(_text(element)).split())


def _text(element: etree._Element, depth: int = 0) -> str:
    """Return the words of a paragraph, without notes, comments and text boxes in it."""
    words = [element.text or ""]
    for child in element:
        if child.tag in (f"{_TEXT}s", f"{_TEXT}tab"):
            words.append(" ")
        elif child.tag == f"{_TEXT}line-break":
            words.append("\n")
        elif (
            isinstance(child.tag, str) and child.tag not in _SKIPPED and not child.tag.startswith(_DRAW) and depth < 50
        ):
            words.append(_text(child, depth + 1))
        words.append(child.tail or "")
    return "".join(words)
