"""Admin pages for forces and other bodies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from forces.bodies import services
from forces.bodies.models import (
    Body,
    EarlierName,
    FireService,
    Force,
    LocalPolicingBody,
    NationalBody,
    Oversight,
    Panel,
    RegionalUnit,
    Succession,
)
from forces.bodies.worklists import ForceWithoutBody
from forces.people.models import Person
from soteria_tracker.administration.fields import LinesField
from soteria_tracker.administration.filters import ValuesFilter, empty_or_not
from soteria_tracker.administration.pages import OfferedFilters, ReadOnly, RegisterAdmin, RegisterInline, Worklist


class BodyForm(forms.ModelForm):
    """A body. Its other names are edited as lines of text."""

    aliases = LinesField(
        label=_("Other names"), required=False, help_text=_("Other names that documents use, one on each line.")
    )


class EarlierNameInline(RegisterInline, admin.StackedInline):
    model = EarlierName
    fields = [("name", "short_name"), "office_holder_title", "slug", "until", "source"]
    verbose_name_plural = _("Earlier names. Pages and documents of an earlier day show the name of that day")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only a local policing body has an office-holder with a title."""
        is_local = self.parent_model is LocalPolicingBody
        return [name for name in self.fields or [] if is_local or name != "office_holder_title"]


class OversightInline(RegisterInline, admin.TabularInline):
    model = Oversight
    autocomplete_fields = ["body"]
    verbose_name_plural = _("Who oversees this force, and from which day. Each period ends when the next begins")


# Whether the body still exists.
STILL_OPEN = empty_or_not(empty=_("Still open"), filled=_("Closed"))


# An earlier name finds the body too.
_SEARCHED = ["name", "short_name", "slug", "aliases", "earlier_names__name", "earlier_names__slug"]


class BodyAdmin(RegisterAdmin):
    """The base of the admin pages for bodies."""

    heading = "bodies"
    form = BodyForm
    search_fields = _SEARCHED
    list_display: Any = ["name", "short_name", "opened_on", "closed_on"]
    list_filter: Any = [("closed_on", STILL_OPEN)]
    prepopulated_fields = {"slug": ["name"]}
    inlines: Any = [EarlierNameInline]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else self.prepopulated_fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A body keeps its name in addresses: links and files refer to it."""
        return ["slug", *self.readonly_fields] if obj else self.readonly_fields

    def write(self, record: Any, *, by: Person) -> None:
        if isinstance(record, Oversight):
            services.save_oversight(oversight=record, by=by)
        elif isinstance(record, EarlierName):
            services.save_earlier_name(earlier_name=record, by=by)
        else:
            services.save_body(body=record, by=by)

    def remove(self, record: Any, *, by: Person) -> None:
        if isinstance(record, Oversight):
            services.delete_oversight(oversight=record, by=by)
        elif isinstance(record, EarlierName):
            services.delete_earlier_name(earlier_name=record, by=by)
        else:
            services.delete_body(body=record, by=by)


_NAMES = ["name", "short_name", "slug", "aliases"]
_TIME = (_("Dates"), {"fields": [("opened_on", "closed_on"), "source"]})


@admin.register(Force)
class ForceAdmin(BodyAdmin):
    place = 10
    list_display = ["name", "abbreviation", "region", "territorial", "uses_soteria_tracker", "closed_on"]
    list_filter = ["uses_soteria_tracker", "territorial", ("region", ValuesFilter)]
    fieldsets = [
        (None, {"fields": [*_NAMES, "uses_soteria_tracker"]}),
        (_("Place"), {"fields": ["territorial", "ons_code", "country", "region"]}),
        (_("On the tile map"), {"fields": ["abbreviation", ("map_column", "map_row")]}),
        _TIME,
    ]
    inlines = [OversightInline, EarlierNameInline]


@admin.register(LocalPolicingBody)
class LocalPolicingBodyAdmin(BodyAdmin):
    place = 20
    list_display = ["name", "office", "office_holder_title", "opened_on", "closed_on"]
    list_filter = ["office", ("closed_on", STILL_OPEN)]
    fieldsets = [(None, {"fields": [*_NAMES, "office", "office_holder_title"]}), _TIME]


@admin.register(Panel)
class PanelAdmin(BodyAdmin):
    place = 30
    list_display = ["name", "scrutinises", "opened_on", "closed_on"]
    list_select_related = ["scrutinises"]
    autocomplete_fields = ["scrutinises"]
    fieldsets = [(None, {"fields": [*_NAMES, "scrutinises"]}), _TIME]


@admin.register(NationalBody)
class NationalBodyAdmin(BodyAdmin):
    place = 40
    fieldsets = [(None, {"fields": _NAMES}), _TIME]


@admin.register(FireService)
class FireServiceAdmin(BodyAdmin):
    place = 44
    list_display = ["name", "answerable_body", "followed", "closed_on"]
    list_filter = ["followed", ("closed_on", STILL_OPEN)]
    list_select_related = ["answerable_body"]
    autocomplete_fields = ["answerable_body"]
    fieldsets = [(None, {"fields": [*_NAMES, "answerable_body", "followed"]}), _TIME]


@admin.register(RegionalUnit)
class RegionalUnitAdmin(BodyAdmin):
    place = 46
    fieldsets = [(None, {"fields": _NAMES}), _TIME]


@admin.register(Body)
class AnyBodyAdmin(ReadOnly, OfferedFilters, admin.ModelAdmin):
    """Searched by the fields that take a body of any kind; entered and changed on the pages of its kind."""

    heading = "bodies"

    search_fields = _SEARCHED
    ordering = ["name"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        body = self.get_object(request, object_id)
        if body is None:
            raise Http404
        model = next(model for model, kind in services.KINDS.items() if kind == body.kind)
        return HttpResponseRedirect(reverse(f"admin:forces_{model._meta.model_name}_change", args=[body.pk]))


@admin.register(Succession)
class SuccessionAdmin(RegisterAdmin):
    heading = "bodies"
    place = 60
    list_display = ["successor", "predecessor", "on"]
    list_select_related = ["successor", "predecessor"]
    search_fields = ["successor__name", "predecessor__name"]
    autocomplete_fields = ["successor", "predecessor"]
    date_hierarchy = "on"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave what a reorganisation recorded to its undoing: positions depend on it."""
        return super().has_change_permission(request, obj) and not (obj and obj.passes_record)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.passes_record)

    def write(self, record: Any, *, by: Person) -> None:
        services.save_succession(succession=record, by=by)

    def remove(self, record: Any, *, by: Person) -> None:
        services.delete_succession(succession=record, by=by)


@admin.register(ForceWithoutBody)
class ForceWithoutBodyAdmin(Worklist):
    of = "forces_force"
    place = 30
    list_display = ["name", "region", "last_body"]
    search_fields = ["name", "short_name"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        latest = Oversight.objects.filter(force=models.OuterRef("pk")).order_by("-first_day").values("body__name")[:1]
        return super().get_queryset(request).annotate(last_body_name=models.Subquery(latest))

    @admin.display(description=_("Last commissioner recorded"))
    def last_body(self, force: Any) -> str:
        return force.last_body_name or format_html("<em>{}</em>", _("none"))
