"""PDF files: lines with their place and type, in reading order, without running lines; tables by their ruling."""

from __future__ import annotations

import ctypes
import io
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from recommendations.reading.blocks.block import ReadFile
from recommendations.reading.blocks.layout import Line, blocks_of_lines
from recommendations.reading.blocks.pdf_tables import FoundTable, joined_tables, tables_of
from recommendations.reading.blocks.text import clean, is_marking, join_lines
from recommendations.reading.errors import UnreadableFile

PAGE_LIMIT = 600
_SCAN = "This PDF is a scan without text. Ask for the original file, or have the text recognised (OCR), and try again."
_DAMAGED = "This PDF is damaged. Ask for it again, or save it again, and try again."
_LEAST_CHARACTERS = 20  # of text to a page, on average: less is a scan with a stamp
_RULES = 8  # lines and boxes on a page that may have a table
_MARK = re.compile(r"[•‣▪●◦○■–-]|o|\d{1,3}[.)]|\([a-z]{1,4}\)")
_BESIDE = 4  # points between the feet of a list mark and of its words
_MANY_LINES, _FEW = 60, 0.03  # where fewer lines end with a hyphen, the typesetter does not break words
_AWAY = 60  # points from a list mark to its words
_PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,4}(?:\s+of\s+\d+)?", re.IGNORECASE)


@dataclass
class _Printed:
    """A line of text on a page. `top` counts down from the top of the page, in points."""

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float
    size: float
    is_bold: bool
    starts_bold: bool


def read_pdf(contents: bytes) -> ReadFile:
    """Return the blocks of a PDF. Raises UnreadableFile for a scan, a locked or damaged file, or too many pages."""
    try:
        document = pdfium.PdfDocument(contents)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableFile("This PDF needs a password. Remove the password and try again.") from error
        raise UnreadableFile(_DAMAGED) from error
    try:
        return _read(document, contents)
    except pdfium.PdfiumError as error:
        raise UnreadableFile(_DAMAGED) from error
    finally:
        document.close()


def _read(document: pdfium.PdfDocument, contents: bytes) -> ReadFile:
    if len(document) > PAGE_LIMIT:
        raise UnreadableFile(f"This PDF has more than {PAGE_LIMIT} pages. Save only the pages that matter.")
    printed: list[_Printed] = []
    heights: dict[int, float] = {}
    ruled: list[int] = []
    for number in range(len(document)):
        page = document[number]
        heights[number] = page.get_height()
        printed += _printed_lines(page, number, heights[number])
        if sum(1 for _rule in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2)) >= _RULES:
            ruled.append(number)
    if sum(len(line.text) for line in printed) < _LEAST_CHARACTERS * len(document):
        raise UnreadableFile(_SCAN if len(document) else "This PDF has no pages.")
    body = _body_size(printed)
    try:
        tables = tables_of(io.BytesIO(contents), ruled)
    except Exception as error:  # the library that finds tables fails in as many ways as a file can be damaged
        raise UnreadableFile(_DAMAGED) from error
    printed = _with_list_marks(_without_furniture(printed, heights, body, tables))
    lines = _lines(printed, tables, body)
    blocks = blocks_of_lines(lines, guess_headings=False, real_hyphens=_keeps_hyphens(printed), marks_are_drawn=True)
    if not blocks:
        raise UnreadableFile(_SCAN)
    return ReadFile("pdf", _title(lines) or _metadata_title(document), tuple(blocks))


def _keeps_hyphens(lines: Sequence[_Printed]) -> bool:
    """Whether "-" at line ends is the writer's: the typesetter's is another character, or there are hardly any."""
    if any(line.text.endswith("\N{HYPHEN}") for line in lines):
        return True
    ends = sum(1 for line in lines if line.text.endswith("-"))
    return len(lines) > _MANY_LINES and ends < _FEW * len(lines)


def _metadata_title(document: pdfium.PdfDocument) -> str:
    return clean(document.get_metadata_value("Title"))


def _printed_lines(page: pdfium.PdfPage, number: int, height: float) -> list[_Printed]:
    textpage = page.get_textpage()
    count = textpage.count_chars()
    lines: list[_Printed] = []
    start = 0
    characters = textpage.get_text_range(0, count) if count else ""
    if len(characters) != count:  # a character outside the basic plane counts as two there
        characters = characters.ljust(count)[:count]
    # U+FFFE is a hyphen at the end of a line: the next line follows without a break
    breaks = [match.span() for match in re.finditer("\r\n|\ufffe|\x02", characters)]
    for end, following in [*breaks, (count, count)]:
        text = characters[start:end]
        if characters[end:following] in ("\ufffe", "\x02"):
            text += "-"
        if text.strip():
            inner = [start + index for index, letter in enumerate(text) if not letter.isspace()]
            lines.append(_printed_line(textpage, text, number, inner, height))
        start = following
    return lines


def _printed_line(
    textpage: pdfium.PdfTextPage, text: str, number: int, inner: Sequence[int], height: float
) -> _Printed:
    last = textpage.get_charbox(inner[-1])
    left, baseline = _origin(textpage, inner[0])
    bold = [_is_bold(textpage, inner[0]), _is_bold(textpage, inner[-1])]
    size = round(_size(textpage, inner[0]), 1)
    return _Printed(
        text.strip(), number, left, last[2], height - baseline - size, height - baseline, size, all(bold), bold[0]
    )


def _origin(textpage: pdfium.PdfTextPage, index: int) -> tuple[float, float]:
    """Return where a character begins on its line, from the left and from the bottom of the page."""
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(textpage, index, x, y)
    return x.value, y.value


