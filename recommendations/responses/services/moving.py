"""What becomes of responses when an inspection that was entered twice is merged.

A response moves with what was written, published and promised in it. Where both inspections have one for a force, the
one without words gives way; nobody's words are lost, so two that both hold words have to be settled by their office.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.people.history import delete_with_history, save_with_history
from forces.people.models import Person
from recommendations.maintenance.services.merging import Following, Merge
from recommendations.register.models import Inspection
from recommendations.responses.models import ChiefOfficerComment, Explanation, Response
from recommendations.responses.searchable import PUBLICATIONS
from recommendations.responses.services.working import save_changed
from recommendations.search.indexing import index

_TYPED = (
    "applicability_reason",
    "not_invited_reason",
    "own_report_id",
    "comments_document",
    "general_comments",
    "reply",
    "incomplete_reason",
    "returned_comment",
)


@dataclass(frozen=True)
class _Plan:
    moving: list[Response]  # the duplicate's
    going: list[tuple[Response, Response]]  # one without words, and the same force's that stays
    answered_by_it: list[Response]  # those answered through the duplicate, as the force's own report
    collisions: list[str]


def follow_merge(merge: Merge) -> Following:
    """What a merge does to the responses of its two inspections."""
    plan = _plan(merge)
    told = [_told(response) for response in plan.moving]
    told += [
        _("%(force)s: the response without words gives way to the other.") % {"force": going.force}
        for going, _staying in plan.going
    ]

    def make(by: Person) -> None:
        """Raises ValidationError where somebody has written in one of them meanwhile."""
        list(Response.objects.select_for_update().filter(inspection__in=[merge.duplicate, merge.kept]))
        if _plan(merge) != plan:
            raise ValidationError(_("Something changed since this was shown. Look at it again before you confirm."))
        _make(merge, plan, by)

    return Following(told, plan.collisions, make)


def _told(response: Response) -> str:
    versions = response.publications.count()
    if not versions:
        return _("%(force)s: the response moves.") % {"force": response.force}
    told = ngettext(
        "%(force)s: the response moves with %(count)d publication, whose address changes.",
        "%(force)s: the response moves with %(count)d publications, whose addresses change.",
        versions,
    )
    return told % {"force": response.force, "count": versions}


def _plan(merge: Merge) -> _Plan:
    responses = Response.objects.select_related("force").order_by("force__name")
    held = {response.force_id: response for response in responses.filter(inspection=merge.kept)}
    plan = _Plan([], [], list(responses.filter(own_report=merge.duplicate)), [])
    for mine in responses.filter(inspection=merge.duplicate):
        theirs = held.get(mine.force_id)
        if theirs is None:
            plan.moving.append(mine)
        elif not has_words(mine):
            plan.going.append((mine, theirs))
        elif not has_words(theirs):
            plan.moving.append(mine)
            plan.going.append((theirs, mine))
        else:
            plan.collisions.append(_both_speak(mine, theirs))
    if plan.moving and merge.kept.state != Inspection.State.PUBLISHED:
        plan.collisions.append(_("The inspection to keep is not published, and the other one has responses."))
    pair = {merge.duplicate.pk, merge.kept.pk}
    plan.collisions.extend(
        _("%(force)s answers the one through the other, as its own report. Its office decides that anew first.")
        % {"force": response.force}
        for response in responses.filter(inspection__in=pair, own_report__in=pair)
    )
    return plan


def has_words(response: Response) -> bool:
    """Whether anybody has typed, uploaded or published anything in it. Dates alone are no words."""
    return (
        any(getattr(response, field) for field in _TYPED)
        or response.publications.exists()
        or response.explanations.exclude(text="").exists()
        or response.chief_officer_comments.exclude(text="").exists()
    )


def _both_speak(mine: Response, theirs: Response) -> str:
    if mine.publications.exists() and theirs.publications.exists():
        words = _("%(force)s has a published response to both. What is published is never moved into another response.")
    elif mine.publications.exists() or theirs.publications.exists():
        words = _(
            "%(force)s has a published response to one, and words in its response to the other. Ask its office to "
            "bring those into the published one, as a correction, and to empty the other; then merge."
        )
    else:
        words = _(
            "%(force)s has words in its responses to both. Ask its office to bring them together in one and to empty "
            "the other; then merge."
        )
    return words % {"force": mine.force}


def _make(merge: Merge, plan: _Plan, by: Person) -> None:
    for going, staying in plan.going:
        _give_way(going, staying, by)
    target = {mine.pk: theirs for mine, theirs in merge.merged}
    for response in plan.moving:
        for model in (Explanation, ChiefOfficerComment):
            for row in model.objects.filter(response=response, recommendation__in=target):
                row.recommendation = target[row.recommendation_id or 0]
                save_with_history(row, by=by)
        response.inspection = merge.kept
        if response.stage == Response.Stage.APPROVED:
            save_changed(response, by=by)  # the report's own words may differ, so another text was approved
        else:
            save_with_history(response, by=by)
    index(PUBLICATIONS, [response.pk for response in plan.moving])
    for response in plan.answered_by_it:
        response.refresh_from_db()
        response.own_report = merge.kept
        save_with_history(response, by=by)


def _give_way(going: Response, staying: Response, by: Person) -> None:
    """Delete the response without words; an invitation that only it recorded is recorded with the other."""
    if going.invited_on and not staying.invited_on and not staying.not_invited_reason:
        staying.invited_on, staying.comments_wanted_by = going.invited_on, going.comments_wanted_by
        save_with_history(staying, by=by)
    for row in [*going.explanations.all(), *going.chief_officer_comments.all()]:
        delete_with_history(row, by=by)
    delete_with_history(going, by=by)
