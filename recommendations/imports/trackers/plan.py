"""What a tracker would change at one force: a plan that a person sees before it is carried out. Pure.

The register is never contradicted. A published deadline stays, an update that is already recorded is not recorded
again, and a status of the tracker counts only where the register knows nothing newer. Earlier updates of an item have
the status of the register on their day, or “In progress” where it has none: a tracker gives only the last status.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _

from recommendations.reading.trackers.results import ReadDate, ReadEvidence, ReadRow, ReadUpdate, TrackerReading
from recommendations.register.models.closing_level import ClosingLevel
from recommendations.register.models.recommendation import RecommendationKind
from recommendations.register.models.update import WORDS_LIMIT, tidy_text
from recommendations.register.models.update_state import FIELDS_OF_STATUS, STATE_FIELDS, UpdateState
from recommendations.register.statuses import Status, may_become, reopens

NO_ACTION = {RecommendationKind.CAUSE_OF_CONCERN, RecommendationKind.ACCELERATED_CAUSE_OF_CONCERN}
LEAD_LIMIT = REPORTER_LIMIT = WAITING_LIMIT = 120
REASON_LIMIT = EVIDENCE_LIMIT = 500
REFERENCE_LENGTH = 20
_STATUS_FIELDS = {name for names in FIELDS_OF_STATUS.values() for name in names}


class Outcome(models.TextChoices):
    """What a row of the tracker does."""

    CONFLICT = "conflict", _("Conflict")  # the register keeps its status; the tracker's words become a note
    CHANGED = "changed", _("Changed")
    NEW = "new", _("New")
    SAME = "same", _("Same")
    LEFT_OUT = "left-out", _("Left out")


SAVED = (Outcome.NEW, Outcome.CHANGED, Outcome.CONFLICT)


@dataclass(frozen=True)
class RecordedUpdate:
    """An update that the register has, as far as a plan needs it. `state` is empty for a note for the office."""

    on: datetime.date
    words: str
    state: Mapping[str, Any]


@dataclass(frozen=True)
class ActionNow:
    """An action of the force as the register has it. `updates` are those that count, in their order.

    `closes_items` and `sets_deadlines` say what the body that issued the item does.
    """

    pk: int | None
    lead: str = ""
    references: tuple[tuple[str, str], ...] = ()
    deadline_on: datetime.date | None = None
    closes_items: bool = True
    sets_deadlines: bool = True
    updates: tuple[RecordedUpdate, ...] = ()
    evidence: frozenset[str] = frozenset()  # addresses and words

    def state_on(self, day: datetime.date) -> Mapping[str, Any]:
        """Return the state on a day; empty if no update had been recorded by then."""
        states = [update.state for update in self.updates if update.state and update.on <= day]
        return states[-1] if states else {}

    @property
    def state(self) -> Mapping[str, Any]:
        """The present state; empty without an update."""
        return self.state_on(datetime.date.max)

    @property
    def last_on(self) -> datetime.date:
        """The day of the newest update with a state; the first of all days if there is none."""
        return max((update.on for update in self.updates if update.state), default=datetime.date.min)

    def has_note_with(self, words: str) -> bool:
        """Whether a note for the office has these words already."""
        return any(words in update.words for update in self.updates if not update.state)


@dataclass(frozen=True)
class PlannedUpdate:
    """An update that will be recorded, with the state after it. A note for the office repeats the state it finds."""

    on: datetime.date
    words: str
    cell: str
    reported_by: str
    state: Mapping[str, Any] = field(default_factory=dict)
    is_note: bool = False


@dataclass(frozen=True)
class Change:
    """One field that changes: what it is now, what it will be, and what the tracker prints."""

    label: str
    now: str
    after: str
    printed: str
    cell: str
    is_update: bool = False

    @property
    def where(self) -> str:
        """The cell without its sheet."""
        return self.cell.rpartition("!")[2]


@dataclass(frozen=True)
class PlannedRow:
    """One item of the tracker, and what becomes of it."""

    row: ReadRow
    outcome: Outcome
    why: str = ""
    action: int | None = None  # None if its inspection will be a draft
    of: ReadRow | None = None  # the row that gives the action its status, if this one only adds a note to it
    updates: tuple[PlannedUpdate, ...] = ()
    changes: tuple[Change, ...] = ()
    lead: str = ""
    references: tuple[tuple[str, str], ...] = ()
    evidence: tuple[ReadEvidence, ...] = ()

    @property
    def cell(self) -> str:
        """Where it stands: “Sheet, rows 8 to 9”."""
        return cell_of(self.row)

    @property
    def field_changes(self) -> list[Change]:
        """What changes beside the history."""
        return [change for change in self.changes if not change.is_update]

    @property
    def history_changes(self) -> list[Change]:
        """The updates and notes that are added."""
        return [change for change in self.changes if change.is_update]

    @property
    def key(self) -> tuple[str, str]:
        """The item: its inspection, as the reading names it, and its reference."""
        row = self.of or self.row
        return row.inspection, reference_of(row)


@dataclass(frozen=True)
class Plan:
    """What an import would do, row by row in the order of the tracker."""

    rows: tuple[PlannedRow, ...]

    def of(self, outcome: Outcome) -> list[PlannedRow]:
        """Return the rows with this outcome."""
        return [row for row in self.rows if row.outcome == outcome]

    @property
    def to_save(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.outcome in SAVED]

    @property
    def update_count(self) -> int:
        """How many updates will be recorded, notes for the office apart."""
        return sum(not update.is_note for row in self.to_save for update in row.updates)

    @property
    def note_count(self) -> int:
        """How many notes for the office will be recorded."""
        return sum(update.is_note for row in self.to_save for update in row.updates)


@dataclass(frozen=True)
class Circumstances:
    """What every row of one import shares. `draft_inspections` will be made; they are named as in the reading."""

    file_name: str
    as_at: datetime.date
    today: datetime.date
    draft_inspections: frozenset[str] = frozenset()
    earlier_drafts: Mapping[str, str] = field(default_factory=dict)  # made by earlier imports: slugs by such names
    closing_levels: Mapping[str, ClosingLevel] = field(default_factory=dict)  # by name, in lower case


def kind_of(row: ReadRow) -> str:
    """Return the kind of an item as the register stores it."""
    kind = row.kind.replace(" ", "-")
    return kind if kind in RecommendationKind.values else row.kind


def reference_of(row: ReadRow) -> str:
    """Return the reference for addresses: “afi-3” for “AFI 3”; for an item without one, its place in the tracker."""
    return slugify(row.reference)[:REFERENCE_LENGTH].strip("-") or f"row-{row.rows[0]}"


def has_web_address(evidence: ReadEvidence) -> bool:
    """Return whether the evidence has an address that a page can link to."""
    return evidence.address.startswith(("https://", "http://")) and len(evidence.address) <= EVIDENCE_LIMIT


def cell_of(row: ReadRow) -> str:
    """Return where a row stands: “HMICFRS Tracker, row 8”."""
    first, last = row.rows[0], row.rows[-1]
    words = _("%(sheet)s, row %(first)d") if first == last else _("%(sheet)s, rows %(first)d to %(last)d")
    return words % {"sheet": row.sheet, "first": first, "last": last}


def plan_import(
    reading: TrackerReading, actions: Mapping[tuple[str, str], ActionNow], circumstances: Circumstances
) -> Plan:
    """Return what importing a reading would do. `actions` are the force's, by inspection and reference.

    Several rows about one action, such as its parts, give it one status: that of the row about the whole item, or the
    one on which all its rows agree. What the other rows say becomes a note, as does what is said of a cause of concern:
    that has no action, so its words go to the first recommendation after it.
    """
    drafts = circumstances.earlier_drafts
    rows = [replace(row, inspection=drafts.get(row.inspection, row.inspection)) for row in reading.rows]
    reasons = [_why_left_out(row, actions, circumstances) for row in rows]
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if not reasons[place] and kind_of(row) not in NO_ACTION:
            groups[row.inspection, reference_of(row)].append(place)
    planned: dict[int, PlannedRow] = {}
    for key, places in groups.items():
        now = actions.get(key) or ActionNow(None)
        first = next((place for place in places if not rows[place].part), places[0])
        agreed = len({rows[place].status for place in places}) == 1 or not rows[first].part
        row = rows[first] if agreed else replace(rows[first], status=None)
        planned[first] = _plan_row(row, now, circumstances)
        written = "\n".join(update.words for update in planned[first].updates)
        for place in places:
            if place != first:
                planned[place] = _plan_other_row(rows[place], rows[first], now, circumstances, written)
    for place, row in enumerate(rows):
        if place not in planned and not reasons[place]:
            after = next(
                (each for each in sorted(planned) if each > place and rows[each].inspection == row.inspection), None
            )
            of = rows[after] if after is not None else None
            if of is None:
                reasons[place] = _("A cause of concern has no action: its status follows from its recommendations.")
            else:
                now = actions.get((of.inspection, reference_of(of))) or ActionNow(None)
                planned[place] = _plan_other_row(row, of, now, circumstances, "")
    return Plan(
        tuple(planned.get(place) or PlannedRow(row, Outcome.LEFT_OUT, reasons[place]) for place, row in enumerate(rows))
    )


def _why_left_out(row: ReadRow, actions: Mapping[tuple[str, str], ActionNow], shared: Circumstances) -> str:
    if row.leave_out:
        return row.leave_out
    is_known = (row.inspection, reference_of(row)) in actions or kind_of(row) in NO_ACTION
    if not is_known and row.inspection not in shared.draft_inspections:
        if row.inspection.startswith("unknown:"):
            return _("The register does not know its report, and no draft of it is made.")
        return _("The force has no action for this item in the register.")
    return ""


def _plan_row(row: ReadRow, now: ActionNow, shared: Circumstances) -> PlannedRow:
    """Plan the row that gives an action its status."""
    dated, undated = _by_day(row, shared)
    conflict = _conflict(row, dated, now, shared)
    counts = bool(row.status) and not conflict and _state_day(row, dated, shared) >= now.last_on
    with_state = list(_with_states(dated, row, now, shared, counts=counts)) if counts or now.state or row.status else []
    new = [update for update in with_state if not _is_recorded(update, now)]
    state = with_state[-1].state if counts and with_state else {}
    lines = [] if with_state else [_dated_line(update.printed_date or str(day), update) for day, update in dated]
    lines += [_dated_line(update.printed_date or "–", update) for update in undated]
    lines += _rest_in_words(row, now, state, is_draft=now.pk is None, has_its_status=counts)
    evidence = tuple(each for each in row.evidence if not now.evidence & {each.address, each.text})
    new += _note(row, lines, now, shared, [*with_state], must_be=bool(evidence and not new))
    lead = row.lead_printed[:LEAD_LIMIT] if not now.lead else ""
    references = tuple(each for each in row.references_elsewhere if each not in now.references)
    changes = tuple(_changes(row, now, new, lead))
    outcome = Outcome.CONFLICT if conflict else Outcome.CHANGED if now.updates else Outcome.NEW
    if now.pk and not (new or lead or references):
        outcome = Outcome.SAME
    return PlannedRow(row, outcome, conflict, now.pk, None, tuple(new), changes, lead, references, evidence)


def _plan_other_row(row: ReadRow, first: ReadRow, now: ActionNow, shared: Circumstances, written: str) -> PlannedRow:
    """Plan another row about an action: what it says that the first did not becomes a note."""
    dated, undated = _by_day(row, shared)
    lines = [_dated_line(update.printed_date or str(day), update) for day, update in dated]
    lines += [_dated_line(update.printed_date or "–", update) for update in undated]
    lines += _rest_in_words(row, now, {}, is_draft=False, has_its_status=False, is_other=True)
    lines += [
        _("Evidence (%(cell)s): %(text)s") % {"cell": e.cell, "text": f"{e.text} {e.address}"} for e in row.evidence
    ]
    new = tuple(_note(row, [line for line in lines if line not in written], now, shared, []))
    if not new:
        return PlannedRow(row, Outcome.SAME, _("Another row says the same."), now.pk, first)
    why = (
        _("A cause of concern has no action. What is said of it becomes a note for the recommendation after it.")
        if kind_of(row) in NO_ACTION
        else _("Another row gives this action its status. What this one says becomes a note for the office.")
    )
    outcome = Outcome.CHANGED if now.updates else Outcome.NEW
    return PlannedRow(row, outcome, why, now.pk, first, new, tuple(_changes(row, now, new, "")))


# --- updates -------------------------------------------------------------------------------------------------

Dated = tuple[datetime.date, ReadUpdate]


def _by_day(row: ReadRow, shared: Circumstances) -> tuple[list[Dated], list[ReadUpdate]]:
    """Return the updates with a day, in their order, and those without one or of a day to come."""
    dated, undated = [], []
    for update in row.updates:
        day = update.counts_from or update.date
        if day and day <= shared.today and len(update.text) <= WORDS_LIMIT:
            dated.append((day, update))
        else:
            undated.append(update)
    return sorted(dated, key=lambda each: each[0]), undated


def _with_states(
    dated: Sequence[Dated], row: ReadRow, now: ActionNow, shared: Circumstances, *, counts: bool
) -> Iterable[PlannedUpdate]:
    """Yield the dated updates with their states, and then the status of the tracker if it `counts`.

    An earlier update has the register's status of its day, or “In progress”: the tracker gives one status only.
    """
    earlier = Status.NOT_STARTED if row.status == Status.NOT_STARTED else Status.IN_PROGRESS
    found = [
        PlannedUpdate(
            day, update.text, update.cell, _reporter(update.who, row, shared), now.state_on(day) or {"status": earlier}
        )
        for day, update in dated
    ]
    if counts:
        day = _state_day(row, dated, shared)
        state = _state(row, now.state_on(day), now, shared)
        if found and found[-1].on == day:
            found[-1] = replace(found[-1], state=state)
        elif not _says_the_same(state, now.state_on(day)):
            words = _("The tracker says “%(status)s”.") % {
                "status": row.status_printed or Status(str(row.status)).label
            }
            found.append(PlannedUpdate(day, words, row.status_cell, _reporter("", row, shared), state))
    yield from found


def _conflict(row: ReadRow, dated: Sequence[Dated], now: ActionNow, shared: Circumstances) -> str:
    """Return why the tracker's status cannot follow the register's; empty if it can, or if it says the same."""
    before = now.state.get("status")
    if not row.status or not before or before == row.status:
        return ""
    words = {
        "now": Status(before).label,
        "tracker": row.status_printed or Status(str(row.status)).label,
        "day": _day(now.last_on),
    }
    if _state_day(row, dated, shared) < now.last_on:
        return _("The register says “%(now)s” since %(day)s, which is later than “%(tracker)s” in the tracker.") % words
    after = Status(str(row.status))
    if reopens(Status(before), after) or not may_become(Status(before), after):
        return _("The register says “%(now)s”, which “%(tracker)s” in the tracker cannot follow.") % words
    return ""


def _state_day(row: ReadRow, dated: Sequence[Dated], shared: Circumstances) -> datetime.date:
    """Return the day from which the tracker's status counts: that of closing, of the last update, or of the tracker."""
    last = dated[-1][0] if dated else None
    if row.status == Status.CLOSED and row.closed_on and row.closed_on <= shared.today:
        return max(row.closed_on, last) if last else row.closed_on
    return last or shared.as_at


