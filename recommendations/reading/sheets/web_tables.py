"""Read the tables of a web page, each as a sheet, with the headings and paragraphs before it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree, html

from recommendations.reading.errors import UnreadableFile
from recommendations.reading.sheets.grid import Grid, Mark, Place, Value

_UNREADABLE = "This page cannot be read. Save it again as a web page, complete."
_NOT_TEXT = ("script", "style", "noscript", "template", "svg")
_FURNITURE = ("nav", "footer", "header", "aside", "form", "button")
_CONTEXT = ("title", "h1", "h2", "h3", "h4", "p")
_LINES = ("p", "li", "br", "div", "tr", "h1", "h2", "h3", "h4", "h5", "h6")
_CELL_LIMIT = 400_000
_SPAN_LIMIT = 1_000


def read_web_tables(contents: bytes) -> list[Grid]:
    """Return the tables of a page that hold no other table. Raises UnreadableFile."""
    try:
        root = html.document_fromstring(contents, parser=html.HTMLParser(huge_tree=False, encoding=_encoding(contents)))
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableFile(_UNREADABLE) from error
    for element in list(root.iter(*_NOT_TEXT)):
        element.drop_tree()
    grids: list[Grid] = []
    before: list[str] = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "table" and element.find(".//table") is None:
            grids.append(_Table(element, len(grids) + 1, tuple(before)).grid())
            before = before[:1]  # the title of the page stays
        elif element.tag in _CONTEXT and not _within(element, ("table", *_FURNITURE)) and (text := _text(element)):
            before.append(text)
    return grids


def _encoding(contents: bytes) -> str | None:
    start = contents[:2048].lower()
    if b"charset" in start:
        return None
    try:
        contents.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _within(element: etree._Element, tags: tuple[str, ...]) -> bool:
    return any(ancestor.tag in tags for ancestor in element.iterancestors())


def _text(element: etree._Element) -> str:
    """Return the words of an element, each paragraph and list item on a line of its own."""
    lines = "".join(_pieces_of_text(element)).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _pieces_of_text(element: etree._Element) -> Iterator[str]:
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(part.tag, str):
            if event == "start" and part.tail:
                yield part.tail
            continue
        if event == "start":
            if part.tag in _LINES and part is not element:
                yield "\n"
            yield part.text or ""
        elif part is not element:
            yield ("\n" if part.tag in _LINES else "") + (part.tail or "")


class _Table:
    """Collects the cells of one table."""

    def __init__(self, table: etree._Element, number: int, before: tuple[str, ...]) -> None:
        caption = table.find("caption")
        words = (_text(caption),) if caption is not None else ()
        self.table, self.name, self.before = table, f"table {number}", before + words
        self.cells: dict[Place, Value] = {}
        self.marks: dict[Place, Mark] = {}
        self.merged: list[tuple[Place, Place]] = []
        self.taken: set[Place] = set()

    def grid(self) -> Grid:
        number = -1
        for number, row in enumerate(self.table.iter("tr")):
            column = 0
            for cell in row.iterchildren("td", "th"):
                while (number, column) in self.taken:
                    column += 1
                self._add(cell, (number, column))
                if len(self.cells) > _CELL_LIMIT or len(self.taken) > _CELL_LIMIT:
                    raise UnreadableFile("This page contains a table that is too large. Save only what matters.")
                column += 1
        width = max((column for _row, column in self.cells), default=-1) + 1
        rows = [[self.cells.get((row, column)) for column in range(width)] for row in range(number + 1)]
        return Grid(self.name, rows, self.marks, self.merged, before=self.before)

    def _add(self, cell: etree._Element, place: Place) -> None:
        across, down = (min(_number(cell.get(name)), _SPAN_LIMIT) for name in ("colspan", "rowspan"))
        if across > 1 or down > 1:
            last = place[0] + down - 1, place[1] + across - 1
            self.merged.append((place, last))
            self.taken.update(
                (row, column) for row in range(place[0], last[0] + 1) for column in range(place[1], last[1] + 1)
            )
        self.taken.add(place)
        self.cells[place] = _text(cell) or None
        struck = [_text(part) for part in cell.iter("s", "del", "strike")]
        links = tuple(link.get("href", "") for link in cell.iter("a") if link.get("href"))
        whole = bool(struck) and " ".join(struck) == self.cells[place]
        pieces = tuple((text, True) for text in struck) if struck and not whole else ()
        if mark := Mark(struck=whole, pieces=pieces, links=links):
            self.marks[place] = mark


def _number(text: str | None) -> int:
    return max(int(text), 1) if text and text.isascii() and text.isdigit() and len(text) < 6 else 1
