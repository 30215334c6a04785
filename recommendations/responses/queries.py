"""Who answers for a force, their office's settings, and the clocks of its responses and of those to an inspection."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
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
_LISTED = ("slug", "short_title", "published_on", "response_rule", "response_due_on")

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


def first_publication(response: str, day: datetime.date) -> dict[str, Any]:
    """Return annotations: whether a response is published by the day, and when it was first published and dated.

    `response` is the path to the response. The first publication decides whether it was in time. One that states no
    day of publication counts from the day it carries, or from the report's.
    """
    publications = Publication.objects.annotate(out_on=Coalesce("published_on", "dated_on"))
    by_then = publications.filter(Q(out_on__lte=day) | Q(out_on=None))
    first = by_then.filter(response=OuterRef(response)).order_by("version")
    return {
        "has_publication": Exists(first),
        "first_published_on": Subquery(first.values("published_on")[:1]),
        "first_dated_on": Subquery(first.values("dated_on")[:1]),
    }


def clock_beside(inspection: Inspection, day: datetime.date, facts: Any, *, applicability: str | None) -> Clock:
    """Return the clock of a response, without a query. `facts` has the annotations of `first_publication`, or is None.

    `applicability` is as for `clock_from`.
    """
    is_published = facts is not None and facts.has_publication
    first = (facts.first_published_on, facts.first_dated_on) if is_published else None
    return clock_from(inspection, day, applicability=applicability, first=first)


def days_left(clock: Clock) -> int | None:
    """Return the days left to publish; None if the response is published or the last day has passed."""
    is_pending = clock.state in (ClockState.RUNNING, ClockState.NOTHING_RECORDED) and clock.days_left >= 0
    return clock.days_left if is_pending else None


def _with_response(queryset: QuerySet[Any], condition: Q, day: datetime.date) -> QuerySet[Any]:
    """Annotate inspections or forces with the facts of their response that fits the condition, as at the day."""
    joined = queryset.annotate(own_response=FilteredRelation("responses", condition=condition))
    return joined.annotate(
        applicability=F("own_response__applicability"),
        stage=F("own_response__stage"),
        response_pk=F("own_response__pk"),
        joint_pk=F("own_response__joint"),
        **first_publication("own_response__pk", day),
    )


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
        forces = _with_response(Force.objects.order_by("name"), Q(responses__inspection=inspection.pk), reader.day)
        own = Q(pk__in=reader.office, applicability__isnull=False)
        return cls(
            [
                (
                    force,
                    clock_beside(
                        inspection, reader.day, force, applicability=_visible_applicability(force, force.pk, reader)
                    ),
                )
                for force in forces.filter(concerned | Q(has_publication=True) | own)
            ],
            _joint_names(inspection, reader),
        )

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


def _visible_applicability(facts: Any, force: int, reader: Reader) -> str | None:
    """Return the decision on a response if the reader may know it: only the office sees drafts."""
    return facts.applicability if force in reader.office or facts.has_publication else None


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
        """Return a force's clocks, in one query, or two if any response is joint.

        `has_overseer`: whether it has a local policing body on the day.
        """
        wanted = Q(has_publication=True)
        if force.pk in reader.office:  # only the office sees drafts
            wanted |= Q(applicability__isnull=False)
        if has_overseer:
            subjects = Inspection.subject_forces.through.objects.filter(inspection=OuterRef("pk"), force=force.pk)
            existed = Q()
            if force.opened_on:
                existed &= Q(published_on__gte=force.opened_on)
            if force.closed_on:
                existed &= Q(published_on__lt=force.closed_on)
            wanted |= (~Q(subjects=Inspection.Subjects.NAMED_FORCES) & existed) | Q(Exists(subjects))
        published = Inspection.objects.published_by(reader.day).only(*_LISTED)
        inspections = list(_with_response(published, Q(responses__force=force.pk), reader.day).filter(wanted))
        joint = [found.response_pk for found in inspections if found.joint_pk]
        others = joint_with(Response.objects.filter(pk__in=joint)) if joint else {}
        found = [cls._clock(inspection, force, others, reader) for inspection in inspections]
        return cls(sorted(found, key=cls._sort_key))

    @staticmethod
    def _clock(inspection: Any, force: Force, others: Mapping[int, JointWith], reader: Reader) -> ForceClock:
        applicability = _visible_applicability(inspection, force.pk, reader)
        clock = clock_beside(inspection, reader.day, inspection, applicability=applicability)
        has_stage = applicability is not None and clock.state is not ClockState.NOT_DUE
        stage = inspection.stage if has_stage else ResponseStage.PUBLISHED
        is_worked_on = force.pk in reader.office and stage != ResponseStage.PUBLISHED
        label = f"{ResponseStage(stage).label}." if is_worked_on else ""
        joint = others.get(inspection.response_pk) if applicability is not None else None
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
