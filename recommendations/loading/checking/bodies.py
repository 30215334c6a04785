"""Forces, bodies, and who oversees whom from when."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from forces.bodies.models import Body
from recommendations.loading.checking.outlook import Outlook
from recommendations.loading.findings import Place
from recommendations.loading.records import BodyRecord, LocalPolicingBodyRecord


def check(outlook: Outlook) -> None:
    """Note the faults of bodies and of closing levels."""
    bodies = [record for source in outlook.sources for record in source.bodies]
    forces = [record for source in outlook.sources for record in source.forces]
    local = [record for source in outlook.sources for record in source.local_policing_bodies]
    _check_slugs(outlook, bodies)
    _check_taken(outlook, _("name"), ((b.slug, b.name, b.at("name")) for b in bodies), outlook.known.body_names)
    _check_taken(
        outlook,
        _("abbreviation"),
        ((f.slug, f.abbreviation, f.at("abbreviation")) for f in forces),
        outlook.known.abbreviations,
    )
    _check_taken(
        outlook, _("ONS code"), ((f.slug, f.ons_code, f.at("ons_code")) for f in forces), outlook.known.ons_codes
    )
    for body in bodies:
        if body.opened_on and body.closed_on and body.closed_on <= body.opened_on:
            outlook.fault(
                body.at("closed_on"),
                _("“closed_on” is the first day without the body, so it must be after “opened_on”."),
            )
    for source in outlook.sources:
        for panel in source.panels:
            outlook.no_force(panel.force, panel.at("force"))
    _check_oversight(outlook, local)
    _check_succession(outlook, local)
    outlook.unique(
        ((level.name, level.at("name")) for source in outlook.sources for level in source.closing_levels if level.name),
        lambda name, first: (
            _("The closing level “%(name)s” is already listed (%(first)s). Delete one of the two.")
            % {"name": name, "first": first}
        ),
    )


def _check_slugs(outlook: Outlook, bodies: list[BodyRecord]) -> None:
    outlook.unique(
        ((body.slug, body.at("slug")) for body in bodies if body.slug),
        lambda slug, first: (
            _("The slug “%(slug)s” is already used by another force or body (%(first)s). Give each its own.")
            % {"slug": slug, "first": first}
        ),
    )
    for source in outlook.sources:
        for kind, records in (
            (Body.Kind.FORCE, source.forces),
            (Body.Kind.LOCAL, source.local_policing_bodies),
            (Body.Kind.PANEL, source.panels),
            (Body.Kind.NATIONAL, source.national_bodies),
        ):
            for record in records:
                stored = outlook.known.body_kinds.get(record.slug, kind)
                if stored != kind:
                    outlook.fault(
                        record.at("slug"),
                        _("“%(slug)s” is in the register as another kind: %(kind)s. Choose another slug.")
                        % {"slug": record.slug, "kind": Body.Kind(stored).label.lower()},
                    )


def _check_taken(outlook: Outlook, what: str, given: Iterable[tuple[str, str, Place]], stored: dict[str, str]) -> None:
    """What no two bodies may share. `given` and `stored` name the bodies by their slugs."""
    values = [(slug, value, place) for slug, value, place in given if value]
    outlook.unique(
        ((value, place) for _slug, value, place in values),
        lambda value, first: (
            _("The %(what)s “%(value)s” is already another body’s (%(first)s). Each has its own.")
            % {"what": what, "value": value, "first": first}
        ),
    )
    in_files = {slug for slug, _value, _place in values}
    holders = {value: slug for slug, value in stored.items() if slug not in in_files}
    for slug, value, place in values:
        if value in holders and holders[value] != slug:
            outlook.fault(
                place,
                _("The %(what)s “%(value)s” belongs to “%(holder)s” in the register. Each body has its own.")
                % {"what": what, "value": value, "holder": holders[value]},
            )


def _check_oversight(outlook: Outlook, bodies: list[LocalPolicingBodyRecord]) -> None:
    periods = [(body, period) for body in bodies for period in body.oversees]
    for body, period in periods:
        outlook.no_force(period.force, period.at("force"))
        if period.from_ is None:
            continue
        before = body.opened_on and period.from_ < body.opened_on
        after = body.closed_on and period.from_ >= body.closed_on
        if before or after:
            outlook.fault(
                period.at("from"),
                _("The oversight begins on a day on which “%(body)s” does not exist. Correct this day or the body’s.")
                % {"body": body.slug},
            )
    outlook.unique(
        (((period.force, period.from_), period.at("from")) for _body, period in periods if period.from_),
        lambda period, first: (
            _("Oversight of “%(force)s” already begins on that day (%(first)s). One body oversees a force at a time.")
            % {"force": period[0], "first": first}
        ),
    )


def _check_succession(outlook: Outlook, bodies: list[LocalPolicingBodyRecord]) -> None:
    for body in bodies:
        if body.succeeds is None:
            continue
        outlook.no_local_policing_body(body.succeeds.body, body.succeeds.at("body"))
        if body.slug and body.slug == body.succeeds.body:
            outlook.fault(body.succeeds.at("body"), _("A body cannot succeed itself. Name the body before it."))
