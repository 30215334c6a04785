"""Save and delete documents, their statements, closing levels and sources of recommendations."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from forces.people.history import delete_with_history, save_with_history
from forces.people.models import Person
from recommendations.register.models import ClosingLevel, Document, Inspection, Source, Statement
from recommendations.register.services.recommendations import name_sources


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
def save_source(*, source: Source, by: Person) -> Source:
    """Save a source of recommendations, and its name in the labels of its items."""
    save_with_history(source, by=by)
    for inspection in Inspection.objects.filter(Q(issued_by=source) | Q(recommendations__issued_by=source)).distinct():
        name_sources(inspection)
    return source


@transaction.atomic
def delete_record(*, record: Document | Statement | ClosingLevel | Source, by: Person) -> None:
    """Delete a record that was entered by mistake. Raises ProtectedError if anything refers to it."""
    delete_with_history(record, by=by)
