"""What every page's template knows: the menu, the installation and the day.

Plumbing imports nothing of the domain, so it asks for the domain's two answers by name.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from soteria_tracker.web.today import today

MENU = "recommendations.dashboards.menu.entries"
INSTALLATION = "forces.Installation"


def page(request: HttpRequest) -> dict[str, Any]:
    """`menu`: entries of {label, url, current}; `installation`: its row or None; `today`. Looked up only if shown."""
    return {
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "installation": SimpleLazyObject(lambda: apps.get_model(INSTALLATION).objects.first()),
        "today": today(),
    }


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    # a page may be shown before anybody is known to be signed in: the one for a request that is too large
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return []
    entries: list[dict[str, Any]] = import_string(MENU)(request)
    return entries
