"""The pages for what went wrong. Each says what happened and what to do now."""

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
    """400: the request could not be understood. A form whose words are too many in all gets the page for 413."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request, limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return render(request, "400.html", status=400)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the person may not do this. Shows the reason that the view gave."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or one that this person is not shown."""
    return render(request, "404.html", status=404)


def too_large(request: HttpRequest, *, limit: int) -> HttpResponse:
    """413: more was sent than the limit (in bytes) allows; nothing was saved."""
    return render(request, "413.html", {"limit": f"{limit / MEGABYTE:g}"}, status=413)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Made without context processors and database; if even that fails, in plain words."""
    try:
        page: Any = render_to_string("500.html")
    except Exception:  # whatever broke may have broken the templates too
        page = _("Sorry, there is a problem with Soteria Tracker. Nothing was saved. Try again later.")
        return HttpResponse(page, status=500, content_type="text/plain; charset=utf-8")
    return HttpResponse(page, status=500)
