"""Draft → submitted → approved, or returned with a comment. Approval is of one text, identified by its digest."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.people.access import Reader
from forces.people.history import save_with_history
from recommendations.responses.content_queries import content_of
from recommendations.responses.joint import approved_together
from recommendations.responses.members import other_members
from recommendations.responses.models import Explanation, Response, ResponseStage
from recommendations.responses.queries import answering_body, office_settings
from recommendations.responses.services.working_copy import lock, lock_for_office, raise_errors, save_and_end_approval

REASON_LIMIT = 1_000
COMMENT_LIMIT = 2_000


@transaction.atomic
def submit(*, response: Response, by: Reader) -> None:
    """Submit the draft for approval, complete or not. Raises PermissionDenied, ValidationError."""
    lock_for_office(response, by=by)
    if response.stage != ResponseStage.DRAFT:
        raise ValidationError(
            _("Only a draft can be submitted. This response is: %(stage)s.") % {"stage": _stage(response)}
        )
    for member in (response, *other_members(response)):
        member.stage, member.returned_comment = ResponseStage.SUBMITTED, ""
        member.submitted_by, member.submitted_at = by.person, timezone.now()
        save_with_history(member, by=by.person)


@transaction.atomic
def return_to_author(*, response: Response, comment: str, by: Reader) -> None:
    """Return the draft, saying what should be changed. Raises PermissionDenied, ValidationError by field."""
    _lock_for_approver(response, by)
    if not comment.strip():
        raise_errors({"comment": _("Enter what should be changed")})
    if len(comment) > COMMENT_LIMIT:
        raise_errors({"comment": _("Shorten the comment to 2,000 characters or fewer")})
    for member in (response, *other_members(response)):
        member.returned_comment = comment.strip()
        if member.pk != response.pk:
            save_with_history(member, by=by.person)
    save_and_end_approval(response, by=by.person)


@transaction.atomic
def approve(*, response: Response, digest: str, incomplete_reason: str, by: Reader) -> None:
    """Approve the text with this digest: the one that the approver has read.

    Each body that answers jointly approves the whole text for its own forces, whether it gives one response or several.

    Raises PermissionDenied; ValidationError where the text has changed since, where the office does not let authors
    approve, and by field where the text is incomplete and no reason is given to publish it like this.
    """
    _lock_for_approver(response, by)
    content = content_of(response, by.day)
    if content.digest != digest:
        raise ValidationError(_("The text has changed since you read it. Read it again, then approve it."))
    together = approved_together(response, content)
    settings = office_settings(answering_body(response.force, by.day))
    if settings.approver_is_another and any(by.person.pk in authors(member) for member, _missing in together):
        raise ValidationError(
            _("You have written in this draft. Your office’s settings require someone else to approve it.")
        )
    if any(missing for _member, missing in together) and not incomplete_reason.strip():
        raise_errors(
            {
                "incomplete_reason": _(
                    "The response is incomplete. Enter the reason for publishing it incomplete, or return it"
                )
            }
        )
    if len(incomplete_reason) > REASON_LIMIT:
        raise_errors({"incomplete_reason": _("Shorten the reason to 1,000 characters or fewer")})
    for member, missing in together:
        member.stage, member.approved_digest = ResponseStage.APPROVED, digest
        member.approved_by, member.approved_at = by.person, timezone.now()
        member.incomplete_reason = incomplete_reason.strip() if missing else ""
        save_with_history(member, by=by.person)


def authors(response: Response) -> set[int]:
    """Return the ids of the people who have written the office's own words in this draft, or submitted it."""
    found: set[int | None] = {response.submitted_by_id}
    found |= set(Explanation.history.filter(response=response.pk).values_list("history_user_id", flat=True))
    before = ("", "")
    for *words, person in response.history.order_by("history_date", "history_id").values_list(
        "general_comments", "reply", "history_user_id"
    ):
        if tuple(words) != before:
            found.add(person)
        before = (words[0], words[1])
    return {person for person in found if person}


def _lock_for_approver(response: Response, by: Reader) -> None:
    if not by.may_approve(response.force):
        raise PermissionDenied(_("Only an approver of the force’s local policing body can approve or return this."))
    lock(response)
    if response.stage not in (ResponseStage.SUBMITTED, ResponseStage.APPROVED):
        raise ValidationError(
            _("Only a submitted response can be approved or returned. This one is: %(stage)s.")
            % {"stage": _stage(response)}
        )


def _stage(response: Response) -> str:
    return str(response.get_stage_display()).lower()
