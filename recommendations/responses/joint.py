"""With whom a response is given jointly, who was asked, and who can be asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from forces.bodies.models import Force, Oversight
from forces.people.access import Reader
from recommendations.register.models import Inspection
from recommendations.register.response_period import TO_LAST_DAY, ResponseRule
from recommendations.responses.completeness import MissingPart, missing_parts
from recommendations.responses.content import ResponseContent
from recommendations.responses.members import names_of_others, other_members
from recommendations.responses.models import JointRequest, Publication, Response


@dataclass(frozen=True)
class JointSummary:
    """What the pages of a response show of a joint one: its other members, and the open requests."""

    response: Response
    others: list[Response]
    asked: list[JointRequest]  # by this response's members, not answered yet
    asked_of_us: list[JointRequest]  # by other offices, for the office of this response to answer

    @classmethod
    def of(cls, response: Response) -> JointSummary:
        """Return it in two queries, and three more if there are open requests. The response may be unsaved."""
        open_requests = JointRequest.objects.filter(answer="").select_related("force", "inspection", "asked_by")
        of_us = Q(force=response.force_id, inspection=response.inspection_id)
        shown = open_requests.filter(of_us | Q(joint__isnull=False, joint=response.joint_id))
        found = list(shown.prefetch_related("joint__members__force"))
        return cls(
            response,
            other_members(response),
            [request for request in found if request.joint_id == response.joint_id],
            [request for request in found if request.joint_id != response.joint_id],
        )

    @property
    def names(self) -> str:
        """ "Cumbria and Durham": see `names_of_others`."""
        return names_of_others(self.response, self.others)

    @property
    def waiting_for(self) -> list[Response]:
        """Return the other members whose bodies have not approved the text, once this one has."""
        return [member for member in self.others if member.approved_digest != self.response.approved_digest]


def approved_together(response: Response, content: ResponseContent) -> list[tuple[Response, list[MissingPart]]]:
    """Return the responses that one approval covers, each with what is missing: this one, and others of its body.

    `content` is what `content_of` returns for the response: its members are in the order of `other_members`.
    """
    members = zip((response, *other_members(response)), (content, *content.others), strict=True)
    return [(member, missing_parts(text)) for member, text in members if text.body == content.body]


def forces_to_ask(response: Response, reader: Reader) -> QuerySet[Force]:
    """Return the other forces that must answer this report, whose offices use Soteria Tracker, and were not asked."""
    inspection = response.inspection
    forces = Force.objects.filter(
        Exists(Oversight.objects.on(reader.day).filter(force=OuterRef("pk"))), uses_soteria_tracker=True
    )
    if inspection.subjects == Inspection.Subjects.NAMED_FORCES:
        forces = forces.filter(subject_of=inspection.pk)
    elif inspection.published_on:
        forces = forces.filter(pk__in=Force.objects.open_on(inspection.published_on).values("pk"))
    asked = JointRequest.objects.filter(joint__isnull=False, joint=response.joint_id, answer="")
    members = [member.force_id for member in other_members(response) if member.inspection_id == inspection.pk]
    published = Publication.objects.filter(response__inspection=inspection).values("response__force")
    return (
        forces.exclude(pk=response.force_id)
        .exclude(pk__in=asked.filter(inspection=inspection).values("force"))
        .exclude(pk__in=members)
        .exclude(pk__in=published)
        .order_by("name")
    )


def reports_to_add(response: Response, reader: Reader) -> QuerySet[Inspection]:
    """Return the other reports that this force has a response to give to, under the same rule.

    Those are the reports whose period still runs, and those to which a response is drafted.
    """
    force = response.force
    of_force = Response.objects.filter(force=force)
    open_since = reader.day - TO_LAST_DAY
    is_open = Q(response_rule=ResponseRule.DAYS_56, published_on__gte=open_since) | Q(response_due_on__gte=reader.day)
    settled = of_force.filter(Q(publications__isnull=False) | Q(joint__isnull=False)).values("inspection")
    not_due = of_force.exclude(applicability__in=["", Response.Applicability.DUE]).values("inspection")
    subjects = Inspection.subject_forces.through.objects.filter(inspection=OuterRef("pk"), force=force.pk)
    existed = Q()
    if force.opened_on:
        existed &= Q(published_on__gte=force.opened_on)
    if force.closed_on:
        existed &= Q(published_on__lt=force.closed_on)
    return (
        Inspection.objects.visible_to(reader)
        .published_by(reader.day)
        .filter((~Q(subjects=Inspection.Subjects.NAMED_FORCES) & existed) | Q(Exists(subjects)))
        .filter(is_open | Q(pk__in=of_force.values("inspection")), response_rule=response.inspection.response_rule)
        .exclude(pk=response.inspection_id)
        .exclude(pk__in=settled)
        .exclude(pk__in=not_due)
        .order_by("-published_on", "short_title")
    )
