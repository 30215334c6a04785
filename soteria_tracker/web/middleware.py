"""A limit on the size of requests, with a page that explains it instead of a broken connection."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from soteria_tracker.web.errors import too_large

_PIECE = 64 * 1024


class RequestLimit:
    """Returns 413 for requests over the limit: REQUEST_LIMIT with files, else DATA_UPLOAD_MAX_MEMORY_SIZE."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        limit = (
            settings.REQUEST_LIMIT
            if request.content_type == "multipart/form-data"
            else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        )
        length = _length(request)
        if length <= limit:
            return self.get_response(request)
        # A browser shows the page only after it has sent everything. Extremely large requests are cut off.
        if length <= 4 * settings.REQUEST_LIMIT:
            while request.read(_PIECE):
                pass
        return too_large(request, limit=limit)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0  # the server reads nothing either
