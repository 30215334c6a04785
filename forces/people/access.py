"""Every rule of who may do what. One file, so that one test can walk it.

A `Reader` is a person on a day. What the reader may see of a force is an *edition* of its positions; what the
reader may do is asked with `may_…`. Views start from querysets scoped with the reader: somebody else's record
answers 404, a missing right 403.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Oversight
from forces.people.models import Membership, Person, Role

if TYPE_CHECKING:
    from forces.bodies.models import Body


class Edition(models.TextChoices):
    """Whose view of a force's positions: its own and its office's, its panel's, everybody else's."""

    WORKING = "working", _("Working edition, for the force and its office")
    PANEL = "panel", _("Panel edition")
    PUBLIC = "public", _("Public edition")


class Audience(models.TextChoices):
    """For whom an update is meant. Each audience contains the ones before it."""

    OFFICE = "office", _("The office only (a note: it does not change where the action stands)")
    FORCE_AND_OFFICE = "force-and-office", _("The force and the office")
    PANEL = "panel", _("The force, the office and the panel")
    PUBLIC = "public", _("Everybody who can read this register")


# Which audiences' updates make up which edition. Notes for the office make up none.
AUDIENCES_OF_EDITION: dict[Edition, frozenset[Audience]] = {
    Edition.WORKING: frozenset({Audience.FORCE_AND_OFFICE, Audience.PANEL, Audience.PUBLIC}),
    Edition.PANEL: frozenset({Audience.PANEL, Audience.PUBLIC}),
    Edition.PUBLIC: frozenset({Audience.PUBLIC}),
}


class TakesComments(Protocol):
    """A response of a force, which may be open for the chief officer's comments."""

    @property
    def force_id(self) -> int: ...

    @property
    def takes_comments(self) -> bool: ...


