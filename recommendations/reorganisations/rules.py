"""What is wrong with a plan, given the bodies as they are. Pure: no database, no clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from forces.bodies.models import BodyKind
from recommendations.imports.findings import FilePlace, Findings
from recommendations.imports.fixtures.error_messages import suggestion
from recommendations.reorganisations.known_bodies import PlanContext, RecordedLater, RegisteredBody
from recommendations.reorganisations.plan import BodyChangeRecord, ReorganisationPlan, SuccessorRecord
from recommendations.reorganisations.renames import check_renames


@dataclass(frozen=True)
class PlanOutcome:
    """What a plan without errors comes to, by slugs."""

    successor_of: Mapping[str, str]  # who takes the record: of each force that ends, and of each body that ends
    also_succeeds: tuple[tuple[str, str], ...]  # (force, other force of its split), which take no record
    overseer_of: Mapping[str, str]  # the local policing body from the day, of each force that has another one
    new_forces: tuple[SuccessorRecord, ...]
    new_bodies: tuple[BodyChangeRecord, ...]


def check_plan(plan: ReorganisationPlan, known: PlanContext, findings: Findings) -> PlanOutcome | None:
    """Note every clash with the plan's own lines and with what is known. Return the outcome if there is none."""
    check = _Check(plan, known, findings)
    check.forces()
    check.overseers()
    check_renames(plan, known, findings)
    if findings.errors:
        return None
    outcome = check.outcome()
    return None if findings.errors else outcome


