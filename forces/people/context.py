"""The template context about the installation and the person who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from forces.bodies.installation import installation, settled_installation
from forces.people import second_factor, unsaved_forms
from forces.people.email import can_send
from forces.people.requests import person_of, reader_of_request


def people(request: HttpRequest) -> dict[str, Any]:
    """`installation`: its row, or None. `can_send_email`: whether this installation sends email.
    `second_factor_is_missing`: whether the person has to set one up before anything else.

    For forms: `form_owner`, the signed mark of the person who is signed in, and `shows_unsaved_form`, whether the form
    is shown with what was typed before the session expired. All are lazy.
    """
    # an error page may be shown before anyone is known to be signed in
    is_signed_in = hasattr(request, "user") and request.user.is_authenticated
    return {
        "installation": SimpleLazyObject(settled_installation if is_signed_in else installation),
        "second_factor_is_missing": SimpleLazyObject(
            lambda: is_signed_in and second_factor.is_missing(reader_of_request(request), request)
        ),
        "can_send_email": SimpleLazyObject(can_send),
        "form_owner": SimpleLazyObject(lambda: unsaved_forms.sign_owner(person_of(request))) if is_signed_in else "",
        "shows_unsaved_form": SimpleLazyObject(lambda: is_signed_in and unsaved_forms.find_form(request) is not None),
    }
