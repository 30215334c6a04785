"""Keep the file of a tracker with the answers about it, and plan what importing it would change."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from forces.bodies.models import Force
from forces.people.access import Reader, reader_of
from forces.people.models import Person
from recommendations.imports.trackers.known import actions_now, closing_levels, known_to
from recommendations.imports.trackers.models import TrackerImport
from recommendations.imports.trackers.plan import plan_import
from recommendations.imports.trackers.planned import Circumstances, Plan
from recommendations.reading.errors import UnreadableFile
from recommendations.reading.trackers.child import run_reader
from recommendations.reading.trackers.exchange import TrackerTask, reading_of, task_of
from recommendations.reading.trackers.results import ReadQuestion, ReadRow, TrackerReading
from recommendations.register.models import Inspection
from soteria_tracker.web.today import today

UNCONFIRMED_FOR = datetime.timedelta(days=7)
GIVEN_UP_AFTER = datetime.timedelta(minutes=2)  # then the page reads the file itself


@dataclass(frozen=True)
class TrackerPreview:
    """What a tracker says with these answers, and what importing it would change."""

    reading: TrackerReading
    plan: Plan
    answers: Mapping[str, str]

    @property
    def digest(self) -> str:
        """A text that is the same as long as nothing of the preview has changed."""
        return hashlib.sha256(repr(self.plan).encode()).hexdigest()

    @property
    def unanswered(self) -> list[ReadQuestion]:
        """The questions without a suggestion that are still unanswered. Nothing is imported until they are answered."""
        return [each for each in self.reading.questions if each.suggest is None and each.key not in self.answers]


@transaction.atomic
def upload_tracker(*, force: Force, contents: bytes, name: str, by: Reader) -> TrackerImport:
    """Keep a file until it is confirmed, and return its import. The same file is kept once.

    The answers of the office's last confirmed import are its first answers. Raises PermissionDenied. The file should
    have been read before (`read_in_child`), so that nothing unreadable is kept.
    """
    _allow(force, by)
    checksum = hashlib.sha256(contents).hexdigest()
    Force.objects.select_for_update(of=("self",)).get(pk=force.pk)  # two uploads of one file take turns
    of_force = TrackerImport.objects.filter(holder=force)
    remove_old_uploads(before=timezone.now() - UNCONFIRMED_FOR)
    if existing := of_force.filter(checksum=checksum, confirmed_at=None).first():
        return existing
    passed = TrackerImport.objects.filter(holder__in=by.held_by(force))  # of the forces that it took over, too
    last = passed.filter(confirmed_at__isnull=False).first()
    tracker = TrackerImport(
        holder=force,
        file_name=name[-200:],
        checksum=checksum,
        answers=last.answers if last else {},
        columns=last.columns if last else {},
        publication_dates=last.publication_dates if last else {},
        places=last.places if last else {},
        uploaded_at=timezone.now(),
        uploaded_by=by.person,
    )
    tracker.file.save(name, ContentFile(contents), save=False)
    tracker.save()
    return tracker


def keep_tracker(*, force: Force, contents: bytes, name: str, by: Reader) -> TrackerImport:
    """Keep a file with what was read in it, and return its import. Raises UnreadableFile, and then keeps nothing."""
    tracker = upload_tracker(force=force, contents=contents, name=name, by=by)
    try:
        keep_reading(tracker, by)
    except UnreadableFile:
        discard_upload(tracker=tracker, by=by)
        raise
    return tracker


# --- reading -------------------------------------------------------------------------------------------------


@transaction.atomic
def request_reading(*, tracker: TrackerImport, by: Reader) -> None:
    """Ask the worker to read a file with the answers that were given. The person's page waits for it.

    Raises PermissionDenied.
    """
    _allow(tracker.holder, by)
    TrackerImport.objects.filter(pk=tracker.pk).update(reading_requested_at=timezone.now())
    read_tracker.enqueue(tracker.pk, by.person.pk)


@task()
def read_tracker(tracker: int, person: int) -> None:
    """Read a file as this person would, and keep what was read. One that cannot be read is told by its page."""
    kept = TrackerImport.objects.select_related("holder").filter(pk=tracker, confirmed_at=None).first()
    if kept is not None:
        with contextlib.suppress(UnreadableFile, PermissionDenied):
            keep_reading(kept, reader_of(Person.objects.get(pk=person), today()))


def keep_reading(tracker: TrackerImport, by: Reader) -> TrackerReading:
    """Read a file, keep what was read, and return it. Raises PermissionDenied and UnreadableFile."""
    task_, key = _reading_task(tracker, by)
    written = run_reader(task_)
    reading = reading_of(written)
    tracker.reading, tracker.reading_key, tracker.read_at = zlib.compress(written), key, timezone.now()
    tracker.save(update_fields=["reading", "reading_key", "read_at"])
    return reading


def is_being_read(tracker: TrackerImport) -> bool:
    """Return whether the worker is still to read the file with the last answers, and has not been given up."""
    asked = tracker.reading_requested_at
    if asked is None or asked < timezone.now() - GIVEN_UP_AFTER:
        return False
    return tracker.read_at is None or tracker.read_at < asked


def _reading_task(tracker: TrackerImport, by: Reader) -> tuple[bytes, str]:
    """Return what the child is asked to read, and its digest."""
    _allow(tracker.holder, by)
    with tracker.file.open("rb") as file:
        contents = file.read()
    written = task_of(contents, TrackerTask(known_to(by, tracker.holder), tracker.answers, tracker.columns))
    return written, hashlib.sha256(written).hexdigest()


@transaction.atomic
def save_answers(
    *,
    tracker: TrackerImport,
    answers: Mapping[str, str],
    columns: Mapping[str, str],
    publication_dates: Mapping[str, str],
    by: Reader,
) -> TrackerImport:
    """Keep what the person decided about a file, and return its import.

    Raises PermissionDenied, and ValidationError once it is confirmed.
    """
    current = locked_import(tracker, by)
    if current.is_confirmed:
        raise ValidationError(_("This tracker has already been imported."))
    current.answers, current.columns = dict(answers), dict(columns)
    current.publication_dates = dict(publication_dates)
    current.save(update_fields=["answers", "columns", "publication_dates"])
    return current


@transaction.atomic
def place_row(*, tracker: TrackerImport, key: str, place: Mapping[str, str] | None, by: Reader) -> TrackerImport:
    """Keep where a person placed the rows with this key (`place_key`), or with None that they stay as read.

    Raises PermissionDenied, and ValidationError once the tracker is confirmed.
    """
    current = locked_import(tracker, by)
    if current.is_confirmed:
        raise ValidationError(_("This tracker has already been imported."))
    current.places = {**current.places, key: dict(place)} if place else _without(current.places, key)
    current.save(update_fields=["places"])
    return current


def _without(places: Mapping[str, Mapping[str, str]], key: str) -> dict[str, Mapping[str, str]]:
    return {each: place for each, place in places.items() if each != key}


@transaction.atomic
def discard_upload(*, tracker: TrackerImport, by: Reader) -> None:
    """Delete a file that was not confirmed. Raises PermissionDenied, and ValidationError for one that was."""
    current = locked_import(tracker, by)
    if current.is_confirmed:
        raise ValidationError(_("This tracker has been imported, so its file is kept."))
    _remove(current)


@transaction.atomic
def remove_old_uploads(*, before: datetime.datetime) -> int:
    """Delete the files that were uploaded before a moment and never confirmed. Return how many there were."""
    old = list(TrackerImport.objects.select_for_update().filter(confirmed_at=None, uploaded_at__lt=before))
    for tracker in old:
        _remove(tracker)
    return len(old)


def _remove(tracker: TrackerImport) -> None:
    storage, name = tracker.file.storage, tracker.file.name
    tracker.delete()
    transaction.on_commit(lambda: storage.delete(str(name)))


def preview_of(tracker: TrackerImport, by: Reader) -> TrackerPreview:
    """Return what a kept file says with the answers given so far, and what it would change. Nothing is saved.

    It is read again only if the register, the file or an answer has changed since the worker read it.
    Raises PermissionDenied, and UnreadableFile with a sentence.
    """
    written, key = _reading_task(tracker, by)
    is_kept = tracker.reading_key == key
    reading = reading_of(zlib.decompress(bytes(tracker.reading)) if is_kept else run_reader(written))
    return TrackerPreview(reading, plan_of(tracker, reading, by), tracker.answers)


def plan_of(tracker: TrackerImport, reading: TrackerReading, by: Reader) -> Plan:
    """Return what importing a reading would change at its force."""
    circumstances = Circumstances(
        file_name=tracker.file_name,
        as_at=min(reading.as_at or by.day, by.day),
        today=by.day,
        draft_inspections=frozenset(publication_days(tracker, reading)),
        earlier_drafts=_earlier_drafts(tracker),
        closing_levels=closing_levels(),
        places=tracker.places,
    )
    return plan_import(reading, actions_now(by, tracker.holder), circumstances)


def _earlier_drafts(tracker: TrackerImport) -> dict[str, str]:
    """Return the drafts that earlier imports of this force made and that are still there, by inspection as read."""
    earlier = TrackerImport.objects.filter(holder=tracker.holder, confirmed_at__isnull=False, undone_at=None)
    made = {key: slug for each in earlier.exclude(pk=tracker.pk) for key, slug in each.drafts.items()}
    still = set(Inspection.objects.filter(slug__in=made.values()).values_list("slug", flat=True))
    return {key: slug for key, slug in made.items() if slug in still}


def publication_days(tracker: TrackerImport, reading: TrackerReading) -> dict[str, datetime.date]:
    """Return the day of publication of each inspection that the register does not know, as far as it is known.

    The day is the tracker's, or what the person entered. Without one no draft is made.
    """
    found = {row.inspection: row.inspection_published_on for row in reading.rows if _is_unknown(row)}
    entered = {key: datetime.date.fromisoformat(day) for key, day in tracker.publication_dates.items() if day}
    days = {key: entered.get(key) or day for key, day in found.items()}
    return {key: day for key, day in days.items() if day}


def _is_unknown(row: ReadRow) -> bool:
    return row.inspection.startswith("unknown:") and not row.leave_out


# --- access --------------------------------------------------------------------------------------------------


def _allow(force: Force, by: Reader) -> None:
    if not by.may_follow(force):
        raise PermissionDenied(_("Only the office of this force can import its tracker."))


def locked_import(tracker: TrackerImport, by: Reader) -> TrackerImport:
    """Return the import as it is now, locked until the transaction ends. Raises PermissionDenied."""
    current = TrackerImport.objects.select_for_update(of=("self",)).select_related("holder").get(pk=tracker.pk)
    _allow(current.holder, by)
    return current
