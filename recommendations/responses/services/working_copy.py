"""What every change to a draft response shares: locking, ending an approval, errors and questions by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from forces.people.access import Reader
from forces.people.history import save_with_history
from forces.people.models import Person
from recommendations.responses.members import other_members
from recommendations.responses.models import Explanation, Response, ResponseStage
from soteria_tracker.web.service_forms import Unconfirmed


def lock(*responses: Response) -> None:
    """Lock responses until the transaction ends, with those given jointly with them, and read them again."""
    ids = [response.pk for response in responses]
    joint = Response.objects.filter(pk__in=ids).values("joint")
    # in one order, so that two people never wait for each other
    list(Response.objects.filter(Q(pk__in=ids) | Q(joint__in=joint)).order_by("pk").select_for_update(of=("self",)))
    for response in responses:
        response.refresh_from_db(
            from_queryset=Response.objects.select_related("inspection", "force").select_for_update(of=("self",))
        )


def lock_for_office(response: Response, *, by: Reader) -> None:
    """Lock the response for a change by its own office. Raises PermissionDenied for anyone else."""
    if not by.may_draft(response.force):
        raise PermissionDenied(_("Only the force’s own local policing body can change this response."))
    lock(response)


def save_and_end_approval(response: Response, *, by: Person) -> None:
    """Save a changed response as a draft: an earlier approval was of another text.

    The same holds for those that are given jointly with it. They share the comments on the report.
    """
    for member in (response, *other_members(response)):
        member.general_comments = response.general_comments
        member.stage = ResponseStage.DRAFT
        member.approved_by = member.approved_at = None
        member.approved_digest = member.incomplete_reason = ""
        save_with_history(member, by=by)


def share_explanations(response: Response, changed: Iterable[Explanation], *, by: Person) -> None:
    """Write changed explanations into the other members of a joint response that answer the same report.

    Each member keeps a copy of its own, so that it can leave with the whole text.
    """
    for member in other_members(response):
        if member.inspection_id != response.inspection_id:
            continue
        own = {row.recommendation_id: row for row in member.explanations.all()}
        for row in changed:
            copy = own.get(row.recommendation_id) or Explanation(
                response=member, recommendation_id=row.recommendation_id
            )
            copy.kind, copy.text, copy.proposed_by, copy.written_by = row.kind, row.text, row.proposed_by, by
            save_with_history(copy, by=by)


def save_outside_the_text(response: Response, *, by: Person) -> None:
    """Save a change to something that is not part of the text. A published response stays published."""
    if response.stage == ResponseStage.PUBLISHED:
        save_with_history(response, by=by)
    else:
        save_and_end_approval(response, by=by)


def raise_errors(errors: Mapping[str, str]) -> None:
    """Raise ValidationError, by field, if there are errors."""
    if errors:
        raise ValidationError({field: [message] for field, message in errors.items()})


def raise_questions(questions: Mapping[str, str], confirmed: frozenset[str]) -> None:
    """Raise Unconfirmed, by field, if there are questions that have not been answered with yes."""
    if unanswered := {field: question for field, question in questions.items() if field not in confirmed}:
        raise Unconfirmed(unanswered)


def last_writer(record: models.Model, field: str) -> str:
    """Return the name of the person who gave a field its present value; empty where no one is recorded."""
    name = ""
    history = record.history.select_related("history_user")  # type: ignore[attr-defined]
    for version in history.order_by("-history_date", "-history_id"):
        if getattr(version, field) != getattr(record, field):
            break
        name = str(version.history_user or "")
    return name
