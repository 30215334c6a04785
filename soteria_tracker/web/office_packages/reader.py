"""Read an Office package (.xlsx, .docx) within limits, and walk the XML in it safely.

Libraries unpack and parse whatever a file contains. What passes here can be handed to them: it has few enough parts,
each part unpacks to the size that it states, and its XML has no document type, no entities, and a bounded number and
depth of elements. A package inside the package stays closed.
"""

from __future__ import annotations

import codecs
import copy
import io
import xml.sax
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

# How large an uploaded Office file may be, and how much it may unpack to: 5 MB can unpack to gigabytes.
FILE_LIMIT = 5 * 1024 * 1024
UNPACKED_LIMIT = 40 * 1024 * 1024
PART_LIMIT = 2_000
ELEMENT_LIMIT = 1_000_000
DEPTH_LIMIT = 200
RATIO_LIMIT = 200  # real parts shrink to a tenth or a fiftieth
_RATIO_MATTERS_FROM = 1024 * 1024  # small parts may be all one character
_PIECE = 64 * 1024
_COMPRESSION = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # Office uses no other; bzip2 unpacks gigabytes in one read
_TYPES_PART = "[Content_Types].xml"
_XML_SUFFIXES = (".xml", ".rels", ".vml")
_EBCDIC_XML = b"\x4c\x6f\xa7\x94"  # "<?xm": libxml2 reads it, expat does not

ElementVisitor = Callable[[str, Mapping[str, str]], None]


class PackageError(Exception):
    """The file is not an Office package, or is damaged."""


class PackageTooLargeError(PackageError):
    """The package exceeds one of the limits."""


class PackageLockedError(PackageError):
    """The package needs a password."""


@dataclass(frozen=True)
class OfficePackage:
    """The parts of a package, unpacked, by name."""

    parts: Mapping[str, bytes]

    @property
    def has_macros(self) -> bool:
        """Whether any part is, or is declared as, a macro."""
        return b"macroEnabled" in self.parts.get(_TYPES_PART, b"") or has_macro_part(self.parts)

    def content_types(self) -> dict[str, str]:
        """Return the content type of each part that declares its own, by the part's name.

        Raises PackageError for a zip file of another kind, which has no list of types.
        """
        if _TYPES_PART not in self.parts:
            raise PackageError("not an Office package")
        types: dict[str, str] = {}

        def note(tag: str, attributes: Mapping[str, str]) -> None:
            if tag == "Override":
                types[attributes.get("PartName", "").removeprefix("/")] = attributes.get("ContentType", "")

        _walk(self.parts[_TYPES_PART], note)
        return types

    def walk_elements(self, visit: ElementVisitor) -> None:
        """Call `visit` with the local name and attributes of every XML element in the package, part by part.

        Raises PackageError for XML that no Office program writes, PackageTooLargeError for too many elements.
        """
        types = self.content_types()
        counted = 0

        def count(tag: str, attributes: Mapping[str, str]) -> None:
            nonlocal counted
            counted += 1
            if counted > ELEMENT_LIMIT:
                raise PackageTooLargeError("too many elements")
            visit(tag, attributes)

        for name, contents in self.parts.items():
            if _is_xml(name, types.get(name, ""), contents):
                _walk(contents, count)


def read_package(contents: bytes) -> OfficePackage:
    """Unpack a package into memory. Raises PackageError, or the subclass that says what is wrong."""
    try:
        with zipfile.ZipFile(io.BytesIO(contents)) as package:
            return OfficePackage(_unpack(package))
    except PackageError:
        raise
    except Exception as error:  # a damaged file fails in as many ways as it has layers
        raise PackageError(str(error)) from error


def part_names(file: IO[bytes]) -> list[str]:
    """Return the names of a package's parts without unpacking any. Raises PackageError as read_package does."""
    try:
        with zipfile.ZipFile(file) as package:
            return _checked_names(package)
    except PackageError:
        raise
    except Exception as error:
        raise PackageError(str(error)) from error


def has_macro_part(names: Iterable[str]) -> bool:
    """Whether a package with parts of these names contains macros."""
    return any(name.lower().endswith("vbaproject.bin") for name in names)


def _checked_names(package: zipfile.ZipFile) -> list[str]:
    names = package.namelist()
    if len(names) > PART_LIMIT:
        raise PackageTooLargeError("too many parts")
    if len(set(names)) < len(names):
        raise PackageError("two parts have the same name")
    return names


def _unpack(package: zipfile.ZipFile) -> dict[str, bytes]:
    _checked_names(package)
    entries = package.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise PackageLockedError("encrypted")
    if sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
        raise PackageTooLargeError("unpacks to too much")
    return {entry.filename: _unpack_part(package, entry) for entry in entries}


def _unpack_part(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return a part's contents. Raises PackageError if it is larger than stated, or is packed as Office packs none."""
    if entry.compress_type not in _COMPRESSION:
        raise PackageError("unusual compression")
    if entry.file_size > max(_RATIO_MATTERS_FROM, RATIO_LIMIT * entry.compress_size):
        raise PackageTooLargeError("compressed more than documents are")
    longer = copy.copy(entry)  # asks for one byte more than stated: zipfile stops at the stated size
    longer.file_size = entry.file_size + 1
    unpacked = io.BytesIO()
    with package.open(longer) as contents:
        while piece := contents.read(_PIECE):
            unpacked.write(piece)
            if unpacked.tell() > entry.file_size:
                raise PackageError("larger than it states")
    return unpacked.getvalue()


def _is_xml(name: str, content_type: str, contents: bytes) -> bool:
    """Whether a library could parse the part as XML, whatever the part is called."""
    start = contents[:64].removeprefix(codecs.BOM_UTF8).lstrip(b"\xff\xfe\0 \t\r\n")
    return (
        PurePosixPath(name).suffix.lower() in _XML_SUFFIXES
        or content_type.endswith(("+xml", "/xml"))
        or start.startswith((b"<", _EBCDIC_XML))
    )


def _walk(contents: bytes, visit: ElementVisitor) -> None:
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(_Elements(visit))
    try:
        parser.parse(io.BytesIO(contents))
    except (DefusedXmlException, xml.sax.SAXException, ValueError, LookupError) as error:
        raise PackageError(str(error)) from error


class _Elements(ContentHandler):
    """Passes each element's local name and attributes to `visit`."""

    def __init__(self, visit: ElementVisitor) -> None:
        super().__init__()
        self.visit, self.depth = visit, 0

    def startElement(self, name: str, attrs: xml.sax.xmlreader.AttributesImpl) -> None:
        self.depth += 1
        if self.depth > DEPTH_LIMIT:
            raise PackageTooLargeError("nested too deeply")
        self.visit(name.rpartition(":")[2], attrs)  # type: ignore[arg-type] # it has get(), as a mapping has

    def endElement(self, name: str) -> None:
        self.depth -= 1
