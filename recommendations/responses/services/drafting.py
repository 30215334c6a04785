"""Writing the draft: the office's own words, and the chief officer's comments, each in rows of their own."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.bodies.models import Force, LocalPolicingBody
from forces.people.access import Reader
from forces.people.history import save_with_history
from recommendations.register.models import Inspection, Recommendation
from recommendations.responses.merging import Conflict, digest_of, settle
from recommendations.responses.models import ChiefOfficerComment, Explanation, Response
from recommendations.responses.models.response import TEXT_LIMIT
from recommendations.responses.queries import addressed_to_in_a_sentence
from recommendations.responses.services.inviting import comments_came, decide, invite
from recommendations.responses.services.working import last_writer, lock, refuse, save_changed, take_up

__all__ = [
    "Conflict",
    "comments_came",
    "decide",
    "digest_of",
    "invite",
    "open_response",
    "save_comments",
    "save_draft",
    "standard_wording",
]

# The fields of a form, by the first word of their keys, and where each is kept.
_OF_RESPONSE = {"quoted": "quoted", "general_comments": "general_comments", "reply": "reply"}
_OF_EXPLANATION = {"explanation": "text", "kind": "kind", "proposed": "proposed_by"}
_COMMENT = "comment"


@transaction.atomic
def open_response(*, inspection: Inspection, force: Force, by: Reader) -> Response:
    """The working copy of the force's response to the inspection, made when it is first needed.

    Raises PermissionDenied for other offices, ValidationError while the report is not published.
    """
    if not by.may_draft(force):
        raise PermissionDenied(_("Only the force’s own local policing body writes this response."))
    if not Inspection.objects.published_by(by.day).filter(pk=inspection.pk).exists():
        raise ValidationError(_("The report is not published yet, so there is nothing to respond to."))
    return Response.objects.get_or_create(inspection=inspection, force=force)[0]


@transaction.atomic
def save_draft(*, response: Response, values: Mapping[str, str], base: Mapping[str, str], by: Reader) -> list[Conflict]:
    """Save what the office typed, as far as nobody else changed the same field meanwhile.

    Keys: "quoted" (yes, no or empty), "general_comments", "reply", and for each recommendation "explanation-7",
    "kind-7" (taken, proposed, none or empty) and "proposed-7" (2025-01-31 or empty). `base` has `digest_of` each value
    that the form was made from. Returns the fields that both changed; nothing of those is written. Raises
    PermissionDenied, and ValidationError by field where a text is too long or a value is none of the field's.
    """
    take_up(response, by=by)
    explanations = {row.recommendation_id: row for row in response.explanations.all()}
    rows = {
        reference: explanations.get(pk) or Explanation(response=response, recommendation_id=pk)
        for reference, pk in _references(response)
    }
    stored = {key: getattr(response, field) for key, field in _OF_RESPONSE.items()}
    for reference, row in rows.items():
        for name, field in _OF_EXPLANATION.items():
            stored[f"{name}-{reference}"] = str(getattr(row, field) or "")
    written, contested = settle(stored=stored, values=values, base=base)
    refuse(_misfits(values, stored) | _wrong(written))
    changed: dict[str, Explanation] = {}
    for key, value in written.items():
        name, reference = _split(key)
        if name in _OF_RESPONSE:
            setattr(response, _OF_RESPONSE[name], value)
        else:
            changed[reference] = rows[reference]
            setattr(rows[reference], _OF_EXPLANATION[name], _date(value) if name == "proposed" else value)
    for row in changed.values():
        row.written_by = by.person
        save_with_history(row, by=by.person)
    if written:
        save_changed(response, by=by.person)
    conflicts = []
    for key in contested:
        name, reference = _split(key)
        record = rows[reference] if reference else response
        who = last_writer(record, (_OF_EXPLANATION | _OF_RESPONSE)[name])
        conflicts.append(Conflict(key, stored[key], who, values[key]))
    return conflicts


@transaction.atomic
def save_comments(
    *, response: Response, texts: Mapping[str, str], base: Mapping[str, str], submit: bool, by: Reader
) -> list[Conflict]:
    """Save the chief officer's comments: the invited force enters its own, the office those it received.

    Keys: "comment" (on the report) and "comment-7". `base` and what is returned: as for `save_draft`. Submitting closes
    the comments to the force; with a conflict nothing is submitted. Raises PermissionDenied, and ValidationError by
    field, or as a whole where the comments have been submitted already.
    """
    lock(response)
    if not by.may_draft(response.force) and not by.may_comment(response):
        if response.force_id in by.contributes and response.invited_on:
            raise ValidationError(_("The comments have been submitted. Ask the office to change them."))
        raise PermissionDenied(_("You may not enter the chief officer’s comments."))
    comments = {row.recommendation_id: row for row in response.chief_officer_comments.all()}
    rows = {_COMMENT: comments.get(None) or ChiefOfficerComment(response=response)}
    for reference, pk in _references(response):
        rows[f"{_COMMENT}-{reference}"] = comments.get(pk) or ChiefOfficerComment(
            response=response, recommendation_id=pk
        )
    stored = {key: row.text for key, row in rows.items()}
    written, contested = settle(stored=stored, values=texts, base=base)
    refuse(_misfits(texts, stored) | _wrong(written))
    for key, text in written.items():
        rows[key].text, rows[key].written_by = text, by.person
        save_with_history(rows[key], by=by.person)
    say_anything = any(row.text for row in rows.values())
    is_submitted = submit and not contested
    if is_submitted and not say_anything:
        refuse({_COMMENT: _("Write a comment before you submit")})
    if is_submitted:
        response.comments_submitted_by, response.comments_submitted_at = by.person, timezone.now()
        response.comments_received_on = response.comments_received_on or by.day
    if written or is_submitted:
        response.no_comments_came = response.no_comments_came and not say_anything
        save_changed(response, by=by.person)
    return [Conflict(key, stored[key], last_writer(rows[key], "text"), texts[key]) for key in contested]


def standard_wording(recommendation: Recommendation, body: LocalPolicingBody) -> str:
    """An explanation to start from for a recommendation to national bodies: no action, and why (s.55(5B)(b))."""
    addressees = recommendation.addressees.select_related("body").order_by("order", "pk")
    return _(
        "This recommendation is addressed to %(addressed)s. It is not for the %(title)s to carry out, so no action is "
        "proposed now. The %(title)s will consider what it means for this police area once it has been acted on."
    ) % {"addressed": addressed_to_in_a_sentence(list(addressees)), "title": body.office_holder_title}


def _references(response: Response) -> list[tuple[str, int]]:
    return list(response.inspection.recommendations.order_by("order", "reference").values_list("reference", "pk"))


def _split(key: str) -> tuple[str, str]:
    """The name of a field and the recommendation it is about: "explanation-afi-3" is ("explanation", "afi-3")."""
    name, _dash, reference = key.partition("-")
    return name, reference


def _misfits(values: Mapping[str, str], stored: Mapping[str, str]) -> dict[str, str]:
    """Nothing typed is dropped in silence, whatever became of its recommendation."""
    return {key: _("The report has no such recommendation any more") for key in values if key not in stored}


def _wrong(written: Mapping[str, str]) -> dict[str, str]:
    errors = {
        key: _("Shorten the text to 20,000 characters or fewer") for key in written if len(written[key]) > TEXT_LIMIT
    }
    for key, value in written.items():
        name, _reference = _split(key)
        if name == "kind" and value not in ("", *Explanation.Kind.values):
            errors[key] = _("Choose what is explained: action taken, action proposed, or no action")
        if name == "quoted" and value not in Response.Quoted.values:
            errors[key] = _("Choose whether the report quotes the force")
        if name == "proposed" and value and not _is_date(value):
            errors[key] = _("The date must be a real date")
    return errors


def _is_date(value: str) -> bool:
    try:
        return bool(_date(value))
    except ValueError:
        return False


def _date(value: str) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None
