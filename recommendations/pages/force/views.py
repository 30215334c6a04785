"""The list of forces, and the page of one force."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forces.bodies.intervals import USUAL_INTERVAL
from forces.people.requests import ReaderRequest
from recommendations.pages.common.action_rows import (
    also_named_in,
)
from recommendations.pages.common.as_at import dated
from recommendations.pages.common.downloads import calendar_link, download, download_links, figures_of
from recommendations.pages.common.editions import edition_note, edition_note_of, wording_of_many
from recommendations.pages.common.holder_page import actions_download, actions_page
from recommendations.pages.common.progress import Progress
from recommendations.pages.common.response_clocks import ForceResponses
from recommendations.pages.force.filters import ForceFilter
from recommendations.pages.force.queries import (
    by_region,
    counts_by_holder,
    force_and_overseers,
    force_holdings,
    forces_of,
    holding_cells,
    holding_columns,
    overseers_on,
    total_of,
)
from recommendations.pages.responses.queries import invitations_to_comment
from soteria_tracker.web.exports import Format

ACTIONS_ON_A_PAGE = 10  # a page with its charts stays below 60 kB


@require_safe
@dated
def forces(request: ReaderRequest) -> HttpResponse:
    """Every force the reader may see, under its region."""
    reader = request.reader
    every = forces_of(reader).open_on(reader.day)
    form = ForceFilter(request.GET, every)
    holdings = force_holdings(form.rows, counts_by_holder(reader), overseers_on(reader))
    page = {
        "form": form.form,
        "groups": by_region(holdings),
        "holdings": holdings,
        "every": every.aggregate(total=Count("pk"), kept=Count("pk", filter=Q(kept_here=True))),
        "wording": wording_of_many(reader),
        "as_at": reader.day,
        "edition_note": edition_note(reader),
        "downloads": download_links(request),
    }
    return render(request, "pages/force/forces.html", page)


@require_safe
@dated
def forces_export(request: ReaderRequest, format: Format) -> HttpResponseBase:
    """The forces of the list, one line each."""
    reader = request.reader
    form = ForceFilter(request.GET, forces_of(reader).open_on(reader.day))
    holdings = force_holdings(form.rows, counts_by_holder(reader), overseers_on(reader))
    return download(
        request,
        format,
        name="forces",
        title=_("Forces"),
        columns=holding_columns(reader),
        rows=holding_cells(holdings, reader),
        filters=form.in_words,
        edition=edition_note(reader),
        figures=figures_of(total_of(holdings)),
    )


@require_safe
@dated
def force(request: ReaderRequest, force: str) -> HttpResponse:
    """What is late at one force, what is next, and all its actions."""
    reader = request.reader
    found, overseen = force_and_overseers(force, reader)
    interval = overseen.body.update_interval if overseen.body else USUAL_INTERVAL
    page = actions_page(request, found, rows_on_screen=ACTIONS_ON_A_PAGE, interval=interval) | {
        "force": found,
        "progress": Progress.of(found, reader),
        "overseen": overseen,
        "responses": ForceResponses.of(found, reader, is_answered=overseen.body is not None),
        "comments_wanted": invitations_to_comment(found, reader),
        "as_at": reader.day,
        "edition_note": edition_note_of(found, reader) if found.kept_here else "",
        "downloads": [*download_links(request), calendar_link(found.slug)],
    }
    return render(request, "pages/force/force.html", page)


@require_safe
@dated
def also_named(request: ReaderRequest, force: str) -> HttpResponse:
    """The recommendations that other bodies lead and are to work on with the force."""
    reader = request.reader
    found = get_object_or_404(forces_of(reader), slug=force)
    page = {"force": found, "also_named": also_named_in(found, reader), "as_at": reader.day}
    return render(request, "pages/force/also_named.html", page)


@require_safe
@dated
def force_export(request: ReaderRequest, force: str, format: Format) -> HttpResponseBase:
    """The rows of the force page's table, all pages of it, filtered and sorted as there."""
    reader = request.reader
    found = get_object_or_404(forces_of(reader), slug=force)
    edition = edition_note_of(found, reader) if found.kept_here else ""
    return actions_download(request, format, found, edition=edition)
