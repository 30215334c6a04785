"""Web pages: what a page is about, without the site around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from recommendations.reading.blocks.block import Block, BlockKind, ReadFile, text_of
from recommendations.reading.blocks.layout import typed_item
from recommendations.reading.blocks.text import clean, without_footnote_marks
from recommendations.reading.errors import UnreadableFile


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SITE = _names("script style noscript template nav header footer aside button select option svg iframe head")
_SITE_ROLES = _names("banner navigation search contentinfo complementary dialog alert")
_SITE_NAMES = re.compile(
    r"cookie|consent|breadcrumb|crumb|skip-?link|^skip$|(?:^|[-_])toc(?:$|[-_])|contents-list|table-of-contents|"
    r"feedback|(?:^|[-_])share|related|newsletter|visually-?hidden|sr-only|screen-reader|footnotes?$|endnotes?$|"
    r"site-?(?:header|footer)|menu|sidebar|(?:^|[-_])news(?:$|[-_])|pagination",
    re.IGNORECASE,
)
_BLOCKS = _names(
    "address article blockquote body dd details div dl dt fieldset figure form h1 h2 h3 h4 h5 h6 hr li main "
    "ol p pre section table tbody td tfoot th thead tr ul summary"
)
_NOTES = re.compile(r"foot-?notes?|end-?notes?|notes|references", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:table of )?contents", re.IGNORECASE)
_DEPTH = 150
_PRINTED = re.compile(r"(\((?:[a-z]|[ivx]{1,4})\)|\d{1,3}[.)])\s+")


def read_html(contents: bytes) -> ReadFile:
    """Return the blocks of a web page. Raises UnreadableFile if it has no text."""
    try:
        page = lxml_html.document_fromstring(contents, parser=lxml_html.HTMLParser(encoding=_encoding(contents)))
    except (etree.LxmlError, LookupError, ValueError) as error:  # LookupError: no such encoding
        raise UnreadableFile("This web page cannot be read. Save it again from the browser, complete.") from error
    walker = _Walker()
    walker.walk_children(_main(page), 0)
    walker.end_paragraph()
    blocks = _without_contents(walker.blocks)
    if not blocks:
        raise UnreadableFile("This web page has no text. Save it again from the browser, complete.")
    titles = [block.text for block in blocks if block.kind is BlockKind.HEADING and block.level == 1]
    return ReadFile("html", titles[0] if titles else _page_title(page), tuple(blocks))


def _encoding(contents: bytes) -> str:
    """Return the encoding of a page: what it declares is used only where it is not UTF-8."""
    try:
        contents.decode("utf-8")
    except UnicodeDecodeError:
        match = re.search(rb"charset=[\"']?([\w-]{3,20})", contents[:2048])
        declared = match[1].decode("ascii", "ignore").lower() if match else ""
        return "cp1252" if declared in ("", "utf-8", "iso-8859-1", "latin-1") else declared
    return "utf-8"


def _page_title(page: lxml_html.HtmlElement) -> str:
    title = page.find(".//title")
    text = clean(title.text_content() if title is not None else "")
    return re.split(r"\s+[-|–]\s+(?=[^-|–]*$)", text)[0]


def _main(page: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """Return what the page marks as its main part, or else its body."""
    for path in ("//main", "//*[@role='main']", "//*[@id='content' or @id='main']", "//article"):
        found = page.xpath(path)
        if len(found) == 1 and len(found[0].text_content()) > 200:
            return found[0]
    body = page.find("body")
    return page if body is None else body


def _is_site(element: lxml_html.HtmlElement) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}"
    style = element.get("style", "").replace(" ", "")
    return (
        element.tag in _SITE
        or element.get("role", "").lower() in _SITE_ROLES
        or element.get("hidden") is not None
        or "display:none" in style
        or (element.tag != "body" and any(_SITE_NAMES.search(name) for name in names.split()))
    )


def _is_link_of_the_site(element: lxml_html.HtmlElement, text: str) -> bool:
    """Whether a paragraph is nothing but a link within the page or a script: "Back to top", "Print this page"."""
    links = element.findall(".//a")
    return (
        len(links) == 1
        and clean(links[0].text_content()) == text
        and links[0].get("href", "#").startswith(("#", "javascript:"))
    )


class _Walker:
    """Collects blocks. Text between block elements is a paragraph of its own."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.words: list[str] = []
        self.boxes = 0
        self.box = 0
        self.quoted = 0
        self.bold = False

    def end_paragraph(self) -> None:
        text = without_footnote_marks(clean("".join(self.words)))
        self.words = []
        if text.strip():
            self._add(Block(BlockKind.PARAGRAPH, text))

    def _add(self, block: Block) -> None:
        place = f"block {len(self.blocks) + 1}"
        self.blocks.append(
            Block(
                block.kind,
                block.text,
                block.level,
                block.label,
                block.rows,
                self.box,
                self.quoted > 0,
                block.is_bold,
                place,
            )
        )

    def walk_children(self, element: lxml_html.HtmlElement, depth: int) -> None:
        if element.text:
            self.words.append(_flowing(element.text))
        for child in element:
            if isinstance(child.tag, str) and depth < _DEPTH and not _is_site(child):
                self.walk(child, depth + 1)
            if child.tail:
                self.words.append(_flowing(child.tail))

    def walk(self, element: lxml_html.HtmlElement, depth: int) -> None:
        tag = element.tag
        if tag == "br":
            self.words.append("\n")
        elif tag == "input":
            self.words.append(_box_of(element))
        elif tag == "sup" and (element.find(".//a") is not None or clean(element.text_content()).isdigit()):
            pass  # the mark of a footnote
        elif tag not in _BLOCKS:
            self.walk_children(element, depth)
        else:
            self.end_paragraph()
            self._walk_block(element, depth)
            self.end_paragraph()

    def _walk_block(self, element: lxml_html.HtmlElement, depth: int) -> None:
        tag = element.tag
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            text = " ".join(clean(_inline(element)).split())
            if text:
                self._add(Block(BlockKind.HEADING, text, int(tag[1])))
        elif tag in ("ul", "ol"):
            self._walk_list(element, depth, 0)
        elif tag == "table":
            self._walk_table(element, depth)
        elif tag == "p":
            self._walk_paragraph(element)
        elif tag == "blockquote":
            self.quoted += 1
            self.walk_children(element, depth)
            self.end_paragraph()
            self.quoted -= 1
        elif tag in ("div", "section", "fieldset", "details") and not element.xpath(".//h1|.//h2"):
            outer = self.box
            self.boxes += 1
            self.box = self.boxes
            self.walk_children(element, depth)
            self.end_paragraph()
            self.box = outer
        else:
            self.walk_children(element, depth)

    def _walk_paragraph(self, element: lxml_html.HtmlElement) -> None:
        text = without_footnote_marks(clean(_inline(element)))
        if not text.strip() or _is_link_of_the_site(element, text):
            return
        if "\n" not in text and (typed := typed_item(text)) is not None:
            self._add(Block(BlockKind.ITEM, typed[1], 0, typed[0]))
            return
        bold = clean("".join(part.text_content() for part in element.xpath(".//strong|.//b")))
        self._add(Block(BlockKind.PARAGRAPH, text, is_bold=len(bold) > 0.9 * len(text)))

    def _walk_list(self, element: lxml_html.HtmlElement, depth: int, level: int) -> None:
        is_numbered = element.tag == "ol"
        number = _number(element.get("start"), 1)
        for item in element:
            if item.tag != "li":
                if item.tag in ("ul", "ol") and depth < _DEPTH:
                    self._walk_list(item, depth + 1, level + 1)
                continue
            number = _number(item.get("value"), number)
            label = _letters(number, element.get("type", "")) if is_numbered else ""
            number += 1
            if not (_is_site(item) or item.get("id", "").startswith("fn")):
                self._walk_item(item, label, depth, level)

    def _walk_item(self, item: lxml_html.HtmlElement, label: str, depth: int, level: int) -> None:
        nested = [child for child in item.iter("ul", "ol", "table") if _nearest_list(child) is item]
        text = without_footnote_marks(clean(_inline(item, stop=frozenset(("ul", "ol", "table")))))
        text = " ".join(text.split())
        if match := _PRINTED.match(text):
            label, text = match[1].rstrip("."), text[match.end() :]
        if text:
            self._add(Block(BlockKind.ITEM, text, level, label))
        for child in nested:
            if child.tag == "table":
                self._walk_table(child, depth + 2)
            elif depth < _DEPTH:
                self._walk_list(child, depth + 2, level + 1)

    def _walk_table(self, element: lxml_html.HtmlElement, depth: int) -> None:
        rows = [
            [cell for cell in row if cell.tag in ("td", "th")]
            for row in element.iter("tr")
            if next(row.iterancestors("table")) is element
        ]
        if all(len(row) <= 1 for row in rows):
            for row in rows:
                outer = self.box
                self.boxes += 1
                self.box = self.boxes
                for cell in row:
                    self.walk_children(cell, depth + 2)
                    self.end_paragraph()
                self.box = outer
            return
        table = tuple(tuple(cells) for cells in _spread(rows))
        self._add(Block(BlockKind.TABLE, "", rows=table))


