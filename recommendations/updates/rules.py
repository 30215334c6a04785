"""What an update may say: errors that stop it, and questions that must be answered with yes before it is saved."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import formats
from django.utils.translation import gettext as _

from forces.bodies.models import Body, is_without_office
from forces.people.access import Reader
from recommendations.positions.replay import ActionState
from recommendations.register.models import Action, Source, Update, UpdateWords
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
    before: ActionState,
    following: Update | None = None,
    newest: Update | None = None,
) -> None:
    """Check one update by all the rules.

    `before` is the state of the action on the effective day. `following` is the next update that counts, if this one
    is backdated. `newest` is the newest update that the same person recorded.

    Raises PermissionDenied, ValidationError (by field) and Unconfirmed (questions by field).
    """
    check_access(action, entry.update, by)
    if errors := errors_of(action, entry, before, by.day):
        raise ValidationError({name: [message] for name, message in errors.items()})
    questions = questions_of(action, entry.update, before, following)
    if _is_repeated(entry, newest):
        questions["words"] = _("You have already saved the same text for this date. Save it again?")
    unanswered = {name: question for name, question in questions.items() if name not in entry.confirmed}
    if unanswered:
        raise Unconfirmed(unanswered)


def check_access(action: Action, update: Update, by: Reader) -> None:
    """Raise PermissionDenied unless the person may record this update of the action."""
    if not by.may_record(action.holder):
        raise PermissionDenied(_("You do not have access to record updates for this body."))
    if update.audience not in by.audiences_to_choose(action.holder):
        raise PermissionDenied(_("Only the office can release updates to its panel or to the public."))
    if by.speaks_only_for_the_force(action.holder) and update.said_by != Update.SaidBy.FORCE:
        raise PermissionDenied(_("You can only record updates on behalf of the force. The office records the others."))


# --- errors --------------------------------------------------------------------------------------------------


def errors_of(action: Action, entry: UpdateEntry, before: ActionState, today: datetime.date) -> dict[str, str]:
    """Return what stops the update, by field. `before` is the state of the action on the effective day."""
    errors = errors_of_entry(entry, holder=action.holder, today=today)
    if entry.update.is_note:
        return errors | _errors_of_a_note(action, entry, before)
    errors |= _errors_about_the_issuer(action.recommendation.issuer, entry.update, before)
    return errors | _errors_of_the_status(action, entry, Status(before.status))


def errors_of_entry(entry: UpdateEntry, *, holder: Body, today: datetime.date) -> dict[str, str]:
    """Return what stops the update whatever the state of its action, by field."""
    errors = _errors_of_the_statement(entry, today)
    return errors if entry.update.is_note else errors | _missing_details(entry, holder, today)


def _errors_of_the_statement(entry: UpdateEntry, today: datetime.date) -> dict[str, str]:
    update, errors = entry.update, dict[str, str]()
    if update.effective_on is None:
        errors["effective_on"] = _("Enter the date of this update")
    elif update.effective_on > today:
        errors["effective_on"] = _("The date of this update must be today or in the past")
    if update.received_on and update.received_on > today:
        errors["received_on"] = _("The date it was received must be today or in the past")
    if not entry.words.strip():
        is_refusal = update.status == Status.NOT_ACCEPTED
        errors["words"] = (
            _("Enter why the force will not do it") if is_refusal else _("Enter what has been done or has changed")
        )
    elif len(entry.words) > WORDS_LIMIT:
        errors["words"] = _("Shorten the text to 10,000 characters or fewer")
    if not update.reported_by.strip():
        errors["reported_by"] = _("Enter who reported this: a name or a post")
    if entry.evidence.dated_on and not _has_source(entry.evidence):
        errors["evidence_dated_on"] = _("Enter the evidence that has this date, or clear the date")
    return errors


def _errors_of_a_note(action: Action, entry: UpdateEntry, before: ActionState) -> dict[str, str]:
    """A note for the office carries no state, so it must not look as if it changed any."""
    update = entry.update
    deadline_on = update.revised_deadline_on or action.published_deadline_on
    target_on = update.local_target_on or action.published_target_on
    if update.status and update.status != before.status:
        message = _("A note for the office only cannot change the status. Choose another audience or keep the status")
    elif (deadline_on, target_on, update.expected_on) != (
        before.hmicfrs_deadline_on,
        before.local_target_on,
        before.expected_on,
    ):
        message = _("A note for the office only cannot change a date. Choose another audience or keep the dates")
    elif update.settled_until not in (None, before.settled_until):
        message = _(
            "A note for the office only cannot record an occurrence. Choose another audience or “Nothing to record”"
        )
    elif entry.parts_done != before.parts_done:
        message = _(
            "A note for the office only cannot change which parts are done. Choose another audience or keep the parts"
        )
    else:
        return {}
    return {"audience": message}


def _errors_about_the_issuer(issuer: Source, update: Update, before: ActionState) -> dict[str, str]:
    """Return what stops an update that says more of the body that issued the recommendation than it does."""
    errors, body = dict[str, str](), {"body": issuer.sentence_name}
    is_closed_now = update.status == Status.CLOSED != before.status
    if is_closed_now and update.closed_by == Update.ClosedBy.SOURCE and not issuer.closes_items:
        errors["closed_by"] = _("%(body)s does not close its items. Select who did") % body
    is_new = update.revised_deadline_on not in (None, before.hmicfrs_deadline_on)
    if is_new and not issuer.sets_deadlines:
        errors["revised_deadline_on"] = _("%(body)s sets no deadlines. Enter a local target instead") % body
    return errors


def _errors_of_the_status(action: Action, entry: UpdateEntry, before: Status) -> dict[str, str]:
    update, errors = entry.update, dict[str, str]()
    parts = {part.pk for part in action.recommendation.parts.all()}
    if entry.parts_done - parts or {int(pk) for pk in update.part_deadlines} - parts:
        errors["parts_done"] = _("Select only parts of this recommendation")
    if update.status not in Status.values or update.status == Status.NO_UPDATE:
        errors["status"] = _("Select a status")
    elif not may_become(before, Status(update.status)):
        errors["status"] = _(
            "The status cannot change from “%(before)s” to “%(after)s”. Re-open the action first as “In progress”"
        ) % {"before": before.label, "after": Status(update.status).label}
    return errors


def _missing_details(entry: UpdateEntry, holder: Body, today: datetime.date) -> dict[str, str]:
    update, errors = entry.update, dict[str, str]()
    if update.status == Status.WAITING and not _names_what_it_waits_for(update):
        errors["waiting_for_body"] = _("Select the body or recommendation that must come first, or say what it is")
    if update.status == Status.CLOSED and not update.closed_by:
        errors["closed_by"] = _("Select who closed it")
    if update.status == Status.CLOSED and not update.verified_by.strip():
        errors["verified_by"] = _("Enter who confirmed that it is closed: a name or a post")
    has_new_date = bool(update.revised_deadline_on or update.local_target_on)
    if has_new_date and not update.deadline_reason.strip():
        errors["deadline_reason"] = _("Enter the reason for the new date")
    if update.deadline_reason.strip() and not has_new_date:
        errors["deadline_reason"] = _("Enter the new date that this reason is for, or clear the reason")
    if is_without_office(holder, today) and not (update.letter or _has_source(entry.evidence)):
        errors["evidence_address"] = _("Enter the source: a web address, a file, or what you have seen")
    return errors


def _names_what_it_waits_for(update: Update) -> bool:
    named = update.waiting_for_body or update.waiting_for_recommendation or update.waiting_for_other.strip()
    return bool(named)


def _has_source(evidence: EvidenceEntry) -> bool:
    return bool(evidence.address or evidence.file or evidence.shows)


# --- questions -----------------------------------------------------------------------------------------------


def questions_of(action: Action, update: Update, before: ActionState, following: Update | None) -> dict[str, str]:
    """Return what is unusual, as questions by field.

    `following` is the next update that counts, if this one is backdated.
    """
    published_on = action.recommendation.inspection.published_on or datetime.date.min
    dates = {name: getattr(update, name) for name in ("effective_on", "revised_deadline_on", "local_target_on")}
    questions = {
        name: _before_publication(day, published_on) for name, day in dates.items() if day and day < published_on
    }
    if update.status in OPEN and update.expected_on and update.expected_on < update.effective_on:
        questions["expected_on"] = _(
            "It is still open on %(day)s, but the expected completion date is earlier: %(expected)s. Is that right?"
        ) % {"day": formats.date_format(update.effective_on), "expected": formats.date_format(update.expected_on)}
    if following and update.status and not may_become(Status(update.status), Status(following.status)):
        questions["effective_on"] = _(
            "The next update (%(day)s) has the status “%(status)s”, which cannot follow this one. Is this date right?"
        ) % {"day": formats.date_format(following.effective_on), "status": following.get_status_display()}
    if _is_unused(Status.CLOSED, update, before) and (
        update.closed_by or update.verified_by.strip() or update.closing_level
    ):
        questions["closed_by"] = _(
            "You entered who closed it, but the status is not “Closed”. Save without these details?"
        )
    if _is_unused(Status.WAITING, update, before) and _names_what_it_waits_for(update):
        questions["waiting_for_body"] = _(
            "You named what it is waiting for, but the status is not “Waiting for others”. Save without it?"
        )
    return questions


def _before_publication(day: datetime.date, published_on: datetime.date) -> str:
    return _("%(day)s is before the report was published (%(published)s). Is that right?") % {
        "day": formats.date_format(day),
        "published": formats.date_format(published_on),
    }


def _is_unused(status: Status, update: Update, before: ActionState) -> bool:
    """Return whether details of a status go with neither the new status nor the one before."""
    return update.status not in (status, "") and before.status != status


def _is_repeated(entry: UpdateEntry, newest: Update | None) -> bool:
    """Return whether the person's newest update is the same: they went back to the form and saved it again."""
    return (
        newest is not None
        and newest.words is not None
        and newest.words.digest == UpdateWords.from_text(entry.words).digest
        and (newest.status, newest.effective_on) == (entry.update.status, entry.update.effective_on)
    )
