"""What becomes of responses when an inspection that was entered twice is merged.

A response moves with all its text, publications and commitments. If both inspections have a response for one force,
the one without text is deleted. If both have text, their office must combine them first, so that no text is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.people.history import delete_with_history, save_with_history
from forces.people.models import Person
from recommendations.register.models import Inspection, InspectionState, Recommendation
from recommendations.responses.models import ChiefOfficerComment, Explanation, JointRequest, Response, ResponseStage
from recommendations.responses.searchable import PUBLICATIONS
from recommendations.responses.services.working_copy import save_and_end_approval
from recommendations.search.indexing import index

_TYPED = (
    "applicability_reason",
    "not_invited_reason",
    "own_report_id",
    "comments_document",
    "general_comments",
    "reply",
    "incomplete_reason",
    "returned_comment",
)


@dataclass(frozen=True)
class ResponsesPlan:
    """What a merge would do to the responses of its two inspections."""

    duplicate: Inspection
    kept: Inspection
    moving: list[Response] = field(default_factory=list)  # the duplicate's
    deleted: list[tuple[Response, Response]] = field(default_factory=list)  # (without text, the one that stays)
    # their force's own report is the duplicate
    answered_through_duplicate: list[Response] = field(default_factory=list)
    collisions: list[str] = field(default_factory=list)

    @property
    def sentences(self) -> list[str]:
        """The plan in words, one sentence for each response."""
        deleted = [
            _("%(force)s: the response without text is deleted.") % {"force": response.force}
            for response, _staying in self.deleted
        ]
        return [*(_moving_in_words(response) for response in self.moving), *deleted]


def _moving_in_words(response: Response) -> str:
    versions = response.publications.count()
    if not versions:
        return _("%(force)s: the response moves.") % {"force": response.force}
    words = ngettext(
        "%(force)s: the response moves with %(count)d publication, whose address changes.",
        "%(force)s: the response moves with %(count)d publications, whose addresses change.",
        versions,
    )
    return words % {"force": response.force, "count": versions}


def plan_responses(duplicate: Inspection, kept: Inspection) -> ResponsesPlan:
    """Return what merging the two inspections would do to their responses."""
    responses = Response.objects.select_related("force").order_by("force__name")
    kept_responses = {response.force_id: response for response in responses.filter(inspection=kept)}
    plan = ResponsesPlan(duplicate, kept, answered_through_duplicate=list(responses.filter(own_report=duplicate)))
    for response in responses.filter(inspection=duplicate):
        other = kept_responses.get(response.force_id)
        if other is None:
            plan.moving.append(response)
        elif not has_words(response):
            plan.deleted.append((response, other))
        elif not has_words(other):
            plan.moving.append(response)
            plan.deleted.append((other, response))
        else:
            plan.collisions.append(_both_have_text(response, other))
    if plan.moving and kept.state != InspectionState.PUBLISHED:
        plan.collisions.append(_("The inspection to keep is not published, and the other one has responses."))
    pair = {duplicate.pk, kept.pk}
    plan.collisions.extend(
        _("%(force)s answers one of the two inspections through the other. Ask its office to change that first.")
        % {"force": response.force}
        for response in responses.filter(inspection__in=pair, own_report__in=pair)
    )
    return plan


def has_words(response: Response) -> bool:
    """Return whether anyone has typed, uploaded or published anything in it. Dates alone do not count."""
    return (
        any(getattr(response, field) for field in _TYPED)
        or response.publications.exists()
        or response.explanations.exclude(text="").exists()
        or response.chief_officer_comments.exclude(text="").exists()
    )


def _both_have_text(first: Response, second: Response) -> str:
    if first.publications.exists() and second.publications.exists():
        words = _("%(force)s has a published response to both. A published response cannot move into another response.")
    elif first.publications.exists() or second.publications.exists():
        words = _(
            "%(force)s has a published response to one, and text in its response to the other. Ask its office to "
            "add that text to the published response as a correction, and to clear the other. Then merge."
        )
    else:
        words = _(
            "%(force)s has text in its responses to both. Ask its office to combine them in one response and to "
            "clear the other. Then merge."
        )
    return words % {"force": first.force}


def merge_responses(plan: ResponsesPlan, kept_of: Mapping[int, Recommendation], by: Person) -> None:
    """Carry out the plan. `kept_of` has the kept recommendation for each matched one of the duplicate, by id.

    Raises ValidationError if the responses have changed since the plan was made.
    """
    list(Response.objects.select_for_update().filter(inspection__in=[plan.duplicate, plan.kept]))
    if plan_responses(plan.duplicate, plan.kept) != plan:
        raise ValidationError(_("Something changed since this was shown. Check it again before you confirm."))
    for deleted, staying in plan.deleted:
        _delete_empty(deleted, staying, by)
    for response in plan.moving:
        for model in (Explanation, ChiefOfficerComment):
            for row in model.objects.filter(response=response, recommendation__in=kept_of):
                row.recommendation = kept_of[row.recommendation_id or 0]
                save_with_history(row, by=by)
        response.inspection = plan.kept
        if response.stage == ResponseStage.APPROVED:
            save_and_end_approval(response, by=by)  # the report's texts may differ, so another text was approved
        else:
            save_with_history(response, by=by)
    JointRequest.objects.filter(inspection=plan.duplicate).update(inspection=plan.kept)
    index(PUBLICATIONS, [response.pk for response in plan.moving])
    for response in plan.answered_through_duplicate:
        response.refresh_from_db()
        response.own_report = plan.kept
        save_with_history(response, by=by)


def _delete_empty(deleted: Response, staying: Response, by: Person) -> None:
    """Delete a response without text. An invitation that only it recorded moves to the other response."""
    if deleted.invited_on and not staying.invited_on and not staying.not_invited_reason:
        staying.invited_on, staying.comments_wanted_by = deleted.invited_on, deleted.comments_wanted_by
        save_with_history(staying, by=by)
    for row in [*deleted.explanations.all(), *deleted.chief_officer_comments.all()]:
        delete_with_history(row, by=by)
    delete_with_history(deleted, by=by)
