"""Who answers for a force, their office's settings, and the clocks of its responses and of those to an inspection."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from forces.bodies.models import Force, LocalPolicingBody, Oversight
from forces.people.access import Reader
from recommendations.register.models import Inspection, InspectionState
from recommendations.responses.clock import Clock, ClockState
from recommendations.responses.members import JointWith, joint_with
from recommendations.responses.models import OfficeSettings, Publication, Response, ResponseStage


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


CLOCKS_SHOWN = 3
_LISTED = ("slug", "short_title", "published_on", "response_rule", "response_due_on", "subjects")
_OF_RESPONSE = ("force", "inspection", "applicability", "stage", "joint")
# When the first publication of a response was published and dated. Either may be unknown.
FirstPublication = tuple[datetime.date | None, datetime.date | None]

# States that need action come first.
ORDER = [
    ClockState.PAST,
    ClockState.RUNNING,
    ClockState.NOTHING_RECORDED,
    ClockState.PUBLISHED_LATE,
    ClockState.DATE_NOT_STATED,
    ClockState.PUBLISHED_IN_TIME,
    ClockState.NOT_DUE,
]


def first_publications(day: datetime.date, **of_publications: Any) -> dict[int, FirstPublication]:
    """Return `first_by` of the publications with these lookups (`response__force=7`), in one query."""
    publications = Publication.objects.filter(**of_publications).order_by("version")
    return first_by(day, publications.values_list("response_id", "published_on", "dated_on"))


def first_by(
    day: datetime.date, publications: Iterable[tuple[int, datetime.date | None, datetime.date | None]]
) -> dict[int, FirstPublication]:
    """Return when responses were first published and dated, by their ids: those published by the day.

    `publications` are in the order of their versions: the id of the response, and the two days. The first publication
    decides whether it was in time. One that states no day of publication counts from the day it carries, or from the
    report's.
    """
    found: dict[int, FirstPublication] = {}
    for response, published_on, dated_on in publications:
        out_on = published_on or dated_on
        if out_on is None or out_on <= day:
            found.setdefault(response, (published_on, dated_on))
    return found


def days_left(clock: Clock) -> int | None:
    """Return the days left to publish; None if the response is published or the last day has passed."""
    is_pending = clock.state in (ClockState.RUNNING, ClockState.NOTHING_RECORDED) and clock.days_left >= 0
    return clock.days_left if is_pending else None


def _visible_applicability(response: Response | None, reader: Reader, *, is_published: bool) -> str | None:
    """Return the decision on a response if the reader may know it: only the office sees drafts."""
    return response.applicability if response and (response.force_id in reader.office or is_published) else None


# --- one inspection ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class InspectionResponses:
    """The clocks of all responses to one inspection, by the force's name."""

    clocks: list[tuple[Force, Clock]]
    joint_with: dict[int, str] = field(default_factory=dict)  # by force: with whom it answers, as the reader may know

    @classmethod
    def to(cls, inspection: Inspection, reader: Reader) -> InspectionResponses:
        """Return the clocks of an inspection, in three queries at most. Empty before the report is published."""
        if not (inspection.state == InspectionState.PUBLISHED and inspection.published_on):
            return cls([])
        concerned = Q(Exists(Oversight.objects.on(reader.day).filter(force=OuterRef("pk"))))
        concerned &= Q(pk__in=Force.objects.open_on(inspection.published_on).values("pk"))
        if inspection.subjects == Inspection.Subjects.NAMED_FORCES:
            concerned &= Q(subject_of=inspection.pk)
        found = Response.objects.filter(inspection=inspection).only(*_OF_RESPONSE).order_by()
        responses = {response.force_id: response for response in found}
        first = first_publications(reader.day, response__inspection=inspection.pk)
        has_one = [pk for pk, response in responses.items() if response.pk in first or pk in reader.office]
        forces = Force.objects.filter(concerned | Q(pk__in=has_one)).order_by("name")
        is_any_joint = any(response.joint_id for response in responses.values())
        return cls(
            [(force, cls._clock(inspection, responses.get(force.pk), first, reader)) for force in forces],
            _joint_names(inspection, reader) if is_any_joint else {},
        )

    @staticmethod
    def _clock(
        inspection: Inspection, response: Response | None, first: Mapping[int, FirstPublication], reader: Reader
    ) -> Clock:
        published = first.get(response.pk) if response else None
        applicability = _visible_applicability(response, reader, is_published=published is not None)
        return clock_from(inspection, reader.day, applicability=applicability, first=published)

    @property
    def rows(self) -> list[tuple[Force, Clock, str]]:
        """Return each force with its clock, and with whom it answers jointly."""
        return [(force, clock, self.joint_with.get(force.pk, "")) for force, clock in self.clocks]

    @property
    def states(self) -> list[tuple[ClockState, int]]:
        """Return the number of responses in each state, in the order of the states, without empty ones."""
        counts = Counter(clock.state for _force, clock in self.clocks)
        return [(state, counts[state]) for state in ORDER if counts[state]]

    @property
    def published(self) -> int:
        return sum(1 for _force, clock in self.clocks if clock.has_publication)

    @property
    def in_time(self) -> int:
        return sum(1 for _force, clock in self.clocks if clock.state is ClockState.PUBLISHED_IN_TIME)

    @property
    def count(self) -> int:
        return len(self.clocks)


