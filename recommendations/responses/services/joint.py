"""Answering jointly: asking other offices, adding the office's own reports, accepting, declining and leaving."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.bodies.models import Force
from forces.people.access import Reader
from forces.people.history import save_with_history
from recommendations.register.models import Inspection
from recommendations.responses.joint import forces_to_ask, reports_to_add
from recommendations.responses.members import other_members
from recommendations.responses.models import Explanation, JointRequest, JointResponse, Response
from recommendations.responses.models.response import TEXT_LIMIT
from recommendations.responses.services.drafting import open_response
from recommendations.responses.services.working_copy import (
    lock,
    lock_for_office,
    raise_errors,
    save_and_end_approval,
    share_explanations,
)

MOST_MEMBERS = 10  # each needs a few queries whenever the whole text is read


@transaction.atomic
def answer_jointly(
    *, response: Response, forces: Collection[Force], inspections: Collection[Inspection], by: Reader
) -> JointResponse:
    """Ask the offices of other forces to answer this report jointly, and add other reports of the same force.

    A force of the reader's own office joins at once. Raises PermissionDenied, ValidationError by field.
    """
    lock_for_office(response, by=by)
    _require_unpublished(response)
    _require_due(response)
    errors = {}
    if not forces and not inspections:
        errors["forces"] = _("Select a force or a report")
    if set(forces) - set(forces_to_ask(response, by)):
        errors["forces"] = _("Select forces that must answer this report and whose offices use Soteria Tracker")
    if set(inspections) - set(reports_to_add(response, by)):
        errors["inspections"] = _("Select reports to which this force has published no response")
    asked = response.joint.requests.filter(answer="").count() if response.joint else 0
    if 1 + len(other_members(response)) + asked + len(forces) + len(inspections) > MOST_MEMBERS:
        errors["forces"] = _("A joint response can have up to %(limit)d members") % {"limit": MOST_MEMBERS}
    raise_errors(errors)
    if response.joint is None:
        response.joint = JointResponse.objects.create(started_by=by.person, started_at=timezone.now())
        save_with_history(response, by=by.person)
    for force in forces:
        if by.may_draft(force):
            _join(response, open_response(inspection=response.inspection, force=force, by=by), by)
        else:
            JointRequest.objects.create(
                joint=response.joint,
                inspection=response.inspection,
                force=force,
                asked_by=by.person,
                asked_at=timezone.now(),
            )
    for inspection in inspections:
        _join(response, open_response(inspection=inspection, force=response.force, by=by), by)
    return response.joint


@transaction.atomic
def accept(*, request: JointRequest, by: Reader) -> Response:
    """Join a joint response, and return the response of the force that was asked. Its texts are added to the others'.

    Raises PermissionDenied, ValidationError.
    """
    response = open_response(inspection=request.inspection, force=request.force, by=by)
    started = request.joint.members.order_by("pk").first()
    lock(response, *([started] if started else []))  # the responses before the request, as everywhere
    _lock_request(request)
    if started is None or started.joint_id != request.joint_id:
        raise ValidationError(_("The other office no longer prepares this response."))
    _answer(request, JointRequest.Answer.ACCEPTED, by)
    _join(started, response, by)
    return response


@transaction.atomic
def decline(*, request: JointRequest, by: Reader) -> None:
    """Decline a request to answer jointly. Raises PermissionDenied, ValidationError."""
    if not by.may_draft(request.force):
        raise PermissionDenied(_("Only the office that was asked can decline."))
    _lock_request(request)
    _answer(request, JointRequest.Answer.DECLINED, by)


@transaction.atomic
def withdraw_request(*, request: JointRequest, response: Response, by: Reader) -> None:
    """Withdraw a request of this response's members. Raises PermissionDenied, ValidationError."""
    lock_for_office(response, by=by)
    if request.joint_id != response.joint_id:
        raise PermissionDenied(_("Only an office that answers jointly can withdraw this request."))
    _lock_request(request)
    _answer(request, JointRequest.Answer.WITHDRAWN, by)