def _state(row: ReadRow, before: Mapping[str, Any], now: ActionNow, shared: Circumstances) -> dict[str, Any]:
    """Return the state that the tracker gives, upon the state before it."""
    state = {name: value for name, value in before.items() if name not in _STATUS_FIELDS}
    state["status"] = Status(str(row.status))
    if row.status == Status.WAITING:
        state["waiting_for_other"] = (row.waiting_for or row.status_printed)[:WAITING_LIMIT]
    if row.status == Status.CLOSED:
        is_ours = row.closed_by == "force" or not now.closes_items
        state["closed_by"] = UpdateState.ClosedBy.FORCE if is_ours else UpdateState.ClosedBy.SOURCE
        state["verified_by"] = _("Stated in the tracker")
        state["closing_level"] = shared.closing_levels.get(row.closing_level.casefold())
    for date in _new_dates(row):
        state[_field_of(date, now)] = date.date
        state["deadline_reason"] = (date.reason or _("Stated in the tracker, %(cell)s") % {"cell": date.cell})[
            :REASON_LIMIT
        ]
    return state


def _new_dates(row: ReadRow) -> list[ReadDate]:
    """Return the revised deadlines and the local target that name a day and were not struck through."""
    dates = [*row.revised_deadlines, *([row.local_target] if row.local_target else [])]
    return [date for date in dates if date.date and not date.struck_through]


