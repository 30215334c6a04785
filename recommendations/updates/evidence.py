"""Which files may be kept as evidence, and keeping them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from forces.proof.sealing import seal
from recommendations.register.models import Evidence, EvidenceKind, Update
from soteria_tracker.web.office_packages.reader import PackageError, has_macro_part, part_names

_OFFICE_FOLDERS = {".docx": "word/", ".xlsx": "xl/"}
ALLOWED = (".pdf", ".docx", ".xlsx", ".csv")


@dataclass(frozen=True)
class EvidenceEntry:
    """What a person gives as evidence: a file, an address, or neither if it was seen but is not stored here."""

    file: File | None = None
    file_name: str = ""
    address: str = ""
    shows: str = ""
    dated_on: date | None = None


def check_file(file: File, name: str) -> None:
    """Refuse a file that is too large, of another type than its name says, or that holds macros.

    Raises ValidationError with a sentence that says what to do.
    """
    extension = PurePath(name).suffix.lower()
    if extension not in ALLOWED:
        raise ValidationError(
            _("“%(name)s” is not a PDF, Word, Excel or CSV file. Choose one that is."), params={"name": name}
        )
    if (file.size or 0) > settings.EVIDENCE_LIMIT:
        limit = settings.EVIDENCE_LIMIT // (1024 * 1024)
        raise ValidationError(
            _("“%(name)s” is larger than %(limit)s MB. Choose a smaller file, or give its address instead."),
            params={"name": name, "limit": limit},
        )
    if not file.size:
        raise ValidationError(_("“%(name)s” is empty. Choose another file."), params={"name": name})
    file.seek(0)
    try:
        fits = _fits(file, extension)
    finally:
        file.seek(0)
    if not fits:
        raise ValidationError(
            _("“%(name)s” is not what its name says, or holds macros. Save it again as PDF, Word, Excel or CSV."),
            params={"name": name},
        )


def _fits(file: File, extension: str) -> bool:
    if extension == ".pdf":
        return file.read(5) == b"%PDF-"
    if extension == ".csv":
        return b"\0" not in file.read()
    try:
        names = part_names(file)
    except PackageError:
        return False
    return (
        "[Content_Types].xml" in names
        and any(name.startswith(_OFFICE_FOLDERS[extension]) for name in names)
        and not has_macro_part(names)
    )


@transaction.atomic
def add_evidence(update: Update, given: EvidenceEntry) -> None:
    """Keep what was given with an update that was written before. Raises ValidationError as `make_evidence` does."""
    seal(make_evidence(update, given))


def make_evidence(update: Update, given: EvidenceEntry) -> list[Evidence]:
    """Insert what was given with its update, and return it: a file and an address are two pieces.

    Neither means "seen, not stored here". Call it in the transaction that writes the update, and seal the evidence.
    Raises ValidationError for a file that may not be kept.
    """
    made = []
    common = {"update": update, "shows": given.shows, "dated_on": given.dated_on}
    if given.file is not None:
        given.file.open("rb")  # one kept from an earlier form has been read and closed since
        check_file(given.file, given.file_name)
        checksum = hashlib.file_digest(given.file, "sha256").hexdigest()
        given.file.seek(0)
        evidence = Evidence(
            **common, kind=EvidenceKind.FILE, file_name=given.file_name, size=given.file.size, checksum=checksum
        )
        evidence.file.save(given.file_name, given.file, save=False)
        evidence.save()
        made.append(evidence)
        given.file.close()
    if given.address:
        made.append(Evidence.objects.create(**common, kind=EvidenceKind.ADDRESS, address=given.address))
    if given.shows and given.file is None and not given.address:
        made.append(Evidence.objects.create(**common, kind=EvidenceKind.SEEN))
    return made
