"""Middleware that leads addresses with an earlier name of a body to the body."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse

from forces.bodies.models import EarlierName
from soteria_tracker.web.as_at import with_query

# What addresses call the name of a body.
_NAMED_IN_ADDRESSES = ("force", "body", "holder")


class EarlierAddresses:
    """Redirect an address that is not found, but names a body as it was called earlier: /bodies/pcc-essex/."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.NOT_FOUND and request.method in ("GET", "HEAD"):
            address = _present_address(request)
            if address:
                return HttpResponsePermanentRedirect(with_query(address, request.META["QUERY_STRING"]))
        return response


def _present_address(request: HttpRequest) -> str:
    """Return the address with the present name of the body, or an empty string if it names no earlier one. One query
    at most.
    """
    match = request.resolver_match
    named = {name: match.kwargs[name] for name in _NAMED_IN_ADDRESSES if name in match.kwargs} if match else {}
    if not match or not named:
        return ""
    slugs = dict(EarlierName.objects.filter(slug__in=named.values()).values_list("slug", "body__slug"))
    present = {name: slugs[slug] for name, slug in named.items() if slug in slugs}
    return reverse(match.view_name, kwargs=match.kwargs | present) if present else ""
