"""What a tracker would change: pure plans of rows made by hand."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from recommendations.imports.trackers.plan import plan_import
from recommendations.imports.trackers.planned import (
    ActionNow,
    Circumstances,
    ImportOutcome,
    Plan,
    PlannedRow,
    RecordedUpdate,
    left_out_because,
    place_at,
    place_key,
)
from recommendations.reading.trackers.results import (
    ReadDate,
    ReadEvidence,
    ReadNote,
    ReadRow,
    ReadUpdate,
    TrackerReading,
)
from recommendations.register.models.update import WORDS_LIMIT
from recommendations.register.statuses import Status

TODAY = datetime.date(2025, 3, 3)
AS_AT = datetime.date(2025, 2, 28)
JANUARY, FEBRUARY = datetime.date(2025, 1, 10), datetime.date(2025, 2, 10)
KEY = ("soteria-2024", "7")
KNOWN = ActionNow(1)
ROW = ReadRow(
    sheet="Master",
    rows=(8,),
    inspection=KEY[0],
    inspection_title="Operation Soteria",
    inspection_published_on=None,
    kind="recommendation",
    reference="7",
    reference_printed="Rec 7",
    part="",
    text="Identify suspects.",
    text_is="verbatim",
    status="complete",
    status_printed="Done",
    status_cell="Master!I8",
    status_suggested=None,
    closed_by="",
    closed_on=None,
    closing_level="",
    waiting_for="",
    original_deadline=None,
    revised_deadlines=(),
    local_target=None,
    lead_printed="ACC (Crime)",
    lead_cell="Master!F8",
    updates=(),
    evidence=(),
    notes=(),
    references_elsewhere=(),
)


def update(text: str, day: datetime.date | None, cell: str = "Master!J8") -> ReadUpdate:
    return ReadUpdate(text, day, day.strftime("%d/%m/%y") if day else "early in the year", cell, day)


def plan(*rows: ReadRow, now: ActionNow | None = KNOWN, file: str = "tracker.xlsx", **shared: Any) -> Plan:
    reading = TrackerReading(AS_AT, "Master!A1", (), rows, (), ())
    circumstances = Circumstances(**{"file_name": file, "as_at": AS_AT, "today": TODAY} | shared)
    return plan_import(reading, {KEY: now} if now else {}, circumstances)


def one(row: ReadRow, **options: Any) -> PlannedRow:
    [planned] = plan(row, **options).rows
    return planned


def as_recorded(planned: PlannedRow, now: ActionNow = KNOWN) -> ActionNow:
    """The action after the import of a row."""
    recorded = [RecordedUpdate(each.on, each.words, {} if each.is_note else each.state) for each in planned.updates]
    return replace(
        now,
        lead=planned.lead or now.lead,
        references=now.references + planned.references,
        updates=tuple(sorted([*now.updates, *recorded], key=lambda each: each.on)),
        evidence=frozenset({each.address or each.text for each in planned.evidence}),
    )


def statuses(planned: PlannedRow) -> list[tuple[datetime.date, Any]]:
    return [(each.on, each.state.get("status")) for each in planned.updates if not each.is_note]


def notes(planned: PlannedRow) -> str:
    return "\n".join(each.words for each in planned.updates if each.is_note)


def test_the_last_update_has_the_status_of_the_tracker_and_earlier_ones_are_in_progress() -> None:
    planned = one(replace(ROW, updates=(update("Trained all.", FEBRUARY), update("Began.", JANUARY))))
    assert planned.outcome == ImportOutcome.NEW
    assert statuses(planned) == [(JANUARY, Status.IN_PROGRESS), (FEBRUARY, Status.COMPLETE)]
    assert planned.lead == "ACC (Crime)"


def test_a_status_without_an_update_counts_from_the_day_of_the_tracker() -> None:
    planned = one(ROW)
    assert statuses(planned) == [(AS_AT, Status.COMPLETE)]
    assert planned.updates[0].words == "The tracker says “Done”."


def test_a_closed_item_counts_from_the_day_of_closing() -> None:
    planned = one(replace(ROW, status="closed", closed_on=FEBRUARY, closed_by="HMICFRS"))
    assert statuses(planned) == [(FEBRUARY, Status.CLOSED)]
    assert planned.updates[0].state["closed_by"] == "hmicfrs"
    by_force = one(replace(ROW, status="closed", closed_on=FEBRUARY), now=ActionNow(1, closes_items=False))
    assert by_force.updates[0].state["closed_by"] == "force"


def test_without_a_status_updates_become_notes_and_none_is_invented() -> None:
    row = replace(ROW, status=None, status_printed="?", updates=(update("Began.", JANUARY),))
    planned = one(row)
    assert statuses(planned) == []
    assert "Began." in notes(planned)
    again = one(row, now=as_recorded(planned))
    assert again.outcome == ImportOutcome.SAME


def test_the_same_tracker_again_changes_nothing_under_any_name_and_on_any_day() -> None:
    row = replace(
        ROW,
        updates=(update("Began.", JANUARY), update("Trained all.", FEBRUARY), update("Undated.", None)),
        notes=(ReadNote("Ask the board.", "Master!K8", "office comment"),),
        references_elsewhere=(("4Action", "A1"),),
        evidence=(ReadEvidence("Minutes", "https://example.org/minutes", "Master!L8"),),
        local_target=ReadDate("31/12/25", datetime.date(2025, 12, 31), "Master!G8", set_by="local"),
    )
    after = as_recorded(one(row))
    again = one(row, now=after, file="next month.xlsx", as_at=TODAY)
    assert again.outcome == ImportOutcome.SAME
    assert again.updates == ()


def test_a_newer_tracker_adds_only_what_is_new() -> None:
    row = replace(ROW, status="in-progress", updates=(update("Began.", JANUARY),))
    newer = replace(row, status="complete", updates=(*row.updates, update("Trained all.", FEBRUARY)))
    planned = one(newer, now=as_recorded(one(row)))
    assert planned.outcome == ImportOutcome.CHANGED
    assert statuses(planned) == [(FEBRUARY, Status.COMPLETE)]


@pytest.mark.parametrize(
    ("status", "on", "why"),
    [
        (Status.IN_PROGRESS, TODAY, "which is later than"),
        (Status.CLOSED, JANUARY, "cannot follow"),
    ],
)
def test_the_register_keeps_its_status_where_the_tracker_contradicts_it(
    status: Status, on: datetime.date, why: str
) -> None:
    now = ActionNow(1, updates=(RecordedUpdate(on, "Here.", {"status": status}),))
    row = replace(ROW, status="waiting", status_printed="Paused", updates=(update("Paused.", FEBRUARY),))
    planned = one(row, now=now)
    assert planned.outcome == ImportOutcome.CONFLICT
    assert why in planned.why
    assert {each for _on, each in statuses(planned)} <= {status, Status.IN_PROGRESS}
    assert "“Paused”" not in str(statuses(planned))
    assert "Status in the tracker (Master!I8): Paused" in notes(planned)


def test_an_update_before_those_of_the_register_has_the_registers_status_of_its_day() -> None:
    now = ActionNow(1, updates=(RecordedUpdate(JANUARY, "Here.", {"status": Status.NOT_STARTED}),))
    planned = one(replace(ROW, updates=(update("Then.", FEBRUARY), update("Last.", AS_AT))), now=now)
    assert statuses(planned) == [(FEBRUARY, Status.NOT_STARTED), (AS_AT, Status.COMPLETE)]


def test_a_published_deadline_is_never_overwritten_and_a_different_one_is_kept_as_words() -> None:
    due = datetime.date(2025, 1, 31)
    row = replace(ROW, original_deadline=ReadDate("31/03/25", datetime.date(2025, 3, 31), "Master!G8"))
    planned = one(row, now=ActionNow(1, deadline_on=due))
    assert not any("deadline" in name for each in planned.updates for name in each.state)
    assert "Deadline in the tracker (Master!G8): 31/03/25" in notes(planned)
    same = replace(row, original_deadline=ReadDate("31/01/25", due, "Master!G8"))
    assert "Deadline" not in notes(one(same, now=ActionNow(1, deadline_on=due)))


def test_a_revised_date_says_who_set_it_and_why() -> None:
    day = datetime.date(2025, 9, 30)
    by_force = ReadDate("30/09/25", day, "Master!H8", "Trainers were ill.", set_by="local")
    state = one(replace(ROW, revised_deadlines=(by_force,))).updates[0].state
    assert (state["local_target_on"], state["deadline_reason"]) == (day, "Trainers were ill.")
    by_source = replace(by_force, set_by="inspectorate", reason="")
    state = one(replace(ROW, revised_deadlines=(by_source,))).updates[0].state
    assert (state["revised_deadline_on"], state["deadline_reason"]) == (day, "Stated in the tracker, Master!H8")


def test_every_date_without_a_field_is_kept_as_words() -> None:
    struck = ReadDate("31/01/25", datetime.date(2025, 1, 31), "Master!G8", struck_through=True)
    month = ReadDate("Jun-26", None, "Master!H8")
    words = notes(one(replace(ROW, revised_deadlines=(struck, month))))
    assert "31/01/25" in words
    assert "Jun-26" in words


def test_a_part_does_not_decide_the_status_of_the_whole() -> None:
    a = replace(ROW, part="a", updates=(update("A done.", FEBRUARY),))
    b = replace(ROW, part="b", rows=(9,), status="in-progress", updates=(update("B goes on.", JANUARY),))
    first, second = plan(a, b).rows
    assert statuses(first) == statuses(second) == []
    assert "A done." in notes(first)
    assert "B goes on." in notes(second)
    whole, part = plan(replace(ROW, rows=(7,)), a).rows
    assert statuses(whole) == [(AS_AT, Status.COMPLETE)]
    assert "A done." in notes(part)


def test_what_is_said_of_a_cause_of_concern_goes_to_the_recommendation_after_it() -> None:
    cause = replace(ROW, kind="cause of concern", reference="CoC 1", notes=(ReadNote("Red.", "Master!K7", "comment"),))
    planned, _other = plan(cause, replace(ROW, rows=(9,))).rows
    assert planned.key == KEY
    assert "Red." in notes(planned)
    alone = one(cause)
    assert alone.outcome == ImportOutcome.NOT_PLACED


def test_a_row_for_others_or_of_no_action_is_left_out_with_the_reason() -> None:
    assert one(replace(ROW, leave_out="For the Home Office.")).why == "For the Home Office."
    assert "no action" in one(ROW, now=None).why
    unknown = replace(ROW, inspection="unknown: Custody")
    assert "does not know its report" in one(unknown).why
    assert one(unknown, draft_inspections=frozenset({"unknown: Custody"})).outcome == ImportOutcome.NEW


def test_a_draft_of_an_earlier_import_is_found_again() -> None:
    unknown = replace(ROW, inspection="unknown: Custody")
    assert one(unknown, earlier_drafts={"unknown: Custody": KEY[0]}).action == 1


def test_a_lead_of_the_register_stays_and_the_trackers_is_kept_as_words() -> None:
    planned = one(ROW, now=ActionNow(1, lead="DCC"))
    assert planned.lead == ""
    assert "Lead in the tracker (Master!F8): ACC (Crime)" in notes(planned)


def test_only_a_new_link_still_comes_in() -> None:
    row = replace(ROW, lead_printed="", evidence=(ReadEvidence("Minutes", "https://example.org/m", "Master!L8"),))
    now = as_recorded(one(replace(row, evidence=())))
    planned = one(row, now=now)
    assert planned.outcome == ImportOutcome.CHANGED
    assert [each.address for each in planned.evidence] == ["https://example.org/m"]
    assert len(planned.updates) == 1


def test_no_words_are_lost_by_a_limit() -> None:
    long = " ".join(f"word{number}" for number in range(4_000))
    planned = one(replace(ROW, updates=(update(long, JANUARY),), notes=(ReadNote(long, "Master!K8", "comment"),)))
    written = notes(planned).replace("\n", "")
    assert written.count(long.replace("\n", "")) == 2
    assert all(len(each.words) <= WORDS_LIMIT for each in planned.updates)


def test_a_note_repeats_the_state_that_it_finds() -> None:
    target = ReadDate("31/12/25", datetime.date(2025, 12, 31), "Master!G8", set_by="local")
    row = replace(ROW, local_target=target, notes=(ReadNote("Ask.", "Master!K8", "comment"),))
    [state, note] = one(row).updates
    assert note.is_note
    assert note.state == state.state


def test_a_row_that_a_person_placed_is_about_that_action_and_stays_so_next_month() -> None:
    lost = replace(ROW, inspection="unknown: Vetting", inspection_title="Vetting", reference="3", part="a", kind="afi")
    [planned] = plan(lost).rows
    assert planned.outcome == ImportOutcome.NOT_PLACED
    places = {place_key(lost): place_at(*KEY)}
    next_month = replace(lost, sheet="April", rows=(11,), status="closed", updates=(update("Done.", FEBRUARY),))
    for row in (lost, next_month):
        [planned] = plan(row, places=places).rows
        assert (planned.action, planned.outcome) == (1, ImportOutcome.NEW)


def test_a_row_that_a_person_left_out_says_why() -> None:
    [planned] = plan(ROW, places={place_key(ROW): left_out_because("A copy of row 9")}).rows
    assert (planned.outcome, planned.why) == (ImportOutcome.LEFT_OUT, "Left out by hand: A copy of row 9")
    assert not planned.updates


def test_a_row_is_placed_at_an_action_although_it_was_read_as_a_cause_of_concern() -> None:
    concern = replace(ROW, kind="cause of concern", inspection="unknown: Custody", reference="CoC 1")
    [planned] = plan(concern, places={place_key(concern): place_at(*KEY)}).rows
    assert planned.action == 1
    assert planned.updates
