"""Tell the kind of a file that may hold sheets from its contents, without reading it."""

from __future__ import annotations

import io
import re

from recommendations.reading.sheets.separated import looks_separated
from soteria_tracker.web.office_packages.reader import PackageError, part_names

OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_HTML_TABLE = re.compile(rb"<table[\s>]", re.IGNORECASE)


def is_spreadsheet(contents: bytes) -> bool:
    """Whether a file holds sheets or, as a text file, columns. A web page may be either: see `has_table`."""
    start = contents[:8]
    if start.startswith(b"PK\x03\x04"):
        try:
            names = part_names(io.BytesIO(contents))
        except PackageError:
            return b"xl/workbook.xml" in contents or b"opendocument.spreadsheet" in contents[:200]
        return "xl/workbook.xml" in names or is_open_document_sheet(contents)
    if contents[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"%PDF", b"{\\rtf", OLD_OFFICE)):
        return start.startswith(OLD_OFFICE) and "Workbook".encode("utf-16-le") in contents
    return looks_separated(contents)


def is_workbook(contents: bytes) -> bool:
    """Whether a file is a workbook of Excel or LibreOffice, as far as its first bytes and its parts tell."""
    return contents.startswith((b"PK\x03\x04", OLD_OFFICE)) and is_spreadsheet(contents)


def has_table(contents: bytes) -> bool:
    """Whether a web page has a table."""
    return contents[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and bool(_HTML_TABLE.search(contents))


def is_open_document_sheet(contents: bytes) -> bool:
    """Whether a package says that it is a spreadsheet of OpenDocument."""
    return b"opendocument.spreadsheet" in contents[:200]
