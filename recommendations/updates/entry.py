"""Writing updates: the rules of what an update may say, checked in one place for form, letter and workbook alike.

Call these through recommendations.updates.services, which rebuilds the positions as well.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people.access import Audience, Reader
from recommendations.register.models import Action, ClosingLevel, Letter, PartDone, Recommendation, Update, Words
from recommendations.register.retraction import is_retracted
from recommendations.register.statuses import Status
from recommendations.updates.evidence import EvidenceGiven, add_evidence
from recommendations.updates.rules import check_access, errors_of, questions_of
from soteria_tracker.web.service_forms import Unconfirmed as Unconfirmed


@dataclass(frozen=True)
class Entry:
    """What a person records: who said it, and the whole state after it."""

    status: str
    words: str = ""
    effective_on: datetime.date | None = None
    audience: str = Audience.FORCE_AND_OFFICE
    said_by: str = Update.SaidBy.FORCE
    reported_by: str = ""
    received_how: str = ""
    received_on: datetime.date | None = None
    expected_on: datetime.date | None = None
    revised_deadline_on: datetime.date | None = None
    local_target_on: datetime.date | None = None
    deadline_reason: str = ""
    waiting_for_body: Body | None = None
    waiting_for_recommendation: Recommendation | None = None
    closing_level: ClosingLevel | None = None
    closed_by: str = ""
    verified_by: str = ""
    parts_done: frozenset[int] = frozenset()
    evidence: EvidenceGiven = field(default_factory=EvidenceGiven)
    letter: Letter | None = None  # the letter that says so
    letter_says: str = ""
    confirmed: frozenset[str] = frozenset()  # the questions that the person has answered with yes


_STATE = (
    "status",
    "expected_on",
    "revised_deadline_on",
    "local_target_on",
    "deadline_reason",
    "waiting_for_body",
    "waiting_for_recommendation",
    "closing_level",
    "closed_by",
    "verified_by",
)


def carried_on(before: Update | None) -> dict[str, Any]:
    """What an entry carries on from the update before it, but for what is new: the whole state and the parts done.

    Empty where nothing was said before. Ask for the update with `whole`: then it asks nothing more.
    """
    if before is None:
        return {}
    parts_done = frozenset(part.pk for part in before.parts_done.all())
    return {"parts_done": parts_done, **{name: getattr(before, name) for name in _STATE}}


@dataclass(frozen=True)
class Submission:
    """What one form says of one action. `seen` is the newest update the person had seen; None does not ask."""

    action: Action
    entry: Entry
    submission_key: uuid.UUID
    seen: int | None = None


class StateBefore(Protocol):
    """Where an action stands before an update, as far as the update's rules ask."""

    @property
    def status(self) -> str: ...
    @property
    def hmicfrs_deadline_on(self) -> datetime.date | None: ...
    @property
    def local_target_on(self) -> datetime.date | None: ...
    @property
    def expected_on(self) -> datetime.date | None: ...


class SavedMeanwhile(Exception):
    """Somebody recorded updates on this action after the person opened the form."""

    def __init__(self, updates: list[Update]) -> None:
        super().__init__(f"{len(updates)} updates were recorded meanwhile")
        self.updates = updates


class Refused(Exception):
    """Nothing was saved of many updates: what stands against it, by the action's id."""

    def __init__(self, objections: Mapping[int, ValidationError | Unconfirmed | SavedMeanwhile]) -> None:
        super().__init__(f"{len(objections)} of the updates cannot be recorded")
        self.objections = objections


def latest_seen(action: Action, reader: Reader) -> int:
    """The id of the newest update of the action that the reader may read; 0 without one.

    A form carries it, so that a save can tell whether somebody else saved meanwhile.
    """
    newest = Update.objects.readable_by(reader, action).order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def tidy(text: str) -> str:
    """The text as it is kept: nothing around it, and the same line ends from every browser."""
    return "\n".join(text.strip().splitlines())


def words_of(text: str) -> Words:
    """A new row that holds these words."""
    return Words.objects.create(digest=Words.digest_of(tidy(text)), text=tidy(text))


def is_saved(made: Update | None, *, action: Action, by: Reader, text: str, status: str = "") -> bool:
    """Whether this very form was saved already: `made` is what its submission key found. A double submit is one update.

    A form sent again with other words (after "Back") is not a double submit: raises SavedMeanwhile with what was
    saved. Raises ValidationError for a key that served somebody else or another action.
    """
    if made is None:
        return False
    if made.action_id != action.pk or made.recorded_by != by.person:
        raise ValidationError(_("This form was used for something else. Check your words and save them again."))
    has_other_words = made.words and made.words.digest != Words.digest_of(tidy(text))
    has_other_status = status and made.status and made.status != status
    if has_other_words or has_other_status:
        raise SavedMeanwhile([made])
    return True


def saved_with(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Update]:
    """The updates that forms with these submission keys have made already, by key."""
    saved = Update.objects.filter(submission_key__in=list(keys)).select_related("words", "recorded_by")
    return {update.submission_key: update for update in saved}


