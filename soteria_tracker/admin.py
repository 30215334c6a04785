"""The administration site, for the people who load the register. `administration` holds what its pages share."""

from __future__ import annotations

from collections.abc import Iterable
from functools import update_wrapper
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

# The groups on the index page, most used first. A ModelAdmin names its group in `heading`.
HEADINGS = {
    "reports": _("Inspections and recommendations"),
    "worklists": _("Worklists"),
    "people": _("People"),
    "bodies": _("Bodies"),
    "lists": _("Lists"),
}


class RegisterAdminSite(admin.AdminSite):
    """The administration site: for administrators only, who sign in on the same page as everyone else."""

    site_header = _("Soteria Tracker: administration")
    site_title = _("Soteria Tracker")
    index_title = _("What would you like to do?")
    enable_nav_sidebar = False  # the tables need the width; the breadcrumbs lead to every page
    # The admin pages of libraries are left out, because they would bypass our services.
    _own_apps = frozenset({"forces", "recommendations"})
    # Soteria Tracker has its own pages for these.
    _replaced_pages = frozenset({"logout", "password_change", "password_change_done"})

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        models = model_or_iterable if isinstance(model_or_iterable, Iterable) else [model_or_iterable]
        ours = [model for model in models if model._meta.app_label in self._own_apps]
        super().register(ours, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person is an administrator today."""
        reader: Any = getattr(request, "reader", None)
        return reader is not None and reader.may_administer()

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Wrap a view as Django does, but refuse someone who is signed in without being an administrator with a 403."""
        checked = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied(_now("Only administrators can open this page."))
            return checked(request, *args, **kwargs)

        return update_wrapper(guarded, checked)

    def get_urls(self) -> list[Any]:
        return [entry for entry in super().get_urls() if getattr(entry, "name", None) not in self._replaced_pages]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Redirect to the product's sign-in page, and back afterwards."""
        index = reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or index, reverse("account_login"))
        if not self.has_permission(request):
            raise PermissionDenied(_now("Only administrators can open this page."))
        return HttpResponseRedirect(index)

    login.login_required = False  # type: ignore[attr-defined]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Return the models in the groups of `HEADINGS`, each sorted by `place` and then by name."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        groups: dict[str, list[tuple[int, dict[str, Any]]]] = {heading: [] for heading in HEADINGS}
        for entry in (entry for app in apps for entry in app["models"]):
            model_admin: Any = self._registry[entry["model"]]
            places = groups[getattr(model_admin, "heading", "lists")]
            if extra := getattr(model_admin, "extra_page", None):
                place, name, address = extra
                page = {"name": name, "object_name": f"{entry['object_name']}Page", "admin_url": reverse(address)}
                places.append((place, entry | page | {"add_url": None}))
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
