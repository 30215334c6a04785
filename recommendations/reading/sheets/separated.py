"""Read separated values: the separator and the encoding are told from the contents."""

from __future__ import annotations

import codecs
import csv
import html
import io
import re

from recommendations.reading.errors import UnreadableFile
from recommendations.reading.sheets.grid import Grid

_SEPARATORS = ";,\t|"
_LINE_END = re.compile(r"</(?:p|div|li|tr)>|<br\s*/?>", re.I)
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?>", re.I)
_SAMPLE = 64 * 1024


def read_separated(contents: bytes) -> list[Grid]:
    """Return the records of a file as one sheet named "csv". Raises UnreadableFile if it has no columns."""
    text = _decoded(contents)
    separator = _separator(text)
    csv.field_size_limit(1_000_000)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise UnreadableFile(
            "This file cannot be read as a list with columns. Save it again as .csv or .xlsx."
        ) from error
    rows = [[without_tags(value) if "</" in value else value for value in row] for row in rows]
    return [Grid("csv", rows)]  # type: ignore[arg-type] # lists are invariant: a list of texts is a list of values


def without_tags(text: str) -> str:
    """Return the words of a cell that a system exported with the tags of a web page."""
    plain = _TAG.sub("", _LINE_END.sub("\n", text))
    return html.unescape(plain).strip()


def looks_separated(contents: bytes) -> bool:
    """Whether most lines of a text file have the same number of columns, at least three."""
    if b"\0" in contents[:1024] and not contents.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    text = _decoded(contents[:_SAMPLE])
    if text.startswith("sep="):
        return True
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)))[:200]
    except csv.Error:
        return False
    widths = [len(row) for row in rows if row]
    usual = max(widths, key=widths.count, default=0)
    return len(widths) > 2 and usual > 2 and widths.count(usual) >= 0.6 * len(widths)


def _decoded(contents: bytes) -> str:
    if contents.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return contents.decode("utf-16", errors="replace")
    try:
        return contents.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start > len(contents) - 4 and error.reason == "unexpected end of data":
            return contents[: error.start].decode("utf-8-sig")
        return contents.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    first = text.split("\n", 1)[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4]
    lines = text[:_SAMPLE].splitlines()[:50]
    best = max(
        _SEPARATORS, key=lambda mark: (sum(mark in line for line in lines), sum(line.count(mark) for line in lines))
    )
    return best if any(best in line for line in lines) else ","
