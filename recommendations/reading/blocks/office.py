"""Open the XML of a Word or OpenDocument text within limits, and the marks of their lists."""

from __future__ import annotations

from lxml import etree

from recommendations.reading.errors import UnreadableFile
from soteria_tracker.web.office_packages.reader import (
    ELEMENT_LIMIT,
    OfficePackage,
    PackageError,
    PackageLockedError,
    PackageTooLargeError,
    read_package,
)

DAMAGED = "This file cannot be read. Open it in the program that wrote it, save it again and try again."
TOO_LARGE = "This file contains too much. Remove pictures and what does not belong in it, and save it again."
LOCKED = "This file needs a password. Remove the password and save the file again."
MACROS = "This file contains macros. Save it without macros and try again."


def open_package(contents: bytes) -> OfficePackage:
    """Return an Office package. Raises UnreadableFile if it is damaged, locked, too large, or has macros."""
    try:
        package = read_package(contents)
    except PackageLockedError as error:
        raise UnreadableFile(LOCKED) from error
    except PackageTooLargeError as error:
        raise UnreadableFile(TOO_LARGE) from error
    except PackageError as error:
        raise UnreadableFile(DAMAGED) from error
    if package.has_macros or any(name.startswith(("Basic/", "Scripts/")) for name in package.parts):
        raise UnreadableFile(MACROS)
    return package


def parse(package: OfficePackage, part: str) -> etree._Element:
    """Return the root of a part. Raises UnreadableFile if there is none, or it is not XML that Office writes."""
    contents = package.parts.get(part)
    if contents is None:
        raise UnreadableFile(DAMAGED)
    if contents.count(b"<") > 2 * ELEMENT_LIMIT:
        raise UnreadableFile(TOO_LARGE)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(contents, parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableFile(DAMAGED) from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableFile(DAMAGED)
    return root


def mark_of(number: int, kind: str) -> str:
    """Return the automatic mark of a list item: "3", "(c)", "(iii)", or empty for a bullet."""
    if kind in ("lowerLetter", "a") and 0 < number < 27:
        return f"({chr(96 + number)})"
    if kind in ("lowerRoman", "i"):
        return f"({_roman(number)})"
    return "" if kind in ("bullet", "none", "") else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= value and len(text) < 12:
            text, number = text + letters, number - value
    return text
