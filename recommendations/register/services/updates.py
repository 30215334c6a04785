"""Writing updates: the rules of what an update may say, checked in one place for form, letter and workbook alike.

Call these through recommendations.positions.services.recording, which rebuilds the positions as well.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field, fields
from typing import Protocol

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people.access import Audience, Reader
from recommendations.register.models import Action, ClosingLevel, PartDone, Recommendation, Update, Words
from recommendations.register.models.update import WORDS_LIMIT
from recommendations.register.moves import OPEN, Status, may_move
from recommendations.register.services.evidence import EvidenceGiven, add_evidence


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
    confirmed: frozenset[str] = frozenset()  # the questions that the person has answered with yes


class Unconfirmed(Exception):
    """The entry is unusual, not wrong: each question (by its field) wants a yes before it is saved."""

    def __init__(self, questions: dict[str, str]) -> None:
        super().__init__("; ".join(questions.values()))
        self.questions = questions


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


def latest_seen(action: Action, reader: Reader) -> int:
    """The id of the newest update of the action that the reader may read; 0 without one.

    A form carries it, so that a save can tell whether somebody else saved meanwhile.
    """
    newest = Update.objects.readable_by(reader, action).order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def _check_access(action: Action, entry: Entry, by: Reader) -> None:
    if not by.may_record(action.holder):
        raise PermissionDenied(_("You may not record updates for this body."))
    if entry.audience not in by.audiences_to_choose(action.holder):
        raise PermissionDenied(_("Only the office releases updates to its panel or to the public."))
    if by.speaks_only_for_the_force(action.holder) and entry.said_by != Update.SaidBy.FORCE:
        raise PermissionDenied(_("You can record what the force says. What others say is recorded by the office."))


def _errors(action: Action, entry: Entry, before: StateBefore, today: datetime.date) -> dict[str, str]:
    errors = _errors_of_what_was_said(entry, today)
    if entry.audience == Audience.OFFICE:
        return errors | _errors_of_a_note(action, entry, before)
    return errors | _errors_of_the_state(action, entry, Status(before.status))


def _errors_of_what_was_said(entry: Entry, today: datetime.date) -> dict[str, str]:
    errors: dict[str, str] = {}
    if entry.effective_on is None:
        errors["effective_on"] = _("Enter the date from which this is true")
    elif entry.effective_on > today:
        errors["effective_on"] = _("The date from which this is true must be today or in the past")
    if entry.received_on and entry.received_on > today:
        errors["received_on"] = _("The day on which it was received must be today or in the past")
    if not entry.words.strip():
        not_accepted = entry.status == Status.NOT_ACCEPTED
        errors["words"] = (
            _("Say why the force will not do it") if not_accepted else _("Say what has been done, or what has changed")
        )
    elif len(entry.words) > WORDS_LIMIT:
        errors["words"] = _("Shorten the text to 10,000 characters or fewer")
    if not entry.reported_by.strip():
        errors["reported_by"] = _("Enter who reported this: a name or a post")
    if entry.evidence.dated_on and not _has_source(entry.evidence):
        errors["evidence_dated_on"] = _("Give the evidence that this date belongs to, or leave the date empty")
    return errors


def _errors_of_a_note(action: Action, entry: Entry, before: StateBefore) -> dict[str, str]:
    """A note for the office carries no state, so it may not seem to change any."""
    deadline_on = entry.revised_deadline_on or action.published_deadline_on
    target_on = entry.local_target_on or action.published_target_on
    if entry.status and entry.status != before.status:
        message = _(
            "A note for the office only cannot change the status. Choose another audience, or leave the status as it is"
        )
    elif (deadline_on, target_on, entry.expected_on) != (
        before.hmicfrs_deadline_on,
        before.local_target_on,
        before.expected_on,
    ):
        message = _(
            "A note for the office only cannot change a date. Choose another audience, or leave the dates as they are"
        )
    else:
        return {}
    return {"audience": message}


def _errors_of_the_state(action: Action, entry: Entry, before: Status) -> dict[str, str]:
    errors: dict[str, str] = {}
    if entry.status not in Status.values or entry.status == Status.NO_UPDATE:
        errors["status"] = _("Choose where the action stands")
    elif not may_move(before, Status(entry.status)):
        errors["status"] = _("From “%(before)s” it cannot become “%(after)s”. Re-open it first as “In progress”") % {
            "before": before.label,
            "after": Status(entry.status).label,
        }
    if entry.status == Status.WAITING and not (entry.waiting_for_body or entry.waiting_for_recommendation):
        errors["waiting_for_body"] = _("Choose the body or the recommendation that must come first")
    if entry.status == Status.CLOSED and not entry.closed_by:
        errors["closed_by"] = _("Choose who closed it")
    if entry.status == Status.CLOSED and not entry.verified_by.strip():
        errors["verified_by"] = _("Enter who confirmed that it is closed: a name or a post")
    if (entry.revised_deadline_on or entry.local_target_on) and not entry.deadline_reason.strip():
        errors["deadline_reason"] = _("Give the reason for the new date")
    if entry.deadline_reason.strip() and not (entry.revised_deadline_on or entry.local_target_on):
        errors["deadline_reason"] = _("Give the new date that this reason is for, or leave the reason empty")
    if action.holder.kind == Body.Kind.NATIONAL and not _has_source(entry.evidence):
        errors["evidence_address"] = _(
            "Give the source of what a national body says: an address, a file or what you saw"
        )
    if entry.parts_done - set(action.recommendation.parts.values_list("pk", flat=True)):
        errors["parts_done"] = _("Choose parts of this recommendation only")
    return errors


def _has_source(evidence: EvidenceGiven) -> bool:
    return bool(evidence.address or evidence.file or evidence.shows)


def _questions(
    action: Action, entry: Entry, before: StateBefore, following: Update | None, by: Reader
) -> dict[str, str]:
    published_on = action.recommendation.inspection.published_on or datetime.date.min
    questions: dict[str, str] = {}
    if entry.effective_on and entry.effective_on < published_on:
        questions["effective_on"] = _before_publication(entry.effective_on, published_on)
    if entry.revised_deadline_on and entry.revised_deadline_on < published_on:
        questions["revised_deadline_on"] = _before_publication(entry.revised_deadline_on, published_on)
    if entry.local_target_on and entry.local_target_on < published_on:
        questions["local_target_on"] = _before_publication(entry.local_target_on, published_on)
    if entry.expected_on and entry.effective_on and entry.expected_on < entry.effective_on and entry.status in OPEN:
        questions["expected_on"] = _(
            "It is still open on %(day)s, but expected to be finished earlier, on %(expected)s. Is that right?"
        ) % {
            "day": formats.date_format(entry.effective_on),
            "expected": formats.date_format(entry.expected_on),
        }
    if _said_before(action, entry, by):
        questions["words"] = _("You have saved these same words for this day before. Save them again?")
    if following and entry.status and not may_move(Status(entry.status), Status(following.status)):
        questions["effective_on"] = _(
            "The update of %(day)s says “%(status)s”, which does not follow from this one. Is this date right?"
        ) % {"day": formats.date_format(following.effective_on), "status": following.get_status_display()}
    if entry.status not in (Status.CLOSED, "") and before.status != Status.CLOSED and _says_closed(entry):
        questions["closed_by"] = _("You say who closed it, but not that it is closed. Leave that out?")
    if entry.status not in (Status.WAITING, "") and before.status != Status.WAITING and _says_waiting(entry):
        questions["waiting_for_body"] = _("You say what it waits for, but not that it waits. Leave that out?")
    return {name: question for name, question in questions.items() if name not in entry.confirmed}


def _before_publication(day: datetime.date, published_on: datetime.date) -> str:
    return _("%(day)s is before the report was published (%(published)s). Is it right?") % {
        "day": formats.date_format(day),
        "published": formats.date_format(published_on),
    }


def _said_before(action: Action, entry: Entry, by: Reader) -> bool:
    """Whether the person's newest update here says just this: as after going back to the form and saving again."""
    newest = Update.objects.filter(action=action, recorded_by=by.person).select_related("words").order_by("-pk").first()
    return (
        newest is not None
        and newest.words is not None
        and newest.words.digest == Words.digest_of(tidy(entry.words))
        and (newest.status, newest.effective_on) == (entry.status, entry.effective_on)
    )


