"""Ask to remove words or a file, and decide about it. Date, author, reason and digest of what is removed stay."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.people.access import Reader
from forces.proof.sealing import seal
from recommendations.positions.revisions import renew_revisions
from recommendations.redactions.models import Redaction, RedactionDecision
from recommendations.register.models import Evidence, Update, UpdateWords
from recommendations.updates.queries import locked_actions


@transaction.atomic
def request_redaction(
    *, update: Update, evidence: Evidence | None = None, reason: str, by: Reader, submission_key: uuid.UUID
) -> Redaction:
    """Ask to remove the words of an update, or a file that is its evidence. A form sent twice asks once.

    Raises PermissionDenied for anyone but the office, and ValidationError by field.
    """
    if not by.may_follow(update.action.holder):
        raise PermissionDenied(_("Only this body’s office can ask to remove words or a file."))
    locked_actions([update.action_id])
    if existing := Redaction.objects.filter(submission_key=submission_key, requested_by=by.person).first():
        return existing
    if not reason.strip():
        raise ValidationError({"reason": [_("Enter why it has to be removed")]})
    if evidence is None and not (update.words and update.words.text):
        raise ValidationError({"what": [_("This update has no words")]})
    if Redaction.objects.filter(update=update, evidence=evidence).exclude(decision__removed=False).exists():
        raise ValidationError({"what": [_("Someone has asked to remove this already")]})
    redaction = Redaction.objects.create(
        update=update,
        evidence=evidence,
        reason=reason.strip(),
        requested_by=by.person,
        requested_at=timezone.now(),
        submission_key=submission_key,
    )
    seal([redaction])
    return redaction


@transaction.atomic
def decide_redaction(*, redaction: Redaction, remove: bool, reason: str = "", by: Reader) -> RedactionDecision:
    """Remove what the request names, or keep it for a reason. A form sent twice decides once.

    Raises PermissionDenied, and ValidationError for the person who asked, for a second and different decision, and
    without a reason to keep it.
    """
    update = redaction.update
    if not by.may_decide_redactions(update.action.holder):
        raise PermissionDenied(_("Only an approver of this body’s office can decide about this."))
    if redaction.requested_by_id == by.person.pk:
        raise ValidationError(_("You asked for this, so someone else has to decide. Ask another approver."))
    locked_actions([update.action_id])
    if existing := RedactionDecision.objects.filter(redaction=redaction).first():
        if existing.removed == remove:
            return existing
        raise ValidationError(_("Someone else has decided about this already."))
    if not remove and not reason.strip():
        raise ValidationError({"reason": [_("Enter why it stays")]})
    decision = RedactionDecision.objects.create(
        redaction=redaction,
        removed=remove,
        reason="" if remove else reason.strip(),
        decided_by=by.person,
        decided_at=timezone.now(),
    )
    seal([decision])
    if remove:
        _remove(redaction)
    return decision


def _remove(redaction: Redaction) -> None:
    """Empty the words, which also leaves the search, or delete the file once the decision is saved."""
    if redaction.evidence:
        storage, name = redaction.evidence.file.storage, str(redaction.evidence.file.name)
        transaction.on_commit(lambda: storage.delete(name))
    else:
        UpdateWords.objects.filter(pk__in=[redaction.update.words_id]).update(text="")
    renew_revisions([redaction.action.holder_id])
