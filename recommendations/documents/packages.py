"""Whether a file is a Word document that may be opened here. Pure."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath
from xml.etree import ElementTree

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LIMIT = 5 * 1024 * 1024
UNPACKED_LIMIT = 50 * 1024 * 1024  # a file of 5 MB can unpack to gigabytes
_MAIN_PART = "/word/document.xml"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def check_word_file(contents: bytes, name: str) -> None:
    """Raises ValidationError, saying what to do, for what is no Word document, too large, or holds macros."""
    names = {"name": name, "limit": LIMIT // (1024 * 1024)}
    if PurePath(name).suffix.lower() != ".docx":
        raise ValidationError(_("“%(name)s” is not a Word document (.docx). Save it as one.") % names)
    if len(contents) > LIMIT:
        raise ValidationError(
            _("“%(name)s” is larger than %(limit)s MB. Make the pictures in it smaller, and save it again.") % names
        )
    try:
        _check_package(contents, names)
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, NotImplementedError, RuntimeError) as error:
        raise ValidationError(
            _("“%(name)s” cannot be read as a Word document. Open it in Word and save it as .docx.") % names
        ) from error


def _check_package(contents: bytes, names: dict[str, object]) -> None:
    with zipfile.ZipFile(io.BytesIO(contents)) as package:
        parts = package.infolist()
        if sum(part.file_size for part in parts) > UNPACKED_LIMIT:
            raise ValidationError(_("“%(name)s” holds too much. Make it smaller, and save it again.") % names)
        package.getinfo(_MAIN_PART.removeprefix("/"))
        types = package.read("[Content_Types].xml")
        has_macros = b"macroEnabled" in types or any(part.filename.lower().endswith("vbaproject.bin") for part in parts)
        if has_macros:
            raise ValidationError(_("“%(name)s” holds macros. Save it in Word as .docx, without macros.") % names)
        if b"<!DOCTYPE" in types or b"\0" in types:  # of UTF-16, in which neither of the two would be seen
            raise KeyError("no Word document has one")
        main = {
            override.get("PartName"): override.get("ContentType")
            for override in ElementTree.fromstring(types)  # noqa: S314 - without a DOCTYPE it can name no entities
            if override.tag.endswith("}Override")
        }
        if main.get(_MAIN_PART) != _MAIN_TYPE:
            raise ValidationError(_("“%(name)s” is another kind of Word file. Save it as a document (.docx).") % names)