@transaction.atomic
def leave(*, response: Response, by: Reader) -> None:
    """Leave a joint response before it is published. Every member keeps the whole text, as a draft of its own.

    Raises PermissionDenied, ValidationError.
    """
    lock_for_office(response, by=by)
    _require_unpublished(response)
    if response.joint is None:
        raise ValidationError(_("This response is not given jointly with others."))
    joint, members = response.joint, other_members(response)
    save_and_end_approval(response, by=by.person)
    for member in [response, *(members if len(members) == 1 else [])]:
        member.refresh_from_db()
        member.joint = None
        save_with_history(member, by=by.person)
    if len(members) < 2:
        for request in joint.requests.select_for_update().filter(answer=""):
            _answer(request, JointRequest.Answer.WITHDRAWN, by)


def _join(started: Response, response: Response, by: Reader) -> None:
    """Make a response a member of the joint response of `started`. Raises ValidationError."""
    lock(response, started)
    for each in (started, response):
        _require_unpublished(each)
        _require_due(each)
    if other_members(response):
        raise ValidationError(_("%(response)s is already given jointly.") % {"response": response})
    for request in JointRequest.objects.select_for_update().filter(joint__members=response, answer=""):
        _answer(request, JointRequest.Answer.WITHDRAWN, by)  # no one had accepted what this office asked for
    combined = _combined(started.general_comments, response.general_comments)
    merged = _merged_explanations(started, response)
    if max((len(text) for text in (combined, *(row.text for row in merged))), default=0) > TEXT_LIMIT:
        raise ValidationError(
            _("Together, a text of both drafts would be longer than 20,000 characters. Shorten one of them first.")
        )
    response.joint = started.joint
    save_with_history(response, by=by.person)
    for row in merged:
        row.written_by = by.person
        save_with_history(row, by=by.person)
    share_explanations(response, merged, by=by.person)
    response.general_comments = combined
    save_and_end_approval(response, by=by.person)


def _merged_explanations(started: Response, response: Response) -> list[Explanation]:
    """Return the joining response's explanations with the texts of both, of the members that answer the same report."""
    own = {row.recommendation_id: row for row in response.explanations.all()}
    theirs: dict[int, Explanation] = {}
    for member in (started, *other_members(started)):
        if member.inspection_id == response.inspection_id:
            theirs = {row.recommendation_id: row for row in member.explanations.all()}
            break
    merged = []
    for pk in own | theirs:
        row = own.get(pk) or Explanation(response=response, recommendation_id=pk)
        if shared := theirs.get(pk):
            row.text = _combined(shared.text, row.text)
            row.kind, row.proposed_by = shared.kind or row.kind, shared.proposed_by or row.proposed_by
        merged.append(row)
    return merged


def _combined(shared: str, added: str) -> str:
    """Return both texts, one below the other; one of them where the other is empty or the same."""
    if not added.strip() or added.strip() == shared.strip():
        return shared
    return f"{shared}\n\n{added}" if shared.strip() else added


def _require_unpublished(response: Response) -> None:
    if response.publications.exists():
        raise ValidationError(
            _("The response to %(inspection)s for %(force)s is already published.")
            % {"inspection": response.inspection.short_title, "force": response.force}
        )


def _require_due(response: Response) -> None:
    if not response.is_due:
        raise ValidationError(
            _("The office for %(force)s has decided that no response is due. That decision has to be changed first.")
            % {"force": response.force}
        )


def _lock_request(request: JointRequest) -> None:
    request.refresh_from_db(from_queryset=JointRequest.objects.select_for_update())
    if request.answer:
        raise ValidationError(
            _("This request has been answered already: %(answer)s.") % {"answer": request.get_answer_display().lower()}
        )


def _answer(request: JointRequest, answer: str, by: Reader) -> None:
    request.answer, request.answered_by, request.answered_at = answer, by.person, timezone.now()
    request.save()
