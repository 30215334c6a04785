"""Every rule about who may see and do what, in one file that one test checks.

A `Reader` is a person on a day. The reader sees one *edition* of the positions of each force. Methods named `may_…`
say what the reader can do. Views start from querysets scoped to the reader: a record that the reader cannot see
answers 404, a missing right 403.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from django.db.models import Exists, Q

from forces.bodies.handovers import NO_HANDOVERS, Handovers
from forces.bodies.models import RECORDED_BY_ADMINISTRATORS, BodyKind, EarlierName, FireService, Oversight
from forces.bodies.names import Names, keep_names, kept_names
from forces.people.editions import AUDIENCES_OF_EDITION, Audience, Edition
from forces.people.models import Membership, Person, Role
from soteria_tracker.web.today import today

if TYPE_CHECKING:
    from forces.bodies.models import Body


# The kind of body that each role belongs to.
BODY_OF_ROLE: dict[Role, BodyKind | None] = {
    Role.PANEL_MEMBER: BodyKind.PANEL,
    Role.FORCE_CONTRIBUTOR: BodyKind.FORCE,
    Role.OPCC_STAFF: BodyKind.LOCAL,
    Role.OPCC_APPROVER: BodyKind.LOCAL,
    Role.AUDITOR: BodyKind.LOCAL,
    Role.ADMINISTRATOR: None,
}
# The roles in their own office that an approver gives and ends. Its auditor's role is an administrator's matter.
GIVEN_BY_APPROVERS = frozenset({Role.OPCC_STAFF, Role.OPCC_APPROVER})


class TakesComments(Protocol):
    """A response of a force, which may be open for the chief officer's comments."""

    @property
    def force_id(self) -> int: ...

    @property
    def takes_comments(self) -> bool: ...


