"""Recommendations: deadlines, parts, addressees, parents and links."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from recommendations.loading.checking.outlook import Outlook
from recommendations.loading.findings import Place
from recommendations.loading.known import Edge, Reference
from recommendations.loading.records import (
    AddresseeRecord,
    DeadlineRecord,
    InspectionRecord,
    LinkRecord,
    RecommendationRecord,
)
from recommendations.register.models import Link
from recommendations.register.models.recommendation import Deadline


def check(outlook: Outlook) -> None:
    """Note the faults and questions of recommendations and of the links between them."""
    parents: list[tuple[Reference, Reference, Place]] = []
    links: list[tuple[Edge, Place]] = []
    given: set[Reference] = set()
    for source in outlook.sources:
        if source.inspection is None:
            continue
        _check_references(outlook, source.recommendations)
        for record in source.recommendations:
            reference = Reference(source.inspection.slug, record.reference)
            given.add(reference)
            _check_deadlines(outlook, record, source.inspection)
            _check_parts(outlook, record)
            _check_addressees(outlook, record)
            if record.parent:
                parent = Reference(source.inspection.slug, record.parent)
                outlook.no_recommendation(parent, record.at("parent"))
                parents.append((reference, parent, record.at("parent")))
        links += [
            (edge, link.at("from")) for link in source.links if (edge := _edge(outlook, link, source.inspection.slug))
        ]
    outlook.no_circle(
        ((child, parent) for child, parent in outlook.known.parents.items() if child not in given),
        parents,
        _("A recommendation cannot belong to itself, directly or round a circle. Correct “parent”."),
    )
    _check_links(outlook, links)


def _check_references(outlook: Outlook, records: tuple[RecommendationRecord, ...]) -> None:
    outlook.unique(
        ((record.reference, record.at("reference")) for record in records if record.reference),
        lambda reference, first: (
            _("The reference “%(reference)s” is already used (%(first)s). Give each recommendation its own.")
            % {"reference": reference, "first": first}
        ),
    )


def _check_deadlines(outlook: Outlook, record: RecommendationRecord, inspection: InspectionRecord) -> None:
    deadlines = [record.deadline, *(part.deadline for part in record.parts)]
    for deadline in filter(None, deadlines):
        _check_deadline(outlook, deadline, inspection.published_on)


def _check_deadline(outlook: Outlook, deadline: DeadlineRecord, published_on: datetime.date | None) -> None:
    if deadline.kind == Deadline.Kind.DATE and "date" not in deadline.places:
        outlook.fault(deadline.at("kind"), _("A deadline of the kind “date” needs its day. Add “date”."))
    if deadline.kind in (Deadline.Kind.IMMEDIATELY, Deadline.Kind.NONE) and deadline.date:
        outlook.fault(
            deadline.at("date"),
            _("A deadline of this kind has no day. Delete “date”, or make the kind “date” or “relative”."),
        )
    if deadline.date and published_on and deadline.date < published_on:
        outlook.findings.question(
            deadline.at("date"),
            _("This deadline is before the publication of the inspection. Is that right? It happens."),
        )


def _words(text: str) -> str:
    """The text with every run of spaces and line ends as one space."""
    return " ".join(text.split())


def _check_parts(outlook: Outlook, record: RecommendationRecord) -> None:
    outlook.unique(
        ((part.label, part.at("label")) for part in record.parts if part.label),
        lambda label, first: (
            _("The label “%(label)s” is already another part’s (%(first)s). Give each part its own.")
            % {"label": label, "first": first}
        ),
    )
    for part in record.parts:
        if record.text and _words(part.text) not in _words(record.text):
            outlook.fault(
                part.at("text"),
                _("The words of part “%(label)s” do not stand in the text of recommendation “%(reference)s”.")
                % {"label": part.label, "reference": record.reference},
            )


def _check_addressees(outlook: Outlook, record: RecommendationRecord) -> None:
    labels = {part.label for part in record.parts}
    for addressee in record.addressees:
        _check_who(outlook, addressee)
        outlook.no_addressee(addressee.body, addressee.at("body"))
        if addressee.part and addressee.part not in labels:
            outlook.fault(
                addressee.at("part"),
                _("Recommendation “%(reference)s” has no part “%(part)s”. Add it under “parts”, or correct the label.")
                % {"reference": record.reference, "part": addressee.part},
            )
    outlook.unique(
        (
            ((addressee.part, addressee.to, addressee.body, addressee.others), addressee.place)
            for addressee in record.addressees
            if addressee.to or addressee.body or addressee.others
        ),
        lambda _who, first: (
            _("This addressee is already named here (%(first)s). Delete one of the two.") % {"first": first}
        ),
    )


def _check_who(outlook: Outlook, addressee: AddresseeRecord) -> None:
    given = [key for key in ("to", "body", "others") if key in addressee.places]
    if not given:
        outlook.fault(
            addressee.place,
            _("Nobody is addressed. Add one of “to” (all forces, local policing bodies), “body” and “others”."),
        )
    if len(given) > 1:
        outlook.fault(
            addressee.at(given[1]),
            _("An addressee is one of %(keys)s, not several. Write a line for each.") % {"keys": ", ".join(given)},
        )


def _edge(outlook: Outlook, link: LinkRecord, inspection: str) -> Edge | None:
    """The link between two recommendations that there are; None, with the fault noted, where one is missing."""
    start = Reference(inspection, link.from_)
    end = Reference(*link.to.split("/")) if link.to.count("/") == 1 else None
    missing = outlook.no_recommendation(start, link.at("from"))
    if end is None or not all(end):
        if link.to:
            outlook.fault(
                link.at("to"),
                _("“to” must name an inspection and a recommendation, such as soteria-2024/4, not “%(to)s”.")
                % {"to": link.to},
            )
        return None
    missing = outlook.no_recommendation(end, link.at("to")) or missing
    return None if missing or not link.from_ or not link.kind else Edge(start, link.kind, end)


def _check_links(outlook: Outlook, links: list[tuple[Edge, Place]]) -> None:
    outlook.unique(
        links,
        lambda _edge, first: _("This link is already given (%(first)s). Delete one of the two.") % {"first": first},
    )
    given = {edge for edge, _place in links}
    for kind in Link.Kind:
        outlook.no_circle(
            ((edge.start, edge.end) for edge in outlook.known.links - given if edge.kind == kind),
            ((edge.start, edge.end, place) for edge, place in dict(links).items() if edge.kind == kind),
            _("With this link, “%(kind)s” leads round in a circle. Delete one of the links in it.")
            % {"kind": kind.label},
        )
