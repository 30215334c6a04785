"""Merge an inspection that was entered twice, as its plan was shown and confirmed."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from forces.people.history import delete_with_history, save_with_history
from forces.people.models import Person
from recommendations.maintenance.services.merge_plan import MergePlan, preview_merge
from recommendations.maintenance.services.merge_responses import merge_responses
from recommendations.positions.rebuilding import rebuild
from recommendations.positions.revisions import renew_revisions
from recommendations.register.models import Action, Inspection, Link, Part, Recommendation
from recommendations.search.indexing import index
from recommendations.search.sources import REGISTER, UPDATES


@transaction.atomic
def merge_inspections(*, duplicate: Inspection, kept: Inspection, by: Person, shown: str) -> MergePlan:
    """Carry out the merge with the fingerprint `shown`. The duplicate is deleted; its history stays.

    Raises ValidationError if there are collisions, or if the plan has changed since it was shown.
    """
    list(Inspection.objects.select_for_update().filter(pk__in=[duplicate.pk, kept.pk]))
    plan = preview_merge(duplicate=duplicate, kept=kept)
    if plan.fingerprint != shown:
        raise ValidationError(_("Something changed since this was shown. Check it again before you confirm."))
    if plan.collisions:
        raise ValidationError([_("These two cannot be merged:"), *plan.collisions])
    surviving = plan.surviving
    try:
        _move_actions(plan, surviving, by)
        _move_other_records(plan, by)
        merge_responses(plan.responses, _kept_of(plan), by)
        _delete_duplicate(plan, by)
    except ProtectedError as error:
        kinds = sorted({str(record._meta.verbose_name) for record in error.protected_objects})
        raise ValidationError(
            _("Other records still refer to the duplicate: %(kinds)s.") % {"kinds": ", ".join(kinds)}
        ) from error
    rebuild([action.pk for action in surviving])
    index(REGISTER, [kept.pk])
    index(UPDATES, [action.pk for action in surviving])
    return plan


def _kept_of(plan: MergePlan) -> dict[int, Recommendation]:
    """Return the kept recommendation for each matched one of the duplicate, by id."""
    return {duplicate.pk: kept for duplicate, kept in plan.matched}


def _move_actions(plan: MergePlan, surviving: list[Action], by: Person) -> None:
    for deleted, staying in [*plan.actions_dropped, *((kept, action) for action, kept in plan.actions_replaced)]:
        staying.lead_post = staying.lead_post or deleted.lead_post
        staying.project = staying.project or deleted.project
        references = staying.external_references
        references += [reference for reference in deleted.external_references if reference not in references]
        holders = set(deleted.positions.values_list("holder", flat=True))
        delete_with_history(deleted, by=by)
        renew_revisions(holders)
        save_with_history(staying, by=by)
    kept_of = _kept_of(plan)
    for action in surviving:
        action.opened_on = plan.opening_day(action)
        if kept := kept_of.get(action.recommendation_id):
            label = action.part.label if action.part else None
            action.recommendation, action.part = kept, kept.parts.filter(label=label).first()
        save_with_history(action, by=by)


def _move_other_records(plan: MergePlan, by: Person) -> None:
    kept_of = _kept_of(plan)
    for recommendation in plan.moved:
        recommendation.inspection = plan.kept
        save_with_history(recommendation, by=by)
    for child in Recommendation.objects.filter(parent__in=kept_of).exclude(pk__in=kept_of):
        child.parent = kept_of[child.parent_id or 0]
        save_with_history(child, by=by)
    for document in plan.documents:
        document.inspection = plan.kept
        save_with_history(document, by=by)
    for statement in plan.statements:
        statement.recommendation = kept_of[statement.recommendation_id or 0]
        save_with_history(statement, by=by)
    for link in plan.links:
        start, end = plan.link_ends(link)
        same = Link.objects.filter(kind=link.kind, from_recommendation=start, to_recommendation=end)
        if start == end or same.exists():
            delete_with_history(link, by=by)
            continue
        link.from_recommendation_id, link.to_recommendation_id = start, end
        save_with_history(link, by=by)
    for follow_up in plan.follow_ups:
        follow_up.follow_up_of.remove(plan.duplicate)
        if follow_up != plan.kept:
            follow_up.follow_up_of.add(plan.kept)
        save_with_history(follow_up, by=by)


def _delete_duplicate(plan: MergePlan, by: Person) -> None:
    matched = [duplicate for duplicate, _kept in plan.matched]
    for recommendation in matched:
        for addressee in recommendation.addressees.all():
            delete_with_history(addressee, by=by)
        for part in Part.objects.filter(recommendation=recommendation):
            delete_with_history(part, by=by)
    for recommendation in sorted(matched, key=lambda each: each.parent_id is None):  # children before their parents
        delete_with_history(recommendation, by=by)
    delete_with_history(plan.duplicate, by=by)
