"""Admin page of published documents and the statements in them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from forces.people.models import Person
from recommendations.maintenance.services import entering
from recommendations.register.admin.scope import OnlyThose, ScopedAdmin, ScopedInline
from recommendations.register.models import Document, Statement
from recommendations.register.services import documents
from soteria_tracker.administration.fields import PairsField
from soteria_tracker.administration.pages import RegisterFormSet


class DocumentForm(forms.ModelForm):
    """A document. Its claims are edited as lines of text."""

    claims = PairsField(
        label=_("Claims"),
        names=("what", "words"),
        required=False,
        help_text=_(
            "Facts that the document states about itself, word for word, even if they are wrong. Enter one per line: "
            "the fact, a colon, and the words. For example: Date of publication: 23 August 2024"
        ),
    )


class StatementFormSet(RegisterFormSet):
    """Statements on recommendations of the document's own inspection."""

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            if not form.is_valid() or form.cleaned_data.get("DELETE") or not form.has_changed():
                continue
            try:
                documents.check_statement(form.instance)
            except ValidationError as error:
                form.add_error(None, error)


class StatementInline(ScopedInline, admin.StackedInline):
    model = Statement
    formset = StatementFormSet
    fields = [("order", "speaker"), "recommendation", "heading", "text"]
    autocomplete_fields = ["recommendation"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("recommendation")


@admin.register(Document)
class DocumentAdmin(ScopedAdmin):
    place = 40
    form = DocumentForm
    list_display: Any = ["title", "kind", "force", "published_by", "inspection", "dated_on"]
    list_select_related = ["force", "published_by", "inspection"]
    list_filter = ["kind", ("inspection", OnlyThose), ("force", OnlyThose)]
    search_fields = ["title", "slug", "force__name", "inspection__title"]
    autocomplete_fields = ["inspection", "force", "published_by"]
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (None, {"fields": ["title", "slug", "kind", "inspection", "force", "published_by"]}),
        (_("About the document"), {"fields": ["dated_on", "address", "claims", "source"]}),
    ]
    inlines = [StatementInline]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else self.prepopulated_fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["slug"] if obj else []

    def write(self, record: Any, *, by: Person) -> None:
        if isinstance(record, Statement):
            documents.save_statement(statement=record, by=by)
        else:
            documents.save_document(document=record, by=by)

    def remove(self, record: Any, *, by: Person) -> None:
        documents.delete_record(record=record, by=by)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        entering.settle_document(document=form.instance)