@dataclass(frozen=True)
class Reader:
    """A person on a day, with the forces that each role of theirs concerns (by the bodies' ids).

    `day` is the day looked at; the roles are those of the present day, whichever day is looked at.
    """

    person: Person
    day: datetime.date
    roles: frozenset[str] = frozenset()
    office: frozenset[int] = frozenset()  # forces whose local policing body's office the person works in today
    approves: frozenset[int] = frozenset()
    audits: frozenset[int] = frozenset()
    contributes: frozenset[int] = frozenset()
    panel: frozenset[int] = frozenset()
    own_bodies: frozenset[int] = frozenset()  # the local policing bodies in whose offices the person works
    audited_bodies: frozenset[int] = frozenset()
    scrutinised_bodies: frozenset[int] = frozenset()  # those that oversee today the forces the person scrutinises
    descriptions: tuple[str, ...] = field(default=(), compare=False)
    present_day: datetime.date | None = None  # where an earlier day is looked at
    known_on: datetime.date | None = None  # only what had been recorded by the end of this day counts

    # --- which day is looked at ----------------------------------------------------------------------------

    def at(self, day: datetime.date, known_on: datetime.date | None = None) -> Reader:
        """The same reader, looking at another day, with the rights of the present one."""
        return replace(self, day=day, known_on=known_on, present_day=self.present_day or self.day)

    @property
    def looks_back(self) -> bool:
        """Whether an earlier day is looked at."""
        return self.present_day is not None and self.day < self.present_day

    # --- who this is ---------------------------------------------------------------------------------------

    @property
    def has_a_role(self) -> bool:
        return bool(self.roles)

    @property
    def is_administrator(self) -> bool:
        return Role.ADMINISTRATOR in self.roles

    @property
    def is_auditor_only(self) -> bool:
        """An auditor without another role sees no force but the audited ones."""
        return self.roles == frozenset({Role.AUDITOR})

    @property
    def working_forces(self) -> frozenset[int]:
        """Forces of which this reader sees the working edition."""
        return self.office | self.contributes | self.audits

    @property
    def working_holders(self) -> frozenset[int]:
        """Forces and local policing bodies of which this reader sees the working edition."""
        return self.working_forces | self.own_bodies | self.audited_bodies

    @property
    def panel_holders(self) -> frozenset[int]:
        """Forces and local policing bodies that this reader scrutinises and sees in the panel edition."""
        return (self.panel | self.scrutinised_bodies) - self.working_holders

    # --- what a reader sees --------------------------------------------------------------------------------

    def edition_of(self, holder: Body) -> Edition:
        """The edition of a holder's positions and words that this reader sees."""
        if holder.pk in self.working_holders or (holder.kind == holder.Kind.NATIONAL and self.is_administrator):
            return Edition.WORKING
        return Edition.PANEL if holder.pk in self.panel_holders else Edition.PUBLIC

    def editions(self, holder: str = "holder", edition: str = "edition") -> Q:
        """A filter that picks, for every holder, the one edition this reader sees. Names the two fields' paths."""
        possible = [Edition.PUBLIC]
        possible += [Edition.WORKING] if self.working_holders or self.is_administrator else []
        possible += [Edition.PANEL] if self.panel_holders else []
        picked = self._of_editions(holder, lambda seen: Q(**{edition: seen}))
        return Q(**{f"{edition}__in": possible}) & picked  # says nothing new, but lets one index answer

    def told(self, action: str = "action__", shown_to: str = "shown_to") -> Q:
        """A filter on updates: those that make up what this reader sees of holders whose records are kept here.

        `shown_to` names what says for whom an update is: now, or as it had been by some day.
        """
        kept = ~Q(**{f"{action}holder__kind": "force"}) | Q(**{f"{action}holder__force__kept_here": True})
        of_editions = self._of_editions(
            f"{action}holder", lambda seen: Q(**{f"{shown_to}__in": sorted(AUDIENCES_OF_EDITION[seen])})
        )
        return kept & self.holders(f"{action}holder__") & of_editions

    def _of_editions(self, holder: str, condition: Callable[[Edition], Q]) -> Q:
        """For every holder the condition for the edition this reader sees."""
        panel = Q(**{f"{holder}_id__in": self.panel_holders})
        working = Q(**{f"{holder}_id__in": self.working_holders})
        if self.is_administrator:
            working |= Q(**{f"{holder}__kind": "national"})
        return (
            (working & condition(Edition.WORKING))
            | (~(working | panel) & condition(Edition.PUBLIC))
            | (panel & condition(Edition.PANEL))
        )

    def holders(self, path: str = "") -> Q:
        """A filter on bodies: whose actions this reader may see at all. `path` leads to the body ("holder__")."""
        if self.is_auditor_only:
            return Q(**{f"{path}pk__in": self.audits | self.audited_bodies}) | Q(**{f"{path}kind": "national"})
        return Q() if self.has_a_role else Q(**{f"{path}pk__in": []})

    def audiences(self, holder: Body) -> frozenset[Audience]:
        """The audiences for whom an update of this holder may be so that this reader reads it, releases counted in."""
        visible = AUDIENCES_OF_EDITION[self.edition_of(holder)]
        reads_notes = self._keeps(holder) or (self.is_administrator and holder.kind == holder.Kind.NATIONAL)
        return visible | {Audience.OFFICE} if reads_notes else visible

    def words(self, holder: str = "holder", audience: str = "audience") -> Q:
        """A filter on what is said of holders: that whose words this reader may read, as `audiences` says of each.

        Names the two fields' paths.
        """
        national = Q(**{f"{holder}__kind": "national"}) if self.is_administrator else Q(pk__in=[])
        working = Q(**{f"{holder}_id__in": self.working_holders}) | national
        keeps = Q(**{f"{holder}_id__in": self.office | self.own_bodies}) | national
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
        """Record updates and evidence: the force and its office their own; administrators the national bodies'."""
        if holder.kind == holder.Kind.NATIONAL:
            return self.is_administrator
        return self._keeps(holder) or holder.pk in self.contributes

    def may_follow(self, holder: Body) -> bool:
        """Follow the holder's work: ask in rounds, name leads and projects, release, assure, record duties."""
        return self._keeps(holder)

    def may_enter_letters(self, holder: Body) -> bool:
        """Record what a letter of the inspectorate does, and retract it: whoever records, but for the force itself."""
        return self.may_record(holder) and not self.speaks_only_for_the_force(holder)

    def _keeps(self, holder: Body) -> bool:
        """Whether this reader's office keeps the holder's record: its force's, and that of the body it serves."""
        return holder.pk in self.office | self.own_bodies

    def audiences_to_choose(self, holder: Body) -> list[Audience]:
        """The audiences this reader may give an update. Releasing to panel or public is an act of the office."""
        if holder.kind == holder.Kind.NATIONAL:
            return [Audience.PUBLIC] if self.is_administrator else []
        if self._keeps(holder):
            return [Audience.FORCE_AND_OFFICE, Audience.OFFICE, Audience.PANEL, Audience.PUBLIC]
        return [Audience.FORCE_AND_OFFICE] if holder.pk in self.contributes else []

    def may_retract(self, holder: Body, *, audience: str, recorded_by: int) -> bool:
        """Retract an update: the office any of its own; a contributor only what that person recorded.

        And only who could have recorded it for its audience: else a retraction would release.
        """
        keeps = self._keeps(holder) or (holder.kind == holder.Kind.NATIONAL and self.is_administrator)
        return audience in self.audiences_to_choose(holder) and (keeps or recorded_by == self.person.pk)

    def speaks_only_for_the_force(self, holder: Body) -> bool:
        """A force's contributor, who cannot record what the office or an inspectorate says."""
        return holder.pk in self.contributes and not self._keeps(holder)

    def reads_draft(self, force: Body) -> bool:
        """Read the draft of a response to an inspection: nobody but the office of the body that answers."""
        return force.pk in self.office

    def may_draft(self, force: Body) -> bool:
        """Decide, invite, write and submit responses, and record to whom they were sent."""
        return force.pk in self.office

    def may_approve(self, force: Body) -> bool:
        """Approve, return and publish responses."""
        return force.pk in self.approves

    def may_comment(self, response: TakesComments) -> bool:
        """Enter the chief officer's comments for the force, once invited and until they are submitted."""
        return response.force_id in self.contributes and response.takes_comments

    def may_administer(self) -> bool:
        """Load the register, manage bodies and people."""
        return self.is_administrator


