"""Admin page of inspections: enter, publish and merge them, and correct their publication dates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from forces.people.models import Person
from recommendations.maintenance.admin.corrections import CorrectionPages
from recommendations.maintenance.services import entering
from recommendations.register.admin.scope import ScopedAdmin
from recommendations.register.models import Action, Inspection, InspectionState
from recommendations.register.services import inspections as services
from soteria_tracker.administration.fields import LinesField
from soteria_tracker.administration.pages import signed_in_person


class InspectionForm(forms.ModelForm):
    """An inspection. Its inspectorates are edited as lines of text."""

    inspectorates = LinesField(
        label=_("Inspectorates"),
        required=False,
        help_text=_("HMICFRS and its partners, as the report names them. Enter one per line."),
    )

    class Meta:
        help_texts = {
            "slug": _(
                "Lower-case letters, digits and hyphens, with the year: soteria-2024. It cannot be changed later."
            ),
            "short_title": _("A short name for tables."),
            "state": _(
                "Expected: announced. Under embargo: received, and visible to named people only. Published: visible to "
                "everyone with an account, and its actions are opened."
            ),
            "published_on": _("Day 1 of the 56 days within which local policing bodies respond."),
            "subjects": _(
                "The forces that the report is about. Do not list a force only because you assume it was inspected."
            ),
            "follow_up_of": _("The earlier inspections that this one follows up."),
            "response_due_on": _("Only if the report sets its own date."),
            "items_to_answer": _(
                "Only if the report sets its own rule. Tick the items that it names on their own pages."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if moment := self.fields.get("embargoed_until"):
            for widget, name in zip(moment.widget.widgets, (_("Date"), _("Time")), strict=True):
                widget.attrs["aria-label"] = name  # the admin labels the two boxes only visually

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            try:
                services.check_inspection(self.instance)
            except ValidationError as error:
                self.add_error(None, error)


@admin.register(Inspection)
class InspectionAdmin(CorrectionPages, ScopedAdmin):
    place = 10
    form = InspectionForm
    change_form_template = "admin/recommendations/inspection/change_form.html"
    list_display: Any = ["title", "state", "published_on", "nature", "recommendation_count"]
    list_filter = ["state", "nature", "scope", "issued_by", "response_rule"]
    search_fields = ["title", "short_title", "slug"]
    ordering = ["-published_on", "title"]
    date_hierarchy = "published_on"
    prepopulated_fields = {"slug": ["short_title"]}
    autocomplete_fields = ["follow_up_of", "embargo_readers", "subject_forces"]
    actions = ["open_missing_actions"]
    fieldsets = [
        (None, {"fields": ["title", "short_title", "slug", "address"]}),
        (_("Publication"), {"fields": ["state", "published_on", "embargoed_until", "embargo_readers"]}),
        (
            _("Type of inspection"),
            {"fields": ["scope", "nature", "issued_by", "inspectorates", "commissioned_by", "follow_up_of"]},
        ),
        (_("Forces it is about"), {"fields": ["subjects", "subject_forces"]}),
        (_("Response"), {"fields": ["response_rule", "response_due_on", "items_to_answer"]}),
        (_("Findings and source"), {"fields": ["key_findings", "source", "source_address"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).annotate(recommendations_entered=Count("recommendations"))

    @admin.display(description=_("recommendations"), ordering="recommendations_entered")
    def recommendation_count(self, inspection: Any) -> str:
        address = reverse("admin:recommendations_recommendation_changelist")
        return format_html(
            '<a href="{}?inspection__id__exact={}">{}</a>', address, inspection.pk, inspection.recommendations_entered
        )

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else self.prepopulated_fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep the name in addresses. Correct a publication date on its own page, as other dates depend on it."""
        if obj is None:
            return []
        # from the database, because the form may have changed the state on the record
        published = Inspection.objects.filter(pk=obj.pk, state=InspectionState.PUBLISHED).exists()
        return ["slug", "published_on"] if published else ["slug"]

    def get_urls(self) -> list[Any]:
        name = "recommendations_inspection"
        pages = [
            ("publication-date", self.correct_date_view, f"{name}_publication_date"),
            ("merge", self.merge_view, f"{name}_merge"),
        ]
        view = self.admin_site.admin_view
        return [path(f"<int:pk>/{tail}/", view(page), name=called) for tail, page, called in pages] + super().get_urls()

    @admin.action(description=_("Open missing actions"))
    def open_missing_actions(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        opened = [
            action
            for inspection in queryset
            for action in entering.settle_inspection(inspection=inspection, by=signed_in_person(request))
        ]
        self._report_opened(request, opened)
        if not opened:
            messages.info(request, _now("No actions were missing."))

    def _report_opened(self, request: HttpRequest, opened: list[Action]) -> None:
        if opened:
            message = ngettext("%(count)d action was opened.", "%(count)d actions were opened.", len(opened))
            messages.success(request, message % {"count": len(opened)})

    def write(self, record: Any, *, by: Person) -> None:
        services.save_inspection(inspection=record, by=by)

    def remove(self, record: Any, *, by: Person) -> None:
        services.delete_inspection(inspection=record, by=by)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if services.add_as_embargo_reader(inspection=form.instance, by=signed_in_person(request)):
            messages.info(request, _now("You have been added to the people who can see it under embargo."))
        self._report_opened(request, entering.settle_inspection(inspection=form.instance, by=signed_in_person(request)))