@dataclass(frozen=True)
class Reader:
    """A person on a day, with the ids of the forces that each of their roles covers.

    `day` is the day of the page. The roles are always those of the present day. A role at a body covers the bodies
    whose records it holds since a reorganisation.
    """

    person: Person
    day: datetime.date
    roles: frozenset[str] = frozenset()
    office: frozenset[int] = frozenset()  # forces whose local policing body's office the person works in today
    approves: frozenset[int] = frozenset()
    approving_bodies: frozenset[int] = frozenset()  # local policing bodies in whose offices the person approves
    audits: frozenset[int] = frozenset()
    contributes: frozenset[int] = frozenset()
    panel: frozenset[int] = frozenset()
    own_bodies: frozenset[int] = frozenset()  # local policing bodies whose offices they work in, with fire services
    audited_bodies: frozenset[int] = frozenset()
    scrutinised_bodies: frozenset[int] = frozenset()  # those that oversee today the forces that the person scrutinises
    descriptions: tuple[str, ...] = field(default=(), compare=False)
    names: Names = field(default_factory=dict, compare=False)  # in use until a later day
    embargoed: frozenset[int] = frozenset()  # inspections under embargo that name the person
    handovers: Handovers = NO_HANDOVERS
    present_day: datetime.date | None = None  # set if `day` is an earlier day
    known_on: datetime.date | None = None  # count only what had been recorded by the end of this day

    # --- the day of the page -------------------------------------------------------------------------------

    def at(self, day: datetime.date, known_on: datetime.date | None = None) -> Reader:
        """Return the same reader for a page about another day, with the rights of the present day."""
        return replace(self, day=day, known_on=known_on, present_day=self.present_day or self.day)

    @property
    def looks_back(self) -> bool:
        """Whether the page is about an earlier day."""
        return self.present_day is not None and self.day < self.present_day

    def held_by(self, holder: Body) -> frozenset[int]:
        """Return the ids of the bodies whose actions the holder has on the day: its own, and those it took over."""
        return self.handovers.held_by([holder.pk], self.day)

    def current_holder(self, body: int) -> int:
        """Return the id of the body that holds this body's actions on the day: itself, or its successor."""
        return self.handovers.holder_on(body, self.day)

    def existing(self, bodies: frozenset[int]) -> frozenset[int]:
        """Return the ids of those bodies that have not passed their records to a successor by the day."""
        return bodies - self.handovers.passed_by(self.day)

    # --- who this is ---------------------------------------------------------------------------------------

    @property
    def rights(self) -> tuple[object, ...]:
        """Return everything that decides what the reader sees and may do, except who the person is.

        This includes the names of bodies that are not their last: those of an earlier day, or until a later one.
        """
        names = (field.name for field in fields(self) if field.name not in ("person", "descriptions", "names"))
        return (*(getattr(self, name) for name in names), list(kept_names().values()))

    @property
    def has_a_role(self) -> bool:
        return bool(self.roles)

    @property
    def is_administrator(self) -> bool:
        return Role.ADMINISTRATOR in self.roles

    @property
    def is_auditor_only(self) -> bool:
        """Whether the only role is auditor. Such a reader sees only the audited forces."""
        return self.roles == frozenset({Role.AUDITOR})

    @property
    def working_forces(self) -> frozenset[int]:
        """Return forces of which this reader sees the working edition."""
        return self.office | self.contributes | self.audits

    @property
    def working_holders(self) -> frozenset[int]:
        """Return forces and local policing bodies of which this reader sees the working edition."""
        return self.working_forces | self.own_bodies | self.audited_bodies

    @property
    def panel_holders(self) -> frozenset[int]:
        """Return forces and local policing bodies of which this reader sees the panel edition."""
        return (self.panel | self.scrutinised_bodies) - self.working_holders

    @property
    def logged_holders(self) -> frozenset[int]:
        """Return forces and local policing bodies of which this reader may see who recorded what."""
        return self.office | self.own_bodies | self.audits | self.audited_bodies

    # --- what a reader sees --------------------------------------------------------------------------------

    def edition_of(self, holder: Body) -> Edition:
        """Return the edition of a holder's positions and updates that this reader sees."""
        if holder.pk in self.working_holders or self._records_centrally(holder):
            return Edition.WORKING
        return Edition.PANEL if holder.pk in self.panel_holders else Edition.PUBLIC

    def editions(self, holder: str = "holder", edition: str = "edition") -> Q:
        """Return a filter for the one edition of each holder that this reader sees.

        `holder` and `edition` are the paths of the two fields.
        """
        possible = [Edition.PUBLIC]
        possible += [Edition.WORKING] if self.working_holders or self.is_administrator else []
        possible += [Edition.PANEL] if self.panel_holders else []
        picked = self._of_editions(holder, lambda seen: Q(**{edition: seen}))
        return Q(**{f"{edition}__in": possible}) & picked  # redundant, but lets the database use one index

    def readable_updates(self, action: str = "action__", shown_to: str = "shown_to") -> Q:
        """Return a filter for the updates in this reader's editions, of holders that use Soteria Tracker.

        `action` is the path to the action, and `shown_to` the field with the audience, now or on an earlier day.
        """
        tracked = ~Q(**{f"{action}holder__kind": "force"}) | Q(**{f"{action}holder__force__uses_soteria_tracker": True})
        of_editions = self._of_editions(
            f"{action}holder", lambda seen: Q(**{f"{shown_to}__in": sorted(AUDIENCES_OF_EDITION[seen])})
        )
        return tracked & self.holders(f"{action}holder__") & of_editions

    def _of_editions(self, holder: str, condition: Callable[[Edition], Q]) -> Q:
        """Return `condition` for the edition of each holder that this reader sees."""
        panel = Q(**{f"{holder}_id__in": self.panel_holders})
        working = Q(**{f"{holder}_id__in": self.working_holders})
        if self.is_administrator:
            working |= self._without_office(f"{holder}__")
        return (
            (working & condition(Edition.WORKING))
            | (~(working | panel) & condition(Edition.PUBLIC))
            | (panel & condition(Edition.PANEL))
        )

    def holders(self, path: str = "") -> Q:
        """Return a filter for bodies whose actions this reader can see. `path` leads to the body ("holder__")."""
        if self.is_auditor_only:
            return Q(**{f"{path}pk__in": self.audits | self.audited_bodies}) | self._without_office(path)
        return Q() if self.has_a_role else Q(**{f"{path}pk__in": []})

    def logged(self, path: str = "") -> Q:
        """Return a filter for bodies of which this reader may see who recorded what. `path` leads to the body."""
        central = self._without_office(path) if Role.AUDITOR in self.roles else Q(pk__in=[])
        return Q(**{f"{path}pk__in": self.logged_holders}) | central

    def audiences(self, holder: Body) -> frozenset[Audience]:
        """Return the audiences whose updates about this holder the reader can see, including released ones."""
        visible = AUDIENCES_OF_EDITION[self.edition_of(holder)]
        reads_notes = self._works_for(holder) or self._records_centrally(holder)
        return visible | {Audience.OFFICE} if reads_notes else visible

    def readable_texts(self, holder: str = "holder", audience: str = "audience") -> Q:
        """Return a filter for texts about holders that this reader can see: the same rule as `audiences`.

        `holder` and `audience` are the paths of the two fields.
        """
        central = self._without_office(f"{holder}__") if self.is_administrator else Q(pk__in=[])
        working = Q(**{f"{holder}_id__in": self.working_holders}) | central
        keeps = Q(**{f"{holder}_id__in": self.office | self.own_bodies}) | central
        panel = Q(**{f"{holder}_id__in": self.panel_holders})

        def meant_for(edition: Edition) -> Q:
            return Q(**{f"{audience}__in": sorted(AUDIENCES_OF_EDITION[edition])})

        readable = (
            meant_for(Edition.PUBLIC)
            | (panel & meant_for(Edition.PANEL))
            | (working & meant_for(Edition.WORKING))
            | (keeps & Q(**{audience: Audience.OFFICE}))
        )
        return readable & self.holders(f"{holder}__")

    # --- what a reader may do ------------------------------------------------------------------------------

    def may_record(self, holder: Body) -> bool:
        """Whether the reader can record updates: of their own force, or as administrator of one without an office."""
        if self.is_without_office(holder):
            return self.is_administrator
        return self._works_for(holder) or holder.pk in self.contributes

    def may_follow(self, holder: Body) -> bool:
        """Whether the reader can do the office's work: requests, leads, projects, releases, assurance and duties."""
        return self._works_for(holder)

    def may_decide_redactions(self, holder: Body) -> bool:
        """Whether the reader can decide what is removed from a body's updates: approvers of its office.

        Administrators decide for bodies without an office.
        """
        return holder.pk in self.approves or self._records_centrally(holder)

    def decides_redactions(self, holder: str = "holder") -> Q:
        """Return a filter for records of holders for whom this reader decides: the same rule."""
        central = self._without_office(f"{holder}__") if self.is_administrator else Q(pk__in=[])
        return Q(**{f"{holder}__in": self.approves}) | central

    def may_enter_letters(self, holder: Body) -> bool:
        """Whether the reader can record and retract letters: everyone who records updates, except the force itself."""
        return self.may_record(holder) and not self.speaks_only_for_the_force(holder)

    def _works_for(self, holder: Body) -> bool:
        """Whether the reader works in the office of the holder: the office of its force, or of the body itself."""
        return holder.pk in self.office | self.own_bodies

    def is_without_office(self, holder: Body) -> bool:
        """Whether no office here records for the holder: a national body, a regional unit or most fire services."""
        if holder.kind == BodyKind.FIRE:
            return holder.pk in self._fire_services_without_office
        return holder.kind in RECORDED_BY_ADMINISTRATORS

    def _without_office(self, path: str) -> Q:
        """Return a filter for bodies that no office here records for: the same rule as `is_without_office`."""
        services = FireService.objects.without_office(self.present_day or self.day).order_by().values("pk")
        return Q(**{f"{path}kind__in": sorted(RECORDED_BY_ADMINISTRATORS)}) | Q(**{f"{path}pk__in": services})

    @cached_property
    def _fire_services_without_office(self) -> frozenset[int]:
        services = FireService.objects.without_office(self.present_day or self.day)
        return frozenset(services.order_by().values_list("pk", flat=True))

    def _records_centrally(self, holder: Body) -> bool:
        """Whether the reader records for the holder as an administrator."""
        return self.is_administrator and self.is_without_office(holder)

    def audiences_to_choose(self, holder: Body) -> list[Audience]:
        """Return the audiences that the reader can choose for an update. Only the office can choose panel or public."""
        if self.is_without_office(holder):
            return [Audience.PUBLIC] if self.is_administrator else []
        if self._works_for(holder):
            return [Audience.FORCE_AND_OFFICE, Audience.OFFICE, Audience.PANEL, Audience.PUBLIC]
        return [Audience.FORCE_AND_OFFICE] if holder.pk in self.contributes else []

    def may_retract(self, holder: Body, *, audience: str, recorded_by: int) -> bool:
        """Whether the reader can retract an update: the office any of its own, a contributor only their own.

        The reader must also be able to choose its audience: otherwise a retraction would release something.
        """
        keeps = self._works_for(holder) or self._records_centrally(holder)
        return audience in self.audiences_to_choose(holder) and (keeps or recorded_by == self.person.pk)

    def speaks_only_for_the_force(self, holder: Body) -> bool:
        """Whether the reader can record only what the force says, not what the office or an inspectorate says."""
        return holder.pk in self.contributes and not self._works_for(holder)

    def reads_draft(self, force: Body) -> bool:
        """Whether the reader can see the draft of a response: only the office of the body that answers."""
        return force.pk in self.office

    def may_draft(self, force: Body) -> bool:
        """Whether the reader can invite comments, write and submit responses, and record who they were sent to."""
        return force.pk in self.office

    def may_approve(self, force: Body) -> bool:
        """Whether the reader can approve, return and publish responses."""
        return force.pk in self.approves

    def may_comment(self, response: TakesComments) -> bool:
        """Whether the reader can enter the chief officer's comments: after the invitation, until they are submitted."""
        return response.force_id in self.contributes and response.takes_comments

    def reads_panel_home(self, force: Body) -> bool:
        """Whether the reader sees the home of the force's panel: its members, unless they see unreleased records."""
        return force.pk in self.panel_holders

    def may_read_log(self) -> bool:
        """Whether the reader can see who recorded what: auditors, and the staff and approvers of an office."""
        return bool(self.logged_holders)

    def may_read_access_log(self) -> bool:
        """Whether the reader can see who signed in and who downloaded what: auditors, and administrators."""
        return Role.AUDITOR in self.roles or self.is_administrator

    def watched_people(self) -> Q:
        """Return a filter for the people whose access this reader may see: those with a role in a body they audit."""
        if self.is_administrator:
            return Q()
        audited = Q(body__in=self.audits | self.audited_bodies) | Q(body__panel__scrutinises__in=self.audits)
        return Q(pk__in=Membership.objects.filter(audited).values("person"))

    @property
    def is_writer(self) -> bool:
        """Whether any of the roles records something: all do but those of panel members and auditors."""
        return bool(self.roles - {Role.PANEL_MEMBER, Role.AUDITOR})

    def roles_to_give(self, body: Body | None) -> frozenset[Role]:
        """Return the roles in a body that the reader can give and end: those of any body as an administrator."""
        of_kind = frozenset(role for role, kind in BODY_OF_ROLE.items() if kind == (body.kind if body else None))
        if self.is_administrator:
            return of_kind
        return of_kind & GIVEN_BY_APPROVERS if body and body.pk in self.approving_bodies else frozenset()

    def reads_people(self, body: Body) -> bool:
        """Whether the reader can see who has a role in a body: its own office, and administrators."""
        return self.is_administrator or (body.kind == BodyKind.LOCAL and body.pk in self.own_bodies)

    def may_reset_second_factor(self, person: Person) -> bool:
        """Whether the reader can reset how someone signs in: an administrator, or an approver for their own office.

        No one can do so for themselves, and an approver only for people without a role outside the office.
        """
        if person.pk == self.person.pk:
            return False
        return self.is_administrator or self._belongs_to_own_office(person)

    def _belongs_to_own_office(self, person: Person) -> bool:
        """Whether all roles that the person holds today are in offices in which this reader approves."""
        bodies = set(person.memberships.held_on(today()).values_list("body_id", flat=True))
        return bool(bodies) and bodies <= self.approving_bodies

    def may_administer(self) -> bool:
        """Whether the reader can load the register, and manage bodies and people."""
        return self.is_administrator


