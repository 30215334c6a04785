"""Text files and pasted text: hard lines, form feeds, running lines, and the marks of Markdown."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator

from recommendations.reading.blocks.block import BlockKind, ReadFile
from recommendations.reading.blocks.layout import Line, blocks_of_lines
from recommendations.reading.blocks.text import is_marking
from recommendations.reading.dates import DATE
from recommendations.reading.errors import OTHER_KIND, UnreadableFile

_EMPHASIS = re.compile(r"(\*{1,3})(?=\S)([^*\n]+?)(?<=\S)\1")
_HEADING = re.compile(r"(#{1,6})\s+")
_CHECKED = re.compile(r"<input\b[^>]*\bchecked\b[^>]*>", re.IGNORECASE)
_UNCHECKED = re.compile(r"<input\b[^>]*\bcheckbox\b[^>]*>", re.IGNORECASE)
_PARAGRAPH_TAG = re.compile(r"</?(?:p|br|li|div)\s*/?>", re.IGNORECASE)
# Only the tags of HTML: "<force>" may be a word of the writer's.
_TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|body|br|center|cite|code|dd|del|div|dl|dt|em|figure|font|h[1-6]|head|hr|html|i|img|"
    r"input|ins|label|li|main|mark|ol|p|pre|q|s|section|small|span|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|u|ul)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_TABLE_LINE = re.compile(r"^\s*(?:-\s*)?\|.*\|\s*$")
_PAGE_NUMBER = re.compile(r"\s*(?:page\s+)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s+of\s+\d+)?\s*", re.IGNORECASE)
_FORM_LINE = re.compile(r"[A-Z][\w ]{2,40}:?\t|[A-Z][\w ]{1,30}:\s+\S")
# A line that is a paragraph by itself, with or without empty lines around it: a bare label, or a date.
_STANDS_ALONE = re.compile(
    rf"(?:recommendations?|areas? for improvement|AFI|(?:accelerated )?causes? of concern)(?: \d{{1,3}}[a-z]?)?:?|"
    rf"(?:(?:first )?published|date|dated|sent)(?: on)?:? (?:\w+day,? )?{DATE}|{DATE}",
    re.IGNORECASE,
)
_TITLE_LENGTH = 250
_EDGE = 2  # running lines are in the first or last two lines of a page


def read_text(contents: bytes) -> ReadFile:
    """Return the blocks of a text file. Raises UnreadableFile if it is not text."""
    text = _decoded(contents).replace("\r\n", "\n").replace("\r", "\n")
    text = _UNCHECKED.sub("☐", _CHECKED.sub("☒", text))
    text = html.unescape(_TAG.sub("", _PARAGRAPH_TAG.sub("\n\n", text)))
    lines = list(_with_tables(_lines(text)))
    blocks = blocks_of_lines(lines, guess_headings=True)
    if not blocks:
        raise UnreadableFile("This file has no text. Choose another file.")
    first = blocks[0].line
    is_title = 0 < len(first) <= _TITLE_LENGTH and not first.endswith((".", ":"))
    title = first if is_title else next((block.text for block in blocks if block.kind is BlockKind.HEADING), "")
    return ReadFile("txt", title, tuple(blocks))


def _decoded(contents: bytes) -> str:
    if contents.startswith((b"\xff\xfe", b"\xfe\xff")):
        return contents.decode("utf-16", errors="replace")
    if b"\0" in contents:
        raise UnreadableFile(OTHER_KIND)
    try:
        return contents.decode("utf-8-sig")
    except UnicodeDecodeError:
        return contents.decode("cp1252", errors="replace")


def _lines(text: str) -> list[Line]:
    pages = [page.split("\n") for page in text.split("\f")]
    running = _running_lines(pages) if len(pages) > 1 else set()
    lines: list[Line] = []
    number, gap, broken = 0, False, False
    for page_number, page in enumerate(pages):
        edges = _edges(page) if len(pages) > 1 else set()
        for index, printed in enumerate(page):
            number += 1
            bare = " ".join(printed.split())
            is_furniture = index in edges and (
                (_key(bare) in running and page_number > 0) or _PAGE_NUMBER.fullmatch(bare) or _is_spread(printed)
            )
            if is_furniture or is_marking(bare):
                broken = True
            elif not bare:
                gap = True
            else:
                stands_alone = bool(_STANDS_ALONE.fullmatch(bare))
                lines.append(_line(printed, number, gap or stands_alone, broken))
                gap, broken = stands_alone, False
        broken = len(pages) > 1
        number -= 1  # a form feed ends no line
    return lines


def _with_tables(lines: list[Line]) -> Iterator[Line]:
    """Yield the lines, with those that tabs divide into the same number of cells as one table."""
    index = 0
    while index < len(lines):
        cells = lines[index].cells
        following = index + 1
        while len(cells) > 1 and following < len(lines) and len(lines[following].cells) == len(cells):
            following += 1
        if following - index > 1:
            yield Line("", lines[index].place, table=tuple(line.cells for line in lines[index:following]))
        else:
            yield lines[index]
        index = following


def _line(printed: str, number: int, gap: bool, broken: bool) -> Line:
    text = _EMPHASIS.sub(r"\2", printed).strip()
    match = _HEADING.match(text)
    return Line(
        text[match.end() :] if match else text,
        f"line {number}",
        indent=len(printed) - len(printed.lstrip()),
        level=len(match[1]) if match else 0,
        after_gap=gap or bool(match) or bool(_FORM_LINE.match(printed)),
        after_break=broken,
        is_bold=text != printed.strip(),
        cells=tuple(cell.strip() for cell in printed.split("\t")) if "\t" in printed.strip() else (),
    )


def _edges(page: list[str]) -> set[int]:
    filled = [index for index, line in enumerate(page) if line.strip()]
    return {*filled[:_EDGE], *filled[-_EDGE:]}


def _running_lines(pages: list[list[str]]) -> set[str]:
    counted = Counter(key for page in pages for key in {_key(page[index]) for index in _edges(page)} if key)
    return {key for key, count in counted.items() if count > 1}


def _key(line: str) -> str:
    return " ".join(re.sub(r"\d+", "", line).casefold().split())


def _is_spread(line: str) -> bool:
    """Whether a line at the edge of a page has its words at both margins, as running lines do."""
    return bool(re.search(r"\S {3,}\S", line.strip())) and len(line) < 100
