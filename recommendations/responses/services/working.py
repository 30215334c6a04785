"""What every write to a working copy shares: people take turns, an approval lapses, history knows who."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from forces.people.access import Reader
from forces.people.history import save_with_history
from forces.people.models import Person
from recommendations.responses.models import Response
from soteria_tracker.web.service_forms import Unconfirmed


def lock(response: Response) -> None:
    """Hold the response until the transaction ends, and read it anew, so that two people take turns."""
    response.refresh_from_db(
        from_queryset=Response.objects.select_related("inspection", "force").select_for_update(of=("self",))
    )


def take_up(response: Response, *, by: Reader) -> None:
    """Hold the response for a change by its own office. Raises PermissionDenied for anybody else."""
    if not by.may_draft(response.force):
        raise PermissionDenied(_("Only the force’s own local policing body writes this response."))
    lock(response)


def save_beside(response: Response, *, by: Person) -> None:
    """Save what is no part of the text. What was published stays so; an approval lapses all the same."""
    if response.stage == Response.Stage.PUBLISHED:
        save_with_history(response, by=by)
    else:
        save_changed(response, by=by)


def save_changed(response: Response, *, by: Person) -> None:
    """Save a working copy that was changed. It is a draft again: an approval was of another text."""
    response.stage = Response.Stage.DRAFT
    response.approved_by = response.approved_at = None
    response.approved_digest = response.incomplete_reason = ""
    save_with_history(response, by=by)


def refuse(errors: Mapping[str, str]) -> None:
    """Raises ValidationError, by field, if there are errors."""
    if errors:
        raise ValidationError({field: [message] for field, message in errors.items()})


def ask(questions: Mapping[str, str], confirmed: frozenset[str]) -> None:
    """Raises Unconfirmed, by field, if there are questions not yet answered with yes."""
    if unanswered := {field: question for field, question in questions.items() if field not in confirmed}:
        raise Unconfirmed(unanswered)


def last_writer(record: models.Model, field: str) -> str:
    """Who gave a field of a record with history the value it has; empty where nobody is recorded."""
    who = ""
    history = record.history.select_related("history_user")  # type: ignore[attr-defined]
    for version in history.order_by("-history_date", "-history_id"):
        if getattr(version, field) != getattr(record, field):
            break
        who = str(version.history_user or "")
    return who
