"""The calendar of deadlines at its private address, for programs that cannot sign in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forces.bodies.models import Installation
from forces.people.access import reader_of_today
from forces.people.calendars import forces_of_memberships
from forces.people.models import CalendarAddress
from recommendations.pages.calendar.queries import feed
from recommendations.pages.common.body_summaries import forces_of


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Return the deadlines that the address's owner may see today. Raises Http404 without access to any force."""
    address = get_object_or_404(CalendarAddress.objects.select_related("person", "force"), token=token)
    reader = reader_of_today(address.person)
    covered = forces_of_memberships(reader)
    if address.force_id:  # or the force that took over its actions
        covered = reader.handovers.held_by([reader.current_holder(address.force_id)], reader.day)
    forces = set(forces_of(reader).filter(pk__in=covered).values_list("pk", flat=True))
    if not forces:
        raise Http404
    name = _("Deadlines of %(force)s") % {"force": address.force} if address.force else _("Deadlines of your forces")
    if Installation.objects.filter(is_demonstration=True).exists():
        name = f"{name} ({_('invented demonstration data')})"
    response = HttpResponse(feed(name, forces, reader), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
