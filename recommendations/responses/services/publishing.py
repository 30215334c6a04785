"""Publishing an approved response, and recording the copies sent."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.bodies.models import LocalPolicingBody
from forces.people.access import Reader
from forces.people.history import delete_with_history, save_with_history
from forces.people.models import Person
from forces.proof.sealing import seal
from recommendations.register.models import Inspection
from recommendations.responses.content import ResponseContent
from recommendations.responses.content_queries import content_of
from recommendations.responses.members import other_members
from recommendations.responses.models import (
    Commitment,
    Explanation,
    JointRequest,
    Publication,
    Response,
    ResponseStage,
    Sending,
)
from recommendations.responses.queries import answering_body, office_settings
from recommendations.responses.searchable import PUBLICATIONS
from recommendations.responses.services.working_copy import lock, raise_errors, raise_questions
from recommendations.search.indexing import index

Signatory = tuple[str, str]  # name and job title
NO_SIGNATORIES: Mapping[int, Signatory] = MappingProxyType({})


@transaction.atomic
def publish(
    *,
    response: Response,
    published_on: datetime.date | None,
    signatory_name: str,
    signatory_title: str,
    our_reference: str = "",
    address: str = "",
    other_signatories: Mapping[int, Signatory] = NO_SIGNATORIES,
    confirmed: frozenset[str],
    by: Reader,
) -> Publication:
    """Store the approved text as a publication, and record its commitments. A further one is a correction.

    A joint response becomes one publication for each of its members, once every body has approved it.
    `other_signatories` are those of the other bodies, by the body's id.

    Raises PermissionDenied; ValidationError, by field, or as a whole where the text is not the one approved;
    Unconfirmed by field for a date before the approval or after the last day.
    """
    require_approver(response, by)
    lock(response)
    body = answering_body(response.force, by.day)
    if body is None:
        raise ValidationError(
            _("No local policing body is responsible for this force today, so nothing can be published.")
        )
    if response.stage != ResponseStage.APPROVED:
        raise ValidationError(_("The response is not approved. Submit it for approval first."))
    content = content_of(response, by.day)
    if content.digest != response.approved_digest:
        raise ValidationError(_("The text has changed since it was approved. It must be approved again."))
    others = [_as_approved(member, content.digest, by.day) for member in other_members(response)]
    signatories = {**other_signatories, body.pk: (signatory_name, signatory_title)}
    raise_errors(
        _date_errors([response, *(member for member, _body in others)], published_on, by.day)
        | _signatory_errors(signatory_name, signatory_title)
        | _other_signatory_errors({other for _member, other in others if other != body}, signatories)
        | _letter_errors(our_reference, address)
    )
    assert published_on  # noqa: S101 - an empty date was refused
    for member in (response, *(member for member, _body in others)):
        raise_questions(_unusual_date(member, published_on), confirmed)
    facts = {"published_on": published_on, "address": address, "recorded_at": timezone.now()}
    own, *_others = [
        _publish_member(member, member_body, signatories[member_body.pk], by, {**facts, "our_reference": reference})
        for member, member_body, reference in [
            (response, body, our_reference.strip()),
            *((member, other, _reference_of(member, other, by.day)) for member, other in others),
        ]
    ]
    JointRequest.objects.filter(joint=response.joint_id, answer="").exclude(joint=None).update(
        answer=JointRequest.Answer.WITHDRAWN, answered_by=by.person, answered_at=timezone.now()
    )
    return own


def _as_approved(response: Response, digest: str, day: datetime.date) -> tuple[Response, LocalPolicingBody]:
    """Return another member of a joint response, with its body. Raises ValidationError until its body has approved."""
    body = answering_body(response.force, day)
    if body is None:
        raise ValidationError(
            _("No local policing body is responsible for %(force)s today, so nothing can be published.")
            % {"force": response.force}
        )
    if response.stage != ResponseStage.APPROVED or response.approved_digest != digest:
        raise ValidationError(_("The office of the %(body)s has not approved this text yet.") % {"body": body})
    return response, body


def _publish_member(
    response: Response, body: LocalPolicingBody, signatory: Signatory, by: Reader, facts: dict[str, Any]
) -> Publication:
    content = content_of(response, by.day)
    name, title = signatory
    publication = write_publication(
        response=response,
        body=body,
        content=content,
        by=by.person,
        signatory_name=name.strip(),
        signatory_title=title.strip(),
        incomplete_reason=response.incomplete_reason,
        **facts,
    )
    _record_commitments(response, content, body, by.person)
    return publication


def _reference_of(response: Response, body: LocalPolicingBody, day: datetime.date) -> str:
    """Return the reference of another office's letter, by the pattern in its settings."""
    settings = office_settings(body)
    return settings.our_reference(inspection=response.inspection.slug, force=response.force.slug, on=day)


