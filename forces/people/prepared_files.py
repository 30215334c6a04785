"""Files that the worker makes: it answers the address as the server would, for the person who requested the file.

So a file holds what the same person would see on the page at that moment, and no rule of access is written twice.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import cache
from http import HTTPStatus
from importlib import import_module
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.exceptions import ValidationError
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from forces.people.models import LONGEST_ADDRESS, Person, PreparedFile
from soteria_tracker.web.today import today

KEPT_FOR = timedelta(days=1)
# A worker that was stopped never finishes its file.
GIVEN_UP_AFTER = timedelta(minutes=10)
MOST_UNFINISHED = 5
_IN_WORKER = "soteria.in_worker"  # a client can send only names that begin with HTTP_

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def may_be_prepared(view: View) -> View:
    """Mark a view that answers with a file which the worker can make."""
    view.may_be_prepared = True  # type: ignore[attr-defined]
    return view


def is_in_worker(request: HttpRequest) -> bool:
    """Return whether the worker made this request."""
    return bool(request.META.get(_IN_WORKER))


@transaction.atomic
def request_file(*, site: str, address: str, by: Person) -> PreparedFile:
    """Ask the worker for the file at this address (path and query). The file is kept for a day.

    Raises ValidationError if the address is not that of a file, or the person waits for too many files already.
    """
    if len(address) > LONGEST_ADDRESS or not _is_file(address):
        raise ValidationError(_("There is no file at this address."))
    now = timezone.now()
    PreparedFile.objects.filter(requested_at__lt=now - KEPT_FOR).delete()
    if by.prepared_files.filter(finished_at=None, requested_at__gt=now - GIVEN_UP_AFTER).count() >= MOST_UNFINISHED:
        words = _("You already have %(most)d files being prepared. Wait for one to finish.")
        raise ValidationError(words % {"most": MOST_UNFINISHED})
    file = PreparedFile.objects.create(person=by, site=site, address=address, memberships=_memberships_of(by))
    prepare_file.enqueue(str(file.pk))
    return file


def files_of(person: Person) -> QuerySet[PreparedFile]:
    """Return the files of the last day that the person may still have: no membership that they held has ended."""
    held = set(_memberships_of(person))
    recent = person.prepared_files.filter(requested_at__gt=timezone.now() - KEPT_FOR)
    allowed = [pk for pk, memberships in recent.values_list("pk", "memberships") if held.issuperset(memberships)]
    return recent.filter(pk__in=allowed)


def _memberships_of(person: Person) -> list[int]:
    return sorted(person.memberships.held_on(today()).values_list("pk", flat=True))


def is_given_up(file: PreparedFile) -> bool:
    """Return whether the file will not be finished any more."""
    return file.finished_at is None and file.requested_at < timezone.now() - GIVEN_UP_AFTER


def offer_file(request: HttpRequest) -> HttpResponse:
    """Return the page at the address of a file with a button that asks the worker for it: a GET writes nothing."""
    address = request.get_full_path()
    context = {"address": address, "page": page_of(address), "name": name_of(address)}
    return render(request, "forces/file_offer.html", context)


def no_file(request: HttpRequest, reason: str, status: HTTPStatus) -> HttpResponse:
    """Return the page that says why there is no file at this address."""
    response = render(request, "forces/file_refused.html", {"reason": reason}, status=status)
    response.reason = reason  # type: ignore[attr-defined] # for the person for whom the worker asked
    return response


def page_of(address: str) -> str:
    """Return the address of the page that a file is of: /forces/cleveland/ for /forces/cleveland.pdf; empty if none."""
    path, _dot, query = address.partition("?")
    page = f"{path.rpartition('.')[0]}/"
    try:
        resolve(page)
    except Resolver404:
        return ""
    return f"{page}?{query}" if query else page


def name_of(address: str) -> str:
    """Return the name of the file at an address, such as "cleveland.pdf"."""
    return unquote(urlsplit(address).path.rpartition("/")[2])


def _is_file(address: str) -> bool:
    if not address.startswith("/") or address.startswith("//") or "\0" in address:
        return False
    path = address.partition("?")[0]
    try:
        return "." in path.rpartition("/")[2] and getattr(resolve(path).func, "may_be_prepared", False)
    except Resolver404:
        return False


@task()
def prepare_file(file: str) -> None:
    """Make a file by its id, and keep it. A person who lost the right to it meanwhile gets what the page would say."""
    prepared = PreparedFile.objects.select_related("person").filter(pk=file, finished_at=None).first()
    if prepared is None:
        return  # deleted in the meantime
    PreparedFile.objects.filter(pk=file).update(started_at=timezone.now())
    try:
        response = answer(prepared.address, site=prepared.site, person=prepared.person)
        prepared.reason = getattr(response, "reason", "")
        if response.status_code == HTTPStatus.OK:
            prepared.content_type = response["Content-Type"]
            prepared.disposition = response["Content-Disposition"]
            prepared.contents = _contents(response)
        prepared.status_code = response.status_code
    except Exception:
        prepared.status_code = HTTPStatus.INTERNAL_SERVER_ERROR
        raise  # the task is marked as failed, with the trace
    finally:
        prepared.finished_at = timezone.now()
        prepared.save()


def answer(address: str, *, site: str, person: Person) -> HttpResponseBase:
    """Return the response to a GET of this address by this person, through every middleware."""
    parts, place = urlsplit(address), urlsplit(site)
    environ: dict[str, Any] = {
        "PATH_INFO": unquote(parts.path).encode().decode("latin-1"),  # as WSGI wants it
        "QUERY_STRING": parts.query,
        "HTTP_HOST": place.netloc,
        "wsgi.url_scheme": place.scheme,
        "wsgi.input": io.BytesIO(),
        _IN_WORKER: True,
    }
    setup_testing_defaults(environ)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    environ["HTTP_COOKIE"] = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    try:
        return _handler().get_response(WSGIRequest(environ))
    finally:
        session.delete()


@cache
def _handler() -> WSGIHandler:
    return WSGIHandler()


def _contents(response: Any) -> bytes:
    pieces: Iterable[bytes] = response.streaming_content if response.streaming else [response.content]
    contents = b"".join(pieces)
    for close in response._resource_closers:  # not response.close(): it tells Django that a request has ended
        close()
    return contents
