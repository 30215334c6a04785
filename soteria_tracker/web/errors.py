"""Error pages. Each explains what happened and what to do next."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

MEGABYTE = 1024 * 1024


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for 400, or for 413 if the text of a form is too long in total."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request, limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return render(request, "400.html", status=400)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for 403, with the reason that the view gave."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for 404: there is no such page, or this person cannot see it."""
    return render(request, "404.html", status=404)


def too_large(request: HttpRequest, *, limit: int) -> HttpResponse:
    """Return the page for 413: the request exceeds the limit (in bytes)."""
    return render(request, "413.html", {"limit": f"{limit / MEGABYTE:g}"}, status=413)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Return the page for 429: too many attempts from one address or for one account."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "300"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page for 500, without context processors or database; as plain text if even that fails."""
    try:
        page: Any = render_to_string("500.html")
    except Exception:  # whatever broke may have broken the templates too
        page = _("Sorry, there is a problem with Soteria Tracker. Nothing was saved. Try again later.")
        return HttpResponse(page, status=500, content_type="text/plain; charset=utf-8")
    return HttpResponse(page, status=500)
