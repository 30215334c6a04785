"""The base of our admin pages: they write through services, show histories and list records that need attention."""

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

from soteria_tracker.administration.fields import RecordChoiceField, SearchSelect, SearchSelectMultiple
from soteria_tracker.administration.unsaved_forms import UnsavedFormMixin
from soteria_tracker.web.forms import TextField


def fields_for_people(db_field: models.Field, kwargs: dict[str, Any]) -> dict[str, Any]:
    """Return options without a browser limit on long texts, which would cut pasted text, and with https addresses."""
    if isinstance(db_field, models.TextField) and db_field.max_length:
        return {"form_class": TextField, "widget": AdminTextareaWidget, **kwargs}
    if isinstance(db_field, models.URLField):
        return {"assume_scheme": "https", **kwargs}
    return kwargs


def signed_in_person(request: HttpRequest) -> Any:
    """Return the person who is signed in, for services."""
    return request.user


def is_referred_to(record: models.Model) -> bool:
    """Whether a record with a protected reference refers to this one. Looked up once for each object."""
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
            relation.related_model._base_manager.filter(**{relation.field.name: record}).exists()
            for relation in relations
        )
    return bool(record._referred_to)  # type: ignore[attr-defined]


class SearchedChoices:
    """Show `autocomplete_fields` as selects with search that have an accessible name."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        page: Any = self
        kwargs.setdefault("form_class", RecordChoiceField)
        if db_field.name in page.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SearchSelect(db_field, page.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        page: Any = self
        if db_field.name in page.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SearchSelectMultiple(db_field, page.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]


class ReadOnly:
    """An admin page where records cannot be added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OfferedFilters:
    """Allow only the filters that the list offers, and those in links of other pages.

    Django accepts any field of the model. Administrators cannot see some records that refer to a listed one, and
    the number of rows would reveal them.
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


class RegisterFormSet(BaseInlineFormSet):
    """The rows of an inline. The delete box has a name for screen readers."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].widget.attrs["aria-label"] = _("Delete")


class RegisterInline(SearchedChoices):
    """The base of our inlines."""

    extra = 0
    formset: Any = RegisterFormSet

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs = fields_for_people(db_field, kwargs)
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field and isinstance(self, admin.TabularInline):  # where the column heading is not a label
            getattr(field.widget, "widget", field.widget).attrs["aria-label"] = field.label
        return field


class RegisterAdmin(UnsavedFormMixin, OfferedFilters, SearchedChoices, SimpleHistoryAdmin):
    """The admin page of reference data with a history. It writes through services."""

    heading = "lists"
    place = 50
    list_per_page = 50
    object_history_list_template = "admin/history_list.html"

    def write(self, record: Any, *, by: Any) -> None:
        """Save a record of this page or of its inlines through its service."""
        raise NotImplementedError

    def remove(self, record: Any, *, by: Any) -> None:
        """Delete a record of this page or of its inlines through its service."""
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        self.write(obj, by=signed_in_person(request))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.remove(obj, by=signed_in_person(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow deleting only if nothing refers to the record. Listing what does could reveal hidden records."""
        return super().has_delete_permission(request, obj) and (obj is None or not is_referred_to(obj))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Return what Django does, but require no permission for parts of a record (a force is also a body)."""
        to_delete, counts, _needed, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, set(), protected

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions without deleting: records are deleted one at a time, on their own page."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        changed = formset.save(commit=False)
        for record in formset.deleted_objects:
            self.remove(record, by=signed_in_person(request))
        for record in changed:
            self.write(record, by=signed_in_person(request))
        formset.save_m2m()

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_dbfield(db_field, request, **fields_for_people(db_field, kwargs))

    # Old versions cannot be restored: that would bypass the checks of the services.

    def get_urls(self) -> list[Any]:
        return [entry for entry in super().get_urls() if not (entry.name or "").endswith("_simple_history")]

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the history, or answer 404 if this person cannot see the record."""
        if self.get_object(request, object_id) is None:
            raise Http404
        return super().history_view(request, object_id, extra_context)


class Worklist(ReadOnly, OfferedFilters, admin.ModelAdmin):
    """A list of records that need attention. Each row leads to the page where the record can be corrected."""

    heading = "worklists"
    actions = None
    list_per_page = 50
    of: str  # the name of the admin page where the records can be corrected

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:{self.of}_change", args=[object_id]))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:{self.of}_history", args=[object_id]))
