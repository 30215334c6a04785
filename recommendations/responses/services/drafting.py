"""Writing the draft: the office's own words, and the Chief Constable's comments, each in rows of their own."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.bodies.models import Force, LocalPolicingBody
from forces.people.access import Reader
from forces.people.history import save_with_history
from recommendations.register.models import Inspection, Recommendation
from recommendations.responses.addressees import addressees_in_a_sentence
from recommendations.responses.completeness import explanation_prefix
from recommendations.responses.concurrent_edits import DraftConflict, Edits, merge_edits
from recommendations.responses.models import ChiefOfficerComment, Explanation, ExplanationKind, Response
from recommendations.responses.models.response import TEXT_LIMIT
from recommendations.responses.services.working_copy import (
    last_writer,
    lock,
    lock_for_office,
    raise_errors,
    save_and_end_approval,
    share_explanations,
)

REPORT = ""  # the reference under which texts on the report as a whole stand beside those on recommendations

_RESPONSE_FIELDS = ("quoted", "general_comments", "reply")
_EXPLANATION_FIELDS = ("kind", "proposed_by", "text")
_COMMENT_FIELDS = ("text",)

Record = Response | Explanation | ChiefOfficerComment


@transaction.atomic
def open_response(*, inspection: Inspection, force: Force, by: Reader) -> Response:
    """Return the working copy of the force's response to the inspection, created when first needed.

    Raises PermissionDenied for other offices, ValidationError while the report is not published.
    """
    if not by.may_draft(force):
        raise PermissionDenied(_("Only the force’s own local policing body can change this response."))
    if not Inspection.objects.published_by(by.day).filter(pk=inspection.pk).exists():
        raise ValidationError(_("The report is not published yet, so there is nothing to respond to."))
    return Response.objects.get_or_create(inspection=inspection, force=force)[0]


@transaction.atomic
def save_draft(*, response: Response, edits: Mapping[str, Edits], by: Reader) -> list[DraftConflict]:
    """Save what the office entered, except where someone else has changed the same field in the meantime.

    `edits` are by the recommendation's reference, with the fields "kind", "proposed_by" (2025-01-31) and "text"; under
    REPORT the response's own "quoted", "general_comments" and "reply". Returns the fields that both changed, of which
    nothing is written. Raises PermissionDenied, and ValidationError by field (explanation-7-text) where a text is too
    long or a value is not one of the field's.
    """
    lock_for_office(response, by=by)
    saved = {row.recommendation_id: row for row in response.explanations.all()}
    records: dict[str, Record] = {REPORT: response}
    for reference, pk in _recommendations_of(response):
        records[reference] = saved.get(pk) or Explanation(response=response, recommendation_id=pk)
    fields = {reference: _EXPLANATION_FIELDS if reference else _RESPONSE_FIELDS for reference in records}
    changed, conflicts = _apply(records, fields, edits)
    for row in changed:
        if isinstance(row, Explanation):
            row.written_by = by.person
            save_with_history(row, by=by.person)
    if changed:
        share_explanations(response, [row for row in changed if isinstance(row, Explanation)], by=by.person)
        save_and_end_approval(response, by=by.person)
    return conflicts


@transaction.atomic
def save_comments(*, response: Response, edits: Mapping[str, Edits], submit: bool, by: Reader) -> list[DraftConflict]:
    """Save the Chief Constable's comments: the invited force enters its own, the office those it received.

    `edits` are by the recommendation's reference, under REPORT on the report as a whole; the only field is "text".
    Returns conflicts as `save_draft` does. Submitting closes the comments to the force; with a conflict nothing is
    submitted. Raises PermissionDenied, and ValidationError by field, or as a whole where the comments have been
    submitted already.
    """
    lock(response)
    if not by.may_draft(response.force) and not by.may_comment(response):
        if response.force_id in by.contributes and response.invited_on:
            raise ValidationError(_("The comments have already been submitted. Ask the office to change them."))
        raise PermissionDenied(_("Only the invited force and its own office can enter these comments."))
    saved = {row.recommendation_id: row for row in response.chief_officer_comments.all()}
    records: dict[str, ChiefOfficerComment] = {REPORT: saved.get(None) or ChiefOfficerComment(response=response)}
    for reference, pk in _recommendations_of(response):
        records[reference] = saved.get(pk) or ChiefOfficerComment(response=response, recommendation_id=pk)
    changed, conflicts = _apply(records, dict.fromkeys(records, _COMMENT_FIELDS), edits)
    for row in changed:
        assert isinstance(row, ChiefOfficerComment)  # noqa: S101 - for the type checker
        row.written_by = by.person
        save_with_history(row, by=by.person)
    has_comments = any(row.text for row in records.values())
    is_submitted = submit and not conflicts
    if is_submitted and not has_comments:
        raise_errors({"text": _("Write a comment before you submit")})
    if is_submitted:
        response.comments_submitted_by, response.comments_submitted_at = by.person, timezone.now()
        response.comments_received_on = response.comments_received_on or by.day
    if changed or is_submitted:
        response.no_comments_received = response.no_comments_received and not has_comments
        save_and_end_approval(response, by=by.person)
    return conflicts


def standard_wording(recommendation: Recommendation, body: LocalPolicingBody) -> str:
    """Return an explanation to start from for a recommendation to national bodies: no action, and why (s.55(5B)(b))."""
    addressees = recommendation.addressees.select_related("body").order_by("order", "pk")
    return _(
        "This recommendation is addressed to %(addressed)s. It is not for the %(title)s to carry out, so no action is "
        "proposed now. The %(title)s will consider what it means for this police area once it has been acted on."
    ) % {"addressed": addressees_in_a_sentence(list(addressees)), "title": body.shown_title}


def _recommendations_of(response: Response) -> list[tuple[str, int]]:
    return list(response.inspection.recommendations.order_by("order", "reference").values_list("reference", "pk"))


def _apply(
    records: Mapping[str, Record], fields: Mapping[str, Sequence[str]], edits: Mapping[str, Edits]
) -> tuple[list[Record], list[DraftConflict]]:
    """Write the edits into the records, unsaved. Returns the records that changed, and the conflicts.

    Raises ValidationError by field, before anything is written.
    """
    errors: dict[str, str] = {}
    written: dict[str, dict[str, str]] = {}
    conflicts: list[DraftConflict] = []
    for reference, edit in edits.items():
        record = records.get(reference)
        if record is None:  # nothing that was entered is dropped in silence
            message = _("The report no longer has recommendation %(reference)s") % {"reference": reference}
            errors |= {_key(reference, name): message for name in edit.values}
            continue
        stored = {name: str(getattr(record, name) or "") for name in fields[reference]}
        errors |= {
            _key(reference, name): _("This cannot be changed here") for name in edit.values if name not in stored
        }
        written[reference], contested = merge_edits(stored, edit)
        errors |= _errors_of(reference, written[reference])
        conflicts += [
            DraftConflict(reference, name, stored[name], last_writer(record, name), edit.values[name])
            for name in contested
        ]
    raise_errors(errors)
    for reference, values in written.items():
        for name, value in values.items():
            setattr(records[reference], name, _date(value) if name == "proposed_by" else value)
    return [records[reference] for reference, values in written.items() if values], conflicts


def _errors_of(reference: str, values: Mapping[str, str]) -> dict[str, str]:
    errors = {}
    for name, value in values.items():
        key = _key(reference, name)
        if len(value) > TEXT_LIMIT:
            errors[key] = _("Shorten the text to 20,000 characters or fewer")
        elif name == "kind" and value not in ("", *ExplanationKind.values):
            errors[key] = _("Select action taken, action proposed or no action")
        elif name == "quoted" and value not in Response.Quoted.values:
            errors[key] = _("Select whether the report quotes the force")
        elif name == "proposed_by" and not _is_date(value):
            errors[key] = _("The date must be a real date")
    return errors


def _key(reference: str, name: str) -> str:
    """Return the name of a field on the page."""
    return f"{explanation_prefix(reference)}-{name}" if reference else name


def _is_date(value: str) -> bool:
    try:
        _date(value)
    except ValueError:
        return False
    return True


def _date(value: str) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None
