"""The context of every template."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from soteria_tracker.web.today import today


def page(request: HttpRequest) -> dict[str, Any]:
    """Return `today`: the day in Europe/London."""
    return {"today": today()}