def _spread(rows: list[list[lxml_html.HtmlElement]]) -> Iterator[list[str]]:
    """Yield the texts of each row; a cell that spans rows is repeated in each."""
    spanning: dict[int, tuple[int, str]] = {}
    for row in rows:
        texts: list[str] = []
        cells = iter(row)
        while True:
            column = len(texts)
            if column in spanning:
                left, text = spanning.pop(column)
                if left > 1:
                    spanning[column] = (left - 1, text)
                texts.append(text)
                continue
            cell = next(cells, None)
            if cell is None:
                break
            text = _cell_text(cell)
            for offset in range(min(_number(cell.get("colspan"), 1), 50)):
                if (span := min(_number(cell.get("rowspan"), 1), 1000)) > 1:
                    spanning[column + offset] = (span - 1, text)
                texts.append(text if offset == 0 else "")
        yield texts


def _cell_text(cell: lxml_html.HtmlElement) -> str:
    walker = _Walker()
    walker.walk_children(cell, _DEPTH - 20)
    walker.end_paragraph()
    return text_of(walker.blocks)


def _nearest_list(element: lxml_html.HtmlElement) -> lxml_html.HtmlElement | None:
    return next(element.iterancestors("li"), None)


def _inline(element: lxml_html.HtmlElement, stop: frozenset[str] = frozenset()) -> str:
    """Return the text within an element, with line breaks, check boxes, and without marks of footnotes."""
    words: list[str] = [_flowing(element.text or "")]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in stop and not _is_site(child):
            if child.tag == "br":
                words.append("\n")
            elif child.tag == "input":
                words.append(_box_of(child))
            elif child.tag == "sup" and (child.find(".//a") is not None or clean(child.text_content()).isdigit()):
                pass
            elif len(list(child.iterancestors())) < _DEPTH + 50:
                words += ["\n", _inline(child, stop), "\n"] if child.tag in _BLOCKS else [_inline(child, stop)]
        words.append(_flowing(child.tail or ""))
    return "".join(words)


def _flowing(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\N{NO-BREAK SPACE}", " "))


def _box_of(element: lxml_html.HtmlElement) -> str:
    if element.get("type", "").lower() in ("checkbox", "radio"):
        return "☒" if element.get("checked") is not None else "☐"
    return element.get("value", "") if element.get("type", "text").lower() == "text" else ""


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else default


def _letters(number: int, kind: str) -> str:
    return f"({chr(96 + number)})" if kind in ("a", "A") and 0 < number < 27 else str(number)


def _without_contents(blocks: list[Block]) -> list[Block]:
    """Leave out a list of contents, and notes at the end: a heading of that name and the list under it."""
    kept: list[Block] = []
    skipping = False
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            skipping = bool(_CONTENTS.fullmatch(block.line) or _NOTES.fullmatch(block.line))
            if skipping:
                continue
        elif skipping and block.kind is BlockKind.ITEM:
            continue
        kept.append(block)
    return kept
