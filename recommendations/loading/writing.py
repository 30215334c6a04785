"""Bringing the database to what the files say, without overwriting what a person changed and without deleting.

For each record three contents are compared: what the file says, what the database holds, and what was last loaded.

- not in the database, never loaded: new;
- the database says what the file says: the same;
- the database says what was last loaded: changed, and updated;
- anything else was changed, entered or removed by a person since: left alone, and reported.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import DataError, IntegrityError
from django.utils.translation import gettext as _

from forces.people.models import Person
from recommendations.loading.findings import Place
from recommendations.loading.kinds import KINDS, Kind
from recommendations.loading.kinds.base import Content, Entry, Pen, Stored, digest
from recommendations.loading.known import Known, UndecidedError
from recommendations.loading.models import LoadedRecord
from recommendations.loading.records import Source
from recommendations.loading.report import Outcome, What


class RefusedError(Exception):
    """The database refused a record that the checks let pass."""

    def __init__(self, place: Place, error: Exception) -> None:
        super().__init__(str(error))
        self.place = place


def write(
    sources: Sequence[Source], *, by: Person | None, known: Known, progress: Callable[[str], None]
) -> tuple[list[Outcome], Pen]:
    """Write the records of checked files, within the caller's transaction. Returns what came of each.

    Raises RefusedError where the database refuses a record: the transaction is then to be given up.
    """
    pen = Pen(by=by, known=known)
    remembered = dict(LoadedRecord.objects.values_list("key", "digest"))
    outcomes: list[Outcome] = []
    noted: list[LoadedRecord] = []
    for kind in KINDS:
        entries = kind.entries(sources)
        if not entries:
            continue
        progress(str(kind.label))
        stored = kind.stored(entries)
        for entry in entries:
            outcome = _settle(kind, entry, stored.get(entry.key), remembered.get(entry.key), pen)
            outcomes.append(outcome)
            loaded = digest(entry.content)
            if outcome.what != What.CONFLICT and remembered.get(entry.key) != loaded:
                noted.append(LoadedRecord(key=entry.key, digest=loaded, file=entry.place.file[-250:]))
    LoadedRecord.objects.bulk_create(
        noted, update_conflicts=True, unique_fields=["key"], update_fields=["digest", "file", "loaded_at"]
    )
    return outcomes, pen


def _settle(kind: Kind, entry: Entry, stored: Stored | None, last_loaded: str | None, pen: Pen) -> Outcome:
    def outcome(what: What, *, fields: tuple[str, ...] = (), reason: str = "") -> Outcome:
        return Outcome(what, str(kind.label), entry.key, entry.place, fields=fields, reason=reason)

    try:
        if stored is None:
            if last_loaded is not None:
                return outcome(What.CONFLICT, reason=_("It was loaded before and has since been removed."))
            kind.create(entry, pen)
            return outcome(What.NEW)
        differing = _differing(stored.content, entry.content)
        if not differing:
            return outcome(What.SAME)
        if last_loaded == digest(stored.content):
            kind.update(stored, entry, pen)
            return outcome(What.CHANGED, fields=differing)
        return outcome(What.CONFLICT, fields=differing, reason=_reason(entry, last_loaded))
    except UndecidedError as undecided:
        differing = _differing(stored.content, entry.content) if stored else ()
        return outcome(What.CONFLICT, fields=differing, reason=str(undecided))
    except (IntegrityError, DataError) as error:
        raise RefusedError(entry.place, error) from error


def _differing(stored: Content, given: Content) -> tuple[str, ...]:
    return tuple(name for name in given if stored.get(name) != given[name])


def _reason(entry: Entry, last_loaded: str | None) -> str:
    if last_loaded is None:
        return _("It was entered here by a person, and the file says otherwise.")
    if last_loaded == digest(entry.content):
        return _("A person changed it here since it was loaded. The file is as it was.")
    return _("A person changed it here since it was loaded, and the file has changed too.")
