"""The account page, and the answer to a form whose token is out of date."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forces.people import keeping
from forces.people.middleware import no_role_needed
from forces.people.requests import person_of


@no_role_needed
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who is signed in, with which roles, what is kept for them, and where to change the password."""
    person = person_of(request)
    context = {"memberships": person.memberships.select_related("body"), "kept_forms": keeping.kept_forms(person)}
    return render(request, "forces/account.html", context)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is out of date (signed in again in another tab): its words are shown again, unsaved."""
    address = keeping.keep_form(request)
    if address:
        return HttpResponseRedirect(address)
    return render(request, "403_csrf.html", status=403)
