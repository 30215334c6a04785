"""What an update may say: errors that stop it, and questions that want a yes before it is saved."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import formats
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people.access import Audience, Reader
from recommendations.positions.replay import State
from recommendations.register.models import Action, Update, UpdateWords
from recommendations.register.models.update import WORDS_LIMIT
from recommendations.register.statuses import OPEN, Status, may_become
from recommendations.updates.entry import UpdateEntry
from recommendations.updates.evidence import EvidenceEntry
from soteria_tracker.web.service_forms import Unconfirmed


def check_update(
    *,
    action: Action,
    entry: UpdateEntry,
    by: Reader,
    before: State,
    following: Update | None = None,
    newest: Update | None = None,
) -> None:
    """Check one update by all the rules.

    `before` is the state of the action on the effective day. `following` is the next update that counts, if this one
    is backdated. `newest` is the newest update that the same person recorded.

    Raises PermissionDenied, ValidationError (by field) and Unconfirmed (questions by field).
    """
    check_access(action, entry, by)
    if errors := errors_of(action, entry, before, by.day):
        raise ValidationError({name: [message] for name, message in errors.items()})
    if questions := questions_of(action, entry, before, following, is_repeated=_is_repeated(entry, newest)):
        raise Unconfirmed(questions)


def _is_repeated(entry: UpdateEntry, newest: Update | None) -> bool:
    """Whether the person's newest update is the same: they went back to the form and saved it again."""
    return (
        newest is not None
        and newest.words is not None
        and newest.words.digest == UpdateWords.from_text(entry.words).digest
        and (newest.status, newest.effective_on) == (entry.status, entry.effective_on)
    )


def check_access(action: Action, entry: UpdateEntry, by: Reader) -> None:
    """Raise PermissionDenied unless the person may record this of the action."""
    if not by.may_record(action.holder):
        raise PermissionDenied(_("You may not record updates for this body."))
    if entry.audience not in by.audiences_to_choose(action.holder):
        raise PermissionDenied(_("Only the office releases updates to its panel or to the public."))
    if by.speaks_only_for_the_force(action.holder) and entry.said_by != Update.SaidBy.FORCE:
        raise PermissionDenied(_("You can record what the force says. What others say is recorded by the office."))


def errors_of(action: Action, entry: UpdateEntry, before: State, today: datetime.date) -> dict[str, str]:
    """What stops the update, by field. `before` is where the action stands on the effective day."""
    errors = _errors_of_what_was_said(entry, today)
    if entry.audience == Audience.OFFICE:
        return errors | _errors_of_a_note(action, entry, before)
    return errors | _errors_of_the_state(action, entry, Status(before.status))


def _errors_of_what_was_said(entry: UpdateEntry, today: datetime.date) -> dict[str, str]:
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


def _errors_of_a_note(action: Action, entry: UpdateEntry, before: State) -> dict[str, str]:
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


def _errors_of_the_state(action: Action, entry: UpdateEntry, before: Status) -> dict[str, str]:
    errors: dict[str, str] = {}
    if entry.status not in Status.values or entry.status == Status.NO_UPDATE:
        errors["status"] = _("Choose where the action stands")
    elif not may_become(before, Status(entry.status)):
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
    if action.holder.kind == Body.Kind.NATIONAL and not (entry.letter or _has_source(entry.evidence)):
        errors["evidence_address"] = _(
            "Give the source of what a national body says: an address, a file or what you saw"
        )
    if entry.parts_done - {part.pk for part in action.recommendation.parts.all()}:
        errors["parts_done"] = _("Choose parts of this recommendation only")
    return errors


def _has_source(evidence: EvidenceEntry) -> bool:
    return bool(evidence.address or evidence.file or evidence.shows)


def questions_of(
    action: Action, entry: UpdateEntry, before: State, following: Update | None, *, is_repeated: bool
) -> dict[str, str]:
    """What is unusual and not answered with yes yet, by field.

    `following` is the update in force that comes next, if this one is backdated; `is_repeated`: the person's newest
    update is the same.
    """
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
    if is_repeated:
        questions["words"] = _("You have saved these same words for this day before. Save them again?")
    if following and entry.status and not may_become(Status(entry.status), Status(following.status)):
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


def _says_closed(entry: UpdateEntry) -> bool:
    return bool(entry.closed_by or entry.verified_by.strip() or entry.closing_level)


def _says_waiting(entry: UpdateEntry) -> bool:
    return bool(entry.waiting_for_body or entry.waiting_for_recommendation)
