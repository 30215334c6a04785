"""The page of one national body, local policing body or panel."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from forces.bodies.intervals import USUAL_INTERVAL
from forces.bodies.models import Body
from forces.people.requests import ReaderRequest
from recommendations.pages.body.queries import (
    actions_waiting_for,
    body_and_lineage,
    body_of,
    overseer_on,
    oversight_periods,
)
from recommendations.pages.common.action_rows import (
    also_named_in,
)
from recommendations.pages.common.as_at import dated
from recommendations.pages.common.downloads import download_links
from recommendations.pages.common.holder_page import actions_download, actions_page
from recommendations.pages.common.wording import edition_note_of
from soteria_tracker.web.exports import Format

ACTIONS_ON_A_PAGE = 50


@require_safe
@dated
def body(request: ReaderRequest, body: str) -> HttpResponse:
    """Show a body's actions, the actions waiting for it, and the forces it oversees. Forces are redirected."""
    reader = request.reader
    found, lineage = body_and_lineage(body)
    if found.kind == Body.Kind.FORCE:
        return redirect(found)
    page = {
        "body": found,
        "lineage": lineage,
        "as_at": reader.day,
    }
    if found.kind == Body.Kind.PANEL:
        return render(request, "pages/body/body.html", page | {"overseer": overseer_on(found, reader.day)})
    interval = found.localpolicingbody.update_interval if found.kind == Body.Kind.LOCAL else USUAL_INTERVAL
    actions = actions_page(request, found, rows_on_screen=ACTIONS_ON_A_PAGE, interval=interval)
    page |= actions | {
        "also_named": also_named_in(found, reader),
        "edition_note": edition_note_of(found, reader),
        "downloads": download_links(request) if actions["summary"].tally.total else [],
    }
    if found.kind == Body.Kind.LOCAL:
        page["periods"] = oversight_periods(found)
    else:
        page["waiting"] = actions_waiting_for(found, reader)
    return render(request, "pages/body/body.html", page)


@require_safe
@dated
def body_export(request: ReaderRequest, body: str, format: Format) -> HttpResponseBase:
    """Return the rows of the body's table of actions, from all its pages, filtered and sorted as there."""
    found = body_of(body)
    if found.kind == Body.Kind.FORCE:
        return redirect("dated:force-export", found.slug, format)
    return actions_download(request, format, found, edition=edition_note_of(found, request.reader))
