"""Make draft inspections of what a tracker says about reports that the register does not know.

They say where they come from, ask for no response, and wait to be compared with the published report, or merged with
it (`recommendations.maintenance.services.merging`).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.utils.text import Truncator, slugify
from django.utils.translation import gettext as _

from forces.bodies.models import Force
from forces.people.access import Reader
from recommendations.imports.trackers.planned import NO_ACTION, PlannedRow, kind_of, reference_of
from recommendations.maintenance.services.entering import settle_inspection
from recommendations.reading.trackers.results import ReadRow
from recommendations.register.models import (
    Action,
    Addressee,
    AddresseeRole,
    Inspection,
    InspectionState,
    Recommendation,
)
from recommendations.register.models.deadline import DeadlineKind
from recommendations.register.models.recommendation import RecommendationKind
from recommendations.register.response_period import ResponseRule
from recommendations.register.services.inspections import save_inspection
from recommendations.register.services.recommendations import save_addressee, save_recommendation

_SLUG_LENGTH = 80


def make_drafts(
    rows: Sequence[PlannedRow], days: Mapping[str, datetime.date], *, holder: Force, file_name: str, by: Reader
) -> tuple[dict[str, Inspection], dict[tuple[str, str], Action]]:
    """Make the inspections that rows without an action need. Return them, and the actions by inspection and reference.

    Inspections, actions and `days`, the days of publication, go by the inspection as the reading names it.
    """
    wanted: dict[str, list[ReadRow]] = {}
    for row in rows:
        if row.action is None and (row.of is None or kind_of(row.row) in NO_ACTION):
            wanted.setdefault(row.row.inspection, []).append(row.row)
    inspections: dict[str, Inspection] = {}
    actions: dict[tuple[str, str], Action] = {}
    for key, items in wanted.items():
        inspection = _inspection(items[0], days[key], holder, file_name, by)
        made: dict[str, Recommendation] = {}
        concern: Recommendation | None = None  # the one that the rows below it are about
        for order, item_row in enumerate(items, 1):
            is_concern = kind_of(item_row) in NO_ACTION
            parent = concern if kind_of(item_row) == RecommendationKind.RECOMMENDATION else None
            item = _recommendation(item_row, order, inspection, holder, file_name, by, parent=parent)
            made |= {} if is_concern else {reference_of(item_row): item}
            concern = item if is_concern else parent
        opened = settle_inspection(inspection=inspection, by=by.person)
        by_recommendation = {action.recommendation_id: action for action in opened if action.holder_id == holder.pk}
        actions |= {(key, reference): by_recommendation[item.pk] for reference, item in made.items()}
        inspections[key] = inspection
    return inspections, actions


def _inspection(row: ReadRow, day: datetime.date, holder: Force, file_name: str, by: Reader) -> Inspection:
    words = {"office": by.person, "file": file_name, "force": holder.shown_name}
    inspection = Inspection(
        slug=_free_slug(f"{row.inspection_title} {holder.slug}"),
        title=row.inspection_title[:300],
        short_title=Truncator(row.inspection_title).chars(80),
        state=InspectionState.PUBLISHED,
        published_on=day,
        scope=Inspection.Scope.FORCE,
        subjects=Inspection.Subjects.NAMED_FORCES,
        response_rule=ResponseRule.NONE,
        source=_("Entered from the tracker “%(file)s” of %(force)s. It has not been compared with the report.") % words,
    )
    save_inspection(inspection=inspection, by=by.person)
    inspection.subject_forces.set([holder])
    return inspection


def _recommendation(
    row: ReadRow,
    order: int,
    inspection: Inspection,
    holder: Force,
    file_name: str,
    by: Reader,
    *,
    parent: Recommendation | None,
) -> Recommendation:
    deadline = row.original_deadline
    is_dated = bool(deadline and deadline.date and deadline.set_by != "local")
    words = {"file": file_name, "where": f"{row.sheet}!{row.rows[0]}"}
    recommendation = Recommendation(
        inspection=inspection,
        parent=parent,
        reference=reference_of(row),
        number=int(row.reference)
        if row.reference.isascii() and row.reference.isdigit() and len(row.reference) < 4
        else None,
        order=order,
        kind=kind_of(row),
        short_title=Truncator(row.text or row.reference_printed).chars(100),
        text=row.text or row.reference_printed,
        deadline_kind=DeadlineKind.DATE if is_dated else "",
        deadline_on=deadline.date if deadline and is_dated else None,
        deadline_wording=deadline.printed[:200] if deadline and deadline.set_by != "local" else "",
        source=_("“%(file)s”, %(where)s, in the words of the tracker.") % words,
    )
    save_recommendation(recommendation=recommendation, by=by.person)
    if kind_of(row) in NO_ACTION:
        return recommendation  # addressed by the recommendations under it
    lead = Addressee(recommendation=recommendation, role=AddresseeRole.LEAD, body_id=holder.pk)
    save_addressee(addressee=lead, by=by.person)
    return recommendation


def _free_slug(title: str) -> str:
    slug = slugify(title)[: _SLUG_LENGTH - 4].strip("-") or "inspection"
    taken = set(Inspection.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(name for number in range(1, 1000) if (name := f"{slug}-{number}" if number > 1 else slug) not in taken)
