"""What the admin's pages have in common: writes through services, histories to read, worklists."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.forms import BaseInlineFormSet
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from soteria_tracker.administration.fields import SearchSelect, SearchSelectMultiple
from soteria_tracker.administration.kept import KeepsWords
from soteria_tracker.web.forms import TextField


def fields_for_people(db_field: models.Field, kwargs: dict[str, Any]) -> dict[str, Any]:
    """Long texts without the browser's limit, which cuts pasted text short without saying so; addresses are https."""
    if isinstance(db_field, models.TextField) and db_field.max_length:
        return {"form_class": TextField, "widget": AdminTextareaWidget, **kwargs}
    if isinstance(db_field, models.URLField):
        return {"assume_scheme": "https", **kwargs}
    return kwargs


def who(request: HttpRequest) -> Any:
    """The person who is signed in, as services want to know them."""
    return request.user


def is_referred_to(record: models.Model) -> bool:
    """Whether a record that may not lose it refers to this one. Looked up once for each object."""
    if not hasattr(record, "_referred_to"):
        fields: list[Any] = record._meta.get_fields(include_hidden=True)
        relations = [
            relation
            for relation in fields
            if relation.auto_created
            and not relation.concrete
            and getattr(relation, "on_delete", None) is models.PROTECT
        ]
        record._referred_to = any(  # type: ignore[attr-defined]
            relation.related_model._base_manager.filter(**{relation.field.name: record.pk}).exists()
            for relation in relations
        )
    return bool(record._referred_to)  # type: ignore[attr-defined]


class SearchedChoices:
    """What is among `autocomplete_fields` is chosen by searching, in boxes that have a name."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        page: Any = self
        if db_field.name in page.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SearchSelect(db_field, page.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        page: Any = self
        if db_field.name in page.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SearchSelectMultiple(db_field, page.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]


class ReadOnly:
    """A page on which nothing is added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OfferedFilters:
    """A list is narrowed by the filters it offers, and by those that other pages' links use: by nothing else.

    Django takes any field of the list's own. Some of what refers to a record is not for administrators, and the
    number of rows would tell of it.
    """

    filters_in_links: tuple[str, ...] = ()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        page: Any = self
        offered = {page.date_hierarchy, *self.filters_in_links}
        for item in page.get_list_filter(request):
            path = item[0] if isinstance(item, (list, tuple)) else item
            offered.add(getattr(path, "parameter_name", path))
        return any(path and (lookup == path or lookup.startswith(f"{path}__")) for path in offered) and bool(
            super().lookup_allowed(lookup, value, request)  # type: ignore[misc]
        )


class ValuesFilter(admin.AllValuesFieldListFilter):
    """A filter by the values there are, without a nameless one for "nothing entered"."""

    def choices(self, changelist: Any) -> Any:
        return [choice for choice in super().choices(changelist) if choice["display"] != ""]


class RegisterFormSet(BaseInlineFormSet):
    """The rows of an inline, the box that deletes one named for those who hear the page."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].widget.attrs["aria-label"] = _("Delete")


class RegisterInline(SearchedChoices):
    """What our inlines have in common."""

    extra = 0
    formset: Any = RegisterFormSet

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs = fields_for_people(db_field, kwargs)
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field and isinstance(self, admin.TabularInline):  # where the heading of the column is no label
            getattr(field.widget, "widget", field.widget).attrs["aria-label"] = field.label
        return field


class RegisterAdmin(KeepsWords, OfferedFilters, SearchedChoices, SimpleHistoryAdmin):
    """Reference data with its history. Every write goes through a service, by the person who is signed in."""

    heading = "lists"
    place = 50
    list_per_page = 50
    object_history_list_template = "admin/history_list.html"

    def write(self, record: Any, *, by: Any) -> None:
        """The service that saves a record of this page or of its inlines."""
        raise NotImplementedError

    def remove(self, record: Any, *, by: Any) -> None:
        """The service that deletes a record of this page or of its inlines."""
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        self.write(obj, by=who(request))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.remove(obj, by=who(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what nothing refers to. A list of what does could name records that are not for administrators."""
        return super().has_delete_permission(request, obj) and (obj is None or not is_referred_to(obj))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """As Django's; what goes with a record (a force is a body too) needs no right of its own."""
        to_delete, counts, _needed, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, set(), protected

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Deleting is for one record at a time, on its own page."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        changed = formset.save(commit=False)
        for record in formset.deleted_objects:
            self.remove(record, by=who(request))
        for record in changed:
            self.write(record, by=who(request))
        formset.save_m2m()

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_dbfield(db_field, request, **fields_for_people(db_field, kwargs))

    # The history is read, never restored: a restored version would pass by what the services check.

    def get_urls(self) -> list[Any]:
        return [entry for entry in super().get_urls() if not (entry.name or "").endswith("_simple_history")]

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The record's history, if this page shows the record to this person; 404 otherwise."""
        if self.get_object(request, object_id) is None:
            raise Http404
        return super().history_view(request, object_id, extra_context)


class Worklist(ReadOnly, OfferedFilters, admin.ModelAdmin):
    """A list of records that need attention. Each is put right on its own page, to which its row leads."""

    heading = "worklists"
    actions = None
    list_per_page = 50
    of: str  # the name of the admin page on which the records are put right

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:{self.of}_change", args=[object_id]))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:{self.of}_history", args=[object_id]))