def newest_of_person(actions: Collection[int], by: Reader) -> dict[int, Update]:
    """The newest update that the person has recorded of each of these actions, by the action's id."""
    newest = (
        Update.objects.filter(action__in=actions, recorded_by=by.person).values("action").annotate(newest=Max("pk"))
    )
    updates = Update.objects.filter(pk__in=newest.values("newest")).select_related("words")
    return {update.action_id: update for update in updates}


def check_update(
    *,
    action: Action,
    entry: Entry,
    by: Reader,
    before: StateBefore,
    following: Update | None = None,
    newest: Update | None = None,
) -> None:
    """Check one update by all rules. `before` is where the action stands on the effective day; `following` is the
    update in force that comes next, if this one is backdated; `newest` the person's own newest one.

    Raises PermissionDenied, ValidationError (by field) and Unconfirmed (questions by field).
    """
    check_access(action, entry, by)
    if errors := errors_of(action, entry, before, by.day):
        raise ValidationError({name: [message] for name, message in errors.items()})
    if questions := questions_of(action, entry, before, following, said_before=_said_before(entry, newest)):
        raise Unconfirmed(questions)


def _said_before(entry: Entry, newest: Update | None) -> bool:
    """Whether the person's newest update says just this: as after going back to the form and saving again."""
    return (
        newest is not None
        and newest.words is not None
        and newest.words.digest == Words.digest_of(tidy(entry.words))
        and (newest.status, newest.effective_on) == (entry.status, entry.effective_on)
    )


@transaction.atomic
def write_updates(submissions: Iterable[Submission], *, by: Reader) -> list[Update]:
    """Insert updates that were checked, in the order given: with their words, parts and evidence."""
    submissions, now = list(submissions), timezone.now()
    texts = [tidy(submission.entry.words) for submission in submissions]
    words = Words.objects.bulk_create(Words(digest=Words.digest_of(text), text=text) for text in texts)
    rows = [(_row(one, its_words, by, now), one.entry) for one, its_words in zip(submissions, words, strict=True)]
    updates = Update.objects.bulk_create(update for update, _entry in rows)
    PartDone.objects.bulk_create(
        PartDone(update=update, part_id=part)
        for update, entry in rows
        if not update.is_note
        for part in sorted(entry.parts_done)
    )
    for update, entry in rows:
        add_evidence(update, entry.evidence)
    return updates


def _row(submission: Submission, words: Words, by: Reader, now: datetime.datetime) -> Update:
    """The update, not saved yet."""
    entry = submission.entry
    told = {f.name: getattr(entry, f.name) for f in fields(entry)}
    for apart in ("words", "parts_done", "evidence", "confirmed"):
        told.pop(apart)
    if entry.audience == Audience.OFFICE:
        told = {name: told[name] for name in _SAID}
    else:
        told |= _nothing_left_over(entry)
    return Update(
        action=submission.action,
        recorded_at=now,
        recorded_by=by.person,
        words=words,
        submission_key=submission.submission_key,
        **told,
    )


_SAID = ("effective_on", "audience", "said_by", "reported_by", "received_how", "received_on")


def _nothing_left_over(entry: Entry) -> dict[str, object]:
    """What belongs to another status than the chosen one is not kept: whom a closed action waited for, and so on."""
    left: dict[str, object] = {}
    if entry.status != Status.WAITING:
        left |= {"waiting_for_body": None, "waiting_for_recommendation": None}
    if entry.status != Status.CLOSED:
        left |= {"closing_level": None, "closed_by": "", "verified_by": ""}
    if not (entry.revised_deadline_on or entry.local_target_on):
        left |= {"deadline_reason": ""}
    return left


def _speaker(action: Action, by: Reader) -> Update.SaidBy:
    if action.holder.kind == Body.Kind.NATIONAL:
        return Update.SaidBy.BODY
    return Update.SaidBy.FORCE if action.holder_id in by.contributes - by.office else Update.SaidBy.OFFICE


@transaction.atomic
def write_retraction(*, update: Update, reason: str, by: Reader, submission_key: uuid.UUID) -> Update:
    """Insert an update that retracts a mistaken one; the mistaken one stays in the history, marked.

    Raises PermissionDenied, or ValidationError when there is no reason or it is retracted already.
    """
    action = update.action
    update.refresh_from_db(fields=["released_to", "shown_to"])  # it may have been released since it was read
    if not by.may_retract(action.holder, audience=update.shown_to, recorded_by=update.recorded_by_id):
        raise PermissionDenied(_("You may not retract this update."))
    if not reason.strip():
        raise ValidationError({"reason": [_("Say why this update is a mistake")]})
    if is_retracted(update, list(action.updates.all())):
        raise ValidationError({"reason": [_("This update has been retracted already")]})
    return Update.objects.create(
        action=action,
        effective_on=update.effective_on,
        recorded_at=timezone.now(),
        recorded_by=by.person,
        said_by=_speaker(action, by),
        reported_by=str(by.person),
        received_how=Update.ReceivedHow.HERE,
        audience=update.shown_to,
        words=words_of(reason),
        retracts=update,
        letter=update.letter,
        submission_key=submission_key,
    )
