"""Check Word documents before they are opened."""

from __future__ import annotations

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from soteria_tracker.web.office_packages.reader import (
    FILE_LIMIT,
    OfficePackage,
    PackageError,
    PackageTooLargeError,
    read_package,
)

_MAIN_PART = "word/document.xml"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def check_word_file(contents: bytes, name: str) -> None:
    """Raise ValidationError, saying what to do, unless this is a Word document (.docx) that is safe to open."""
    names = {"name": name, "limit": FILE_LIMIT // (1024 * 1024)}
    if PurePath(name).suffix.lower() != ".docx":
        raise ValidationError(
            _("“%(name)s” is not a Word document (.docx). Open it in Word and save it as .docx.") % names
        )
    if len(contents) > FILE_LIMIT:
        raise ValidationError(
            _("“%(name)s” is larger than %(limit)s MB. Make its pictures smaller and save it again.") % names
        )
    try:
        package = read_package(contents)
        _check_kind(package, names)
        package.walk_elements(lambda tag, attributes: None)
    except PackageTooLargeError as error:
        raise ValidationError(_("“%(name)s” contains too much. Make it smaller and save it again.") % names) from error
    except PackageError as error:
        raise ValidationError(
            _("“%(name)s” cannot be read as a Word document. Open it in Word and save it as .docx.") % names
        ) from error


def _check_kind(package: OfficePackage, names: dict[str, object]) -> None:
    if _MAIN_PART not in package.parts:
        raise PackageError("no main part")
    if package.has_macros:
        raise ValidationError(_("“%(name)s” contains macros. Save it in Word as .docx, without macros.") % names)
    if package.content_types().get(_MAIN_PART) != _MAIN_TYPE:
        raise ValidationError(
            _("“%(name)s” is another kind of Word file. Open it in Word and save it as a document (.docx).") % names
        )