def _date_errors(
    members: Sequence[Response], published_on: datetime.date | None, today: datetime.date
) -> dict[str, str]:
    """Return what is wrong with the publication date for any member, by field."""
    found = (publication_date_errors(member.inspection, published_on, today) for member in members)
    return next(filter(None, found), {})


def _other_signatory_errors(
    bodies: Iterable[LocalPolicingBody], signatories: Mapping[int, Signatory]
) -> dict[str, str]:
    errors: dict[str, str] = {}
    for body in bodies:
        found = _signatory_errors(*signatories.get(body.pk, ("", "")))
        errors |= {f"{field}_{body.pk}": message for field, message in found.items()}
    return errors


def publication_date_errors(
    inspection: Inspection, published_on: datetime.date | None, today: datetime.date
) -> dict[str, str]:
    """Return what is wrong with the publication date, by field."""
    assert inspection.published_on  # noqa: S101 - only published inspections have responses
    if published_on is None:
        return {"published_on": _("Enter the date the response is published")}
    if published_on < inspection.published_on:
        return {"published_on": _("The publication date must not be before the report’s")}
    if published_on > today:
        return {"published_on": _("The publication date must be today or in the past")}
    return {}


def _signatory_errors(name: str, title: str) -> dict[str, str]:
    errors = {}
    if not name.strip():
        errors["signatory_name"] = _("Enter who signs the response")
    elif len(name) > 120:
        errors["signatory_name"] = _("Shorten the name to 120 characters or fewer")
    if not title.strip():
        errors["signatory_title"] = _("Enter the job title of the signatory")
    elif len(title) > 160:
        errors["signatory_title"] = _("Shorten the job title to 160 characters or fewer")
    return errors


def _letter_errors(our_reference: str, address: str) -> dict[str, str]:
    """Return what is wrong with the reference and the web address, by field. Both may be empty."""
    publication = Publication(our_reference=our_reference.strip(), address=address)
    others = {field.name for field in Publication._meta.fields} - {"our_reference", "address"}
    try:
        publication.clean_fields(exclude=others)
    except ValidationError as error:
        return {name: " ".join(messages) for name, messages in error.message_dict.items()}
    return {}


def _unusual_date(response: Response, published_on: datetime.date) -> dict[str, str]:
    inspection = response.inspection
    assert inspection.published_on  # noqa: S101 - only published inspections have responses
    last = inspection.last_response_day
    is_early = response.approved_at and published_on < timezone.localdate(response.approved_at)
    is_late = last and published_on > last and not response.publications.exists()
    if is_early and is_late:
        words = _("This date is before the response was approved and after its last day. Is it correct?")
    elif is_early:
        words = _("This date is before the response was approved. Is it correct?")
    else:
        words = _("This date is after the last day for the response. Is it correct?")
    return {"published_on": words} if is_early or is_late else {}


