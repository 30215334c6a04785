"""What no field of the register takes of a row, as notes for the office: nothing disappears. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from recommendations.imports.trackers.planned import (
    EVIDENCE_LIMIT,
    LEAD_LIMIT,
    REASON_LIMIT,
    WAITING_LIMIT,
    ActionNow,
    Circumstances,
    UpdateToRecord,
    cell_of,
    has_web_address,
)
from recommendations.imports.trackers.row_states import (
    field_of_date,
    reporter_of,
)
from recommendations.reading.trackers.results import ReadDate, ReadRow, ReadUpdate
from recommendations.register.models.update import WORDS_LIMIT
from recommendations.register.statuses import Status


def rest_in_words(
    row: ReadRow,
    now: ActionNow,
    state: Mapping[str, Any],
    *,
    is_draft: bool,
    has_its_status: bool,
    is_other: bool = False,
) -> list[str]:
    """Return what no field takes, a line for each cell: notes, and what is printed where a field says less."""
    lines = [f"{note.kind[:1].upper()}{note.kind[1:]} ({note.cell}): {note.text}" for note in row.notes]
    if row.status_printed and not has_its_status:
        lines.append(_line(_("Status in the tracker"), row.status_cell, row.status_printed))
    if row.closed_by and has_its_status and row.status == Status.CLOSED:
        lines.append(_line(_("Closed in the tracker by"), row.status_cell, row.closed_by))
    if row.closing_level and not state.get("closing_level"):
        lines.append(_line(_("Level in the tracker"), row.status_cell, row.closing_level))
    if len(row.waiting_for or "") > WAITING_LIMIT or (row.waiting_for and row.status != Status.WAITING):
        lines.append(_line(_("Waiting for, in the tracker"), row.status_cell, row.waiting_for))
    has_its_lead = not is_other and now.lead in ("", row.lead_printed) and len(row.lead_printed) <= LEAD_LIMIT
    if row.lead_printed and not has_its_lead:
        lines.append(_line(_("Lead in the tracker"), row.lead_cell, row.lead_printed))
    for evidence in row.evidence:
        words = evidence.text if has_web_address(evidence) else f"{evidence.text} {evidence.address}".strip()
        if len(words) > EVIDENCE_LIMIT:
            lines.append(_line(_("Evidence in the tracker"), evidence.cell, words))
    for label, date, is_taken in _dates(row, now, state, is_draft=is_draft):
        if not is_taken:
            lines.append(_line(label, date.cell, date.printed))
        elif len(date.reason) > REASON_LIMIT:
            lines.append(_line(_("Reason in the tracker"), date.cell, date.reason))
    return lines


def _dates(
    row: ReadRow, now: ActionNow, state: Mapping[str, Any], *, is_draft: bool
) -> Iterable[tuple[str, ReadDate, bool]]:
    """Yield each date of a row, what it is called, and whether a field of the register has it."""
    if date := row.original_deadline:
        is_known = bool(date.date) and (is_draft or date.date == now.deadline_on)
        yield _("Deadline in the tracker"), date, is_known
    for date in row.revised_deadlines:
        yield _("New date in the tracker"), date, bool(date.date) and state.get(field_of_date(date, now)) == date.date
    if date := row.local_target:
        yield _("Local target in the tracker"), date, bool(date.date) and state.get("local_target_on") == date.date


def _line(label: str, cell: str, words: str) -> str:
    return f"{label} ({cell}): {words}" if cell else f"{label}: {words}"


def dated_line(day: str, update: ReadUpdate) -> str:
    return f"{day} ({update.cell}): {update.text}"


def note_with(
    row: ReadRow,
    lines: Sequence[str],
    now: ActionNow,
    shared: Circumstances,
    recorded: Sequence[UpdateToRecord],
    *,
    must_be: bool = False,
) -> Iterable[UpdateToRecord]:
    """Yield the note for the office with the lines that no note has yet; more than one if they are too long for one."""
    new = [line for line in lines if not now.has_note_with(line)]
    if not new and not must_be:
        return
    before = [update.state for update in recorded if update.on <= shared.as_at]
    state = before[-1] if before and recorded[-1].on >= now.last_on else now.state_on(shared.as_at)
    heading = _("From “%(file)s”, %(cell)s.") % {"file": shared.file_name, "cell": cell_of(row)}
    for words in _in_pieces([heading, *new]):
        yield UpdateToRecord(shared.as_at, words, cell_of(row), reporter_of("", row, shared), state, is_note=True)


def _in_pieces(lines: Iterable[str]) -> Iterable[str]:
    """Yield texts that an update can hold, of whole lines where they are short enough."""
    piece = ""
    for line in lines:
        while line:
            room = WORDS_LIMIT - len(piece) - 1
            if piece and len(line) > room:
                yield piece
                piece, room = "", WORDS_LIMIT - 1
            piece, line = (f"{piece}\n{line[:room]}" if piece else line[:room]), line[room:]
    if piece:
        yield piece
