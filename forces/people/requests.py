"""The request as views of signed-in people see it."""

from typing import cast

from django.http import HttpRequest

from forces.people.access import Reader
from forces.people.models import Person


def person_of(request: HttpRequest) -> Person:
    """The person who is signed in, where the middleware lets nobody else pass."""
    assert isinstance(request.user, Person)  # noqa: S101 - for the reader and the type checker; it cannot be otherwise
    return request.user


def reader_of_request(request: HttpRequest) -> Reader:
    """Return the reader whom the middleware looked up. For class-based views; functions take a `ReaderRequest`."""
    return cast("ReaderRequest", request).reader


class ReaderRequest(HttpRequest):
    """A request of a signed-in person with a role: the middleware has looked up who reads."""

    user: Person
    reader: Reader
