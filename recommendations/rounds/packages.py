"""Whether a file is an Excel workbook that may be opened here, and how much it holds. Pure."""

from __future__ import annotations

import copy
import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from xml.etree import ElementTree

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.utils import range_boundaries

LIMIT = 5 * 1024 * 1024
UNPACKED_LIMIT = 40 * 1024 * 1024  # a file of 5 MB can unpack to gigabytes
MOST_CELLS = 200_000  # some 200 rows of 13 columns is what a large request holds
_PIECE = 64 * 1024
_OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")  # how .xls begins, and a workbook that needs a password
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # as Excel packs; the others unpack to gigabytes at one read


@dataclass(frozen=True)
class Holds:
    """What was seen in the sheets without opening the workbook."""

    cells: int
    formulas: bool


def check_workbook(contents: bytes, name: str) -> Holds:
    """What the workbook holds.

    Raises ValidationError, saying what to do, for what is no Excel workbook (.xlsx), too large, locked, or has macros.
    """
    names = {"name": name, "limit": LIMIT // (1024 * 1024)}
    if not contents:
        raise ValidationError(_("“%(name)s” is empty. Choose another file.") % names)
    if len(contents) > LIMIT:
        raise ValidationError(
            _("“%(name)s” is larger than %(limit)s MB. Take out what does not belong to it, and save it again.") % names
        )
    if contents.startswith(_OLD_OR_LOCKED):
        raise ValidationError(_locked(names) if _LOCKED in contents else _old(names))
    try:
        return _look_into(contents, names)
    except ValidationError:
        raise
    except Exception as error:  # a damaged file fails in as many ways as it has layers
        raise ValidationError(_unreadable(names)) from error


def _locked(names: dict[str, object]) -> str:
    return (
        _("“%(name)s” needs a password. Take it off in Excel (File, Info, Protect Workbook) and save it again.") % names
    )


def _old(names: dict[str, object]) -> str:
    return (
        _("“%(name)s” is of the old Excel format (.xls). Open it in Excel and save it as an Excel workbook (.xlsx).")
        % names
    )


def _unreadable(names: dict[str, object]) -> str:
    return (
        _("“%(name)s” is not an Excel workbook, or is damaged. Open it in Excel and save it as a workbook (.xlsx).")
        % names
    )


def _look_into(contents: bytes, names: dict[str, object]) -> Holds:
    with zipfile.ZipFile(io.BytesIO(contents)) as package:
        parts = package.infolist()
        if sum(part.file_size for part in parts) > UNPACKED_LIMIT:
            raise ValidationError(_too_much(names))
        if any(part.flag_bits & 1 for part in parts):
            raise ValidationError(_locked(names))
        for part in parts:
            _check_size(package, part)
        if "mimetype" in package.namelist() and package.read("mimetype").startswith(_OPEN_DOCUMENT):
            raise ValidationError(
                _("“%(name)s” is an OpenDocument spreadsheet. Save it as an Excel workbook (.xlsx).") % names
            )
        types = _part(package, "[Content_Types].xml")
        is_macro = PurePath(str(names["name"])).suffix.lower() == ".xlsm" or b"macroEnabled" in types
        if is_macro or any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
            raise ValidationError(
                _("“%(name)s” holds macros. Save it in Excel as a workbook without macros (.xlsx).") % names
            )
        overrides = _overrides(types)
        if _MAIN_TYPE not in overrides.values():
            raise KeyError("no Excel workbook")
        for part in parts:  # no part has a document type, which could name entities
            if part.filename.lower().endswith((".xml", ".rels")):
                _part(package, part.filename)
        return _count(package, _opened(package, overrides), names)


def _check_size(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Raises BadZipFile for a part that is larger than it says: whoever reads it at once unpacks all of it."""
    if part.compress_type not in _PACKED:
        raise zipfile.BadZipFile("no workbook is packed so")
    longer = copy.copy(part)
    longer.file_size = part.file_size + 1
    with package.open(longer) as contents:
        if sum(len(piece) for piece in iter(lambda: contents.read(_PIECE), b"")) > part.file_size:
            raise zipfile.BadZipFile("larger than it says")


def _opened(package: zipfile.ZipFile, overrides: dict[str, str]) -> list[str]:
    """The parts that are read when the workbook is opened, sheets among them, whatever they are called."""
    names = set(package.namelist())
    mains = [part for part, kind in overrides.items() if kind.endswith(".main+xml")]
    related = [relation for main in mains for relation in get_dependents(package, get_rels_path(main))]  # type: ignore[no-untyped-call]
    opened = sorted({relation.target for relation in related} & names)
    for part in opened:
        _part(package, part)
    return opened


def _part(package: zipfile.ZipFile, part: str) -> bytes:
    contents = package.read(part)
    if b"<!DOCTYPE" in contents or b"\0" in contents:  # of UTF-16, in which the first would not be seen
        raise KeyError("no workbook has one")
    return contents


def _overrides(types: bytes) -> dict[str, str]:
    """The kinds of the parts, by their names."""
    return {
        override.get("PartName", "").removeprefix("/"): override.get("ContentType", "")
        for override in ElementTree.fromstring(types)  # noqa: S314 - without a DOCTYPE it can name no entities
        if override.tag.endswith("}Override")
    }


def _count(package: zipfile.ZipFile, opened: list[str], names: dict[str, object]) -> Holds:
    cells, formulas = 0, False
    for part in opened:
        with package.open(part) as sheet:
            root: ElementTree.Element | None = None
            for event, element in ElementTree.iterparse(sheet, events=("start", "end")):  # noqa: S314 - as above
                if root is None:
                    root = element
                if event == "start":
                    continue
                tag = element.tag.rpartition("}")[2]
                cells += tag == "c"
                if tag in ("mergeCell", "hyperlink"):  # each cell of their range takes its place when it is opened
                    cells += _area(element.get("ref", ""))
                formulas = formulas or tag == "f"
                if cells > MOST_CELLS:
                    raise ValidationError(_too_much(names))
                if tag == "row":
                    element.clear()
    return Holds(cells, formulas)


def _area(ref: str) -> int:
    """How many cells a range such as "B2:D9" has."""
    try:
        first_column, first_row, last_column, last_row = range_boundaries(ref)
    except ValueError:
        return 0
    if first_column is None or first_row is None or last_column is None or last_row is None:
        return MOST_CELLS  # whole rows or columns
    return (abs(last_column - first_column) + 1) * (abs(last_row - first_row) + 1)  # also of "D9:B2"


def _too_much(names: dict[str, object]) -> str:
    return _("“%(name)s” holds too much. Take out what does not belong to it, and save it again.") % names
