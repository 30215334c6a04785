"""The events of a deadline calendar: titles and days only, without anything about progress."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from forces.people.access import Reader
from recommendations.pages.common.action_rows import short_rows
from recommendations.pages.common.dated_parts import dated_parts, with_dated_parts
from recommendations.pages.responses.queries import response_rows
from recommendations.positions.conditions import STILL_TO_DO
from recommendations.positions.counting import positions_on
from recommendations.positions.models import Position
from recommendations.register.models import Inspection, Source
from recommendations.register.models.deadline import Deadline
from recommendations.responses.clock import ClockState
from recommendations.responses.commitments import commitments_followed_by
from recommendations.responses.models import CommitmentKind


@dataclass(frozen=True)
class CalendarEvent:
    """One event. The key stays the same when the deadline changes, so that calendars move the event."""

    key: str
    day: datetime.date
    title: str


def calendar_events(forces: Collection[int], reader: Reader) -> Iterator[CalendarEvent]:
    """Yield the deadlines of these forces' unfinished actions, responses, duties and commitments.

    Only for published inspections: an embargoed inspection is in no one's calendar.
    """
    published = Inspection.objects.published_by(reader.day)
    positions = (
        positions_on(reader.day, reader)
        .filter(holder__in=forces, due_on__isnull=False)
        .filter(recommendation__inspection__in=published)
        .filter(STILL_TO_DO.q(reader.day))
    )
    for position in with_dated_parts(short_rows(positions)).order_by("due_on", "action"):
        yield from _deadlines(position, reader.day)
    for row in response_rows(reader, forces=forces):
        if row.last_day and (row.days_left is not None or row.state is ClockState.PAST):
            title = _("Last day of the response: %(force)s, %(inspection)s")
            names = {"force": row.force.label, "inspection": row.inspection.short_title}
            if row.joint_with:
                title = _("Last day of the response: %(force)s, %(inspection)s, joint with %(others)s")
                names["others"] = row.joint_with
            yield CalendarEvent(f"response-{row.force.slug}-{row.inspection.slug}", row.last_day, title % names)
    yield from _commitments(forces, reader)


def _deadlines(position: Position, day: datetime.date) -> Iterator[CalendarEvent]:
    """Yield the deadline of the action as a whole, and those of its parts that are not done."""
    recommendation, key = position.action.recommendation, f"action-{position.action_id}"
    words = [position.holder.label, recommendation.inspection.short_title, recommendation.heading]
    if position.own_due_on:
        title = _title(recommendation.issuer, words, is_local=position.hmicfrs_deadline_on is None)
        yield CalendarEvent(key, position.own_due_on, title)
    if next_on := position.next_occurrence_on:
        title = _title(
            recommendation.issuer, words, is_local=position.action.deadline.deadline_set_by == Deadline.SetBy.LOCALLY
        )
        yield CalendarEvent(f"{key}-next", next_on, title)
    for dated in dated_parts(position, day):
        if not dated.is_done:
            what = [*words, _("part %(label)s") % {"label": dated.part.label}]
            title = _title(recommendation.issuer, what, is_local=dated.is_local)
            yield CalendarEvent(f"{key}-part-{dated.part.pk}", dated.due_on, title)


def _title(issuer: Source, what: list[str], *, is_local: bool) -> str:
    """Return the title of a deadline: it names who set the date."""
    if is_local:
        return _("Local target: %(what)s") % {"what": ", ".join(what)}
    return _("Deadline set by %(body)s: %(what)s") % {"body": issuer.body_name, "what": ", ".join(what)}


def _commitments(forces: Collection[int], reader: Reader) -> Iterator[CalendarEvent]:
    """Yield the open commitments and duties of these forces and of their local policing bodies; for the office."""
    concerned = Q(explanation__response__force__in=forces) | Q(body__in=forces)
    if reader.existing(reader.office) <= set(forces):  # not in the calendar of one of several forces
        concerned |= Q(explanation=None, body__in=reader.own_bodies)
    for commitment in commitments_followed_by(reader).filter(concerned, done_on=None).order_by("due_on", "pk"):
        title = _("Commitment: %(body)s, %(what)s")
        if commitment.kind == CommitmentKind.DUTY:
            title = _("Duty: %(body)s, %(what)s")
        summary = Truncator(" ".join(commitment.what.split())).chars(80)
        yield CalendarEvent(
            f"commitment-{commitment.pk}", commitment.due_on, title % {"body": commitment.body, "what": summary}
        )


def feed(name: str, forces: Collection[int], reader: Reader) -> bytes:
    """Return the deadlines as all-day events in iCalendar format (RFC 5545).

    While the deadlines stay the same, so does the result, for the whole day.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Soteria Tracker//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    stamp = datetime.datetime.combine(reader.day, datetime.time(), datetime.UTC)
    for deadline in calendar_events(forces, reader):
        event = Event()
        event.add("uid", f"{deadline.key}@soteria-tracker")
        event.add("dtstamp", stamp)
        event.add("dtstart", deadline.day)
        event.add("dtend", deadline.day + datetime.timedelta(days=1))
        event.add("summary", deadline.title)
        event.add("transp", "TRANSPARENT")  # a deadline does not make anyone busy
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text
