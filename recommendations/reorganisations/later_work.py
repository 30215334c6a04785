"""What was recorded after a reorganisation, so that it can no longer be undone."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Max, Model, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from forces.bodies.handovers import Handovers
from forces.bodies.models import Body, Force, LocalPolicingBody, Panel, Succession
from forces.bodies.reorganisation import Reorganisation
from recommendations.assurance.models import Assurance
from recommendations.discussion.models import ActionComment
from recommendations.positions.models import Position
from recommendations.positions.revisions import PositionRevision
from recommendations.register.models import ReleasedItem, Update
from recommendations.responses.models import Publication
from recommendations.rounds.models import RequestedAction

_PROJECTIONS = (Position, PositionRevision, Force, LocalPolicingBody, Panel)


def later_records(reorganisation: Reorganisation) -> list[str]:
    """Return in sentences why a reorganisation cannot be undone; empty if it can."""
    if reorganisation.undoes_id or Reorganisation.objects.filter(undoes=reorganisation).exists():
        return [_("It has already been undone.")]
    return [*_work_since(reorganisation), *_references(reorganisation), *_changes(reorganisation)]


def _work_since(reorganisation: Reorganisation) -> Iterator[str]:
    """Yield what was recorded, on or after the day, for the bodies whose records passed."""
    successions = Succession.objects.filter(
        pk__in=[pk for label, pk in reorganisation.created if label == Succession._meta.label_lower]
    )
    passed = [row.predecessor_id for row in successions if row.passes_record]
    passed_on = Succession.objects.filter(
        predecessor__in=[row.successor_id for row in successions], passes_record=True, on__gt=reorganisation.on
    )
    for row in passed_on.select_related("predecessor", "successor"):
        message = _("%(former)s passes its record to %(successor)s on %(day)s. Undo that first.")
        yield message % {"former": row.predecessor, "successor": row.successor, "day": date_format(row.on)}
    held = Handovers.load().held_by(passed, reorganisation.on - datetime.timedelta(days=1))
    begins = timezone.make_aware(datetime.datetime.combine(reorganisation.on, datetime.time.min))
    since = max(begins, reorganisation.recorded_at)
    found: list[tuple[QuerySet[Any], str, str]] = [
        (Update.objects.filter(action__holder__in=held), "recorded_at", _("An update")),
        (Assurance.objects.filter(action__holder__in=held), "recorded_at", _("An assurance")),
        (ActionComment.objects.filter(action__holder__in=held), "written_at", _("A comment")),
        (Publication.objects.filter(response__force__in=held), "recorded_at", _("A published response")),
        (ReleasedItem.objects.filter(_released(held)), "release__recorded_at", _("A release")),
        (RequestedAction.objects.filter(action__holder__in=held), "request__round__created_at", _("A request")),
    ]
    for records, name, what in found:
        last = records.filter(**{f"{name}__gt": since}).aggregate(last=Max(name))["last"]
        if last:  # its day only: the administrator may not read the record
            yield _("%(what)s was recorded on %(day)s.") % {"what": what, "day": date_format(timezone.localdate(last))}


def _released(holders: Collection[int]) -> Q:
    return Q(update__action__holder__in=holders) | Q(assurance__action__holder__in=holders)


def _references(reorganisation: Reorganisation) -> Iterator[str]:
    """Yield what refers to a body that the reorganisation created, apart from its own records."""
    own: dict[str, set[int]] = {}
    for label, pk in reorganisation.created:
        own.setdefault(label, set()).add(pk)
    labels = {model._meta.label_lower for model in (Force, LocalPolicingBody, Panel)}
    bodies = {pk for label in labels for pk in own.get(label, ())}
    if not bodies:
        return
    for model, name in _fields_that_refer_to_bodies():
        records = model._base_manager.filter(**{f"{name}__in": bodies}).exclude(
            pk__in=own.get(model._meta.label_lower, ())
        )
        if first := records.order_by("pk").first():
            kind = str(model._meta.verbose_name).capitalize()
            message = _("%(kind)s refers to a new body.")
            if model._meta.app_label == Body._meta.app_label:  # others may say what only an office reads
                message = _("%(kind)s refers to a new body: %(record)s.")
            yield message % {"kind": kind, "record": first}


def _fields_that_refer_to_bodies() -> Iterator[tuple[type[Model], str]]:
    for kind in (Body, Force, LocalPolicingBody, Panel):
        fields: list[Any] = kind._meta.get_fields(include_hidden=True)
        for relation in fields:
            if not relation.auto_created or relation.concrete or relation.many_to_many:
                continue
            model = relation.related_model
            if model not in _PROJECTIONS and not model.__name__.startswith("Historical") and model._meta.managed:
                yield model, relation.field.name


def _changes(reorganisation: Reorganisation) -> Iterator[str]:
    """Yield what was changed since, of what the reorganisation changed or created."""
    for label, pk, name, _before, after in reorganisation.changed:
        record = apps.get_model(label)._base_manager.filter(pk=pk).first()
        value = getattr(record, name, None)
        if record is None or as_stored(value) != after:
            yield _("This was changed afterwards: %(record)s.") % {"record": record or label}
    for label, pk in reorganisation.created:
        model: Any = apps.get_model(label)
        record = model._base_manager.filter(pk=pk).first()
        if record is None:
            yield _("A record that the reorganisation created was deleted: %(kind)s.") % {
                "kind": model._meta.verbose_name
            }
        elif not _is_as_created(record):
            yield _("This was changed afterwards: %(record)s.") % {"record": record}


def as_stored(value: datetime.date | str | None) -> str | None:
    """Return a date or text of a body as the record of a reorganisation stores it."""
    return value.isoformat() if isinstance(value, datetime.date) else value


def _is_as_created(record: Any) -> bool:
    first = record.history.earliest()
    names = [field.attname for field in record._meta.concrete_fields if hasattr(first, field.attname)]
    return all(getattr(first, name) == getattr(record, name) for name in names)
