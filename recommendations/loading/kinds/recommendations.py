"""Recommendations, each with its parts and addressees."""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import TopologicalSorter
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from recommendations.loading.kinds.base import Content, Entry, Kind, Pen, Stored, locked, picked, plain
from recommendations.loading.known import Known, Reference, UndecidedError
from recommendations.loading.records import AddresseeRecord, DeadlineRecord, RecommendationRecord, Source
from recommendations.register.models import Addressee, Part, Recommendation
from recommendations.register.models.recommendation import Deadline

_PLAIN = ("reference", "number", "order", "kind", "theme", "short_title", "text", "source")


_Who = tuple[str | None, ...]


class Recommendations(Kind):
    label = _("Recommendations")

    def entries(self, sources: Sequence[Source]) -> list[Entry]:
        found = {
            reference: Entry(
                key=f"recommendation:{reference}",
                content=_content_of_record(record, order, source.inspection.slug),
                place=record.place,
            )
            for source in sources
            if source.inspection
            for order, record in enumerate(source.recommendations, start=1)
            if (reference := f"{source.inspection.slug}/{record.reference}")
        }
        after = {reference: [entry.content["parent"]] for reference, entry in found.items()}
        return [found[reference] for reference in TopologicalSorter(after).static_order() if reference in found]

    def stored(self, entries: Sequence[Entry]) -> dict[str, Stored]:
        rows = locked(
            Recommendation.objects.filter(inspection__slug__in={entry.content["inspection"] for entry in entries})
        ).select_related("inspection", "parent__inspection")
        return {
            f"recommendation:{row.inspection.slug}/{row.reference}": Stored(row, _content_of_row(row))
            for row in rows.prefetch_related("parts", "addressees__body", "addressees__part")
        }

    def create(self, entry: Entry, pen: Pen) -> None:
        self._write(Recommendation(), {}, {}, entry, pen)

    def update(self, stored: Stored, entry: Entry, pen: Pen) -> None:
        row = stored.row
        _refuse_to_take_away(stored.content, entry.content)
        _refuse_to_leave_actions_behind(row, entry.content)
        parts = {part.label: part for part in row.parts.all()}
        addressees = {_who(_addressee_of_row(addressee)): addressee for addressee in row.addressees.all()}
        self._write(row, parts, addressees, entry, pen)
        if _deadline_days(stored.content) != _deadline_days(entry.content):
            pen.deadlines_moved.add(row.pk)

    def _write(
        self,
        row: Recommendation,
        parts: dict[str, Part],
        addressees: dict[_Who, Addressee],
        entry: Entry,
        pen: Pen,
    ) -> None:
        """Save the recommendation, its parts and its addressees; those given are the ones there are already."""
        content = entry.content
        bodies = {who["body"]: pen.known.body(who["body"]) for who in content["addressees"] if who["body"]}
        pen.save(row, _values(content, pen.known), entry)
        pen.known.recommendations[Reference(content["inspection"], content["reference"])] = row.pk
        for order, part in enumerate(content["parts"], start=1):
            part_row = parts.setdefault(part["label"], Part(recommendation=row))
            values = {
                "label": part["label"],
                "text": part["text"],
                "order": order,
                **_deadline_values(part["deadline"]),
            }
            pen.save(part_row, values, entry)
        for order, who in enumerate(content["addressees"], start=1):
            values = {
                "role": who["role"],
                "group": who["group"],
                "others": who["others"],
                "body_id": bodies.get(who["body"]),
                "part_id": parts[who["part"]].pk if who["part"] else None,
                "order": order,
            }
            pen.save(addressees.get(_who(who)) or Addressee(recommendation=row), values, entry)


def _content_of_record(record: RecommendationRecord, order: int, inspection: str) -> Content:
    return {
        **picked(record, [name for name in _PLAIN if name != "order"]),
        "order": order,
        "inspection": inspection,
        "parent": f"{inspection}/{record.parent}" if record.parent else None,
        "deadline": _deadline_of_record(record.deadline),
        "parts": [
            {"label": part.label, "text": plain(part.text), "deadline": _deadline_of_record(part.deadline)}
            for part in record.parts
        ],
        "addressees": [_addressee_of_record(addressee) for addressee in record.addressees],
    }


