"""Template tags for a response's clock: its ticks, and its state as an icon and words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from recommendations.charts import ticks as drawing
from recommendations.register.response_period import day_number
from recommendations.responses.clock import Clock, ClockState
from soteria_tracker.web.templatetags.soteria import day as day_in_words
from soteria_tracker.web.templatetags.soteria import icon, labelled_icon, timing

register = template.Library()

ICONS = {
    ClockState.RUNNING: "due",
    ClockState.PAST: "overdue",
    ClockState.PUBLISHED_IN_TIME: "closed",
    ClockState.PUBLISHED_LATE: "overdue",
    ClockState.DATE_NOT_STATED: "calendar",
    ClockState.NOTHING_RECORDED: "no-update",
    ClockState.NOT_DUE: "withdrawn",
}


@register.simple_tag
def clock_status(clock: Clock) -> SafeString:
    """Return the state of a response as an icon and words: "Day 41 of 56, 15 days left"."""
    return labelled_icon(ICONS[clock.state], clock.words)


@register.simple_tag
def state_icon(state: ClockState) -> SafeString:
    """Return the icon of a state, without a label: put a word beside it."""
    return icon(ICONS[state])


@register.filter
def ticks(clock: Clock) -> dict[str, Any]:
    """Return one path for each kind of day in the period, and the width of a tick; empty if there are none."""
    drawn = _ticks(clock)
    return {"paths": drawing.paths(drawn), "width": drawn[0].width} if drawn else {}


def _ticks(clock: Clock) -> list[drawing.Tick]:
    """Return a tick for each day of the period: used until today, or done until the day of publication.

    A period that ended with nothing recorded has no ticks: they would suggest that the response is late.
    """
    state = clock.state
    ended = clock.last_day is None or clock.today > clock.last_day
    if state is ClockState.NOT_DUE or not clock.length or (state is ClockState.NOTHING_RECORDED and ended):
        return []
    if state is ClockState.PUBLISHED_IN_TIME and clock.published_on:
        published = day_number(clock.report_published_on, clock.published_on)
        return drawing.ticks(clock.length, filled=published, kind="done", marked=published)
    if clock.has_publication:
        known = clock.published_on or clock.dated_on
        filled = day_number(clock.report_published_on, known) if known else 0
        return drawing.ticks(clock.length, filled=filled, kind="used")
    return drawing.ticks(clock.length, filled=clock.day, kind="used", marked=clock.day)


@register.filter
def last_day_in_words(clock: Clock) -> str:
    """Return the sentence under a clock, "The last day is 16 October 2024, in 15 days."; empty if nothing is due."""
    last, state = clock.last_day, clock.state
    if last is None or state is ClockState.NOT_DUE:
        return ""
    if clock.published_on and state is ClockState.PUBLISHED_IN_TIME:
        words = _("Published on %(day)s. Last day: %(last)s.")
        return words % {"day": day_in_words(clock.published_on), "last": day_in_words(last)}
    if clock.today > last or clock.has_publication:
        return _("The last day was %(last)s.") % {"last": day_in_words(last)}
    return _("The last day is %(last)s, %(timing)s.") % {
        "last": day_in_words(last),
        "timing": timing(last, clock.today),
    }
