"""Duties and promises that no response holds: recording one, changing it, taking back one entered by mistake."""

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
from recommendations.responses.models import Commitment
from recommendations.responses.services.promises import keeps
from recommendations.responses.services.working import refuse


@dataclass(frozen=True)
class Duty:
    """What a person says of a duty or a promise: the fields of a Commitment that no response made."""

    kind: str
    body: Body  # who has to do it
    what: str
    source: str  # where it is said
    due_on: datetime.date
    inspection: Inspection | None = None
    action: Action | None = None


class ChangedMeanwhile(Exception):
    """Somebody else has changed the commitment since the form was opened. `saved` is what is saved now."""

    def __init__(self, saved: Commitment) -> None:
        super().__init__("changed meanwhile")
        self.saved = saved


def version_of(commitment: Commitment) -> int:
    """A number that grows with each change of the commitment, for `save_duty`."""
    newest = commitment.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return newest or 0


@transaction.atomic
def save_duty(*, duty: Duty, by: Reader, commitment: Commitment | None = None, seen: int | None = None) -> Commitment:
    """Record a duty, or change one. The same, recorded twice, is one. `seen` is the version that was changed.

    Raises PermissionDenied, ValidationError by field, and ChangedMeanwhile.
    """
    if not by.may_follow(duty.body) or (commitment and (commitment.explanation_id or not keeps(commitment, by))):
        raise PermissionDenied(_("Only the office that follows this body records what it has to do."))
    refuse(_errors(duty, by))
    said = {field.name: getattr(duty, field.name) for field in fields(duty)}
    said |= {"what": tidy_text(duty.what), "source": duty.source.strip()}
    if duty.action:
        said["inspection"] = duty.action.recommendation.inspection
    if commitment is None:
        Body.objects.select_for_update().get(pk=duty.body.pk)  # two submits of one form take turns
        same = Commitment.objects.filter(**said, explanation=None, done_on=None).first()
        if same:
            return same
        commitment = Commitment()
    else:
        commitment = Commitment.objects.select_for_update().get(pk=commitment.pk)
        if seen is not None and version_of(commitment) != seen:
            raise ChangedMeanwhile(commitment)
    for name, value in said.items():
        setattr(commitment, name, value)
    save_with_history(commitment, by=by.person)
    return commitment


def _errors(duty: Duty, by: Reader) -> dict[str, str]:
    errors = {}
    if duty.kind not in Commitment.Kind.values:
        errors["kind"] = _("Choose whether it is a duty or a promise")
    if not duty.what.strip():
        errors["what"] = _("Say what has to be done")
    if duty.action and not by.may_follow(duty.action.holder):
        errors["action"] = _("Choose an action that your office follows")
    elif any(not report.is_out_on(by.day) for report in _reports(duty)):
        errors["inspection"] = _("This report is not published yet. Choose another one")
    elif duty.action and duty.inspection and duty.inspection != duty.action.recommendation.inspection:
        errors["action"] = _("This action belongs to another report. Choose one of them, or leave the report empty")
    return errors


def _reports(duty: Duty) -> set[Inspection]:
    return {one for one in (duty.inspection, duty.action and duty.action.recommendation.inspection) if one}


@transaction.atomic
def remove_duty(*, commitment: Commitment, by: Reader) -> None:
    """Take back a duty or promise that was entered by mistake; its history stays.

    Raises PermissionDenied, for what a response promised too: a correction of the response takes that back.
    """
    if commitment.explanation_id or not keeps(commitment, by):
        raise PermissionDenied(_("Only the office that recorded this duty takes it back."))
    delete_with_history(commitment, by=by.person)
