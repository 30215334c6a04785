"""Middleware that requires a sign-in, and sets the reader on each request."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from forces.bodies.names import showing_names
from forces.people import unsaved_forms
from forces.people.access import reader_of_today
from forces.people.prepared_files import is_in_worker
from forces.people.requests import person_of
from forces.people.second_factor import is_missing

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class SignInRequired(LoginRequiredMiddleware):
    """Every page needs a sign-in unless its view is marked `login_not_required`.

    A form sent after the session expired is kept for the person who opened it, and shown again after they sign in.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> Any:
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        address = unsaved_forms.store_form(request) or request.path
        return HttpResponseRedirect(f"{resolve_url('account_login')}?{urlencode({'next': address})}")


def no_role_needed(view: View) -> View:
    """Mark a view that signed-in people can open without a role."""
    view.needs_a_role = False  # type: ignore[attr-defined]
    return view


def no_second_factor_needed(view: View) -> View:
    """Mark a view with which people set up or confirm a second factor, or sign out. It needs no role either."""
    view.needs_second_factor = False  # type: ignore[attr-defined]
    return no_role_needed(view)


class SecondFactorRequired:
    """Show people who have to set up a second factor nothing but that, until they have one.

    Pages for everyone, the files that the worker makes, and the views marked `no_second_factor_needed` are not held
    back. What was typed in a form is kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable, args: tuple, kwargs: dict
    ) -> HttpResponseBase | None:
        is_open = not getattr(view_func, "login_required", True)
        if is_open or not getattr(view_func, "needs_second_factor", True) or not request.user.is_authenticated:
            return None
        if is_in_worker(request) or not is_missing(request.reader, request):  # type: ignore[attr-defined]
            return None
        if request.method == "POST":
            unsaved_forms.store_form(request)
        return HttpResponseRedirect(resolve_url("mfa_index"))


class ReaderOfTheDay:
    """Set `request.reader`, which is looked up when first used, and `request.unsaved_form()`, which returns what this
    person typed before their session expired. Refuse people without a role. Bodies have their present names, until a
    page about an earlier day keeps others. No browser keeps a copy of what a signed-in person sees.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            request.reader = SimpleLazyObject(lambda: reader_of_today(person_of(request)))  # type: ignore[attr-defined]
            request.unsaved_form = partial(unsaved_forms.find_form, request)  # type: ignore[attr-defined]
        with showing_names({}):
            response = self.get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(self, request: HttpRequest, view_func: Callable, args: tuple, kwargs: dict) -> None:
        if not getattr(view_func, "login_required", True) or not request.user.is_authenticated:
            return
        if getattr(view_func, "needs_a_role", True) and not request.reader.has_a_role:  # type: ignore[attr-defined]
            raise PermissionDenied(
                _("Your account has no role today. Ask your administrator to add you to your office, force or panel.")
            )
