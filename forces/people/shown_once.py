"""A secret that is shown once, after the POST that makes it: in a signed cookie of the person's own browser."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from forces.people.requests import person_of

SECONDS_TO_SHOW = 60
SHOWN_ONCE = "shown-once"


def show_once(request: HttpRequest, response: HttpResponse, secret: str) -> HttpResponse:
    """Return the redirect with the secret for the page that it leads to, so that a reload sends no form again."""
    response.set_signed_cookie(
        SHOWN_ONCE,
        secret,
        salt=str(person_of(request).public_id),
        max_age=SECONDS_TO_SHOW,
        path=response["Location"].partition("?")[0],
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def shown_once(request: HttpRequest) -> str:
    """Return the secret for this page, or an empty string."""
    salt = str(person_of(request).public_id)
    return request.get_signed_cookie(SHOWN_ONCE, None, salt=salt, max_age=SECONDS_TO_SHOW) or ""


def forget_shown(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the page that showed the secret, and remove it from the browser."""
    response.delete_cookie(SHOWN_ONCE, path=request.path)
    return response


class ShownOnceMixin:
    """The same for class-based views."""

    request: HttpRequest

    def show_once(self, response: HttpResponse, secret: str) -> HttpResponse:
        return show_once(self.request, response, secret) if secret else response

    def shown_once(self) -> str:
        return shown_once(self.request)

    def forget_shown(self, response: HttpResponse) -> HttpResponse:
        return forget_shown(self.request, response)
