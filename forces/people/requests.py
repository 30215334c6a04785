"""The request that views receive from a signed-in person."""

from typing import cast

from django.http import HttpRequest

from forces.people.access import Reader
from forces.people.models import Person


def person_of(request: HttpRequest) -> Person:
    """Return the person who is signed in. The middleware lets no one else reach the views that call this."""
    assert isinstance(request.user, Person)  # noqa: S101 - for the reader and the type checker; it cannot be otherwise
    return request.user


def reader_of_request(request: HttpRequest) -> Reader:
    """Return the reader whom the middleware looked up. For class-based views; functions take a `ReaderRequest`."""
    return cast("ReaderRequest", request).reader


class ReaderRequest(HttpRequest):
    """A request of a signed-in person with a role. The middleware sets `reader`."""

    user: Person
    reader: Reader
