"""Inspections: their state and dates, what they follow up, and whom they are about."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from recommendations.loading.checking.outlook import Outlook
from recommendations.loading.records import InspectionRecord
from recommendations.register.models import Inspection

RESERVED_SLUG = "responses"
EXAMPLE_SLUG = "short-name-2025"  # in template.yaml


def check(outlook: Outlook, day: datetime.date) -> None:
    """Note the faults of inspections. `day` is today."""
    inspections = [source.inspection for source in outlook.sources if source.inspection]
    outlook.unique(
        ((inspection.slug, inspection.at("slug")) for inspection in inspections if inspection.slug),
        lambda slug, first: (
            _("The inspection “%(slug)s” is already given (%(first)s). Put it in one file, or choose another slug.")
            % {"slug": slug, "first": first}
        ),
    )
    for inspection in inspections:
        outlook.is_taken(inspection.slug, outlook.known.taken_inspections, inspection.at("slug"))
        _check_slug(outlook, inspection)
        _check_state(outlook, inspection, day)
        _check_subjects(outlook, inspection)
        outlook.no_inspection(inspection.follow_up_of, inspection.at("follow_up_of"))
    given = {inspection.slug for inspection in inspections}
    outlook.no_circle(
        ((slug, follows) for slug, follows in outlook.known.follow_ups.items() if slug not in given),
        ((i.slug, i.follow_up_of, i.at("follow_up_of")) for i in inspections if i.follow_up_of),
        _("An inspection cannot follow up itself, directly or round a circle. Correct “follow_up_of”."),
    )


def _check_slug(outlook: Outlook, inspection: InspectionRecord) -> None:
    if inspection.slug == RESERVED_SLUG:
        outlook.fault(
            inspection.at("slug"),
            _("“responses” has a meaning in addresses. Choose another slug, such as “responses-2025”."),
        )
    if inspection.slug == EXAMPLE_SLUG:
        outlook.fault(
            inspection.at("slug"),
            _("This is the template’s example. Replace the example’s name in addresses first, then all the rest."),
        )


def _check_state(outlook: Outlook, inspection: InspectionRecord, day: datetime.date) -> None:
    if inspection.state == Inspection.State.PUBLISHED:
        if "published_on" not in inspection.places:
            outlook.fault(
                inspection.at("state"),
                _("A published inspection needs its date. Add “published_on”, or make the state “expected”."),
            )
        elif inspection.published_on and inspection.published_on > day:
            outlook.fault(
                inspection.at("published_on"),
                _("This day is still to come. Until then the state is “embargoed”, with “embargoed_until”."),
            )
    if inspection.state == Inspection.State.EMBARGOED and "embargoed_until" not in inspection.places:
        outlook.fault(inspection.at("state"), _("An inspection under embargo needs its end. Add “embargoed_until”."))
    if inspection.response_rule == Inspection.ResponseRule.OWN_DATE and "response_due_on" not in inspection.places:
        outlook.fault(
            inspection.at("response_rule"),
            _("A response by the report’s own date needs that date. Add “response_due_on”."),
        )


def _check_subjects(outlook: Outlook, inspection: InspectionRecord) -> None:
    named = inspection.subjects == Inspection.Subjects.NAMED_FORCES
    if named and "subject_forces" not in inspection.places:
        outlook.fault(
            inspection.at("subjects"),
            _("Name the forces under “subject_forces”, or write “not known” if no document lists them."),
        )
    if inspection.subject_forces and not named:
        outlook.fault(
            inspection.at("subject_forces"),
            _("Forces are named only where “subjects” is “named forces”. Write that, or delete the list."),
        )
    for slug in inspection.subject_forces:
        outlook.no_force(slug, inspection.at("subject_forces"))
