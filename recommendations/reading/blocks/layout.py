"""Make blocks of lines: what a text file and a page of a PDF have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from recommendations.reading.blocks.block import Block, BlockKind
from recommendations.reading.blocks.text import (
    footnote_numbers,
    join_lines,
    without_footnote_marks,
    words_of,
)

_BULLET = re.compile(r"([•‣▪●◦○■□–*·-]|o(?= +[a-z]))\s+(?=\S)")
_LETTER = re.compile(r"(\((?:[a-z]|[ivx]{1,4})\))\s+(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_LEAST_INDENT, _MOST_INDENT = 5, 100  # in points
_INNER_BULLETS = "◦○o–"
_HEADING_LENGTH = 160
_ENDS_SENTENCE = (".", ":", ";", "?", "!", "”", "…", ")")
_CONTENTS_LINE = re.compile(r"\.{4,}\s*\d+\s*$|(?:\s\.){4,}\s*\d+\s*$")
_FOOTNOTE = re.compile(r"(\d{1,3})\s+(?=[A-Z‘“])")


@dataclass
class Line:
    """A printed line. `level` of a heading counts from 1; 0 is not a heading. `indent` is in any unit."""

    text: str
    place: str = ""
    indent: float = 0
    level: int = 0
    after_gap: bool = False
    after_break: bool = False  # of a page or a column
    is_bold: bool = False
    is_large: bool = False  # in larger type than the text
    cells: tuple[str, ...] = ()  # of a line that tabs divide
    table: tuple[tuple[str, ...], ...] = ()


@dataclass
class _Paragraph:
    lines: list[Line] = field(default_factory=list)
    label: str | None = None  # of a list item; None is not one
    indent: float = 0
    mark: str = ""

    @property
    def first(self) -> Line:
        return self.lines[0]


def blocks_of_lines(
    lines: Sequence[Line], *, guess_headings: bool, real_hyphens: bool = False, marks_are_drawn: bool = False
) -> list[Block]:
    """Return the blocks that these lines make. `guess_headings` where nothing but the wording shows a heading.

    `marks_are_drawn` says that bullets can be pictures, so that only the indentation shows a list.
    """
    words = words_of(line.text for line in lines)
    ends = (*_ENDS_SENTENCE, "; and", "; or") if marks_are_drawn else _ENDS_SENTENCE
    paragraphs = _without_footnotes(list(_paragraphs(lines, ends)))
    blocks: list[Block] = []
    indents: list[tuple[float, str]] = []
    lead: _Paragraph | None = None  # the last paragraph that is no list item
    for number, paragraph in enumerate(paragraphs):
        first = paragraph.first
        if first.table:
            blocks.append(Block(BlockKind.TABLE, "", rows=first.table, place=first.place))
            continue
        text = without_footnote_marks(
            join_lines([line.text for line in paragraph.lines], words, real_hyphens=real_hyphens)
        )
        if not text or _CONTENTS_LINE.search(text):
            continue
        if paragraph.label is not None:
            level = _nesting(indents, paragraph)
            blocks.append(Block(BlockKind.ITEM, text, level, paragraph.label, place=first.place))
            continue
        if _is_unmarked_item(paragraph, blocks, lead, marks_are_drawn=marks_are_drawn):
            blocks.append(Block(BlockKind.ITEM, text, _nesting(indents, paragraph), place=first.place))
            continue
        indents.clear()
        lead = paragraph
        level = first.level
        if not level and guess_headings and _looks_like_a_heading(paragraph, text, paragraphs[number + 1 :]):
            level = 2
        if level and (len(text) > _HEADING_LENGTH or text.endswith((".", ":", ";"))) and not first.is_large:
            level = 0  # a paragraph in bold
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
        blocks.append(Block(kind, text, level, is_bold=first.is_bold, place=first.place))
    return blocks


def _paragraphs(lines: Sequence[Line], ends: tuple[str, ...]) -> Iterator[_Paragraph]:
    current: _Paragraph | None = None
    for line in lines:
        label, mark, rest = _marked(line.text)
        if current is not None and _continues(current, line, ends, is_marked=label is not None):
            current.lines.append(line)
            continue
        if current is not None:
            yield current
        if label is None or line.level or line.table:
            current = _Paragraph([line], indent=line.indent)
        else:
            line.text = rest
            current = _Paragraph([line], label, line.indent, mark)
    if current is not None:
        yield current


def _continues(paragraph: _Paragraph, line: Line, ends: tuple[str, ...], *, is_marked: bool) -> bool:
    last = paragraph.lines[-1]
    if is_marked or line.table or last.table or line.level != last.level:
        return False
    if not (line.after_gap or line.after_break):
        return True
    if line.level:
        return False
    return not last.text.rstrip().endswith(ends) and line.text[:1].islower()


def _is_unmarked_item(
    paragraph: _Paragraph, blocks: Sequence[Block], lead: _Paragraph | None, *, marks_are_drawn: bool
) -> bool:
    """Whether a paragraph is further in than the one before it, which ends with a colon, or than its list's."""
    if not marks_are_drawn or lead is None or not blocks or paragraph.first.level:
        return False
    announced = blocks[-1].kind is BlockKind.ITEM or blocks[-1].text.endswith(":")
    return announced and _LEAST_INDENT < paragraph.first.indent - lead.lines[-1].indent < _MOST_INDENT


