"""What a plan meets in the register: the bodies it names, what was recorded later, and what passes to whom."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils.translation import gettext as _

from forces.bodies.handovers import Handovers
from forces.bodies.models import Body, EarlierName, Force, Oversight, Panel
from forces.people.editions import Edition
from forces.people.models import CalendarAddress, DataAddress, Membership, Role
from recommendations.assurance.models import Assurance
from recommendations.discussion.models import ActionComment
from recommendations.positions.models import Position
from recommendations.register.models import Action, Update
from recommendations.register.statuses import FINISHED
from recommendations.reorganisations.known_bodies import PlanContext, RecordedLater, RegisteredBody
from recommendations.reorganisations.plan import MembersRecord, ReorganisationPlan
from recommendations.reorganisations.rules import OVERSIGHT, PlanOutcome
from recommendations.responses.models import Commitment, Publication, Response, ResponseStage
from recommendations.rounds.models import Round

OFFICE_ROLES = (Role.OPCC_STAFF, Role.OPCC_APPROVER, Role.AUDITOR)


def context_for(plan: ReorganisationPlan) -> PlanContext:
    """Return what the register holds that the plan can clash with, in twelve queries."""
    overseers = dict(Oversight.objects.on(plan.on).values_list("force__slug", "body__slug"))
    codes = dict(Force.objects.values_list("pk", "abbreviation"))
    renamed = dict(
        EarlierName.objects.order_by().values("body").annotate(last=Max("until")).values_list("body", "last")
    )
    bodies = {
        slug: RegisteredBody(
            pk, slug, name, kind, opened_on, closed_on, codes.get(pk, ""), overseers.get(slug, ""), renamed.get(pk)
        )
        for pk, slug, name, kind, opened_on, closed_on in Body.objects.values_list(
            "pk", "slug", "name", "kind", "opened_on", "closed_on"
        )
    }
    handovers = Handovers.load()
    named = {slug for change in plan.become for slug in change.from_}
    named |= {slug for change in plan.bodies for slug in change.forces}
    named |= {overseers[slug] for slug in named if slug in overseers}
    concerned = {bodies[slug].pk: slug for slug in named if slug in bodies}
    return PlanContext(bodies, handovers, tuple(_recorded_later(plan.on, concerned, handovers)))


def lock_what_passes(plan: ReorganisationPlan) -> None:
    """Lock the actions and responses that a plan passes on, until the transaction ends. Lock the bodies first.

    A save that has begun ends first; a later one reads who holds the action then.
    """
    named = {slug for change in plan.become for slug in change.from_}
    named |= {slug for change in plan.bodies for slug in change.forces}
    overseers = Oversight.objects.on(plan.on).filter(force__slug__in=named).values("body")
    bodies = Body.objects.filter(Q(slug__in=named) | Q(pk__in=overseers)).values_list("pk", flat=True)
    lock_records(Handovers.load().held_by(set(bodies), plan.on))


def lock_records(bodies: Collection[int]) -> None:
    """Lock the actions and responses of these bodies (ids) until the transaction ends, each in the order of ids."""
    for records in (Action.objects.filter(holder__in=bodies), Response.objects.filter(force__in=bodies)):
        list(records.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _recorded_later(day: datetime.date, concerned: dict[int, str], handovers: Handovers) -> Iterator[RecordedLater]:
    """Yield the latest record of each kind on or after the day, for each body (id and slug)."""
    held = handovers.held_by(concerned, day)
    found: list[tuple[str, QuerySet, str, str]] = [
        (_("an update"), Update.objects.filter(action__holder__in=held), "action__holder", "effective_on"),
        (_("an assurance"), Assurance.objects.filter(action__holder__in=held), "action__holder", "dated_on"),
        (_("a comment"), ActionComment.objects.filter(action__holder__in=held), "action__holder", "written_at__date"),
        (_("an action that opens"), Action.objects.filter(holder__in=held), "holder", "opened_on"),
        (
            _("a published response"),
            Publication.objects.filter(response__force__in=held),
            "response__force",
            "published_on",
        ),
        (_("a membership that begins"), Membership.objects.filter(body__in=held), "body", "first_day"),
        (OVERSIGHT, Oversight.objects.filter(force__in=held), "force", "first_day"),
    ]
    for what, records, body, on in found:
        late = records.order_by().filter(**{f"{on}__gte": day}).values(body).annotate(last=Max(on))
        for pk, last in late.values_list(body, "last"):
            holder = handovers.holder_on(pk, day)
            if holder in concerned:
                yield RecordedLater(concerned[holder], str(what), last)


# --- what passes --------------------------------------------------------------------------------------------


@dataclass
class HandoverRow:
    """What passes from one body to its successor on the day."""

    predecessor: str  # names
    successor: str
    open_actions: int = 0
    finished_actions: int = 0
    drafts: int = 0  # of responses
    commitments: int = 0
    requests: int = 0  # open rounds of requests
    calendars: int = 0  # private addresses of calendars, which follow the successor


@dataclass(frozen=True)
class ContinuedMembership:
    """A role that ends with its body, and the body (slug) at which it continues; empty if it does not."""

    membership: Membership
    successor: str


@dataclass
class HandoverPreview:
    """Everything that passes on the day of a plan."""

    rows: list[HandoverRow] = field(default_factory=list)
    memberships: list[ContinuedMembership] = field(default_factory=list)
    data_addresses: int = 0  # private addresses of data that stop, because their memberships end

    @property
    def continued(self) -> int:
        """Return how many roles continue at a successor."""
        return sum(bool(each.successor) for each in self.memberships)

    @property
    def ended(self) -> int:
        """Return how many roles end without continuing."""
        return len(self.memberships) - self.continued

    @property
    def open_actions(self) -> int:
        return sum(each.open_actions for each in self.rows)

    @property
    def finished_actions(self) -> int:
        return sum(each.finished_actions for each in self.rows)


def handover_preview(
    plan: ReorganisationPlan, outcome: PlanOutcome, known: PlanContext, names: dict[str, str]
) -> HandoverPreview:
    """Return what passes, in nine queries. `names` are the names of bodies by slug, those created included."""
    slugs = {known.bodies[slug].pk: slug for slug in outcome.successor_of}
    passing = {pk: HandoverRow(names[slug], names[outcome.successor_of[slug]]) for pk, slug in slugs.items()}
    for pk, is_open, count in _actions(plan.on, slugs):
        if is_open:
            passing[pk].open_actions += count
        else:
            passing[pk].finished_actions += count
    handovers = known.handovers
    held = handovers.held_by(slugs, plan.on)
    counted: list[tuple[str, QuerySet, str]] = [
        ("drafts", Response.objects.exclude(stage=ResponseStage.PUBLISHED).filter(force__in=held), "force"),
        ("commitments", Commitment.objects.filter(done_on=None, body__in=held), "body"),
        ("requests", Round.objects.filter(closed_on=None, holder__in=held), "holder"),
        ("calendars", CalendarAddress.objects.filter(force__in=held), "force"),
    ]
    for name, records, body in counted:
        for pk, count in records.order_by().values(body).annotate(n=Count("pk")).values_list(body, "n"):
            row = passing[handovers.holder_on(pk, plan.on)]
            setattr(row, name, getattr(row, name) + count)
    memberships = list(memberships_of(plan, outcome, known))
    people = {each.membership.person_id for each in memberships}
    return HandoverPreview(
        sorted(passing.values(), key=lambda row: (row.successor, row.predecessor)),
        memberships,
        DataAddress.objects.filter(person__in=people).count(),
    )


def _actions(day: datetime.date, holders: Collection[int]) -> Iterator[tuple[int, bool, int]]:
    """Yield how many actions are open, and how many finished, of each holder (id) on the day, as the public sees it:
    an administrator reads no more of a force.
    """
    on_the_day = Position.objects.on(day).filter(holder__in=holders, edition=Edition.PUBLIC).order_by()
    counts = on_the_day.values("holder").annotate(all=Count("pk"), finished=Count("pk", filter=Q(status__in=FINISHED)))
    for pk, every, finished in counts.values_list("holder", "all", "finished"):
        yield pk, True, every - finished
        yield pk, False, finished


def memberships_of(plan: ReorganisationPlan, outcome: PlanOutcome, known: PlanContext) -> Iterator[ContinuedMembership]:
    """Yield the roles that end with their bodies, each with the slug at which it continues, if it does. Two queries."""
    panels = ending_panels(plan)
    slugs = {known.bodies[slug].pk: slug for slug in outcome.successor_of}
    held = Membership.objects.held_on(plan.on).filter(Q(body__in=slugs) | Q(body__in=panels))
    for membership in held.select_related("person", "body").order_by("body__name", "role", "person__name", "pk"):
        assert membership.body_id  # noqa: S101 - filtered above
        successor = panels.get(membership.body_id) or outcome.successor_of.get(slugs.get(membership.body_id, ""), "")
        yield ContinuedMembership(membership, successor if _continues(membership.role, plan.members) else "")


def ending_panels(plan: ReorganisationPlan) -> dict[int, str]:
    """Return the panels (ids) of the forces that end, each with the slug of the panel that follows; empty if none."""
    follows = {}
    for change in plan.become:
        taking = next((each for each in change.to if each.takes_open_work), change.to[0])
        for slug in change.from_:
            follows[slug] = taking.panel.slug if taking.panel else ""
    panels = Panel.objects.filter(scrutinises__slug__in=follows, closed_on=None)
    return {pk: follows[slug] for pk, slug in panels.annotate(of=F("scrutinises__slug")).values_list("pk", "of")}


def _continues(role: str, members: MembersRecord) -> bool:
    if role == Role.PANEL_MEMBER:
        return members.panels
    return members.forces if role == Role.FORCE_CONTRIBUTOR else members.offices
