"""Save and delete documents, their statements, and closing levels."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from forces.people.history import delete_with_history, save_with_history
from forces.people.models import Person
from recommendations.register.models import ClosingLevel, Document, Statement


def check_statement(statement: Statement) -> None:
    """Raise ValidationError, by field, if its recommendation and its document belong to different inspections."""
    recommendation = statement.recommendation
    if recommendation and recommendation.inspection_id != statement.document.inspection_id:
        raise ValidationError({"recommendation": _("Choose a recommendation from the document’s inspection.")})


@transaction.atomic
def save_document(*, document: Document, by: Person) -> Document:
    """Save a document."""
    save_with_history(document, by=by)
    return document


@transaction.atomic
def save_statement(*, statement: Statement, by: Person) -> Statement:
    """Save a statement. Raises ValidationError by field."""
    check_statement(statement)
    save_with_history(statement, by=by)
    return statement


@transaction.atomic
def save_closing_level(*, level: ClosingLevel, by: Person) -> ClosingLevel:
    """Save a closing level."""
    save_with_history(level, by=by)
    return level


@transaction.atomic
def delete_record(*, record: Document | Statement | ClosingLevel, by: Person) -> None:
    """Delete a record that was entered by mistake. Raises ProtectedError if anything refers to it."""
    delete_with_history(record, by=by)
