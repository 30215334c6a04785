"""Record who signed in and out, who was refused, and who downloaded what; delete it after a year."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from forces.people.models import AccessEvent, Person
from forces.people.models.access_event import KEPT_FOR
from forces.people.prepared_files import is_in_worker


def record_access(kind: AccessEvent.Kind, person: Person, page: str = "") -> None:
    """Record one access."""
    AccessEvent.objects.create(kind=kind, person=person, happened_at=timezone.now(), page=page[:500])


def record_failed_sign_in(email: str) -> None:
    """Record that someone failed to sign in to an account. Other addresses are not recorded: they may be passwords."""
    if person := Person.objects.filter(email=email.strip().lower()).first():
        record_access(AccessEvent.Kind.SIGN_IN_FAILED, person)


def delete_old_access_events() -> int:
    """Delete what is older than a year, and return how many there were."""
    count, _by_model = AccessEvent.objects.filter(happened_at__lt=timezone.now() - KEPT_FOR).delete()
    return count


class AccessLog:
    """Records each page that was refused to a signed-in person, and each file that they downloaded."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.user.is_authenticated and not is_in_worker(request) and (kind := _kind_of(response)):
            record_access(kind, request.user, request.path)
        return response


def _kind_of(response: HttpResponseBase) -> AccessEvent.Kind | None:
    if response.status_code == HTTPStatus.FORBIDDEN:
        return AccessEvent.Kind.REFUSED
    is_file = response.status_code == HTTPStatus.OK and "attachment" in response.get("Content-Disposition", "")
    return AccessEvent.Kind.DOWNLOADED if is_file else None
