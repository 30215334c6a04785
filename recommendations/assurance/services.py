"""Record assurances, for several actions at once, and retract a mistaken one."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.people.access import Reader
from forces.proof.sealing import seal
from recommendations.assurance.models import Assurance
from recommendations.register.models import Action
from recommendations.register.models.update import tidy_text
from soteria_tracker.web.templatetags.soteria import day as day_in_words


@dataclass(frozen=True)
class AssuranceEntry:
    """What the office records about the actions that it looked at."""

    level: str
    dated_on: datetime.date | None
    looked_at: str
    meeting: str = ""
    check_again_on: datetime.date | None = None


@transaction.atomic
def record_assurance(
    *, actions: Sequence[Action], entry: AssuranceEntry, by: Reader, submission_key: uuid.UUID
) -> list[Assurance]:
    """Record the same assurance for all these actions, or for none, and return the assurances.

    The actions' status does not change. A form sent twice records once. Raises PermissionDenied for anyone but the
    holders' office, and ValidationError by field.
    """
    if any(not by.may_follow(action.holder) for action in actions):
        raise PermissionDenied(_("Only this body’s office can record assurance."))
    _lock(actions)
    values = {**asdict(entry), "looked_at": tidy_text(entry.looked_at), "meeting": entry.meeting.strip()}
    if recorded := list(Assurance.objects.filter(submission_key=submission_key)):
        _check_it_is_the_same(recorded, actions, values, by)
        return recorded
    if errors := errors_of(actions, entry, by.day):
        raise ValidationError({name: [message] for name, message in errors.items()})
    now = timezone.now()
    recorded = Assurance.objects.bulk_create(
        Assurance(action=action, recorded_at=now, recorded_by=by.person, submission_key=submission_key, **values)
        for action in actions
    )
    seal(recorded)
    return recorded


def _lock(actions: Sequence[Action]) -> None:
    """Lock the actions until the transaction ends, so that two submissions of one form take turns."""
    pks = [action.pk for action in actions]
    list(Action.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))


def _check_it_is_the_same(
    recorded: Sequence[Assurance], actions: Sequence[Action], values: dict[str, object], by: Reader
) -> None:
    """Raise ValidationError if the form was used for another record."""
    first = recorded[0]
    is_same = {assurance.action_id for assurance in recorded} == {action.pk for action in actions}
    is_same = is_same and all(getattr(first, name) == value for name, value in values.items())
    if not is_same or first.recorded_by_id != by.person.pk:
        raise ValidationError(_("This form has already been used. Check what you entered and save it again."))


def errors_of(actions: Sequence[Action], entry: AssuranceEntry, today: datetime.date) -> dict[str, str]:
    """Return what stops the assurance, by field."""
    errors = {}
    if not actions:
        errors["level"] = _("Select at least one action first")
    elif entry.level not in Assurance.Level.values:
        errors["level"] = _("Select how assured the office is")
    if not entry.looked_at.strip():
        errors["looked_at"] = _("Enter what the office looked at")
    if entry.dated_on is None:
        errors["dated_on"] = _("Enter the date of this assurance")
    elif entry.dated_on > today:
        errors["dated_on"] = _("The date of this assurance must be today or in the past")
    elif early := _published_later(actions, entry.dated_on):
        errors["dated_on"] = early
    if entry.check_again_on and entry.dated_on and entry.check_again_on <= entry.dated_on:
        errors["check_again_on"] = _("The date to check again must be after the date of this assurance")
    return errors


def _published_later(actions: Sequence[Action], day: datetime.date) -> str:
    """Return an error that names the reports that were published after the day; empty for none."""
    reports = {action.recommendation.inspection for action in actions}
    later = [report for report in reports if report.published_on and report.published_on > day]
    if not later:
        return ""
    named = ", ".join(sorted(f"{report.short_title} ({day_in_words(report.published_on)})" for report in later))
    return _("These reports were published after this date: %(reports)s") % {"reports": named}


@transaction.atomic
def retract_assurance(*, assurance: Assurance, reason: str, by: Reader, submission_key: uuid.UUID) -> Assurance:
    """Retract a mistaken assurance and return the retraction. The assurance stays in the history, marked.

    A form sent twice retracts once. Raises PermissionDenied, and ValidationError by field.
    """
    if not by.may_follow(assurance.action.holder):
        raise PermissionDenied(_("Only this body’s office can retract its assurance."))
    _lock([assurance.action])
    existing = Assurance.objects.filter(retracts=assurance).first()
    if existing and existing.submission_key == submission_key:
        return existing
    if existing or assurance.retracts_id:
        raise ValidationError({"reason": [_("This assurance has already been retracted")]})
    if not reason.strip():
        raise ValidationError({"reason": [_("Enter why this assurance is a mistake")]})
    retraction = Assurance.objects.create(
        action=assurance.action,
        dated_on=by.day,
        looked_at=tidy_text(reason),
        retracts=assurance,
        recorded_at=timezone.now(),
        recorded_by=by.person,
        submission_key=submission_key,
    )
    seal([retraction])
    return retraction
