"""The responses a reader can see: one row for every published inspection and every force that must respond to it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.bodies.models import Force, LocalPolicingBody, Oversight
from forces.people.access import Reader
from recommendations.register.listed_columns import body_columns
from recommendations.register.models import Inspection, Recommendation, RecommendationKind
from recommendations.register.response_period import ItemsToAnswer
from recommendations.responses.clock import Clock, ClockState
from recommendations.responses.content_queries import needs_explanation
from recommendations.responses.members import JointWith, joint_with
from recommendations.responses.models import Explanation, Publication, Response, ResponseStage, Sending
from recommendations.responses.queries import (
    ORDER,
    FirstPublication,
    clock_from,
    days_left,
    first_by,
    office_settings,
)

_AFI = RecommendationKind.AFI


@dataclass(frozen=True)
class ExplanationCount:
    """How many of the recommendations that need an explanation have one in the draft."""

    done: int
    needed: int

    def __str__(self) -> str:
        return _("%(done)d of %(needed)d") % {"done": self.done, "needed": self.needed}

    @property
    def sentence(self) -> str:
        """Return a sentence such as "12 of 14 recommendations explained."."""
        words = ngettext(
            "%(done)d of %(needed)d recommendation explained.",
            "%(done)d of %(needed)d recommendations explained.",
            self.needed,
        )
        return words % {"done": self.done, "needed": self.needed}


@dataclass(frozen=True)
class ResponseRow:
    """The response of one force to one inspection. `response` and what follows is for the force's own office only."""

    inspection: Inspection
    force: Force
    body: LocalPolicingBody | None  # the body that published it; before that, the body in office
    clock: Clock
    is_own: bool
    publication: Publication | None = None  # the newest, without its text
    response: Response | None = None
    explained: ExplanationCount | None = None  # until a response is published
    joint: JointWith | None = None  # as far as the reader may know
    sent_to: frozenset[str] = frozenset()  # the recipients to whom the newest publication was sent

    @property
    def joint_with(self) -> str:
        """Return the other forces or reports of a joint response, in words."""
        return self.joint.names if self.joint else ""

    @property
    def state(self) -> ClockState:
        return self.clock.state

    @property
    def state_rank(self) -> int:
        """Return the place of the state in the sort order: responses that need action come first."""
        return ORDER.index(self.state)

    @property
    def last_day(self) -> datetime.date | None:
        return None if self.state is ClockState.NOT_DUE else self.clock.last_day

    @property
    def stage(self) -> str:
        """Return the label of the draft's stage; empty without a draft, and where no response is due."""
        return self.response.get_stage_display() if self.response and self.state is not ClockState.NOT_DUE else ""

    @property
    def is_incomplete(self) -> bool:
        """Return whether it was published incomplete, or the draft lacks an explanation."""
        if self.publication:
            return bool(self.publication.incomplete_reason)
        return self.explained is not None and self.explained.done < self.explained.needed

    @property
    def days_left(self) -> int | None:
        """Return the days to the last day; None once the response is published or the day has passed."""
        return days_left(self.clock)

    def get_absolute_url(self) -> str:
        """Return the address of the publication, or of the editor while the office works on a draft or correction."""
        slugs = [self.force.slug, self.inspection.slug]
        is_being_edited = self.response is not None and self.response.stage != ResponseStage.PUBLISHED
        if self.publication and not is_being_edited:
            return reverse("publication", args=[*slugs, self.publication.version])
        return reverse("response", args=slugs)


_IN_OFFICE = (
    *("first_day", *body_columns("force"), "force__opened_on", "force__closed_on", "force__uses_soteria_tracker"),
    *(*body_columns("body"), "body__office", "body__office_holder_title", "body__update_interval"),
    *("body__office_settings__body", "body__office_settings__afis_need_explanations"),
)


def current_oversights(reader: Reader, forces: Iterable[int] | None = None) -> dict[int, Oversight]:
    """Return the oversight of each force (narrowed to the ids `forces`) on the day, by its id, in one query."""
    oversights = Oversight.objects.on(reader.day).filter(_of_forces("force", forces))
    return {
        oversight.force_id: oversight
        for oversight in oversights.select_related("force", "body", "body__office_settings").only(*_IN_OFFICE)
    }