def _joint_names(inspection: Inspection, reader: Reader) -> dict[int, str]:
    """Return with whom each force answers jointly: what is published, and the drafts of the reader's own office."""
    published = Q(Exists(Publication.objects.filter(response=OuterRef("pk"))))
    joint = Response.objects.filter(published | Q(force__in=reader.office), inspection=inspection, joint__isnull=False)
    responses = list(joint.select_related("force"))
    names = joint_with(responses)
    return {response.force_id: names[response.pk].names for response in responses}


# --- one force ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ForceClock:
    """One clock of a force. `stage` is how far the draft is, for the force's own office."""

    force: Force
    inspection: Inspection
    clock: Clock
    stage: str
    joint_with: str = ""  # the other forces or reports, as far as the reader may know

    @property
    def note(self) -> str:
        """Return what is said beside the clock: with whom the response is joint, and the stage of the draft."""
        joint = _("Joint with %(names)s.") % {"names": self.joint_with} if self.joint_with else ""
        return f"{joint} {self.stage}".strip()

    @property
    def url(self) -> str:
        """Return the address of the response."""
        return reverse("response", args=[self.force.slug, self.inspection.slug])


@dataclass(frozen=True)
class ForceResponses:
    """The clocks of one force's responses: running and past ones first, then the newest reports."""

    clocks: list[ForceClock]

    @classmethod
    def of(cls, force: Force, reader: Reader, *, has_overseer: bool) -> ForceResponses:
        """Return a force's clocks, in four queries, or more if any response is joint.

        `has_overseer`: whether it has a local policing body on the day.
        """
        found = Response.objects.filter(force=force.pk).only(*_OF_RESPONSE).order_by()
        responses = {response.inspection_id: response for response in found}
        first = first_publications(reader.day, response__force=force.pk)
        named = set(force.subject_of.order_by().values_list("pk", flat=True))

        def is_wanted(inspection: Inspection) -> bool:
            response = responses.get(inspection.pk)
            if response and (response.pk in first or force.pk in reader.office):  # only the office sees drafts
                return True
            if inspection.subjects == Inspection.Subjects.NAMED_FORCES:
                return has_overseer and inspection.pk in named
            return has_overseer and (inspection.published_on is None or force.is_open_on(inspection.published_on))

        inspections = Inspection.objects.published_by(reader.day).only(*_LISTED)
        shown = [inspection for inspection in inspections if is_wanted(inspection)]
        joint = [found.pk for found in responses.values() if found.joint_id]
        others = joint_with(Response.objects.filter(pk__in=joint)) if joint else {}
        clocks = [
            cls._clock(inspection, force, responses.get(inspection.pk), first, others, reader) for inspection in shown
        ]
        return cls(sorted(clocks, key=cls._sort_key))

    @staticmethod
    def _clock(
        inspection: Inspection,
        force: Force,
        response: Response | None,
        first: Mapping[int, FirstPublication],
        others: Mapping[int, JointWith],
        reader: Reader,
    ) -> ForceClock:
        published = first.get(response.pk) if response else None
        applicability = _visible_applicability(response, reader, is_published=published is not None)
        clock = clock_from(inspection, reader.day, applicability=applicability, first=published)
        is_worked_on = (
            response is not None
            and force.pk in reader.office
            and clock.state is not ClockState.NOT_DUE
            and response.stage != ResponseStage.PUBLISHED
        )
        label = f"{response.get_stage_display()}." if response and is_worked_on else ""
        joint = others.get(response.pk) if response and applicability is not None else None
        return ForceClock(force, inspection, clock, label, joint.names if joint else "")

    @staticmethod
    def _sort_key(row: ForceClock) -> tuple[bool, int]:
        is_pending = row.clock.state is ClockState.PAST or days_left(row.clock) is not None
        return (not is_pending, -row.clock.report_published_on.toordinal())

    def shown_values(self) -> list[object]:
        """Return what a page shows of them, for `{% kept %}`."""
        return [self.count, self.shown]

    @property
    def shown(self) -> list[ForceClock]:
        return self.clocks[:CLOCKS_SHOWN]

    @property
    def count(self) -> int:
        return len(self.clocks)


def invitations_to_comment(force: Force, reader: Reader) -> QuerySet[Response]:
    """Return the responses on which the force was invited to comment and has not; for its contributors only."""
    if force.pk not in reader.contributes:
        return Response.objects.none()
    return (
        Response.objects.filter(
            force=force,
            invited_on__isnull=False,
            comments_received_on__isnull=True,
            comments_submitted_at__isnull=True,
            no_comments_received=False,
        )
        .exclude(stage=ResponseStage.PUBLISHED)
        .select_related("force", "inspection")
        .order_by("comments_wanted_by")
    )