def _field_of(date: ReadDate, now: ActionNow) -> str:
    return "revised_deadline_on" if date.set_by == "inspectorate" and now.sets_deadlines else "local_target_on"


def _rest_in_words(
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
        yield _("New date in the tracker"), date, bool(date.date) and state.get(_field_of(date, now)) == date.date
    if date := row.local_target:
        yield _("Local target in the tracker"), date, bool(date.date) and state.get("local_target_on") == date.date


def _line(label: str, cell: str, words: str) -> str:
    return f"{label} ({cell}): {words}" if cell else f"{label}: {words}"


def _dated_line(day: str, update: ReadUpdate) -> str:
    return f"{day} ({update.cell}): {update.text}"


def _note(
    row: ReadRow,
    lines: Sequence[str],
    now: ActionNow,
    shared: Circumstances,
    recorded: Sequence[PlannedUpdate],
    *,
    must_be: bool = False,
) -> Iterable[PlannedUpdate]:
    """Yield the note for the office with the lines that no note has yet; more than one if they are too long for one."""
    new = [line for line in lines if not now.has_note_with(line)]
    if not new and not must_be:
        return
    before = [update.state for update in recorded if update.on <= shared.as_at]
    state = before[-1] if before and recorded[-1].on >= now.last_on else now.state_on(shared.as_at)
    heading = _("From “%(file)s”, %(cell)s.") % {"file": shared.file_name, "cell": cell_of(row)}
    for words in _in_pieces([heading, *new]):
        yield PlannedUpdate(shared.as_at, words, cell_of(row), _reporter("", row, shared), state, is_note=True)


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


def _reporter(who: str, row: ReadRow, shared: Circumstances) -> str:
    return (who or row.lead_printed or shared.file_name)[:REPORTER_LIMIT]


def _is_recorded(update: PlannedUpdate, now: ActionNow) -> bool:
    return any(
        each.on == update.on and each.words == tidy_text(update.words) and _says_the_same(update.state, each.state)
        for each in now.updates
    )


def _says_the_same(state: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all((state.get(name) or None) == (other.get(name) or None) for name in STATE_FIELDS)


# --- what changes --------------------------------------------------------------------------------------------


def _changes(row: ReadRow, now: ActionNow, updates: Sequence[PlannedUpdate], lead: str) -> Iterable[Change]:
    nothing = _("Nothing")
    for update in updates:
        what = _("Note for the office") if update.is_note else _("Update")
        yield Change(f"{what}, {_day(update.on)}", nothing, update.words, "", update.cell, is_update=True)
    newest = [each.state for each in updates if not each.is_note and each.on >= now.last_on]
    after: Mapping[str, Any] = newest[-1] if newest else {}
    before = now.state
    shown: list[tuple[str, str, Callable[[Any], str], str, str]] = [
        ("status", _("Status"), _label, row.status_printed, row.status_cell),
        ("revised_deadline_on", _("Revised deadline"), _day, *_printed(row.revised_deadlines)),
        ("local_target_on", _("Local target"), _day, *_printed((*row.revised_deadlines, row.local_target))),
    ]
    for name, label, in_words, printed, cell in shown:
        if after and after.get(name) != before.get(name):
            was = in_words(before[name]) if before.get(name) else nothing
            yield Change(label, was, in_words(after[name]) if after.get(name) else nothing, printed, cell)
    if lead:
        yield Change(_("Lead"), nothing, lead, row.lead_printed, row.lead_cell)


def _printed(dates: Sequence[ReadDate | None]) -> tuple[str, str]:
    known = [date for date in dates if date]
    return (known[-1].printed, known[-1].cell) if known else ("", "")


def _label(status: str) -> str:
    return str(Status(status).label)


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"
