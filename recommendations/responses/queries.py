"""Who answers for a force, their office's settings, and the clock of a response."""

from __future__ import annotations

import datetime

from forces.bodies.models import Force, LocalPolicingBody, Oversight
from recommendations.register.models import Inspection
from recommendations.responses.clock import Clock, ClockState
from recommendations.responses.models import OfficeSettings, Response


def answering_body(force: Force, day: datetime.date) -> LocalPolicingBody | None:
    """Return the body that answers for the force on the day; None where there is none."""
    period = Oversight.objects.on(day).filter(force=force).select_related("body", "body__office_settings").first()
    return period.body if period else None


def office_settings(body: LocalPolicingBody | None) -> OfficeSettings:
    """Return the office's settings, or the defaults where none are saved."""
    saved = getattr(body, "office_settings", None)
    return saved or OfficeSettings(body=body)


def clock_of(response: Response | None, inspection: Inspection, day: datetime.date) -> Clock:
    """Return the clock of one response as its own office sees it. One query, none without a saved response.

    Before anything is recorded the clock runs for anyone who opens the editor; after the last day it blames no one.
    """
    saved = response if response and response.pk else None
    first = saved.publications.order_by("version").values_list("published_on", "dated_on").first() if saved else None
    clock = clock_from(inspection, day, applicability=response.applicability if response else None, first=first)
    if saved is None and clock.state is ClockState.PAST:
        return clock_from(inspection, day, applicability=None, first=None)
    return clock


def clock_from(
    inspection: Inspection,
    day: datetime.date,
    *,
    applicability: str | None,
    first: tuple[datetime.date | None, datetime.date | None] | None,
) -> Clock:
    """Return the clock of a response to a published inspection.

    `applicability` is the decision whether one is due; None where nothing is recorded that the reader may see. `first`
    is when the first publication was published and dated, which decides whether it was in time; None without one.
    """
    assert inspection.published_on  # noqa: S101 - only published inspections have responses
    return Clock(
        report_published_on=inspection.published_on,
        rule=inspection.response_rule,
        own_date=inspection.response_due_on,
        today=day,
        is_due=applicability in (None, Response.Applicability.UNDECIDED, Response.Applicability.DUE),
        is_recorded=applicability is not None,
        has_publication=first is not None,
        published_on=first[0] if first else None,
        dated_on=first[1] if first else None,
    )
