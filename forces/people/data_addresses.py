"""Private addresses from which Excel or Power BI refreshes a table, as its owner may see it at that time."""

from __future__ import annotations

import copy
import hashlib
import secrets
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import caches
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.people.access import reader_of_today
from forces.people.models import DataAddress, Person
from soteria_tracker.web.as_at import day_as_typed
from soteria_tracker.web.today import today

MOST_ADDRESSES = 20
LONGEST_NAME = 80
FORMATS = ("csv", "json")  # what programs refresh from
MOST_REQUESTS, PERIOD = 120, 3600  # of one address; seconds
_LEFT_OUT = ("page", "unsaved", "as-at", "known", "about")  # an address is always about the present day

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def has_table(view: View) -> View:
    """Mark a view that returns the table of a page in each format."""
    view.has_table = True  # type: ignore[attr-defined]
    return view


def table_at(path: str, format: str = "csv") -> ResolverMatch | None:
    """Return the download of the page at this path; None if it has none, or is about an earlier day."""
    if not path.startswith("/") or not path.endswith("/") or day_as_typed(path):
        return None
    try:
        match = resolve(f"{path[:-1]}.{format}")
    except Resolver404:
        return None
    return match if getattr(match.func, "has_table", False) else None


def without_changing_parts(query: str) -> str:
    """Return the query of a page with its filter and order only."""
    asked = QueryDict(query, mutable=True)
    for parameter in _LEFT_OUT:
        asked.pop(parameter, None)
    return asked.urlencode()


def page_to_create(path: str, query: str) -> str:
    """Return the address of the page that offers to create an address of this table."""
    return reverse("data-addresses", query={"path": path, "query": query})


@transaction.atomic
def create_address(*, name: str, path: str, query: str, by: Person) -> tuple[DataAddress, str]:
    """Create the address of a table with its filter, and return it with its token, which is not stored.

    Raises ValidationError if the name is missing or too long, the page has no table, or the person has too many.
    """
    name = " ".join(name.replace("\0", "").split())
    if not name:
        raise ValidationError(_("Enter a name for the address."))
    if len(name) > LONGEST_NAME:
        raise ValidationError(_("The name must be 80 characters or fewer."))
    query = without_changing_parts(query)
    if table_at(path) is None or len(path) > 500 or len(query) > 1000:
        raise ValidationError(_("This page has no table that a program can refresh from."))
    if by.data_addresses.count() >= MOST_ADDRESSES:
        raise ValidationError(_("You have %(most)d data addresses. Withdraw one first.") % {"most": MOST_ADDRESSES})
    return _with_new_token(DataAddress(person=by, name=name, path=path, query=query))


@transaction.atomic
def reset_address(*, address: DataAddress, by: Person) -> tuple[DataAddress, str]:
    """Give an address of this person another token, which is returned. The earlier one stops working at once.

    Raises Http404 if the address has been withdrawn in the meantime.
    """
    current = get_object_or_404(DataAddress.objects.select_for_update(), pk=address.pk, person=by)
    return _with_new_token(current)


@transaction.atomic
def withdraw_address(*, address: DataAddress, by: Person) -> None:
    """Withdraw an address of this person. It stops working at once."""
    DataAddress.objects.filter(pk=address.pk, person=by).delete()


def _with_new_token(address: DataAddress) -> tuple[DataAddress, str]:
    token = secrets.token_urlsafe(32)
    held = address.person.memberships.held_on(today())
    address.token_digest, address.created_at = _digest(token), timezone.now()
    address.memberships = sorted(held.values_list("pk", flat=True))
    address.save()
    return address, token


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def address_with(token: str, *, of: Person) -> DataAddress | None:
    """Return the address of this person with this token; None if there is none."""
    return of.data_addresses.filter(token_digest=_digest(token)).first()


def address_of_token(token: str) -> DataAddress:
    """Return the address with this token. Raises Http404 if there is none, or one of its memberships has ended."""
    address = DataAddress.objects.filter(token_digest=_digest(token)).select_related("person").first()
    if address is None or not address.person.is_active:
        raise Http404
    held = set(address.person.memberships.held_on(today()).values_list("pk", flat=True))
    if not address.memberships or not held.issuperset(address.memberships):
        raise Http404
    return address


def is_asked_too_often(address: DataAddress) -> bool:
    """Count this request, and return whether there were more than `MOST_REQUESTS` in this `PERIOD`.

    The periods are fixed hours, so that a program which keeps asking is let in again.
    """
    counts = caches["data_addresses"]
    key = f"{address.token_digest}:{int(time.time()) // PERIOD}"
    requests = counts.get(key, 0) + 1
    counts.set(key, requests, PERIOD)
    return requests > MOST_REQUESTS


def table_of(address: DataAddress, format: str, request: HttpRequest) -> HttpResponseBase:
    """Return the table as its owner would download it now. Raises Http404 where they may not see it."""
    match = table_at(address.path, format)
    if match is None:
        raise Http404
    asked: Any = copy.copy(request)
    asked.path = asked.path_info = f"{address.path[:-1]}.{format}"
    asked.GET = QueryDict(address.query, mutable=True)
    if "about" in request.GET:
        asked.GET["about"] = "1"
    asked.META = request.META | {"QUERY_STRING": asked.GET.urlencode()}
    asked.user, asked.reader, asked.resolver_match = address.person, reader_of_today(address.person), match
    try:
        return match.func(asked, *match.args, **match.kwargs)
    except PermissionDenied:
        raise Http404 from None
