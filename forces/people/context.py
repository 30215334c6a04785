"""The template context about the installation and the person who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from forces.bodies.installation import installation, settled_installation
from forces.people import keeping
from forces.people.requests import person_of


def people(request: HttpRequest) -> dict[str, Any]:
    """`installation`: its row, or None. For forms: `form_owner`, the signed mark of the person who is signed in, and
    `was_kept`, whether the form is shown with what was typed before the session expired. Looked up only if shown.
    """
    # an error page may be shown before anyone is known to be signed in
    is_signed_in = hasattr(request, "user") and request.user.is_authenticated
    return {
        "installation": SimpleLazyObject(settled_installation if is_signed_in else installation),
        "form_owner": SimpleLazyObject(lambda: keeping.owner_mark(person_of(request))) if is_signed_in else "",
        "was_kept": SimpleLazyObject(lambda: is_signed_in and keeping.kept_form(request) is not None),
    }
