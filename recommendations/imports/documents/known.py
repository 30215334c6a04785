"""What the register knows, as far as reading a document needs it."""

from __future__ import annotations

import datetime

from forces.bodies.models import Body, BodyKind, Oversight
from recommendations.reading.known import KnownBody, KnownInspection, KnownRegister
from recommendations.reading.trackers.known import KnownItem
from recommendations.register.models import Inspection

_KINDS = {BodyKind.FORCE: "force", BodyKind.LOCAL: "local", BodyKind.NATIONAL: "national"}


def known_register(day: datetime.date) -> KnownRegister:
    """Return the bodies and the reports published by a day; who oversees whom is that of the day. Four queries."""
    bodies = Body.objects.filter(kind__in=_KINDS).prefetch_related("earlier_names").order_by("slug")
    oversights = Oversight.objects.on(day).select_related("force", "body")
    return KnownRegister(
        today=day,
        bodies=tuple(_body(body) for body in bodies),
        local_bodies={oversight.force.slug: oversight.body.slug for oversight in oversights},
        inspections=tuple(
            _inspection(inspection)
            for inspection in Inspection.objects.published_by(day).prefetch_related("recommendations__parent")
        ),
    )


def _body(body: Body) -> KnownBody:
    earlier = [name for row in body.earlier_names.all() for name in (row.name, row.short_name) if name]
    names = (*body.aliases, *earlier)
    short = (body.short_name,) if body.short_name and body.kind == BodyKind.NATIONAL else ()
    place = body.short_name if body.kind == BodyKind.FORCE else ""
    return KnownBody(body.slug, _KINDS[BodyKind(body.kind)], body.name, tuple(dict.fromkeys((*names, *short))), place)


def _inspection(inspection: Inspection) -> KnownInspection:
    return KnownInspection(
        slug=inspection.slug,
        title=inspection.title,
        other_titles=(inspection.short_title,),
        published_on=inspection.published_on,
        source="",
        items=tuple(
            KnownItem(
                reference=item.reference,
                label=item.kind_and_number,
                kind=item.kind,
                text=item.text,
                held_here=True,
                short_title=item.short_title,
                parent=item.parent.reference if item.parent else "",
                deadline=item.deadline_on,
                theme=item.theme,
            )
            for item in inspection.recommendations.all()
        ),
    )
