"""Deciding whether a response is due, inviting the Chief Constable to comment, and receiving the comments."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from forces.people.access import Reader
from recommendations.register.models import Inspection
from recommendations.responses.members import other_members
from recommendations.responses.models import Response
from recommendations.responses.services.working_copy import (
    lock_for_office,
    raise_errors,
    raise_questions,
    save_and_end_approval,
    save_outside_the_text,
)
from recommendations.updates.evidence import check_file

REASON_LIMIT = 500


@transaction.atomic
def decide(*, response: Response, applicability: str, reason: str, own_report: Inspection | None, by: Reader) -> None:
    """Record whether a response is due, and if not, why. Raises PermissionDenied, ValidationError by field."""
    lock_for_office(response, by=by)
    reason = reason.strip()
    decision = Response.Applicability
    errors: dict[str, str] = {}
    if applicability not in decision.values:
        errors["applicability"] = _("Select whether a response is due")
    elif applicability == decision.OWN_REPORT:
        errors |= _wrong_own_report(response, own_report, by)
    elif applicability in (decision.NOT_SUBJECT, decision.NOT_REQUIRED) and not reason:
        errors["reason"] = _("Enter why no response is due")
    if applicability not in ("", decision.DUE) and _is_joint(response) and "applicability" not in errors:
        errors["applicability"] = _(
            "This response is joint, or another office has been asked to join it. Leave the joint response first"
        )
    if len(reason) > REASON_LIMIT:
        errors["reason"] = _("Shorten the reason to 500 characters or fewer")
    raise_errors(errors)
    response.applicability, response.applicability_reason = applicability, reason
    response.own_report = own_report if applicability == decision.OWN_REPORT else None
    response.decided_by, response.decided_on = by.person, by.day
    save_outside_the_text(response, by=by.person)


def _is_joint(response: Response) -> bool:
    """Return whether the response is given jointly with others, or another office may still join it."""
    return bool(response.joint and (other_members(response) or response.joint.requests.filter(answer="").exists()))


def _wrong_own_report(response: Response, own_report: Inspection | None, by: Reader) -> dict[str, str]:
    if own_report is None:
        return {"own_report": _("Choose the force’s own report whose response answers this one")}
    if own_report.pk == response.inspection_id:
        return {"own_report": _("Choose a different report")}
    if not Inspection.objects.published_by(by.day).filter(pk=own_report.pk).exists():
        return {"own_report": _("Choose a published report")}
    return {}


@transaction.atomic
def invite(
    *,
    response: Response,
    invited_on: datetime.date | None,
    comments_wanted_by: datetime.date | None,
    not_invited_reason: str,
    confirmed: frozenset[str],
    by: Reader,
) -> None:
    """Record that the Chief Constable was invited to comment and by when (s.55(4)), or why not.

    Raises PermissionDenied; ValidationError and Unconfirmed by field.
    """
    lock_for_office(response, by=by)
    reason = not_invited_reason.strip()
    title = response.force.chief_officer_title
    raise_errors(_wrong_invitation(invited_on, comments_wanted_by, reason, title, by.day))
    if invited_on and comments_wanted_by:
        raise_questions(_unusual_invitation(response.inspection, invited_on, comments_wanted_by), confirmed)
    response.invited_on = invited_on
    response.comments_wanted_by = comments_wanted_by if invited_on else None
    response.not_invited_reason = reason
    response.no_comments_received = response.no_comments_received and bool(invited_on)
    save_and_end_approval(response, by=by.person)


def _wrong_invitation(
    invited_on: datetime.date | None, wanted_by: datetime.date | None, reason: str, title: str, today: datetime.date
) -> dict[str, str]:
    errors: dict[str, str] = {}
    if len(reason) > REASON_LIMIT:
        errors["not_invited_reason"] = _("Shorten the reason to 500 characters or fewer")
    if not invited_on:
        if not reason:
            errors["invited_on"] = _("Enter the date the %(title)s was invited, or why they were not") % {
                "title": title
            }
        return errors
    if reason:
        errors["not_invited_reason"] = _("Enter the date of the invitation or why there was none, not both")
    if invited_on > today:
        errors["invited_on"] = _("The date of the invitation must be today or in the past")
    if not wanted_by:
        errors["comments_wanted_by"] = _("Enter the date by which comments are due")
    elif wanted_by < invited_on:
        errors["comments_wanted_by"] = _("The date by which comments are due must not be before the invitation")
    return errors


def _unusual_invitation(inspection: Inspection, invited_on: datetime.date, wanted_by: datetime.date) -> dict[str, str]:
    assert inspection.published_on  # noqa: S101 - only published inspections have responses
    questions: dict[str, str] = {}
    if invited_on < inspection.published_on:
        questions["invited_on"] = _("This date is before the report was published. Is it correct?")
    last = inspection.last_response_day
    if last and wanted_by > last:
        questions["comments_wanted_by"] = _("This date is after the last day for the response. Is it correct?")
    return questions


@transaction.atomic
def record_receipt(
    *,
    response: Response,
    received_on: datetime.date | None,
    none_received: bool,
    document: File | None,
    document_name: str,
    by: Reader,
) -> None:
    """Record when the Chief Constable's comments were received, with the document, or that none were.

    Raises PermissionDenied, ValidationError by field.
    """
    lock_for_office(response, by=by)
    errors: dict[str, str] = {}
    if none_received and (received_on or document):
        errors["none_received"] = _("Enter the date the comments were received or that none were, not both")
    elif none_received and not response.invited_on:
        errors["none_received"] = _("Record the invitation first")
    elif none_received and response.chief_officer_comments.exclude(text="").exists():
        errors["none_received"] = _("There are comments below. Clear them first")
    elif not none_received and not received_on:
        errors["received_on"] = _("Enter the date the comments were received, or say that none were")
    elif received_on and received_on > by.day:
        errors["received_on"] = _("The date the comments were received must be today or in the past")
    raise_errors(errors)
    if document is not None:
        _attach(response, document, document_name)
    is_text_changed = response.no_comments_received != none_received  # the response states it
    response.comments_received_on = received_on
    response.no_comments_received = none_received
    save = save_and_end_approval if is_text_changed else save_outside_the_text
    save(response, by=by.person)


def _attach(response: Response, document: File, name: str) -> None:
    try:
        check_file(document, name)
    except ValidationError as error:
        raise ValidationError({"document": error.messages}) from None
    response.comments_document.save(name, document, save=False)
    response.comments_document_name = name[-255:]
