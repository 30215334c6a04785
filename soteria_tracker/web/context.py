"""What every page's template knows: the menu, the installation and the day.

Plumbing imports nothing of the domain, so it asks for the domain's two answers by name.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from soteria_tracker.web.today import today

MENU = "recommendations.pages.common.menu.entries"
INSTALLATION = "forces.bodies.installation.installation"
SETTLED_INSTALLATION = "forces.bodies.installation.settled_installation"


def page(request: HttpRequest) -> dict[str, Any]:
    """`menu`: entries of {label, url, current}; `installation`: its row or None; `today`. Looked up only if shown."""
    return {
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "installation": SimpleLazyObject(lambda: _installation(request)),
        "today": today(),
    }


def _is_signed_in(request: HttpRequest) -> bool:
    # a page may be shown before anybody is known to be signed in: the one for a request that is too large
    return hasattr(request, "user") and request.user.is_authenticated


def _installation(request: HttpRequest) -> Any:
    return import_string(SETTLED_INSTALLATION if _is_signed_in(request) else INSTALLATION)()


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    if not _is_signed_in(request):
        return []
    entries: list[dict[str, Any]] = import_string(MENU)(request)
    return entries
