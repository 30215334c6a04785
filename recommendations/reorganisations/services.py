"""Check a plan, show what it does, carry it out, and undo it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from forces.bodies.handovers import Handovers
from forces.bodies.models import Body, EarlierName, Force, LocalPolicingBody, Oversight, Panel, Succession
from forces.bodies.reorganisation import Reorganisation
from forces.bodies.services import KINDS, lock_bodies
from forces.people.history import delete_with_history, save_all_with_history, save_with_history, seal_history
from forces.people.models import Membership, Person
from forces.proof.sealing import seal
from recommendations.imports.findings import Findings
from recommendations.positions.revisions import renew_revisions
from recommendations.reorganisations.handed_positions import pass_positions, pass_positions_back
from recommendations.reorganisations.inheritance import inherited_by_body, inherited_settings
from recommendations.reorganisations.known_bodies import PlanContext
from recommendations.reorganisations.later_work import as_stored, later_records
from recommendations.reorganisations.plan import ReorganisationPlan, SuccessorRecord, read_plan
from recommendations.reorganisations.queries import (
    HandoverPreview,
    context_for,
    ending_panels,
    handover_preview,
    lock_records,
    lock_what_passes,
    memberships_of,
)
from recommendations.reorganisations.rules import PlanOutcome, check_plan
from recommendations.responses.models import OfficeSettings
from soteria_tracker.web.fingerprint import fingerprint

DAY = datetime.timedelta(days=1)


@dataclass
class Preview:
    """What a plan would do, or what is wrong with it."""

    text: str
    findings: Findings
    plan: ReorganisationPlan | None = None
    known: PlanContext | None = None
    outcome: PlanOutcome | None = None
    names: dict[str, str] = field(default_factory=dict)  # of all bodies by slug, those created included
    handover: HandoverPreview = field(default_factory=HandoverPreview)

    @property
    def can_be_done(self) -> bool:
        return self.outcome is not None

    @property
    def fingerprint(self) -> str:
        """Return a text that differs if the plan would do something else."""
        rows = [[*vars(row).values()] for row in self.handover.rows]
        members = [[each.membership.pk, each.successor] for each in self.handover.memberships]
        return fingerprint(self.text, rows, members)

    @property
    def changes(self) -> list[str]:
        """Return the changes of bodies in sentences."""
        return list(_sentences(self)) if self.outcome else []

    @property
    def warnings(self) -> list[str]:
        """Return what the plan leaves for a person to do."""
        if self.outcome is None:
            return []
        without = [force.name for force in self.outcome.new_forces if not force.panel]
        return [
            _("%(force)s has no panel. Name it under “panel”, or add it later.") % {"force": name} for name in without
        ]


def preview(name: str, content: bytes) -> Preview:
    """Return what the plan in a file would do, and every error in it. Saves nothing."""
    findings = Findings()
    plan = read_plan(name, content, findings)
    found = Preview(content.decode("utf-8", "replace"), findings, plan)
    if plan is None or findings.errors or findings.questions:
        return found
    known = found.known = context_for(plan)
    outcome = found.outcome = check_plan(plan, known, findings)
    if outcome:
        found.names = _names(known, outcome)
        found.handover = handover_preview(plan, outcome, known, found.names)
    return found


def _names(known: PlanContext, outcome: PlanOutcome) -> dict[str, str]:
    names = {slug: body.name for slug, body in known.bodies.items()}
    names |= {force.slug: force.name for force in outcome.new_forces}
    names |= {force.panel.slug: force.panel.name for force in outcome.new_forces if force.panel}
    return names | {change.body: change.name for change in outcome.new_bodies}


def _sentences(found: Preview) -> Iterator[str]:
    outcome, names = found.outcome, found.names
    assert outcome  # noqa: S101 - the caller asks
    for predecessor, successor in outcome.successor_of.items():
        yield _("%(predecessor)s ends. %(successor)s takes over its record.") % {
            "predecessor": names[predecessor],
            "successor": names[successor],
        }
    for predecessor, successor in outcome.also_succeeds:
        yield _("%(successor)s also succeeds %(predecessor)s, without its record.") % {
            "predecessor": names[predecessor],
            "successor": names[successor],
        }
    for change in found.plan.rename if found.plan else ():
        words = {"before": names[change.body], "name": change.name or names[change.body], "title": change.title}
        if change.name:
            yield _("%(before)s is called %(name)s from then on.") % words
        if change.title:
            yield _("The office-holder of %(name)s is called %(title)s from then on.") % words
    for force, body in outcome.overseer_of.items():
        if force not in outcome.successor_of:
            yield _("%(body)s becomes the local policing body of %(force)s.") % {
                "body": names[body],
                "force": names[force],
            }


@transaction.atomic
def reorganise(name: str, content: bytes, *, by: Person | None, shown: str = "") -> Reorganisation:
    """Carry out the plan in a file, all or nothing, and return its record. It takes effect on its day.

    `shown` is the fingerprint of the preview that the person saw; empty skips that check. Raises ValidationError with
    every error, or if the plan would now do something else.
    """
    lock_bodies()
    if plan := read_plan(name, content, Findings()):
        lock_what_passes(plan)
    found = preview(name, content)
    if found.plan is None or found.known is None or found.outcome is None:
        raise ValidationError([str(each) for each in (*found.findings.errors, *found.findings.questions)])
    if shown and shown != found.fingerprint:
        raise ValidationError(_("Something changed since this was shown. Check it again before you confirm."))
    return _Writer(found, found.plan, found.known, found.outcome, by).write()


class _Writer:
    """Writes one plan, and notes what it creates and changes so that it can be undone."""

    def __init__(
        self, found: Preview, plan: ReorganisationPlan, known: PlanContext, outcome: PlanOutcome, by: Person | None
    ) -> None:
        self.found, self.plan, self.known, self.outcome, self.by = found, plan, known, outcome, by
        self.created: list[list[Any]] = []
        self.changed: list[list[Any]] = []
        self.pks = {slug: body.pk for slug, body in known.bodies.items()}

    def write(self) -> Reorganisation:
        panels = ending_panels(self.plan)
        memberships = list(memberships_of(self.plan, self.outcome, self.known))
        self._rename()
        self._create_bodies()
        self._continue_memberships(memberships)
        self._pass_oversight()
        self._pass_records(panels)
        self._close_bodies(panels)
        record = Reorganisation(
            on=self.plan.on,
            plan=self.found.text,
            summary="\n".join(self.found.changes),
            created=self.created,
            changed=self.changed,
            recorded_at=timezone.now(),
            recorded_by=self.by,
        )
        record.save(force_insert=True)
        seal([record])
        return record

    def _create(self, record: models.Model) -> None:
        save_with_history(record, by=self.by)
        self.created.append([record._meta.label_lower, record.pk])

    def _create_all(self, model: Any, records: list[Any]) -> None:
        created = bulk_create_with_history(records, model, batch_size=500, default_user=self.by)
        seal_history(created)
        self.created += [[model._meta.label_lower, record.pk] for record in created]

    def _change_all(self, records: list[Any], name: str, value: datetime.date | str) -> None:
        """Set one date or text of records of one model."""
        for record in records:
            before = as_stored(getattr(record, name))
            self.changed.append([record._meta.label_lower, record.pk, name, before, as_stored(value)])
            setattr(record, name, value)
        save_all_with_history(records, fields=[name], by=self.by)

    # --- the steps -------------------------------------------------------------------------------------------

    def _rename(self) -> None:
        """Give bodies their new names. The old ones end on the day, so that pages show them until then."""
        for change in self.plan.rename:
            base = Body.objects.get(slug=change.body)
            body: Any = next(kind for kind, value in KINDS.items() if value == base.kind).objects.get(pk=base.pk)
            title = getattr(body, "office_holder_title", "")
            self._create(
                EarlierName(
                    body=base,
                    name=body.name,
                    short_name=body.short_name,
                    office_holder_title=title,
                    until=self.plan.on,
                    source=self.plan.source,
                )
            )
            new = {"name": change.name, "office_holder_title": change.title}
            if change.name:
                new["short_name"] = change.short_name or body.short_name
            for name, value in new.items():
                if value and value != getattr(body, name, ""):
                    self._change_all([body], name, value)

    def _create_bodies(self) -> None:
        common = {"opened_on": self.plan.on, "source": self.plan.source}
        for change in self.outcome.new_bodies:
            replaced = self._replaced_by(change.body)
            self._create_body(
                LocalPolicingBody(
                    slug=change.body,
                    name=change.name,
                    short_name=change.short_name,
                    office=change.kind,
                    office_holder_title=change.title,
                    **inherited_by_body(replaced),
                    **common,
                )
            )
            if settings := inherited_settings(replaced):
                self._create(OfficeSettings(body_id=self.pks[change.body], **settings))
        for successor in self.outcome.new_forces:
            self._create_body(Force(**self._facts_of(successor), **common))
            if successor.panel:
                force = Force.objects.get(pk=self.pks[successor.slug])
                self._create_body(
                    Panel(slug=successor.panel.slug, name=successor.panel.name, scrutinises=force, **common)
                )

    def _create_body(self, body: Any) -> None:
        body.kind = KINDS[type(body)]
        self._create(body)
        self.pks[body.slug] = body.pk

    def _replaced_by(self, slug: str) -> list[LocalPolicingBody]:
        """Return the bodies that a new one replaces."""
        replaced = [old for old, new in self.outcome.successor_of.items() if new == slug]
        return list(LocalPolicingBody.objects.filter(slug__in=replaced).select_related("office_settings"))

    def _facts_of(self, successor: SuccessorRecord) -> dict[str, Any]:
        """Return the facts of a new force. What the plan leaves out is as at its first predecessor."""
        change = next(change for change in self.plan.become if successor in change.to)
        forces = Force.objects.in_bulk([self.pks[slug] for slug in change.from_])
        before = [forces[self.pks[slug]] for slug in change.from_]
        first = before[0]
        column, row = (first.map_column, first.map_row) if change.to[0] is successor else (None, None)
        if successor.map:
            column, row = successor.map.column, successor.map.row
        return {
            "slug": successor.slug,
            "name": successor.name,
            "short_name": successor.short_name,
            "abbreviation": successor.abbreviation,
            "ons_code": successor.ons_code,
            "country": successor.country or first.country,
            "region": successor.region or first.region,
            "map_column": column,
            "map_row": row,
            "territorial": first.territorial,
            "uses_soteria_tracker": any(force.uses_soteria_tracker for force in before),
        }

    def _continue_memberships(self, memberships: list[Any]) -> None:
        new: dict[tuple[int, str, int], Membership] = {}
        for each in memberships:
            old = each.membership
            if not each.successor:
                continue
            key = (old.person_id, old.role, self.pks[each.successor])
            if key in new:
                last = new[key].last_day
                new[key].last_day = None if last is None or old.last_day is None else max(last, old.last_day)
                continue
            new[key] = Membership(
                person_id=old.person_id,
                role=old.role,
                body_id=key[2],
                first_day=self.plan.on,
                last_day=old.last_day,
                granted_by=self.by,
            )
        self._create_all(Membership, list(new.values()))
        self._change_all([each.membership for each in memberships], "last_day", self.plan.on - DAY)

    def _pass_oversight(self) -> None:
        """Record the new body of each force, and of the forces whose records it holds: it answers for them too."""
        new = []
        now = dict(Oversight.objects.on(self.plan.on).values_list("force", "body"))
        for force, body in self.outcome.overseer_of.items():
            for pk in self.known.handovers.held_by([self.pks[force]], self.plan.on):
                if now.get(pk) != self.pks[body]:
                    new.append(
                        Oversight(force_id=pk, body_id=self.pks[body], first_day=self.plan.on, source=self.plan.source)
                    )
        self._create_all(Oversight, new)

    def _pass_records(self, panels: dict[int, str]) -> None:
        pairs = [(self.pks[old], self.pks[new], True) for old, new in self.outcome.successor_of.items()]
        pairs += [(self.pks[old], self.pks[new], False) for old, new in self.outcome.also_succeeds]
        pairs += [(panel, self.pks[follows], False) for panel, follows in panels.items() if follows]
        self._create_all(
            Succession,
            [
                Succession(
                    predecessor_id=old,
                    successor_id=new,
                    on=self.plan.on,
                    source=self.plan.source,
                    passes_record=passes_record,
                )
                for old, new, passes_record in pairs
            ],
        )
        for old, new, passes_record in pairs:
            if passes_record:
                pass_positions(predecessor=old, successor=new, on=self.plan.on)
        renew_revisions({pk for pair in pairs for pk in pair[:2]})

    def _close_bodies(self, panels: dict[int, str]) -> None:
        ending = [self.pks[slug] for slug in self.outcome.successor_of]
        for model in (Force, LocalPolicingBody):
            self._change_all(list(model.objects.filter(pk__in=ending)), "closed_on", self.plan.on)
        self._change_all(list(Panel.objects.filter(pk__in=panels)), "closed_on", self.plan.on)


# --- undoing ------------------------------------------------------------------------------------------------


@transaction.atomic
def undo(reorganisation: Reorganisation, *, by: Person | None) -> Reorganisation:
    """Restore everything as it was before a reorganisation, and return the record of the undoing.

    Raises ValidationError, naming what was recorded later, if that is no longer possible.
    """
    lock_bodies()
    successions = Succession.objects.filter(pk__in=_ids(reorganisation, Succession))
    passed = [(row.predecessor_id, row.successor_id) for row in successions if row.passes_record]
    before = Handovers.load()
    lock_records(before.held_by({old for old, _new in passed}, reorganisation.on - DAY))
    if later := later_records(reorganisation):
        raise ValidationError([_("This can no longer be undone:"), *later])
    for old, new in passed:
        opened_for = before.held_by([old], reorganisation.on - DAY)
        pass_positions_back(predecessor=old, successor=new, on=reorganisation.on, opened_for=opened_for)
    _restore(reorganisation, by)
    new_bodies = _ids(reorganisation, Force) | _ids(reorganisation, LocalPolicingBody)
    renew_revisions({pk for pair in passed for pk in pair} - new_bodies)
    record = Reorganisation(
        on=reorganisation.on,
        plan=reorganisation.plan,
        summary=_("Undone: %(summary)s") % {"summary": reorganisation.summary},
        recorded_at=timezone.now(),
        recorded_by=by,
        undoes=reorganisation,
    )
    record.save(force_insert=True)
    seal([record])
    return record


def _ids(reorganisation: Reorganisation, model: type[models.Model]) -> set[int]:
    return {pk for label, pk in reorganisation.created if label == model._meta.label_lower}


def _restore(reorganisation: Reorganisation, by: Person | None) -> None:
    for label, pk, name, before, _after in reorganisation.changed:
        record = apps.get_model(label)._base_manager.get(pk=pk)
        setattr(record, name, record._meta.get_field(name).to_python(before))
        save_with_history(record, by=by)
    for label, pk in reversed(reorganisation.created):
        delete_with_history(apps.get_model(label)._base_manager.get(pk=pk), by=by)
