"""The first page after sign-in."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from forces.people.requests import ReaderRequest
from recommendations.pages.common.menu import home_of


@require_safe
def home(request: ReaderRequest) -> HttpResponse:
    """To the person's own home."""
    return redirect(home_of(request.reader))
