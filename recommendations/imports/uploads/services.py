"""Keep a file that a person uploads, and read it in the worker."""

from __future__ import annotations

import datetime
import zlib
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from forces.bodies.models import Force
from forces.people import unsaved_forms
from forces.people.access import Reader, reader_of
from recommendations.imports.documents.known import known_register
from recommendations.imports.documents.services import ReadUpload, blocks_of, reading_of, written_blocks
from recommendations.imports.trackers.reading import known_without_force, tracker_in
from recommendations.imports.trackers.services import UNCONFIRMED_FOR, keep_tracker
from recommendations.imports.uploads.models import ImportUpload, UploadKind
from recommendations.reading.errors import UnreadableFile, check_size
from recommendations.reading.letters.reading import LetterReading
from recommendations.reading.reports.reading import ReportReading
from recommendations.reading.responses.reading import ResponseReading
from recommendations.reading.sheets.kinds import is_workbook
from recommendations.updates.evidence import check_file
from soteria_tracker.web.today import today

# A worker that was stopped never finishes a file.
GIVEN_UP_AFTER = datetime.timedelta(minutes=10)
_KINDS = {
    ReportReading: UploadKind.REPORT,
    ResponseReading: UploadKind.RESPONSE,
    LetterReading: UploadKind.LETTER,
}


@transaction.atomic
def upload_file(*, contents: bytes, name: str, holder: Force | None, by: Reader) -> ImportUpload:
    """Keep a file, ask the worker to read it, and return its record. `holder` is the force whose file it is.

    Raises PermissionDenied, and ValidationError for a file that is empty or too large.
    """
    if holder is not None and not by.may_follow(holder):
        raise PermissionDenied(_("Only the office of this force can import its tracker."))
    if holder is None and not by.may_administer():
        raise PermissionDenied(_("You do not have access"))
    if not contents.strip():
        raise ValidationError({"file": _("This file is empty. Choose another file.")})
    try:
        check_size(contents)
    except UnreadableFile as error:
        raise ValidationError({"file": error.sentence}) from error
    remove_old_files(before=timezone.now() - UNCONFIRMED_FOR)
    upload = ImportUpload(person=by.person, holder=holder, file_name=name[-200:], uploaded_at=timezone.now())
    upload.file.save(name, ContentFile(contents), save=False)
    upload.save()
    read_uploaded_file.enqueue(str(upload.pk))
    return upload


@task()
def read_uploaded_file(upload: str) -> None:
    """Read a file by its id, and keep what it is and what it says. Reading it twice does nothing."""
    kept = ImportUpload.objects.select_related("person", "holder").filter(pk=upload, finished_at=None).first()
    if kept is None:
        return  # deleted in the meantime, or read already
    ImportUpload.objects.filter(pk=upload).update(started_at=timezone.now())
    try:
        _read(kept, reader_of(kept.person, today()))
    except UnreadableFile as error:
        kept.kind, kept.sentence = UploadKind.UNREADABLE, error.sentence[:500]
    except PermissionDenied:
        kept.kind, kept.sentence = UploadKind.UNREADABLE, _("Only the office of this force can import its tracker.")
    except Exception:
        kept.kind, kept.sentence = UploadKind.UNREADABLE, _("Something went wrong while this file was read. Try again.")
        raise  # the task is marked as failed, with the trace
    finally:
        kept.finished_at = timezone.now()
        kept.save()


def _read(upload: ImportUpload, reader: Reader) -> None:
    with upload.file.open("rb") as file:
        contents = file.read()
    if _is_tracker(contents, reader):
        upload.kind = UploadKind.TRACKER
        if upload.holder:
            upload.tracker = keep_tracker(force=upload.holder, contents=contents, name=upload.file_name, by=reader)
        return
    written = written_blocks(contents)
    reading = reading_of(blocks_of(written), day=reader.day).reading
    upload.blocks = zlib.compress(written)
    upload.kind = _KINDS.get(type(reading), UploadKind.OTHER)
    if upload.kind in (UploadKind.LETTER, UploadKind.RESPONSE):
        _keep_for_its_form(upload, contents)


def _is_tracker(contents: bytes, reader: Reader) -> bool:
    """Return whether a file is to be read as a tracker: a workbook is always one, or it cannot be read."""
    return is_workbook(contents) or bool(tracker_in(contents, known_without_force(known_register(reader.day))))


def _keep_for_its_form(upload: ImportUpload, contents: bytes) -> None:
    """Keep the file for the form of a letter or response, where it is of a kind that can be kept there."""
    file = SimpleUploadedFile(upload.file_name, contents)
    if not upload.file_name.lower().endswith((".pdf", ".docx")):
        return
    try:
        check_file(file, upload.file_name)
    except ValidationError:
        return  # the form asks for another
    upload.kept_file = unsaved_forms.store_file(file, by=upload.person).token


def read_document_of(upload: ImportUpload, day: datetime.date) -> ReadUpload:
    """Return the reading of a document that the worker has read, with what the register knows on this day."""
    return reading_of(blocks_of(zlib.decompress(bytes(upload.blocks))), day=day)


def uploads_for(reader: Reader) -> QuerySet[ImportUpload]:
    """Return the files that the reader may see: their own, for forces whose office they work in, and those passed on.

    Administrators see the reports that offices passed to them.
    """
    of_offices = Q(holder=None) | Q(holder__in=reader.existing(reader.office))
    visible = Q(person=reader.person) & of_offices
    if reader.may_administer():
        visible |= Q(passed_on_at__isnull=False)
    return ImportUpload.objects.filter(visible)


def is_given_up(upload: ImportUpload) -> bool:
    """Return whether the file will not be read any more."""
    return upload.finished_at is None and upload.uploaded_at < timezone.now() - GIVEN_UP_AFTER


@transaction.atomic
def pass_to_administrators(*, upload: ImportUpload, by: Reader) -> None:
    """Let the administrators see a report, so that they can load it. Raises ValidationError for any other file."""
    current = uploads_for(by).select_for_update(of=("self",)).get(pk=upload.pk)
    if current.kind != UploadKind.REPORT:
        raise ValidationError(_("Only a published report can be passed to the administrators."))
    if current.passed_on_at is None:
        current.passed_on_at = timezone.now()
        current.save(update_fields=["passed_on_at"])


@transaction.atomic
def remove_old_files(before: datetime.datetime) -> int:
    """Delete the files that were uploaded before a moment, and return how many there were."""
    old = list(ImportUpload.objects.select_for_update(of=("self",)).filter(uploaded_at__lt=before).defer("blocks"))
    for upload in old:
        upload.delete()
        transaction.on_commit(partial(upload.file.storage.delete, str(upload.file.name)))
    return len(old)
