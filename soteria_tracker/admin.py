"""The admin site: a working place for those who enter data, and what every page of it has in common."""

from __future__ import annotations

import re
from functools import update_wrapper
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from soteria_tracker.web.forms import TextField

# The groups of the index in the order in which people come for them; a ModelAdmin names its own in `heading`.
HEADINGS = {
    "reports": _("Inspections and recommendations"),
    "worklists": _("Worklists"),
    "people": _("People"),
    "bodies": _("Bodies"),
    "lists": _("Lists"),
}


class RegisterAdminSite(admin.AdminSite):
    """Open to administrators only, signed in through the product's own sign-in page."""

    site_header = _("Soteria Tracker: administration")
    site_title = _("Soteria Tracker")
    index_title = _("What would you like to enter?")
    # The product has one page each for these; the admin's own are not served.
    _elsewhere = frozenset({"logout", "password_change", "password_change_done"})

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person is an administrator today."""
        reader: Any = getattr(request, "reader", None)
        return reader is not None and reader.may_administer()

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As Django's; somebody who is signed in and no administrator is told so rather than asked to sign in."""
        checked = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied(_now("Only administrators may open this page."))
            return checked(request, *args, **kwargs)

        return update_wrapper(guarded, checked)

    def get_urls(self) -> list[Any]:
        return [entry for entry in super().get_urls() if getattr(entry, "name", None) not in self._elsewhere]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sends people to the product's sign-in page and back."""
        index = reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or index, reverse("account_login"))
        if not self.has_permission(request):
            raise PermissionDenied(_now("Only administrators may open this page."))
        return HttpResponseRedirect(index)

    login.login_required = False  # type: ignore[attr-defined]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The models in our groups, each group in the order of `place`, then of the alphabet."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        groups: dict[str, list[tuple[int, dict[str, Any]]]] = {heading: [] for heading in HEADINGS}
        for entry in (entry for app in apps for entry in app["models"]):
            model_admin: Any = self._registry[entry["model"]]
            places = groups[getattr(model_admin, "heading", "lists")]
            places += [(place, made) for place, made in getattr(model_admin, "extra_entries", lambda: [])()]
            places.append((getattr(model_admin, "place", 50), entry))
        index = reverse("admin:index")
        return [
            {
                "name": str(HEADINGS[heading]),
                "app_label": heading,
                "app_url": f"{index}#{heading}",
                "has_module_perms": True,
                "models": [entry for _place, entry in sorted(entries, key=lambda e: (e[0], str(e[1]["name"])))],
            }
            for heading, entries in groups.items()
            if entries
        ]


class LinesField(forms.CharField):
    """A list of texts, one on each line."""

    widget = AdminTextareaWidget

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs["rows"] = 3

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in str(super().to_python(value)).splitlines() if line.strip()]

    def run_validators(self, value: list[str]) -> None:
        super().run_validators("\n".join(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


class PairsField(LinesField):
    """A list of pairs under two names, one on each line, with a colon between the two.

    A line that begins with a space goes on with the one above it.
    """

    def __init__(self, *, names: tuple[str, str], **options: Any) -> None:
        super().__init__(**options)
        self.names = names

    def prepare_value(self, value: Any) -> Any:
        first, second = self.names
        if not isinstance(value, list):
            return value
        return "\n".join(f"{pair.get(first, '')}: {pair.get(second, '')}".replace("\n", "\n  ") for pair in value)

    def to_python(self, value: Any) -> Any:
        text = str(forms.CharField.to_python(self, value)).replace("\r\n", "\n")
        pairs = []
        for line in filter(str.strip, re.split(r"\n(?! )", text)):
            first, colon, second = (piece.strip() for piece in line.replace("\n  ", "\n").partition(":"))
            if not (first and colon and second):
                raise ValidationError(
                    _("Write “%(line)s” as two things with a colon between them"), params={"line": line}
                )
            pairs.append(dict(zip(self.names, (first, second), strict=True)))
        return pairs

    def run_validators(self, value: list[Any]) -> None:
        super().run_validators([" ".join(pair.values()) for pair in value])

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return super().has_changed(initial, data)
        except ValidationError:
            return True


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


class RegisterInline:
    """What our inlines have in common."""

    extra = 0

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_dbfield(db_field, request, **fields_for_people(db_field, kwargs))  # type: ignore[misc]


class RegisterAdmin(SimpleHistoryAdmin):
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


class Worklist(admin.ModelAdmin):
    """A list of records that need attention. Each is put right on its own page, to which its row leads."""

    heading = "worklists"
    actions = None
    list_per_page = 50
    of: str  # the name of the admin page on which the records are put right

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:{self.of}_change", args=[object_id]))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:{self.of}_history", args=[object_id]))


class SuggestedWords(forms.TextInput):
    """A line of text with suggestions, each with what it means."""

    template_name = "admin/suggested_words.html"

    def __init__(self, suggestions: list[tuple[str, Any]], attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "vTextField", **(attrs or {})})
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        listed = f"{context['widget']['attrs'].get('id', name)}_suggestions"
        context["widget"]["attrs"]["list"] = listed
        return {**context, "listed": listed, "suggestions": self.suggestions}
