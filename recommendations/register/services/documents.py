"""Entering and changing documents with their statements, and the list of closing levels."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from forces.people.history import delete_with_history, save_with_history
from forces.people.models import Person
from recommendations.register.models import ClosingLevel, Document, Statement


def check_statement(statement: Statement) -> None:
    """Raises ValidationError, by field, where it is on a recommendation of another inspection than its document."""
    recommendation = statement.recommendation
    if recommendation and recommendation.inspection_id != statement.document.inspection_id:
        raise ValidationError({"recommendation": _("Choose a recommendation of the document’s inspection.")})


@transaction.atomic
def save_document(*, document: Document, by: Person) -> Document:
    """Enter or change a document."""
    save_with_history(document, by=by)
    return document


@transaction.atomic
def save_statement(*, statement: Statement, by: Person) -> Statement:
    """Enter or change a statement. Raises ValidationError by field."""
    check_statement(statement)
    save_with_history(statement, by=by)
    return statement


@transaction.atomic
def save_closing_level(*, level: ClosingLevel, by: Person) -> ClosingLevel:
    """Enter or change a closing level."""
    save_with_history(level, by=by)
    return level


@transaction.atomic
def delete_record(*, record: Document | Statement | ClosingLevel, by: Person) -> None:
    """Delete one of these, entered by mistake. Raises ProtectedError where anything refers to it."""
    delete_with_history(record, by=by)
