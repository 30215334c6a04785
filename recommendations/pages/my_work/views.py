"""What the reader's office has to do."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forces.people.requests import ReaderRequest
from recommendations.pages.common.downloads import calendar_link, download, download_links
from recommendations.pages.my_work.queries import MyWork
from recommendations.pages.my_work.task_export import figures_of_tasks, task_cells, task_columns
from soteria_tracker.web.exports import Format


@require_safe
def my_work(request: ReaderRequest) -> HttpResponse:
    """What is late and what comes next, for the staff and approvers of an office; with ?mine=on what is their own."""
    page = {
        "work": _work_of(request),
        "downloads": [*download_links(request), calendar_link()],
        "saved_views": request.user.saved_views.all(),
    }
    return render(request, "pages/my_work/my_work.html", page)


@require_safe
def my_work_export(request: ReaderRequest, format: Format) -> HttpResponseBase:
    """Every task of the page, those included that it leaves to a force's own page."""
    work = _work_of(request)
    return download(
        request,
        format,
        name="my-work",
        title=_("My work"),
        columns=task_columns(),
        rows=task_cells(work.tasks),
        filters=[(_("Whose"), _("Mine"))] if work.mine else (),
        figures=figures_of_tasks(work.tasks),
    )


def _work_of(request: ReaderRequest) -> MyWork:
    if not request.reader.office:
        raise PermissionDenied(_("My work is for the staff of the offices of local policing bodies."))
    return MyWork(request.reader, mine="mine" in request.GET)
