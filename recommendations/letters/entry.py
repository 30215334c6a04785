"""A letter as it is entered: who wrote it, when, and its file."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people.access import Reader
from forces.proof.sealing import seal
from recommendations.register.models import Action, Letter
from recommendations.updates.evidence import check_file


@dataclass(frozen=True)
class LetterEntry:
    """A letter as a person enters it, with or without its file."""

    sender: str
    dated_on: datetime.date
    reference: str = ""
    file: File | None = None
    file_name: str = ""


def check_letter(entry: LetterEntry, *, holder: Body, by: Reader) -> None:
    """Check a letter before it is saved. Raises PermissionDenied, and ValidationError by field."""
    if not by.may_enter_letters(holder):
        raise PermissionDenied(_("Only the office can record letters."))
    if errors := errors_of_letter(entry, by.day):
        raise ValidationError(errors)


def errors_of_letter(entry: LetterEntry, today: datetime.date) -> dict[str, list[str]]:
    """Return what stops a letter, by field."""
    errors: dict[str, list[str]] = {}
    if not entry.sender.strip():
        errors["sender"] = [_("Enter who wrote the letter")]
    if entry.dated_on > today:
        errors["dated_on"] = [_("The date of the letter must be today or in the past")]
    if entry.file is not None:
        try:
            with _opened(entry.file):
                check_file(entry.file, entry.file_name)
        except ValidationError as error:
            errors["document"] = error.messages
    return errors


def holder_now(action: Action, reader: Reader) -> Body:
    """Return the body that holds the action today: a letter about it belongs there."""
    holder = reader.current_holder(action.holder_id)
    return action.holder if holder == action.holder_id else Body.objects.get(pk=holder)


def similar_letter(entry: LetterEntry, holder: Body, reader: Reader) -> Letter | None:
    """Return a recorded letter with the same date and either the same file or the same sender and reference."""
    checksum = _checksum(entry.file) if entry.file is not None else ""
    for letter in Letter.objects.filter(holder__in=reader.held_by(holder), dated_on=entry.dated_on).order_by("-pk"):
        if checksum and letter.checksum == checksum:
            return letter
        if (letter.sender.lower(), letter.reference.lower()) == (entry.sender.lower(), entry.reference.lower()):
            return letter
    return None


@transaction.atomic
def write_letter(entry: LetterEntry, *, holder: Body, by: Reader, submission_key: uuid.UUID) -> Letter:
    """Check a letter and save it. Raises PermissionDenied, and ValidationError by field."""
    check_letter(entry, holder=holder, by=by)
    letter = Letter(
        holder=holder,
        sender=entry.sender.strip(),
        dated_on=entry.dated_on,
        reference=entry.reference.strip(),
        submission_key=submission_key,
        recorded_at=timezone.now(),
        recorded_by=by.person,
    )
    if entry.file is not None:
        letter.file_name, letter.size = entry.file_name, entry.file.size
        letter.checksum = _checksum(entry.file)
        with _opened(entry.file):
            letter.file.save(letter.checksum, entry.file, save=False)
    letter.save()
    seal([letter])
    return letter


def _checksum(file: File) -> str:
    with _opened(file):
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _opened(file: File) -> Iterator[None]:
    """Open a file at its beginning, and leave it as it was: closed, if it was kept from an earlier form."""
    was_closed = file.closed
    file.open("rb")
    try:
        yield
    finally:
        if was_closed:
            file.close()
        else:
            file.seek(0)