def _says_closed(entry: Entry) -> bool:
    return bool(entry.closed_by or entry.verified_by.strip() or entry.closing_level)


def _says_waiting(entry: Entry) -> bool:
    return bool(entry.waiting_for_body or entry.waiting_for_recommendation)


def tidy(text: str) -> str:
    """The text as it is kept: nothing around it, and the same line ends from every browser."""
    return "\n".join(text.strip().splitlines())


def words_of(text: str) -> Words:
    """A new row that holds these words."""
    return Words.objects.create(digest=Words.digest_of(tidy(text)), text=tidy(text))


def already_saved(submission_key: uuid.UUID, *, action: Action, by: Reader, text: str) -> Update | None:
    """The update this very form has made already: a double submit is one update.

    A form sent again with other words (after "Back") is not a double submit: raises SavedMeanwhile with what was
    saved. Raises ValidationError for a key that served somebody else or another action.
    """
    update = Update.objects.filter(submission_key=submission_key).select_related("words", "recorded_by").first()
    if update and (update.action_id != action.pk or update.recorded_by != by.person):
        raise ValidationError(_("This form was used for something else. Check your words and save them again."))
    if update and update.words and update.words.digest != Words.digest_of(tidy(text)):
        raise SavedMeanwhile([update])
    return update


@transaction.atomic
def write_update(
    *,
    action: Action,
    entry: Entry,
    by: Reader,
    submission_key: uuid.UUID,
    before: StateBefore,
    following: Update | None = None,
) -> Update:
    """Check and insert one update. `before` is where the action stands on the effective day; `following` is the
    update in force that comes next, if this one is backdated.

    Raises PermissionDenied, ValidationError (by field) and Unconfirmed (questions by field).
    """
    _check_access(action, entry, by)
    if errors := _errors(action, entry, before, by.day):
        raise ValidationError({name: [message] for name, message in errors.items()})
    if questions := _questions(action, entry, before, following, by):
        raise Unconfirmed(questions)
    told = {f.name: getattr(entry, f.name) for f in fields(entry)}
    for apart in ("words", "parts_done", "evidence", "confirmed"):
        told.pop(apart)
    if entry.audience == Audience.OFFICE:
        told = {name: told[name] for name in _SAID}
    else:
        told |= _nothing_left_over(entry)
    update = Update.objects.create(
        action=action,
        recorded_at=timezone.now(),
        recorded_by=by.person,
        words=words_of(entry.words),
        submission_key=submission_key,
        **told,
    )
    if entry.audience != Audience.OFFICE:
        PartDone.objects.bulk_create(PartDone(update=update, part_id=part) for part in sorted(entry.parts_done))
    add_evidence(update, entry.evidence)
    return update


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


def is_retracted(update: Update, updates: Collection[Update]) -> bool:
    """Whether a retraction that holds retracts this update. `updates` are those of its action."""
    return any(other.retracts_id == update.pk and not is_retracted(other, updates) for other in updates)


@transaction.atomic
def write_retraction(*, update: Update, reason: str, by: Reader, submission_key: uuid.UUID) -> Update:
    """Insert an update that retracts a mistaken one; the mistaken one stays in the history, marked.

    Raises PermissionDenied, or ValidationError when there is no reason or it is retracted already.
    """
    action = update.action
    if not by.may_retract(action.holder, audience=update.audience, recorded_by=update.recorded_by_id):
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
        audience=update.audience,
        words=words_of(reason),
        retracts=update,
        submission_key=submission_key,
    )
