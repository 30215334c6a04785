"""Admin page of the sources of recommendations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from forces.people.models import Person
from recommendations.register.models import Source
from recommendations.register.services import documents
from soteria_tracker.administration.fields import LinesField
from soteria_tracker.administration.pages import RegisterAdmin


class SourceForm(forms.ModelForm):
    """A source. Its kinds of item are edited as lines of text."""

    kinds = LinesField(
        label=_("Kinds of item"),
        required=False,
        help_text=_("What it issues, as its reports call it. Enter one per line."),
    )


@admin.register(Source)
class SourceAdmin(RegisterAdmin):
    form = SourceForm
    list_display: Any = ["name", "body_name", "response_rule", "sets_deadlines", "closes_items"]
    search_fields = ["name", "body_name"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "body_name", "kinds"]}),
        (_("Responses, deadlines and closing"), {"fields": ["response_rule", "sets_deadlines", "closes_items"]}),
        (_("Place in lists, and document"), {"fields": ["order", "source"]}),
    ]
    prepopulated_fields = {"slug": ["name"]}

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else self.prepopulated_fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep the name in files: files and records refer to it."""
        return ["slug"] if obj else []

    def write(self, record: Any, *, by: Person) -> None:
        documents.save_source(source=record, by=by)

    def remove(self, record: Any, *, by: Person) -> None:
        documents.delete_record(record=record, by=by)