def reader_of(person: Person, day: datetime.date) -> Reader:
    """The reader a signed-in person is on the day, in two queries.

    A membership of a local policing body counts for the forces it oversees on that day: when oversight passes to
    a successor, so do the rights, on the same day.
    """
    memberships = list(person.memberships.held_on(day).select_related("body__panel")) if person.is_active else []
    bodies = {m.body_id for m in memberships if m.body_id}
    panels = (getattr(m.body, "panel", None) for m in memberships if m.role == Role.PANEL_MEMBER)
    scrutinised = frozenset(panel.scrutinises_id for panel in panels if panel)
    oversees: dict[int, set[int]] = {}
    if bodies:
        in_office = Oversight.objects.on(day).filter(Q(body__in=bodies) | Q(force__in=scrutinised))
        for body, force in in_office.values_list("body_id", "force_id"):
            oversees.setdefault(body, set()).add(force)

    def in_office_of(*roles: Role) -> frozenset[int]:
        return named_bodies(memberships, *roles) & oversees.keys()

    def overseen(*roles: Role) -> frozenset[int]:
        return frozenset(force for body in in_office_of(*roles) for force in oversees[body])

    return Reader(
        person=person,
        day=day,
        roles=frozenset(m.role for m in memberships),
        office=overseen(Role.OPCC_STAFF, Role.OPCC_APPROVER),
        approves=overseen(Role.OPCC_APPROVER),
        audits=overseen(Role.AUDITOR),
        contributes=named_bodies(memberships, Role.FORCE_CONTRIBUTOR),
        panel=scrutinised,
        own_bodies=in_office_of(Role.OPCC_STAFF, Role.OPCC_APPROVER),
        audited_bodies=in_office_of(Role.AUDITOR),
        scrutinised_bodies=frozenset(body for body, forces in oversees.items() if forces & scrutinised),
        descriptions=tuple(
            f"{m.get_role_display()}, {m.body}" if m.body else m.get_role_display() for m in memberships
        ),
    )


def named_bodies(memberships: Iterable[Membership], *roles: Role) -> frozenset[int]:
    """The ids of the bodies that memberships in these roles name."""
    return frozenset(m.body_id for m in memberships if m.role in roles and m.body_id)