def response_rows(
    reader: Reader, *, forces: Iterable[int] | None = None, oversights: Mapping[int, Oversight] | None = None
) -> list[ResponseRow]:
    """Return a row for each published inspection and each force that must respond to it, in at most seven queries.

    The reader's own office comes first, then the newest reports. `forces` (ids) narrows the list. Readers outside the
    force's office see what is published, and nothing of its drafts and decisions. `oversights` are those of the forces
    (`current_oversights`), where they are known already.
    """
    if oversights is None:
        oversights = current_oversights(reader, forces)
    inspections = {inspection.pk: inspection for inspection in _inspections(reader)}
    published = list(_publications(inspections, forces))
    first = first_by(reader.day, [(each.response_id, each.published_on, each.dated_on) for each in published])
    newest = {publication.response_id: publication for publication in published}
    responses = {
        (found.inspection_id, found.force_id): found
        for found in _responses(reader, inspections, forces)
        if found.pk in first or found.force_id in reader.office
    }
    sent_to = _recipients(reader) if first else {}
    named = _named_subjects(inspections)
    joint = joint_with(responses.values())
    drafts = [response for response in responses.values() if response.pk not in first]
    explanations = _Explanations.of(inspections, drafts)
    due = {
        (pk, force)
        for pk, inspection in inspections.items()
        for force, oversight in oversights.items()
        if (force in named[pk] if pk in named else _existed(oversight.force, inspection))
    }
    rows = []
    for pk, force in due | responses.keys():
        response = responses.get((pk, force))
        oversight = oversights.get(force)
        rows.append(
            _row(
                inspections[pk],
                response.force if response else oversights[force].force,
                response,
                in_office=oversight.body if oversight else None,
                first=first.get(response.pk) if response else None,
                publication=newest.get(response.pk) if response and response.pk in first else None,
                sent_to=sent_to,
                joint=joint,
                explanations=explanations,
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
    first: FirstPublication | None,
    publication: Publication | None,
    sent_to: Mapping[int, set[str]],
    joint: Mapping[int, JointWith],
    explanations: _Explanations,
    reader: Reader,
) -> ResponseRow:
    is_own = force.pk in reader.office
    own = response if is_own else None
    applicability = response.applicability if response else None
    is_being_explained = own is not None and own.is_due and publication is None
    return ResponseRow(
        inspection=inspection,
        force=force,
        body=publication.body if publication else in_office,
        clock=clock_from(inspection, reader.day, applicability=applicability, first=first),
        is_own=is_own,
        publication=publication,
        response=own,
        joint=joint.get(response.pk) if response else None,
        explained=explanations.count(inspection, own, in_office) if is_being_explained else None,
        sent_to=frozenset(sent_to.get(publication.pk, ())) if publication else frozenset(),
    )


def _existed(force: Force, inspection: Inspection) -> bool:
    """Return whether the force existed when the report was published."""
    return inspection.published_on is None or force.is_open_on(inspection.published_on)


def _of_forces(path: str, forces: Iterable[int] | None) -> Q:
    return Q() if forces is None else Q(**{f"{path}__in": forces})


def _inspections(reader: Reader) -> QuerySet[Inspection]:
    """Return published inspections, with how many recommendations and areas for improvement each holds."""
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
    """Return the ids of the forces that each report of named forces is about, by the inspection's id."""
    named: dict[int, set[int]] = {
        pk: set() for pk, inspection in inspections.items() if inspection.subjects == Inspection.Subjects.NAMED_FORCES
    }
    for subject in Inspection.subject_forces.through.objects.filter(inspection__in=named):
        named[subject.inspection_id].add(subject.force_id)
    return named


def _responses(reader: Reader, inspections: Iterable[int], forces: Iterable[int] | None) -> QuerySet[Response]:
    """Return responses that were ever published, and the drafts of the reader's own office."""
    return (
        Response.objects.filter(_of_forces("force", forces), inspection__in=inspections)
        .select_related("force")
        .defer("general_comments", "reply")
        .filter(Exists(Publication.objects.filter(response=OuterRef("pk"))) | Q(force__in=reader.office))
        .order_by()
    )


def _publications(inspections: Iterable[int], forces: Iterable[int] | None) -> QuerySet[Publication]:
    """Return the publications of responses, in the order of their versions."""
    publications = Publication.objects.filter(
        _of_forces("response__force", forces), response__inspection__in=inspections
    )
    return publications.select_related("body").defer("content").order_by("version")


def _recipients(reader: Reader) -> dict[int, set[str]]:
    """Return to whom each publication of the reader's own office was sent, by the publication's id."""
    recipients: dict[int, set[str]] = {}
    for sending in Sending.objects.filter(publication__response__force__in=reader.office):
        recipients.setdefault(sending.publication_id, set()).add(sending.recipient)
    return recipients


@dataclass(frozen=True)
class _Explanations:
    """What reports that ask about some of their items ask for, and what drafts explain."""

    asked: Mapping[int, list[Recommendation]]  # by inspection
    explained: Mapping[int, dict[int, bool]]  # the ids of recommendations, and whether each is an AFI, by response

    @classmethod
    def of(cls, inspections: Mapping[int, Inspection], drafts: Iterable[Response]) -> _Explanations:
        """Return them in at most three queries; none without drafts where every report asks about all its items."""
        partial = {pk for pk, found in inspections.items() if found.items_to_answer != ItemsToAnswer.ALL}
        asked: dict[int, list[Recommendation]] = {pk: [] for pk in partial}
        explained: dict[int, dict[int, bool]] = {draft.pk: {} for draft in drafts}
        if partial:
            items = Recommendation.objects.filter(inspection__in=partial).defer("text")
            for item in items.prefetch_related("addressees"):
                item.inspection = inspections[item.inspection_id]
                asked[item.inspection_id].append(item)
        if explained:
            found = _saying_something(Q(response__in=explained))
            for response, item_id, kind in found.values_list("response", "recommendation", "recommendation__kind"):
                explained[response][item_id] = kind == _AFI
        return cls(asked, explained)

    def count(self, inspection: Any, response: Any, body: LocalPolicingBody | None) -> ExplanationCount:
        """Return how many of the items that the body must explain its draft explains."""
        explained = self.explained[response.pk]
        if inspection.pk in self.asked:
            needed = {item.pk for item in self.asked[inspection.pk] if needs_explanation(item, body)}
            return ExplanationCount(len(needed & explained.keys()), len(needed))
        done, all_items = list(explained.values()).count(False), inspection.to_explain
        if office_settings(body).afis_need_explanations:
            done, all_items = len(explained), all_items + inspection.afis
        return ExplanationCount(done, all_items)


def _saying_something(condition: Q) -> QuerySet[Explanation]:
    """Return the explanations that say something (as `ResponseItem.is_explained`)."""
    return Explanation.objects.filter(condition, text__regex=r"\S").exclude(kind="")
