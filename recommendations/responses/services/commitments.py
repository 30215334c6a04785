"""Duties and commitments: recording one, changing it, recording that it is done, withdrawing a mistake.

What a published response commits to is written when it is published (publishing.py).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, fields

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people.access import Reader
from forces.people.history import delete_with_history, save_with_history
from recommendations.register.models import Action, Inspection
from recommendations.register.models.update import tidy_text
from recommendations.responses.models import Commitment, CommitmentKind
from recommendations.responses.services.working_copy import raise_errors

HOW_DONE_LIMIT = 500


@dataclass(frozen=True)
class Duty:
    """A duty or commitment as a person enters it: the fields of a Commitment that no response made."""

    kind: str
    body: Body  # who has to do it
    what: str
    source: str  # where it is stated
    due_on: datetime.date
    inspection: Inspection | None = None
    action: Action | None = None


class ChangedMeanwhile(Exception):
    """Someone else has changed the commitment since the form was opened. `saved` is what is saved now."""

    def __init__(self, saved: Commitment) -> None:
        super().__init__("changed meanwhile")
        self.saved = saved


def may_change(commitment: Commitment, by: Reader) -> bool:
    """Return whether this reader's office keeps the record of a commitment.

    A commitment in a response belongs to whoever answers for its force today: a successor inherits it. Any other
    belongs to the office that follows the body that has to do it.
    """
    explanation = commitment.explanation
    return by.may_draft(explanation.response.force) if explanation else by.may_follow(commitment.body)


def version_of(commitment: Commitment) -> int:
    """Return a number that grows with each change of the commitment, for `save_duty`."""
    newest = commitment.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return newest or 0


@transaction.atomic
def save_duty(*, duty: Duty, by: Reader, commitment: Commitment | None = None, seen: int | None = None) -> Commitment:
    """Record a duty or commitment, or change one, and return it. A form that is sent twice records one.

    `seen` is the version that the person changed. Raises PermissionDenied, ValidationError by field, and
    ChangedMeanwhile.
    """
    if not by.may_follow(duty.body) or (commitment and (commitment.explanation_id or not may_change(commitment, by))):
        raise PermissionDenied(_("Only the office that follows this body can record what it has to do."))
    raise_errors(_errors_of(duty, by))
    values = {field.name: getattr(duty, field.name) for field in fields(duty)}
    values |= {"what": tidy_text(duty.what), "source": duty.source.strip()}
    if duty.action:
        values["inspection"] = duty.action.recommendation.inspection
    if commitment is None:
        Body.objects.select_for_update().get(pk=duty.body.pk)  # so that the second of two identical submits waits
        same = Commitment.objects.filter(**values, explanation=None, done_on=None).first()
        if same:
            return same
        commitment = Commitment()
    else:
        commitment = Commitment.objects.select_for_update().get(pk=commitment.pk)
        if seen is not None and version_of(commitment) != seen:
            raise ChangedMeanwhile(commitment)
    for name, value in values.items():
        setattr(commitment, name, value)
    save_with_history(commitment, by=by.person)
    return commitment


def _errors_of(duty: Duty, by: Reader) -> dict[str, str]:
    errors = {}
    if duty.kind not in CommitmentKind.values:
        errors["kind"] = _("Select whether it is a duty or a commitment")
    if not duty.what.strip():
        errors["what"] = _("Enter what has to be done")
    own_report = duty.action.recommendation.inspection if duty.action else None
    if duty.action and not by.may_follow(duty.action.holder):
        errors["action"] = _("Choose an action that your office follows")
    elif any(not report.is_out_on(by.day) for report in (duty.inspection, own_report) if report):
        errors["inspection"] = _("This report is not published yet. Choose another one")
    elif own_report and duty.inspection and duty.inspection != own_report:
        errors["action"] = _("This action belongs to another report. Choose one of them, or clear the report")
    return errors


@transaction.atomic
def record_done(*, commitment: Commitment, done_on: datetime.date | None, by: Reader, how_done: str = "") -> Commitment:
    """Record when and how a commitment was done; None says that it is not done after all.

    Raises PermissionDenied, and ValidationError for a day in the future.
    """
    if not may_change(commitment, by):
        raise PermissionDenied(_("Only the office that keeps this record can mark it as done."))
    errors = {}
    if done_on and done_on > by.day:
        errors["done_on"] = _("The date it was done must be today or in the past")
    if len(how_done.strip()) > HOW_DONE_LIMIT:
        errors["how_done"] = _("Shorten this to %(limit)d characters or fewer") % {"limit": HOW_DONE_LIMIT}
    raise_errors(errors)
    commitment.done_on = done_on
    commitment.how_done = how_done.strip() if done_on else ""
    save_with_history(commitment, by=by.person)
    return commitment


@transaction.atomic
def withdraw_duty(*, commitment: Commitment, by: Reader) -> None:
    """Withdraw a duty or commitment that was entered by mistake; its history stays.

    Raises PermissionDenied, also for a commitment in a response: only a correction of the response withdraws that.
    """
    if commitment.explanation_id or not may_change(commitment, by):
        raise PermissionDenied(_("Only the office that recorded this can withdraw it."))
    delete_with_history(commitment, by=by.person)
