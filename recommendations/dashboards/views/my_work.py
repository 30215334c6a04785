"""What the reader's office has to do."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forces.people.requests import ReaderRequest
from recommendations.dashboards.queries.my_work import MyWork


@require_safe
def my_work(request: ReaderRequest) -> HttpResponse:
    """What is late and what comes next, for the staff and approvers of an office."""
    if not request.reader.office:
        raise PermissionDenied(_("My work is for the staff of the offices of local policing bodies."))
    return render(request, "responses/my_work.html", {"work": MyWork(request.reader)})
