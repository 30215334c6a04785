"""Keeping a letter: who wrote it, when, and its file."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.register.models import Letter
from recommendations.updates.evidence import check_file


@dataclass(frozen=True)
class LetterGiven:
    """A letter as a person enters it, with its file or without."""

    sender: str
    dated_on: datetime.date
    reference: str = ""
    file: File | None = None
    file_name: str = ""


def check_letter(given: LetterGiven, *, holder: Body, by: Reader) -> None:
    """Check a letter without keeping it. Raises PermissionDenied, and ValidationError by field."""
    if not by.may_enter_letters(holder):
        raise PermissionDenied(_("Letters are recorded by the office."))
    if not given.sender.strip():
        raise ValidationError({"sender": [_("Enter who wrote the letter")]})
    if given.dated_on > by.day:
        raise ValidationError({"dated_on": [_("The date of the letter must be today or in the past")]})
    if given.file is not None:
        given.file.open("rb")  # one kept from an earlier form has been read and closed since
        try:
            check_file(given.file, given.file_name)
        except ValidationError as error:
            raise ValidationError({"document": error.messages}) from error


def like_it(given: LetterGiven, holder: Body) -> Letter | None:
    """A letter recorded already that has the same date, and the same reference or file or sender."""
    checksum = _checksum(given.file) if given.file is not None else ""
    for letter in Letter.objects.filter(holder=holder, dated_on=given.dated_on).order_by("-pk"):
        if checksum and letter.checksum == checksum:
            return letter
        if (letter.sender.lower(), letter.reference.lower()) == (given.sender.lower(), given.reference.lower()):
            return letter
    return None


@transaction.atomic
def write_letter(given: LetterGiven, *, holder: Body, by: Reader, submission_key: uuid.UUID) -> Letter:
    """Check and keep a letter. Raises PermissionDenied, and ValidationError by field."""
    check_letter(given, holder=holder, by=by)
    letter = Letter(
        holder=holder,
        sender=given.sender.strip(),
        dated_on=given.dated_on,
        reference=given.reference.strip(),
        submission_key=submission_key,
        recorded_at=timezone.now(),
        recorded_by=by.person,
    )
    if given.file is not None:
        letter.file_name, letter.size = given.file_name, given.file.size
        letter.checksum = _checksum(given.file)
        letter.file.save(letter.checksum, given.file, save=False)
    letter.save()
    return letter


def _checksum(file: File) -> str:
    file.open("rb")
    checksum = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return checksum
