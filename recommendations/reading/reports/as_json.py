"""A report's reading as plain values, in the shape that `manage.py read_document --json` prints."""

from __future__ import annotations

import datetime
from typing import Any

from recommendations.reading.reports.reading import ReadAddressee, ReadDeadline, ReadItem, ReportReading


def report_as_json(reading: ReportReading) -> dict[str, Any]:
    """Return the reading as values of JSON."""
    return {
        "kind": "report",
        "title": reading.title,
        "published_on": _day(reading.published_on),
        "published_printed": reading.published_printed,
        "nature": reading.nature,
        "scope": reading.scope,
        "forces": list(reading.forces),
        "bodies": list(reading.bodies),
        "response_due_on": _day(reading.response_due_on),
        "items": items_as_json(reading.items),
        "duties": [{"text": duty.text, "due_on": _day(duty.due_on), "place": duty.place} for duty in reading.duties],
    }


def items_as_json(items: list[ReadItem]) -> list[dict[str, Any]]:
    """Return items as values of JSON."""
    return [
        {
            "kind": item.kind,
            "printed_number": (f"Action {item.number}" if item.kind == "action" else item.number) or None,
            "reference": item.reference,
            "text": item.text,
            "theme": item.theme,
            "parent": item.parent.reference if item.parent else None,
            "parts": [
                {"label": part.label, "text": part.text, **({"nested": list(part.nested)} if part.nested else {})}
                for part in item.parts
            ],
            "deadline": _deadline(item.deadline),
            "addressees": [_addressee(addressee) for addressee in item.addressees],
            "place": item.place,
            "certainty": item.certainty,
            "why": item.why or None,
        }
        for item in items
    ]


def _deadline(deadline: ReadDeadline) -> dict[str, Any]:
    return {
        "wording": deadline.wording or None,
        "kind": deadline.kind,
        "date": _day(deadline.date),
        "certainty": deadline.certainty,
    }


def _addressee(addressee: ReadAddressee) -> dict[str, Any]:
    means = (
        {"to": addressee.to}
        if addressee.to
        else {"body": addressee.body}
        if addressee.body
        else {"others": addressee.others}
    )
    return {"role": addressee.role, "as_printed": addressee.printed, **means, "certainty": addressee.certainty}


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