def write_publication(
    *, response: Response, body: LocalPolicingBody, content: ResponseContent, by: Person | None, **facts: Any
) -> Publication:
    """Insert and return the next publication of a response. The callers check it.

    `facts` are the other fields of a Publication. `by` is None for what the loading command loads.
    """
    earlier = list(response.publications.defer("content").order_by("version"))
    publication = Publication.objects.create(
        response=response,
        body=body,
        version=earlier[-1].version + 1 if earlier else 1,
        correction_of=earlier[0] if earlier else None,
        content=content.as_json(),
        digest=content.digest,
        recorded_at=facts.pop("recorded_at", None) or timezone.now(),
        recorded_by=by,
        **facts,
    )
    response.stage = ResponseStage.PUBLISHED
    response._history_user = by  # type: ignore[attr-defined]
    response.save()
    index(PUBLICATIONS, [response.pk])
    seal([publication])
    return publication


def _record_commitments(response: Response, content: ResponseContent, body: LocalPolicingBody, by: Person) -> None:
    """Record an open commitment for each proposal with a date. A correction changes or withdraws it.

    What only another force of a joint response is asked to do is no commitment here.
    """
    explanations = {row.recommendation.reference: row for row in response.explanations.select_related("recommendation")}
    for item in content.items:
        explanation = explanations.get(item.reference)
        if explanation is None:
            continue
        commitment = explanation.commitments.filter(done_on=None).first()
        if item.proposed_by and item.explanation and item.asked_force in ("", content.force):
            if _is_done(explanation, item.explanation, item.proposed_by):
                continue
            commitment = commitment or Commitment(explanation=explanation)
            commitment.body, commitment.what, commitment.due_on = body, item.explanation, item.proposed_by
            save_with_history(commitment, by=by)
        elif commitment:
            delete_with_history(commitment, by=by)


def _is_done(explanation: Explanation, description: str, due_on: datetime.date) -> bool:
    """Return whether the same commitment was made before and has been done."""
    return explanation.commitments.filter(what=description, due_on=due_on, done_on__isnull=False).exists()


def require_approver(response: Response, by: Reader) -> None:
    """Raise PermissionDenied for anyone who may not publish this response."""
    if not by.may_approve(response.force):
        raise PermissionDenied(_("Only an approver of the force’s local policing body can publish this response."))


@transaction.atomic
def record_sending(
    *,
    publication: Publication,
    recipient: str,
    sent_on: datetime.date | None,
    sent_by: str,
    confirmed: frozenset[str],
    by: Reader,
) -> Sending:
    """Record that a copy was sent to the Home Secretary or to the source of the report (s.55(6)), once each.

    Raises PermissionDenied; ValidationError and Unconfirmed by field.
    """
    response = publication.response
    if not by.may_draft(response.force):
        raise PermissionDenied(_("Only the force’s own local policing body can record the copies sent."))
    lock(response)
    errors: dict[str, str] = {}
    if recipient not in Sending.Recipient.values:
        errors["recipient"] = _("Select who it was sent to")
    elif publication.sendings.filter(recipient=recipient).exists():
        errors["recipient"] = _("This copy has already been recorded")
    if sent_on is None:
        errors["sent_on"] = _("Enter the date it was sent")
    elif sent_on > by.day:
        errors["sent_on"] = _("The date it was sent must be today or in the past")
    if not sent_by.strip():
        errors["sent_by"] = _("Enter who sent it")
    elif len(sent_by) > 120:
        errors["sent_by"] = _("Shorten the name to 120 characters or fewer")
    raise_errors(errors)
    assert sent_on  # noqa: S101 - an empty date was refused
    if publication.published_on and sent_on < publication.published_on:
        raise_questions({"sent_on": _("This date is before the response was published. Is it correct?")}, confirmed)
    sending = Sending.objects.create(
        publication=publication,
        recipient=recipient,
        sent_on=sent_on,
        sent_by=sent_by.strip(),
        recorded_at=timezone.now(),
        recorded_by=by.person,
    )
    seal([sending])
    return sending
