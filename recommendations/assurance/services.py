"""Recording what the office thinks of actions, for many at once, and retracting a mistaken view."""

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
from recommendations.assurance.models import Assurance
from recommendations.register.models import Action
from recommendations.register.models.update import tidy_text
from soteria_tracker.web.templatetags.soteria import day as day_in_words


@dataclass(frozen=True)
class Opinion:
    """What the office says of the actions it looked at."""

    view: str
    dated_on: datetime.date | None
    looked_at: str
    meeting: str = ""
    check_again_on: datetime.date | None = None


@transaction.atomic
def record_assurance(
    *, actions: Sequence[Action], opinion: Opinion, by: Reader, submission_key: uuid.UUID
) -> list[Assurance]:
    """Record the same view of all these actions, or of none. Returns what this form recorded, now or before.

    Where the actions stand does not change. Raises PermissionDenied for anybody but the holders' office, and
    ValidationError by field.
    """
    if any(not by.may_follow(action.holder) for action in actions):
        raise PermissionDenied(_("Only the office of this body records what it thinks."))
    _lock(actions)
    said = {**asdict(opinion), "looked_at": tidy_text(opinion.looked_at), "meeting": opinion.meeting.strip()}
    if recorded := list(Assurance.objects.filter(submission_key=submission_key)):
        _check_it_is_the_same(recorded, actions, said, by)
        return recorded
    if errors := _errors(actions, opinion, by.day):
        raise ValidationError({name: [message] for name, message in errors.items()})
    now = timezone.now()
    return Assurance.objects.bulk_create(
        Assurance(action=action, recorded_at=now, recorded_by=by.person, submission_key=submission_key, **said)
        for action in actions
    )


def _lock(actions: Sequence[Action]) -> None:
    """Hold the actions until the transaction ends, so that two submits of one form take turns."""
    pks = [action.pk for action in actions]
    list(Action.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))


def _check_it_is_the_same(
    recorded: Sequence[Assurance], actions: Sequence[Action], said: dict[str, object], by: Reader
) -> None:
    """Raises ValidationError where the form's key has served for something else."""
    first = recorded[0]
    is_same = {one.action_id for one in recorded} == {action.pk for action in actions}
    is_same = is_same and all(getattr(first, name) == value for name, value in said.items())
    if not is_same or first.recorded_by_id != by.person.pk:
        raise ValidationError(_("This form was used for something else. Check your words and save them again."))


def _errors(actions: Sequence[Action], opinion: Opinion, today: datetime.date) -> dict[str, str]:
    errors = {}
    if not actions:
        errors["view"] = _("Choose at least one action first")
    elif opinion.view not in Assurance.View.values:
        errors["view"] = _("Choose how assured the office is")
    if not opinion.looked_at.strip():
        errors["looked_at"] = _("Say what was looked at")
    if opinion.dated_on is None:
        errors["dated_on"] = _("Enter the day of this view")
    elif opinion.dated_on > today:
        errors["dated_on"] = _("The day of this view must be today or in the past")
    elif early := _published_later(actions, opinion.dated_on):
        errors["dated_on"] = early
    if opinion.check_again_on and opinion.dated_on and opinion.check_again_on <= opinion.dated_on:
        errors["check_again_on"] = _("The day to check again must be after the day of this view")
    return errors


def _published_later(actions: Sequence[Action], day: datetime.date) -> str:
    """Which of the actions are of a report that was not out on the day; empty where none is."""
    reports = {action.recommendation.inspection for action in actions}
    later = [report for report in reports if report.published_on and report.published_on > day]
    if not later:
        return ""
    named = ", ".join(sorted(f"{one.short_title} ({day_in_words(one.published_on)})" for one in later))
    return _("On this day these reports were not published yet: %(reports)s") % {"reports": named}


@transaction.atomic
def retract_assurance(*, assurance: Assurance, reason: str, by: Reader, submission_key: uuid.UUID) -> Assurance:
    """Retract a mistaken view, saying why; it stays in the history, marked. Returns the retraction, or the one made.

    Raises PermissionDenied, and ValidationError by field.
    """
    if not by.may_follow(assurance.action.holder):
        raise PermissionDenied(_("Only the office of this body retracts its view."))
    _lock([assurance.action])
    made = Assurance.objects.filter(retracts=assurance).first()
    if made and made.submission_key == submission_key:
        return made
    if made or assurance.retracts_id:
        raise ValidationError({"reason": [_("This view has been retracted already")]})
    if not reason.strip():
        raise ValidationError({"reason": [_("Say why this view is a mistake")]})
    return Assurance.objects.create(
        action=assurance.action,
        dated_on=by.day,
        looked_at=tidy_text(reason),
        retracts=assurance,
        recorded_at=timezone.now(),
        recorded_by=by.person,
        submission_key=submission_key,
    )
