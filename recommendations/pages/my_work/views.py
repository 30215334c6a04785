"""What the reader's office has to do."""

from __future__ import annotations

from collections import Counter

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forces.people.requests import ReaderRequest
from recommendations.pages.common.downloads import calendar_link, download, download_links
from recommendations.pages.my_work.queries import MyWork
from recommendations.pages.my_work.tables import TaskTable
from recommendations.pages.my_work.tasks import TaskGroup
from soteria_tracker.web.exports import Format


@require_safe
def my_work(request: ReaderRequest) -> HttpResponse:
    """Show the tasks of an office to its staff and approvers; with ?mine=on only those of the reader."""
    page = {
        "work": _work(request),
        "downloads": [*download_links(request), calendar_link()],
        "saved_views": request.user.saved_views.all(),
    }
    return render(request, "pages/my_work/my_work.html", page)


@require_safe
def my_work_export(request: ReaderRequest, format: Format) -> HttpResponseBase:
    """Return every task as a file, with those that the page leaves to a holder's own page."""
    work = _work(request)
    columns, *rows = TaskTable(work.tasks).as_values()
    counts = Counter(task.group for task in work.tasks)
    return download(
        request,
        format,
        name="my-work",
        title=_("My work"),
        columns=columns,
        rows=rows,
        filters=[(_("Tasks"), _("Yours"))] if work.mine else (),
        figures={group.value: counts[group] for group in TaskGroup},
    )


def _work(request: ReaderRequest) -> MyWork:
    if not request.reader.office:
        raise PermissionDenied(_("My work is for the staff of the offices of local policing bodies."))
    return MyWork(request.reader, mine="mine" in request.GET)
