"""What was read from a tracker, in sentences for a person."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator

from recommendations.imports.trackers.planned import ImportOutcome, Plan
from recommendations.reading.trackers.results import ReadRow, TrackerReading

_WIDTH = 100


def tracker_lines(reading: TrackerReading) -> Iterator[str]:
    """Yield the lines that describe a reading."""
    as_at = f", as at {reading.as_at:%-d %B %Y}" if reading.as_at else ""
    yield f"Tracker{as_at}. {len(reading.rows)} items."
    for title, number in Counter(row.inspection_title for row in reading.rows).items():
        yield f"{title}: {number} items"
    for row in reading.rows:
        yield ""
        status = row.status or "no status"
        yield f"{row.reference_printed} ({row.sheet}, row {row.rows[0]}): {_left_out(row) or status}{_printed(row)}"
        yield textwrap.shorten(row.text, _WIDTH, initial_indent="  ", placeholder=" …")
        for update in row.updates:
            day = update.date.isoformat() if update.date else update.printed_date or "no date"
            yield textwrap.shorten(f"{day}: {update.text}", _WIDTH, initial_indent="  ", placeholder=" …")
    if reading.ignored:
        yield "\nNot taken:"
        for ignored in reading.ignored:
            yield textwrap.shorten(f"{ignored.cells}: {ignored.text} {ignored.why}", _WIDTH, placeholder=" …")


def _printed(row: ReadRow) -> str:
    return f" (printed “{row.status_printed}”)" if row.status_printed else ""


def _left_out(row: ReadRow) -> str:
    return f"left out. {row.leave_out}" if row.leave_out else ""


def plan_lines(plan: Plan) -> Iterator[str]:
    """Yield the lines that describe what an import would change."""
    counts = Counter(row.outcome for row in plan.rows)
    yield ", ".join(f"{counts[outcome]} {outcome.label.lower()}" for outcome in ImportOutcome)
    yield f"{plan.update_count} updates and {plan.note_count} notes for the office will be recorded."
    for row in plan.rows:
        yield ""
        yield f"{row.cell}, {row.row.reference_printed}: {row.outcome.label}. {row.why}".rstrip()
        for change in row.changes:
            printed = f" (printed “{change.printed}”, {change.cell})" if change.printed else f" ({change.cell})"
            words = f"{change.label}: {change.now} → {change.after}{printed if change.cell else ''}"
            yield textwrap.shorten(words, _WIDTH, initial_indent="  ", placeholder=" …")