class _Check:
    def __init__(self, plan: ReorganisationPlan, known: PlanContext, findings: Findings) -> None:
        self.plan, self.known, self.findings = plan, known, findings
        self.day = date_format(plan.on)
        self.ending = [slug for change in plan.become for slug in change.from_]
        self.successors = [successor for change in plan.become for successor in change.to]
        self.new = {successor.slug: successor for successor in self.successors if successor.slug not in known.bodies}
        self.overseen = {force: change for change in plan.bodies for force in change.forces}

    def add(self, place: FilePlace, message: str, **values: object) -> None:
        self.findings.add_error(place, message % {"day": self.day, **values})

    def _like(self, slug: str, kind: BodyKind) -> str:
        return suggestion(slug, [body.slug for body in self.known.bodies.values() if body.kind == kind])

    # --- forces ---------------------------------------------------------------------------------------------

    def forces(self) -> None:
        if not self.plan.become and not self.plan.bodies and not self.plan.rename:
            self.add(self.plan.place, _("The plan changes nothing. Add “become”, “bodies” or “rename”."))
        seen: dict[str, FilePlace] = {}
        for change in self.plan.become:
            place = change.at("from")
            for slug in change.from_:
                if slug in seen:
                    message = _("“%(slug)s” already ends in the change at %(other)s. A force can end only once.")
                    self.add(place, message, slug=slug, other=seen[slug])
                seen.setdefault(slug, place)
                self._ending_force(slug, place)
            self._split(change.to, change.at("to"))
        self._successors()

    def _ending_force(self, slug: str, place: FilePlace) -> None:
        body = self.known.bodies.get(slug)
        if body is None or body.kind != BodyKind.FORCE:
            like = self._like(slug, BodyKind.FORCE)
            self.add(place, _("No force is called “%(slug)s”.%(like)s"), slug=slug, like=like)
            return
        self._is_open(body, place)
        for later in self.known.later:
            if later.body == slug:
                self._later(later, place)

    def _is_open(self, body: RegisteredBody, place: FilePlace) -> None:
        if body.closed_on and body.closed_on <= self.plan.on:
            closed = date_format(body.closed_on)
            self.add(
                place,
                _("%(name)s closes on %(closed)s, so it cannot change on %(day)s."),
                name=body.name,
                closed=closed,
            )
        elif body.closed_on:
            closed = date_format(body.closed_on)
            message = _("%(name)s closes on %(closed)s, after this plan. Undo that first.")
            self.add(place, message, name=body.name, closed=closed)
        elif not body.is_open_on(self.plan.on):
            opened = date_format(body.opened_on or self.plan.on)
            self.add(
                place, _("%(name)s opens on %(opened)s, so it cannot change on %(day)s."), name=body.name, opened=opened
            )

    def _later(self, later: RecordedLater, place: FilePlace) -> None:
        message = _("%(name)s has %(what)s on %(on)s. Choose a day after that for the plan.")
        name = self.known.bodies[later.body].name
        self.add(place, message, name=name, what=later.what, on=date_format(later.on))

    def _split(self, to: tuple[SuccessorRecord, ...], place: FilePlace) -> None:
        taking = [successor.slug for successor in to if successor.takes_open_work]
        if len(to) > 1 and len(taking) != 1:
            message = _(
                "The work of a force that is split passes to one successor. Write “takes_open_work: yes” at one."
            )
            self.add(place, message)

    def _successors(self) -> None:
        names = {body.name.casefold(): body.slug for body in self.known.bodies.values()}
        codes = {body.abbreviation: body.slug for body in self.known.bodies.values() if body.abbreviation}
        for slug, count in Counter(successor.slug for successor in self.successors).items():
            if count > 1 and slug in self.new:
                places = [successor.place for successor in self.successors if successor.slug == slug]
                self.add(
                    places[1],
                    _("“%(slug)s” is created twice, first at %(other)s. Merge all its forces in one change."),
                    slug=slug,
                    other=places[0],
                )
        for successor in self.successors:
            if successor.slug in self.ending:
                self.add(
                    successor.place,
                    _(
                        "“%(slug)s” ends on %(day)s itself, so it cannot take over anything. "
                        "Use a new slug for the new force."
                    ),
                    slug=successor.slug,
                )
            elif successor.slug not in self.new:
                self._existing_force(successor)
            else:
                self._new_force(successor, names, codes)

    def _existing_force(self, successor: SuccessorRecord) -> None:
        body = self.known.bodies[successor.slug]
        if body.kind != BodyKind.FORCE:
            self.add(
                successor.place,
                _("“%(slug)s” is not a force. Use another slug for the new force."),
                slug=successor.slug,
            )
            return
        self._is_open(body, successor.place)
        if not body.overseer and body.slug not in self.overseen:
            self.add(
                successor.place,
                _("%(name)s has no local policing body on %(day)s. Name it under “bodies”."),
                name=body.name,
            )
        if extra := sorted(successor.given - {"slug", "takes_open_work"}):
            message = _(
                "%(name)s exists already, so the plan cannot set its %(keys)s. Delete these lines, or use another slug."
            )
            self.add(successor.place, message, name=body.name, keys=", ".join(extra))

    def _new_force(self, successor: SuccessorRecord, names: dict[str, str], codes: dict[str, str]) -> None:
        for key in ("name", "abbreviation"):
            if not getattr(successor, key):
                self.add(
                    successor.place,
                    _("The new force “%(slug)s” needs “%(key)s”. Add it."),
                    slug=successor.slug,
                    key=key,
                )
        name_is_taken = _("“%(value)s” is the name of “%(taken)s”. Choose another name.")
        code_is_taken = _("“%(value)s” is the map code of “%(taken)s”. Choose another.")
        for key, value, known, message in (
            ("name", successor.name.casefold(), names, name_is_taken),
            ("abbreviation", successor.abbreviation, codes, code_is_taken),
        ):
            taken = known.setdefault(value, successor.slug)
            if value and taken != successor.slug:
                self.add(successor.at(key), message, value=getattr(successor, key), taken=taken)
        if successor.panel and (successor.panel.slug in self.known.bodies or successor.panel.name.casefold() in names):
            self.add(
                successor.panel.place,
                _("“%(slug)s” is in the register already. Choose another slug and name."),
                slug=successor.panel.slug,
            )

    # --- local policing bodies ------------------------------------------------------------------------------

    def overseers(self) -> None:
        seen: dict[str, FilePlace] = {}
        named: dict[str, FilePlace] = {}
        for change in self.plan.bodies:
            if change.body in named:
                self.add(
                    change.place,
                    _("“%(slug)s” is already named at %(other)s. List all its forces there."),
                    slug=change.body,
                    other=named[change.body],
                )
                continue
            named[change.body] = change.place
            self._overseer(change)
            place = change.at("forces")
            for slug in change.forces:
                if slug in seen:
                    self.add(
                        place,
                        _("“%(slug)s” already has a local policing body at %(other)s. A force can have only one."),
                        slug=slug,
                        other=seen[slug],
                    )
                seen.setdefault(slug, place)
                self._overseen_force(slug, place)
        for successor in self.new.values():
            if successor.slug not in self.overseen:
                self.add(
                    successor.place,
                    _("“%(slug)s” has no local policing body from %(day)s. Name it under “bodies”."),
                    slug=successor.slug,
                )

    def _overseen_force(self, slug: str, place: FilePlace) -> None:
        body = self.known.bodies.get(slug)
        if slug in self.new:
            return
        if slug in self.ending:
            self.add(place, _("“%(slug)s” ends on %(day)s. Name the force that takes its place."), slug=slug)
        elif body is None or body.kind != BodyKind.FORCE:
            like = suggestion(
                slug, [*self.new, *(b.slug for b in self.known.bodies.values() if b.kind == BodyKind.FORCE)]
            )
            self.add(place, _("No force is called “%(slug)s”.%(like)s"), slug=slug, like=like)
        else:
            self._is_open(body, place)
            for later in self.known.later:
                if later.body == slug and later.what == OVERSIGHT:
                    self._later(later, place)

    def _overseer(self, change: BodyChangeRecord) -> None:
        body = self.known.bodies.get(change.body)
        if body is None:
            for key in ("name", "kind", "title"):
                if not getattr(change, key):
                    like = self._like(change.body, BodyKind.LOCAL)
                    message = _("The new local policing body “%(slug)s” needs “%(key)s”. Add it.%(like)s")
                    self.add(change.place, message, slug=change.body, key=key, like=like)
            names = {each.name.casefold(): each.slug for each in self.known.bodies.values()}
            if taken := names.get(change.name.casefold()):
                self.add(
                    change.at("name"),
                    _("“%(name)s” is the name of “%(taken)s”. Choose another name."),
                    name=change.name,
                    taken=taken,
                )
        elif body.kind != BodyKind.LOCAL:
            self.add(change.at("body"), _("“%(slug)s” is not a local policing body."), slug=change.body)
        else:
            self._is_open(body, change.at("body"))
            if extra := sorted(change.given - {"forces", "body"}):
                message = _("%(name)s exists already, so the plan cannot set its %(keys)s. Delete these lines.")
                self.add(change.place, message, name=body.name, keys=", ".join(extra))

    # --- the outcome ----------------------------------------------------------------------------------------

    def outcome(self) -> PlanOutcome:
        successor_of = dict(self._force_successors())
        overseer_of = {
            slug: change.body for slug, change in self.overseen.items() if self._overseer_now(slug) != change.body
        }
        for force, successor in successor_of.items():
            overseer = overseer_of.get(successor) or self._overseer_now(successor)
            if overseer and overseer != self._overseer_now(force):
                overseer_of[force] = overseer
        return PlanOutcome(
            successor_of=successor_of | dict(self._body_successors(overseer_of)),
            also_succeeds=tuple(self._other_parts(successor_of)),
            overseer_of=overseer_of,
            new_forces=tuple(self.new.values()),
            new_bodies=tuple(change for change in self.plan.bodies if change.body not in self.known.bodies),
        )

    def _overseer_now(self, force: str) -> str:
        return self.known.bodies[force].overseer if force in self.known.bodies else ""

    def _force_successors(self) -> Iterator[tuple[str, str]]:
        for change in self.plan.become:
            taking = next((each for each in change.to if each.takes_open_work), change.to[0])
            yield from ((force, taking.slug) for force in change.from_)

    def _other_parts(self, successor_of: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        for change in self.plan.become:
            for force in change.from_:
                yield from ((force, each.slug) for each in change.to if each.slug != successor_of[force])

    def _body_successors(self, overseer_of: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Yield each body that oversees no force after the day, with the body that takes its record."""
        before: dict[str, list[str]] = {}
        for force in self.known.bodies.values():
            if force.kind == BodyKind.FORCE and force.overseer and force.closed_on is None:
                before.setdefault(force.overseer, []).append(force.slug)
        kept = {change.body for change in self.plan.bodies}
        for body, forces in before.items():
            if body in kept or any(force not in overseer_of for force in forces):
                continue
            after = sorted({overseer_of[force] for force in forces})
            if len(after) > 1:
                message = _(
                    "%(name)s ends, and its forces pass to different bodies (%(after)s), so it is not clear which of "
                    "them takes its record. Give its forces one body in this plan, and the others theirs in the next."
                )
                self.add(self.plan.at("bodies"), message, name=self.known.bodies[body].name, after=", ".join(after))
            for later in self.known.later:
                if later.body == body:
                    self._later(later, self.plan.at("bodies"))
            yield body, after[0]


OVERSIGHT = "another local policing body"
