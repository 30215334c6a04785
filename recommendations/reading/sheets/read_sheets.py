"""Read the sheets of a file. Its kind is told from its contents, never from its name."""

from __future__ import annotations

import datetime
import re

from recommendations.reading.blocks.office import LOCKED
from recommendations.reading.errors import UnreadableFile, check_size
from recommendations.reading.sheets.excel import read_excel
from recommendations.reading.sheets.grid import Grid
from recommendations.reading.sheets.kinds import OLD_OFFICE, has_table, is_open_document_sheet
from recommendations.reading.sheets.open_document_sheets import read_open_document_sheets
from recommendations.reading.sheets.separated import looks_separated, read_separated
from recommendations.reading.sheets.web_tables import read_web_tables
from soteria_tracker.web.office_packages.reader import PackageError, read_package

COLUMN_LIMIT = 200
_LOCKED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_OTHER = "This file is no spreadsheet. Bring an Excel or LibreOffice workbook, a .csv file or a web page with a table."
_SAVED = re.compile(rb"<dcterms:modified[^>]*>(\d{4}-\d{2}-\d{2})|<dc:date>(\d{4}-\d{2}-\d{2})")


def read_sheets(contents: bytes) -> list[Grid]:
    """Return the sheets of a file. Raises UnreadableFile with a sentence that says what is wrong and what to do."""
    if not contents.strip():
        raise UnreadableFile("This file is empty. Choose another file.")
    check_size(contents)
    grids = _read(contents)
    for grid in grids:
        widest = max(
            (columns[-1] + 1 for row in range(min(len(grid.rows), 500)) if (columns := grid.filled(row))), default=0
        )
        if widest > COLUMN_LIMIT:
            raise UnreadableFile(
                f"The sheet “{grid.name}” has {widest} columns. Remove those that are not about recommendations "
                f"(at most {COLUMN_LIMIT} are read) and try again."
            )
    return grids


def _read(contents: bytes) -> list[Grid]:
    if contents.startswith(b"PK\x03\x04"):
        return read_open_document_sheets(contents) if is_open_document_sheet(contents) else read_excel(contents)
    if contents.startswith(OLD_OFFICE):
        old = "This workbook is in an old Excel format. Save it as an Excel workbook (.xlsx) and try again."
        raise UnreadableFile(LOCKED if _LOCKED_PACKAGE in contents else old)
    if has_table(contents):
        return read_web_tables(contents)
    if contents.startswith((b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z")):
        raise UnreadableFile(_OTHER)
    if not looks_separated(contents):
        raise UnreadableFile(_OTHER)
    return read_separated(contents)


def saved_on(contents: bytes) -> datetime.date | None:
    """Return the day on which a workbook was last saved, as its properties say."""
    if not contents.startswith(b"PK\x03\x04"):
        return None
    try:
        parts = read_package(contents).parts
    except PackageError:
        return None
    for name in ("docProps/core.xml", "meta.xml"):
        if match := _SAVED.search(parts.get(name, b"")):
            return datetime.date.fromisoformat((match[1] or match[2]).decode())
    return None
