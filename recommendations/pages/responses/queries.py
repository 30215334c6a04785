"""Responses as rows: every published inspection with every force that answers to it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Trim
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.bodies.models import Force, LocalPolicingBody, Oversight
from forces.people.access import Reader
from recommendations.pages.common.response_clocks import ORDER, clock_beside, days_left, first_publication
from recommendations.register.models import Inspection, Recommendation
from recommendations.responses.clock import Clock, State
from recommendations.responses.models import OfficeSettings, Publication, Response, Sending
from recommendations.responses.queries import office_settings

_AFI = Recommendation.Kind.AFI


@dataclass(frozen=True)
class Explained:
    """How many of the recommendations that need an explanation have one in the draft."""

    done: int
    needed: int

    def __str__(self) -> str:
        return _("%(done)d of %(needed)d") % {"done": self.done, "needed": self.needed}


@dataclass(frozen=True)
class Newest:
    """The newest publication of a response, without its text."""

    pk: int
    version: int
    incomplete_reason: str
    is_elsewhere: bool
    published_on: datetime.date | None
    sent_to: frozenset[str]  # of the reader's own office: to whom a copy went


@dataclass(frozen=True)
class ResponseRow:
    """One inspection and one force. What is of the draft is there for the force's own office only."""

    inspection: Inspection
    force: Force
    body: LocalPolicingBody | None  # who published it; before that, who is in office
    clock: Clock
    is_own: bool
    publication: Newest | None = None
    response: Response | None = None
    explained: Explained | None = None  # while nothing is published

    @property
    def state(self) -> State:
        return self.clock.state

    @property
    def state_place(self) -> int:
        """For sorting: what needs somebody first."""
        return ORDER.index(self.state)

    @property
    def last_day(self) -> datetime.date | None:
        return None if self.state is State.NOT_DUE else self.clock.last_day

    @property
    def stage(self) -> str:
        """How far the working copy is, in words; empty without one, and where no response is due."""
        return self.response.get_stage_display() if self.response and self.state is not State.NOT_DUE else ""

    @property
    def explained_words(self) -> str:
        """ "12 of 14 recommendations explained."; empty where nothing is drafted."""
        if self.explained is None:
            return ""
        words = ngettext(
            "%(done)d of %(needed)d recommendation explained.",
            "%(done)d of %(needed)d recommendations explained.",
            self.explained.needed,
        )
        return words % {"done": self.explained.done, "needed": self.explained.needed}

    @property
    def is_incomplete(self) -> bool:
        """Published with a reason why it is incomplete, or a draft with something unexplained."""
        if self.publication:
            return bool(self.publication.incomplete_reason)
        return self.explained is not None and self.explained.done < self.explained.needed

    @property
    def days_left(self) -> int | None:
        """Days to the last day, while something is still to be published and the day has not passed."""
        return days_left(self.clock)

    def get_absolute_url(self) -> str:
        """What was published, unless the office is at work on a draft or a correction; then its editor."""
        place = [self.force.slug, self.inspection.slug]
        is_worked_on = self.response is not None and self.response.stage != Response.Stage.PUBLISHED
        if self.publication and not is_worked_on:
            return reverse("publication", args=[*place, self.publication.version])
        return reverse("response", args=place)


def answering_on(reader: Reader, forces: Iterable[int] | None = None) -> dict[int, Oversight]:
    """Who answers for each force on the reader's day, by the force's id; in one query. `forces` narrows it to some."""
    of_forces = Q() if forces is None else Q(force__in=forces)
    periods = Oversight.objects.on(reader.day).filter(of_forces)
    return {one.force_id: one for one in periods.select_related("force", "body", "body__office_settings")}


def response_rows(
    reader: Reader,
    *,
    forces: Iterable[int] | None = None,
    answering: Mapping[int, Oversight] | None = None,
    names_predecessors: bool = True,
) -> list[ResponseRow]:
    """A row for each published inspection and each force that answers to it, in four queries.

    Those of the reader's own office come first, then those of the newest reports. `forces` (ids) narrows it to some;
    `answering` is `answering_on` for them, where it is at hand. Other readers than the office see what is published,
    and nothing of drafts and decisions. Predecessors who published are not looked up unless they are to be named.
    """
    of_forces = Q() if forces is None else Q(force__in=forces)
    answering = answering_on(reader, forces) if answering is None else answering
    inspections = {inspection.pk: inspection for inspection in _inspections(reader)}
    recorded = {(one.inspection_id, one.force_id): one for one in _recorded(reader, inspections, of_forces)}
    named = _named_subjects(inspections)
    due = {(pk, force) for pk in inspections for force in answering if pk not in named or force in named[pk]}
    bodies = _bodies(answering, recorded.values() if names_predecessors else ())
    rows = []
    for pk, force in due | recorded.keys():
        response = recorded.get((pk, force))
        period = answering.get(force)
        rows.append(
            _row(
                inspections[pk],
                response.force if response else answering[force].force,
                response,
                in_office=period.body if period else None,
                bodies=bodies,
                reader=reader,
            )
        )
    return sorted(rows, key=lambda row: (not row.is_own, -row.clock.report_published_on.toordinal(), row.force.name))


