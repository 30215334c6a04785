"""A tracker's reading as plain values, in the shape that `manage.py import_tracker --json` prints."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

from recommendations.reading.trackers.results import ReadDate, ReadRow, TrackerReading


def tracker_as_json(reading: TrackerReading) -> dict[str, Any]:
    """Return the reading as values of JSON."""
    return {
        "kind": "tracker",
        "as_at": _day(reading.as_at),
        "as_at_from": reading.as_at_from,
        "sheets": [dataclasses.asdict(sheet) for sheet in reading.sheets],
        "rows": [_row(row) for row in reading.rows],
        "questions": [
            {**dataclasses.asdict(question), "choices": [dataclasses.asdict(choice) for choice in question.choices]}
            for question in reading.questions
        ],
        "ignored": [dataclasses.asdict(ignored) for ignored in reading.ignored],
    }


def _row(row: ReadRow) -> dict[str, Any]:
    return {
        "sheet": row.sheet,
        "rows": list(row.rows),
        "inspection": row.inspection,
        "inspection_title": row.inspection_title,
        "inspection_published_on": _day(row.inspection_published_on),
        "kind": row.kind,
        "reference": row.reference,
        "reference_printed": row.reference_printed,
        "part": row.part or None,
        "text": row.text,
        "text_is": row.text_is,
        "status": row.status,
        "status_printed": row.status_printed or None,
        "status_suggested": row.status_suggested,
        "closed_by": row.closed_by or None,
        "closed_on": _day(row.closed_on),
        "closing_level": row.closing_level or None,
        "waiting_for": row.waiting_for or None,
        "deadlines": {
            "original": _deadline(row.original_deadline),
            "revised": [_deadline(found) for found in row.revised_deadlines],
            "local_target": _deadline(row.local_target),
        },
        "lead": {"printed": row.lead_printed} if row.lead_printed else None,
        "updates": [
            {
                "date": _day(update.date),
                "counts_from": _day(update.counts_from),
                "printed_date": update.printed_date or None,
                "text": update.text,
                "who": update.who or None,
                "cell": update.cell,
            }
            for update in row.updates
        ],
        "evidence": [
            {"text": found.text, "address": found.address or None, "cell": found.cell} for found in row.evidence
        ],
        "notes": [{"kind": note.kind, "text": note.text, "cell": note.cell} for note in row.notes],
        "references_elsewhere": [
            {"system": system, "reference": reference} for system, reference in row.references_elsewhere
        ],
        "leave_out": row.leave_out or None,
        "same_as": row.same_as or None,
        "hidden": row.hidden,
    }


def _deadline(found: ReadDate | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "printed": found.printed,
        "date": _day(found.date),
        "reason": found.reason or None,
        "set_by": found.set_by or None,
        "struck_through": found.struck_through,
        "cell": found.cell,
    }


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
