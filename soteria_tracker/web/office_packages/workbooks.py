"""Check Excel workbooks before they are opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from soteria_tracker.web.office_packages.reader import (
    FILE_LIMIT,
    OfficePackage,
    PackageError,
    PackageLockedError,
    PackageTooLargeError,
    read_package,
)

CELL_LIMIT = 200_000  # a large request holds some 200 rows of 13 columns
OTHER_ELEMENT_LIMIT = 200_000  # styles, rules, drawings: openpyxl makes an object of each
_OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")  # how .xls begins, and a workbook that needs a password
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_CELLS = frozenset({"c", "row"})
_CELL_CONTENTS = frozenset({"v", "f", "is", "si", "t", "r", "rPr"})
_RANGES = frozenset({"mergeCell", "hyperlink", "comment"})  # openpyxl makes every cell of their range


@dataclass
class WorkbookCounts:
    """What a workbook contains, counted without opening it."""

    cells: int = 0
    has_formulas: bool = False


def check_workbook(contents: bytes, name: str) -> WorkbookCounts:
    """Return what a workbook (.xlsx) that is safe to open contains. Raises ValidationError, saying what to do."""
    names = {"name": name, "limit": FILE_LIMIT // (1024 * 1024)}
    if not contents:
        raise ValidationError(_("“%(name)s” is empty. Choose another file.") % names)
    if len(contents) > FILE_LIMIT:
        raise ValidationError(
            _("“%(name)s” is larger than %(limit)s MB. Remove what does not belong in it and save it again.") % names
        )
    if contents.startswith(_OLD_OR_LOCKED):
        raise ValidationError(_locked(names) if _LOCKED in contents else _old(names))
    try:
        return _check(contents, names)
    except PackageLockedError as error:
        raise ValidationError(_locked(names)) from error
    except PackageTooLargeError as error:
        raise ValidationError(
            _("“%(name)s” contains too much. Remove what does not belong in it and save it again.") % names
        ) from error
    except PackageError as error:
        raise ValidationError(
            _("“%(name)s” is not an Excel workbook, or is damaged. Open it in Excel and save it as a workbook (.xlsx).")
            % names
        ) from error


def _check(contents: bytes, names: dict[str, object]) -> WorkbookCounts:
    package = read_package(contents)
    if package.parts.get("mimetype", b"").startswith(_OPEN_DOCUMENT):
        raise ValidationError(
            _("“%(name)s” is an OpenDocument spreadsheet. Save it as an Excel workbook (.xlsx).") % names
        )
    if package.has_macros or PurePath(str(names["name"])).suffix.lower() == ".xlsm":
        raise ValidationError(
            _("“%(name)s” contains macros. Save it in Excel as a workbook without macros (.xlsx).") % names
        )
    _check_main_part(package, names)
    counter = _Counter()
    package.walk_elements(counter.visit)
    return counter.contents


def _check_main_part(package: OfficePackage, names: dict[str, object]) -> None:
    mains = [part for part, kind in package.content_types().items() if kind == _MAIN_TYPE]
    if not mains:
        raise PackageError("no workbook")
    if any(_STRICT in package.parts.get(part, b"") for part in mains):
        raise ValidationError(
            _("“%(name)s” is a Strict Open XML workbook. Save it in Excel as an Excel workbook (.xlsx), not Strict.")
            % names
        )


class _Counter:
    """Counts what openpyxl would make objects of. Raises PackageTooLargeError at a limit."""

    def __init__(self) -> None:
        self.contents = WorkbookCounts()
        self.other_elements = 0

    def visit(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _CELLS:
            self.contents.cells += 1
        elif tag in _RANGES:
            self.contents.cells += _area(attributes.get("ref", ""))
        elif tag not in _CELL_CONTENTS:
            self.other_elements += 1
        if tag == "f":
            self.contents.has_formulas = True
        if self.contents.cells > CELL_LIMIT or self.other_elements > OTHER_ELEMENT_LIMIT:
            raise PackageTooLargeError("too many cells or styles")


def _area(ref: str) -> int:
    """Return how many cells a range such as "B2:D9" has."""
    from openpyxl.utils import range_boundaries  # it is slow to import

    try:
        first_column, first_row, last_column, last_row = range_boundaries(ref)
    except ValueError:
        return 0
    if first_column is None or first_row is None or last_column is None or last_row is None:
        return CELL_LIMIT + 1  # whole rows or columns
    return (abs(last_column - first_column) + 1) * (abs(last_row - first_row) + 1)  # also of "D9:B2"


def _locked(names: dict[str, object]) -> str:
    return (
        _("“%(name)s” needs a password. Remove it in Excel (File, Info, Protect Workbook) and save the file again.")
        % names
    )


def _old(names: dict[str, object]) -> str:
    return (
        _("“%(name)s” is in the old Excel format (.xls). Open it in Excel and save it as an Excel workbook (.xlsx).")
        % names
    )