def reader_of_today(person: Person) -> Reader:
    """Return the reader that a person is today, and show bodies by their names of today until the request ends."""
    reader = reader_of(person, today())
    if reader.names:
        keep_names(reader.names)
    return reader


def reader_of(person: Person, day: datetime.date) -> Reader:
    """Return the reader that a person is on the day, with three queries; one more while a name is to change later.

    A membership of a local policing body counts for the forces it oversees on that day: when oversight passes to
    a successor, so do the rights, on the same day. So do those of a force or a body that takes over another's record.
    """
    current = person.memberships.held_on(day) if person.is_active else Membership.objects.none()
    # every page begins with this: columns are cheaper than records, and the usual order would join more tables
    columns = ("role", "body_id", "body__name", "body__panel__scrutinises_id")
    several = ("body__localpolicingbody__fire_services", "person__embargoed_inspections")  # a row for each of these
    names_change_later = Exists(EarlierName.objects.filter(until__gt=day))
    rows = list(current.order_by("role", "pk").values_list(*columns, names_change_later, *several))
    names = EarlierName.objects.of_day(day) if rows and rows[0][len(columns)] else {}
    memberships = list(dict.fromkeys(row[:4] for row in rows))
    fire_services: dict[int, set[int]] = {}
    for _role, body, _name, _force, _later, service, _inspection in rows:
        if service:
            fire_services.setdefault(body, set()).add(service)
    bodies = {body for _role, body, *_others in memberships if body}
    scrutinised = frozenset(force for role, _body, _name, force in memberships if force and role == Role.PANEL_MEMBER)
    handovers = Handovers.load() if bodies else NO_HANDOVERS
    oversees: dict[int, set[int]] = {}
    if bodies:
        in_office = Oversight.objects.on(day).filter(Q(body__in=bodies) | Q(force__in=scrutinised)).order_by()
        for body, force in in_office.values_list("body_id", "force_id"):
            oversees.setdefault(body, set()).add(force)

    def in_bodies(*roles: Role) -> frozenset[int]:
        return frozenset(body for role, body, *_others in memberships if body and role in roles)

    def in_office_of(*roles: Role) -> frozenset[int]:
        return in_bodies(*roles) & oversees.keys()

    def overseen(*roles: Role) -> frozenset[int]:
        return held(frozenset(force for body in in_office_of(*roles) for force in oversees[body]))

    def with_fire_services(found: frozenset[int]) -> frozenset[int]:
        return found.union(*(fire_services.get(body, ()) for body in found))

    def held(found: frozenset[int]) -> frozenset[int]:
        return handovers.held_by(found, day)

    return Reader(
        person=person,
        day=day,
        roles=frozenset(role for role, *_others in memberships),
        office=overseen(Role.OPCC_STAFF, Role.OPCC_APPROVER),
        approves=overseen(Role.OPCC_APPROVER),
        approving_bodies=held(in_office_of(Role.OPCC_APPROVER)),
        audits=overseen(Role.AUDITOR),
        contributes=held(in_bodies(Role.FORCE_CONTRIBUTOR)),
        panel=held(scrutinised),
        own_bodies=held(with_fire_services(in_office_of(Role.OPCC_STAFF, Role.OPCC_APPROVER))),
        audited_bodies=held(with_fire_services(in_office_of(Role.AUDITOR))),
        scrutinised_bodies=held(frozenset(body for body, forces in oversees.items() if forces & scrutinised)),
        embargoed=frozenset(inspection for *_others, inspection in rows if inspection),
        handovers=handovers,
        names=names,
        descriptions=tuple(
            f"{Role(role).label}, {names[body].name if body in names else name}" if name else str(Role(role).label)
            for role, body, name, *_others in memberships
        ),
    )