def _content_of_row(row: Recommendation) -> Content:
    return {
        **picked(row, _PLAIN),
        "inspection": row.inspection.slug,
        "parent": str(Reference(*row.parent.natural_key())) if row.parent else None,
        "deadline": _deadline_of_row(row),
        "parts": [
            {"label": part.label, "text": plain(part.text), "deadline": _deadline_of_row(part)}
            for part in row.parts.all()
        ],
        "addressees": [_addressee_of_row(addressee) for addressee in row.addressees.all()],
    }


def _deadline_of_record(record: DeadlineRecord | None) -> Content:
    if record is None:
        return {"wording": "", "kind": "", "date": None, "set_by": str(Deadline.SetBy.HMICFRS)}
    return picked(record, ("wording", "kind", "date", "set_by"))


def _deadline_of_row(row: Deadline) -> Content:
    return {
        "wording": row.deadline_wording,
        "kind": row.deadline_kind,
        "date": plain(row.deadline_on),
        "set_by": row.deadline_set_by,
    }


def _addressee_of_record(record: AddresseeRecord) -> Content:
    return {
        "role": record.role,
        "group": record.to,
        "body": record.body or None,
        "others": record.others,
        "part": record.part or None,
    }


def _addressee_of_row(row: Addressee) -> Content:
    return {
        "role": row.role,
        "group": row.group,
        "body": row.body.slug if row.body else None,
        "others": row.others,
        "part": row.part.label if row.part else None,
    }


def _who(addressee: Content) -> _Who:
    """What makes an addressee the same one, whatever its role."""
    return addressee["part"], addressee["group"], addressee["body"], addressee["others"]


def _values(content: Content, known: Known) -> dict[str, Any]:
    parent = content["parent"]
    return {
        **{name: content[name] for name in _PLAIN},
        **_deadline_values(content["deadline"]),
        "inspection_id": known.inspection(content["inspection"]),
        "parent_id": known.recommendation(Reference(*parent.split("/"))) if parent else None,
    }


def _deadline_values(deadline: Content) -> dict[str, Any]:
    return {
        "deadline_wording": deadline["wording"],
        "deadline_kind": deadline["kind"],
        "deadline_on": deadline["date"],
        "deadline_set_by": deadline["set_by"],
    }


def _deadline_days(content: Content) -> list[tuple[str, str, str | None]]:
    """All that decides which deadline an action has."""
    deadlines = [("", content["deadline"]), *((part["label"], part["deadline"]) for part in content["parts"])]
    return [(label, deadline["kind"], deadline["date"]) for label, deadline in deadlines]


def _refuse_to_leave_actions_behind(row: Recommendation, after: Content) -> None:
    """Raise UndecidedError where the file makes a cause of concern, which has no action, of what has actions."""
    becomes_one = row.kind != after["kind"] and after["kind"] in Recommendation.KINDS_WITHOUT_ACTION
    if becomes_one and row.actions.exists():
        raise UndecidedError(_now("It has actions, and a cause of concern has none. It keeps its kind."))


def _refuse_to_take_away(before: Content, after: Content) -> None:
    """Raise UndecidedError where the file lacks a part, an addressee or a lead that the register has."""
    labels = {part["label"] for part in after["parts"]}
    if lost := [part["label"] for part in before["parts"] if part["label"] not in labels]:
        raise UndecidedError(
            _now("The file no longer has these parts: %(parts)s. Loading takes nothing away.")
            % {"parts": ", ".join(lost)}
        )
    roles = {_who(who): who["role"] for who in after["addressees"]}
    for who in before["addressees"]:
        role = roles.get(_who(who))
        if role is None or (who["role"] == Addressee.Role.LEAD and role != who["role"]):
            name = who["group"] or who["body"] or who["others"]
            raise UndecidedError(
                _now("In the file “%(name)s” no longer leads or is no longer addressed. Loading takes nothing away.")
                % {"name": name}
            )
