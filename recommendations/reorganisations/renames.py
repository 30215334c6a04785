"""What is wrong with the names that a plan gives. Pure."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from forces.bodies.models import BodyKind
from recommendations.imports.findings import FilePlace, Findings
from recommendations.imports.fixtures.error_messages import suggestion
from recommendations.reorganisations.known_bodies import PlanContext
from recommendations.reorganisations.plan import RenameRecord, ReorganisationPlan


def check_renames(plan: ReorganisationPlan, known: PlanContext, findings: Findings) -> None:
    """Note every name that cannot be given on the day."""
    names = {body.name.casefold(): body.slug for body in known.bodies.values()}
    names |= {new.name.casefold(): new.slug for change in plan.become for new in change.to if new.name}
    names |= {change.name.casefold(): change.body for change in plan.bodies if change.name}
    seen: dict[str, FilePlace] = {}
    for change in plan.rename:
        if change.body in seen:
            message = _("“%(slug)s” already gets a new name at %(other)s. Write it once.")
            findings.add_error(change.place, message % {"slug": change.body, "other": seen[change.body]})
        seen.setdefault(change.body, change.place)
        if problem := _problem(change, plan, known):
            findings.add_error(change.at("body"), problem)
        taken = names.setdefault(change.name.casefold(), change.body) if change.name else change.body
        if taken != change.body:
            message = _("“%(name)s” is the name of “%(taken)s”. Choose another name.")
            findings.add_error(change.at("name"), message % {"name": change.name, "taken": taken})


def _problem(change: RenameRecord, plan: ReorganisationPlan, known: PlanContext) -> str:
    """Return what is wrong with a change of name by itself; empty if nothing is."""
    body = known.bodies.get(change.body)
    if body is None:
        like = suggestion(change.body, list(known.bodies))
        return _("No body is called “%(slug)s”.%(like)s") % {"slug": change.body, "like": like}
    values = {"name": body.name, "day": date_format(plan.on)}
    if change.body in {slug for each in plan.become for slug in each.from_}:
        return _("%(name)s ends on %(day)s. Give the name to the force that takes its place.") % values
    if not body.is_open_on(plan.on):
        return _("%(name)s is not open on %(day)s, so it cannot be renamed.") % values
    if not (change.name or change.title):
        return _("Write the new “name” or “title” of %(name)s.") % values
    if change.title and body.kind != BodyKind.LOCAL:
        return _("%(name)s has no office-holder. Delete “title”.") % values
    if body.renamed_on and body.renamed_on >= plan.on:
        values["renamed"] = date_format(body.renamed_on)
        return _("%(name)s gets another name on %(renamed)s. Choose a day after that, or undo that first.") % values
    return ""