def _size(textpage: pdfium.PdfTextPage, index: int) -> float:
    matrix = raw.FS_MATRIX()
    scale = abs(matrix.d) if raw.FPDFText_GetMatrix(textpage, index, matrix) and matrix.d else 1.0
    return float(raw.FPDFText_GetFontSize(textpage, index)) * scale


def _is_bold(textpage: pdfium.PdfTextPage, index: int) -> bool:
    buffer, flags = ctypes.create_string_buffer(256), ctypes.c_int()
    raw.FPDFText_GetFontInfo(textpage, index, buffer, 256, flags)
    name = buffer.value.decode("utf-8", "replace").lower()
    return "bold" in name or "black" in name or "heavy" in name


def _body_size(lines: Sequence[_Printed]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _without_furniture(
    lines: Sequence[_Printed], heights: dict[int, float], body: float, tables: Sequence[FoundTable]
) -> list[_Printed]:
    """Leave out running lines and footnotes: small type above or below the text, and what is there on each page."""
    pages: dict[int, list[_Printed]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    repeated = Counter(key for page in pages.values() for key in {_running_key(line) for line in page})
    kept = []
    for number, page in pages.items():
        text = [line for line in page if line.size >= body * 0.9] or page
        first, last = min(line.top for line in text), max(line.bottom for line in text)
        for line in page:
            at_edge = line.bottom < 0.09 * heights[number] or line.top > 0.91 * heights[number]
            in_table = any(table.holds(line.page, line.left, line.bottom) for table in tables)
            is_small = line.size < body * 0.9 and number > 0 and not in_table
            is_note = is_small and ((line.bottom <= first and at_edge) or line.top >= last)
            is_running = at_edge and (repeated[_running_key(line)] > 1 or _PAGE_NUMBER.fullmatch(line.text))
            if not (is_running or is_note or is_marking(line.text)):
                kept.append(line)
    return kept


def _with_list_marks(lines: Sequence[_Printed]) -> list[_Printed]:
    """Put each list mark before the words beside it: many programs write all marks of a page apart from the words."""
    marks = [line for line in lines if _MARK.fullmatch(line.text)]
    words = [line for line in lines if not _MARK.fullmatch(line.text)]
    beside: dict[int, _Printed] = {}
    for mark in marks:
        near = [
            (line.left, index)
            for index, line in enumerate(words)
            if line.page == mark.page and abs(line.bottom - mark.bottom) < _BESIDE and 0 < line.left - mark.left < _AWAY
        ]
        if near:
            beside[min(near)[1]] = mark
    return [
        replace(line, text=f"{'•' if beside[index].text in '-–' else beside[index].text} {line.text}")
        if index in beside
        else line
        for index, line in enumerate(words)
    ]


def _running_key(line: _Printed) -> tuple[str, int]:
    return " ".join(re.sub(r"\d+", "", line.text).casefold().split()), round(line.top / 3)


def _lines(printed: Sequence[_Printed], tables: Sequence[FoundTable], body: float) -> list[Line]:
    levels = _heading_levels(printed, body)
    step = _line_step(printed, body)
    lines: list[Line] = []
    pending = list(joined_tables(tables))
    placed: set[int] = set()
    last: _Printed | None = None
    for line in printed:
        inside = next((table for table in tables if table.holds(line.page, line.left, line.bottom)), None)
        if inside is not None:
            for index, (first, rows) in enumerate(pending):
                if first is inside and index not in placed:
                    placed.add(index)
                    lines.append(Line("", f"page {line.page + 1}", table=rows))
            last = None
            continue
        moved = last is None or line.page != last.page or line.top < last.top - 2
        size = levels.get((line.size, line.is_bold), 0)
        gap = last is not None and not moved and line.bottom - last.bottom > 1.18 * max(step, line.size * 1.15)
        new_lead = last is not None and line.starts_bold and not line.is_bold and not last.starts_bold
        lines.append(
            Line(
                line.text,
                f"page {line.page + 1}",
                indent=line.left,
                level=size,
                after_gap=last is None or gap or new_lead or abs(line.size - last.size) > 0.4,
                after_break=moved,
                is_bold=line.is_bold,
                is_large=line.size > body * 1.05,
            )
        )
        last = line
    return lines


def _heading_levels(printed: Sequence[_Printed], body: float) -> dict[tuple[float, bool], int]:
    """Return the level of each kind of type that only headings have: larger than the text, or bold."""
    kinds = {(line.size, line.is_bold) for line in printed if line.size > body * 1.05}
    kinds |= {(line.size, True) for line in printed if line.is_bold and abs(line.size - body) <= body * 0.05}
    return {kind: level for level, kind in enumerate(sorted(kinds, reverse=True), start=1)}


def _line_step(printed: Sequence[_Printed], body: float) -> float:
    """Return the usual distance of two lines of the text."""
    steps: Counter[float] = Counter()
    for above, below in itertools.pairwise(printed):
        if above.page == below.page and above.size == below.size == body and 0 < below.bottom - above.bottom < 3 * body:
            steps[round(below.bottom - above.bottom, 0)] += 1
    return steps.most_common(1)[0][0] if steps else body * 1.2


def _title(lines: Sequence[Line]) -> str:
    """Return the first words in the largest type on the first page."""
    first = [line for line in lines if line.place == "page 1"]
    best = min((line.level for line in first if line.level), default=0)
    if not best:
        return ""
    from_title = itertools.dropwhile(lambda line: line.level != best, first)
    return join_lines([line.text for line in itertools.takewhile(lambda line: line.level == best, from_title)])
