"""Admin page of the closing levels."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from forces.people.models import Person
from recommendations.register.models import ClosingLevel
from recommendations.register.services import documents
from soteria_tracker.administration.pages import RegisterAdmin


@admin.register(ClosingLevel)
class ClosingLevelAdmin(RegisterAdmin):
    list_display: Any = ["name", "help", "order"]
    list_editable = ["order"]
    search_fields = ["name"]

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Label the order box, which is edited in the list, where a column heading is not a label."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "order" and field:
            field.widget.attrs["aria-label"] = _("Position in the list")
        return field

    def write(self, record: Any, *, by: Person) -> None:
        documents.save_closing_level(level=record, by=by)

    def remove(self, record: Any, *, by: Person) -> None:
        documents.delete_record(record=record, by=by)
