"""Pages of plain text that everybody may read."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def how_things_are_counted(request: HttpRequest) -> HttpResponse:
    """The words for where an action stands, what counts as overdue, and who sees what."""
    return render(request, "web/help.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "web/accessibility.html")