def _row(
    inspection: Inspection,
    force: Force,
    response: Any,
    *,
    in_office: LocalPolicingBody | None,
    bodies: Mapping[int, LocalPolicingBody],
    reader: Reader,
) -> ResponseRow:
    is_own = force.pk in reader.office
    is_published = bool(response and response.has_publication)
    own = response if is_own else None
    settings = office_settings(in_office)
    applicability = response.applicability if response else None
    return ResponseRow(
        inspection=inspection,
        force=force,
        body=bodies.get(response.newest_body) if is_published else in_office,
        clock=clock_beside(inspection, reader.day, response, applicability=applicability),
        is_own=is_own,
        publication=_newest(response) if is_published else None,
        response=own,
        explained=_explained(inspection, own, settings) if own and own.is_due and not is_published else None,
    )


def _newest(response: Any) -> Newest:
    return Newest(
        pk=response.newest,
        version=response.newest_version,
        incomplete_reason=response.newest_incomplete,
        is_elsewhere=response.newest_elsewhere,
        published_on=response.newest_on,
        sent_to=frozenset(recipient for recipient in Sending.Recipient if getattr(response, _was_sent_to(recipient))),
    )


def _was_sent_to(recipient: str) -> str:
    """The name of the annotation."""
    return f"was_sent_to_{recipient.replace('-', '_')}"


def _inspections(reader: Reader) -> QuerySet[Inspection]:
    """Published inspections, with how many recommendations and areas for improvement each holds."""
    needs = ~Q(recommendations__kind__in=[_AFI, *Recommendation.KINDS_WITHOUT_ACTION])
    return (
        Inspection.objects.published_by(reader.day)
        .defer("key_findings")
        .annotate(
            to_explain=Count("recommendations", filter=needs & Q(recommendations__isnull=False)),
            afis=Count("recommendations", filter=Q(recommendations__kind=_AFI)),
        )
    )


def _named_subjects(inspections: Mapping[int, Inspection]) -> dict[int, set[int]]:
    """The forces that reports of named forces are about, by the inspection's id."""
    by_name = [pk for pk, one in inspections.items() if one.subjects == Inspection.Subjects.NAMED_FORCES]
    named: dict[int, set[int]] = {pk: set() for pk in by_name}
    for subject in Inspection.subject_forces.through.objects.filter(inspection__in=by_name):
        named[subject.inspection_id].add(subject.force_id)
    return named


def _recorded(reader: Reader, inspections: Iterable[int], of_forces: Q) -> QuerySet[Response]:
    """What is published, and the working copies of the reader's own office, with how much of each is explained."""
    newest = Publication.objects.filter(response=OuterRef("pk")).order_by("-version")
    written = ~Q(explanations__kind="") & ~Q(words="")
    is_afi = Q(explanations__recommendation__kind=_AFI)
    return (
        Response.objects.filter(of_forces, inspection__in=inspections)
        .select_related("force")
        .defer("general_comments", "reply")
        .annotate(**first_publication("pk", reader.day))
        .filter(Q(has_publication=True) | Q(force__in=reader.office))
        .annotate(
            newest=Subquery(newest.values("pk")[:1]),
            newest_version=Subquery(newest.values("version")[:1]),
            newest_body=Subquery(newest.values("body")[:1]),
            newest_on=Subquery(newest.values("published_on")[:1]),
            newest_incomplete=Subquery(newest.values("incomplete_reason")[:1]),
            newest_elsewhere=Subquery(newest.values("is_elsewhere")[:1]),
            **{_was_sent_to(recipient): _sent_to(recipient, reader) for recipient in Sending.Recipient},
            words=Trim("explanations__text"),
        )
        .annotate(
            explained=Count("explanations", filter=written & ~is_afi),
            explained_afis=Count("explanations", filter=written & is_afi),
        )
        .order_by()
    )


def _sent_to(recipient: str, reader: Reader) -> Case:
    """Whether the newest publication was sent; asked of those of the reader's own office alone."""
    sent = Sending.objects.filter(publication=OuterRef("newest"), recipient=recipient)
    return Case(When(Q(force__in=reader.office) & Exists(sent), then=Value(True)), default=Value(False))


def _bodies(answering: Mapping[int, Oversight], recorded: Iterable[Any]) -> dict[int, LocalPolicingBody]:
    """Who answers today and who published, by id. Predecessors take a query of their own."""
    bodies = {period.body_id: period.body for period in answering.values()}
    gone = {one.newest_body for one in recorded if one.newest_body} - bodies.keys()
    return bodies | LocalPolicingBody.objects.in_bulk(gone)


def _explained(inspection: Inspection, response: Any, settings: OfficeSettings) -> Explained:
    done, needed = response.explained, inspection.to_explain  # type: ignore[attr-defined]
    if settings.afis_need_explanations:
        done, needed = done + response.explained_afis, needed + inspection.afis  # type: ignore[attr-defined]
    return Explained(done, needed)