def typed_item(text: str) -> tuple[str, str] | None:
    """Return the label and the text of a paragraph that begins with a typed list mark: "(a) ", "• ", "3. "."""
    label, _mark, rest = _marked(text)
    return None if label is None else (label, rest)


def _marked(text: str) -> tuple[str | None, str, str]:
    """Return the label of a list item (None if it is not one), its mark, and its text."""
    if match := _BULLET.match(text):
        return "", match[1], text[match.end() :]
    if match := _LETTER.match(text):
        return match[1], "(a)", text[match.end() :]
    if match := _NUMBER.match(text):
        return match[1], "1", text[match.end() :]
    return None, "", text


def _nesting(indents: list[tuple[float, str]], paragraph: _Paragraph) -> int:
    """Return how deep a list item is, from its indentation, and from its mark where that is the same."""
    while indents and (paragraph.indent < indents[-1][0] - 0.5):
        indents.pop()
    known = [mark if abs(indent - paragraph.indent) <= 0.5 else "" for indent, mark in indents]
    is_deeper = not indents or paragraph.indent > indents[-1][0] + 0.5
    if not is_deeper and paragraph.mark not in known and paragraph.mark in _INNER_BULLETS and known:
        is_deeper = True
    if is_deeper:
        indents.append((paragraph.indent, paragraph.mark))
    elif paragraph.mark in known:
        del indents[known.index(paragraph.mark) + 1 :]
    return len(indents) - 1


def _looks_like_a_heading(paragraph: _Paragraph, text: str, following: Sequence[_Paragraph]) -> bool:
    return (
        len(paragraph.lines) <= 2
        and len(text) <= _HEADING_LENGTH
        and not text.endswith((".", ";", ":", ",", "?", "!", "”", "]"))
        and (text[0].isupper() or text[0].isdigit())
        and bool(following)
        and not re.search(r"\b(?:should|must)\b", text)
    )


def _without_footnotes(paragraphs: list[_Paragraph]) -> list[_Paragraph]:
    """Leave out the notes at the foot of pages: paragraphs that begin with a number to which a text points."""
    numbers = {number for paragraph in paragraphs for line in paragraph.lines for number in footnote_numbers(line.text)}
    kept = []
    for paragraph in paragraphs:
        match = _FOOTNOTE.match(paragraph.first.text)
        if not (match and match[1] in numbers and paragraph.label is None):
            kept.append(paragraph)
    return kept
