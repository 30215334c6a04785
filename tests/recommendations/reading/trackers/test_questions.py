"""Answers change the reading as they say, and nothing else does."""

import pytest

from recommendations.reading.trackers.results import ReadQuestion, ReadRow, TrackerReading
from tests.recommendations.reading.trackers.conftest import Read

OPCC, BRAG, ODS, EXPORT = (
    "01-opcc-master-one-sheet.xlsx",
    "02-sheet-per-inspection-brag.xlsx",
    "07-opcc-libreoffice.ods",
    "05-system-export-cp1252.csv",
)


def question(reading: TrackerReading, kind: str) -> ReadQuestion:
    return next(found for found in reading.questions if found.kind == kind)


def row(reading: TrackerReading, reference: str, inspection: str = "soteria-2024") -> ReadRow:
    return next(found for found in reading.rows if (found.inspection, found.reference) == (inspection, reference))


def test_the_published_deadline_stays_whatever_is_answered(read: Read) -> None:
    asked = question(read(OPCC), "deadline differs from the register")
    for answer, revised in (("slip", []), ("local", ["2026-03-31"]), ("inspectorate", ["2026-03-31"])):
        found = row(read(OPCC, {asked.key: answer}), "11")
        assert found.original_deadline
        assert str(found.original_deadline.date) == "2025-03-31"
        assert [str(day.date) for day in found.revised_deadlines] == revised
        assert [day.set_by for day in found.revised_deadlines] == [answer for _day in revised]


def test_updates_by_month_count_from_its_last_day_but_not_after_the_day_of_the_list(read: Read) -> None:
    asked = question(read(OPCC), "updates by month or quarter")
    update = row(read(OPCC, {asked.key: "last-day"}), "3").updates[-1]
    assert (update.printed_date, update.date, str(update.counts_from)) == ("March 2026", None, "2026-03-27")
    kept = row(read(OPCC, {asked.key: "note"}), "3")
    assert "March 2026" not in [update.printed_date for update in kept.updates]
    assert next(note.text for note in kept.notes if note.kind == "undated update").startswith(
        "March 2026: All in-scope"
    )


def test_an_impossible_day_is_answered_with_a_day(read: Read) -> None:
    asked = question(read(OPCC), "impossible date")
    assert (asked.suggest, asked.free_date) == ("2025-06-30", True)
    updates = row(read(OPCC, {asked.key: "2025-07-01"}), "7").updates
    update = next(found for found in updates if found.printed_date == "31/06/25")
    assert (update.date, str(update.counts_from)) == (None, "2025-07-01")


@pytest.mark.parametrize(
    ("file", "kind", "answer", "reference", "status", "closed_by"),
    [
        (OPCC, "status against colour", "in-progress", "7", "in-progress", ""),
        (BRAG, "colour meaning", "waiting", "11", "waiting", ""),
        (ODS, "status against strike-through", "closed-hmicfrs", "9", "closed", "hmicfrs"),
        (ODS, "waiting for whom", "soteria-joint-unit", "5", "waiting", ""),
        (EXPORT, "closed by whom", "closed-force", "9", "closed", "force"),
    ],
)
def test_an_answer_settles_a_status(
    file: str, kind: str, answer: str, reference: str, status: str, closed_by: str, read: Read
) -> None:
    reading = read(file)
    asked = question(reading, kind)
    assert row(reading, reference).status is None
    found = row(read(file, {asked.key: answer}), reference)
    assert (found.status, found.closed_by) == (status, closed_by)
    assert found.waiting_for == (answer if kind == "waiting for whom" else "")


def test_what_belongs_to_another_body_is_never_recorded_at_the_force(read: Read) -> None:
    reading = read(BRAG)
    asked = question(reading, "no action here")
    kept = read(BRAG, {asked.key: "keep"})
    assert row(reading, "1").leave_out == row(kept, "1").leave_out != ""


def test_an_unknown_inspection_is_left_out_on_request(read: Read) -> None:
    asked = question(read(BRAG), "inspections not in the register")
    assert asked.printed == ("PEEL 2023–25: An inspection of Eastmarch Police", "NCPI", "Custody 2021")
    left = read(BRAG, {asked.key: "draft", "inspection:custody2021": "leave-out"})
    titles = {found.inspection_title for found in left.rows if "not in the register" in found.leave_out}
    assert titles == {"Custody 2021"}


def test_a_chosen_column_changes_what_is_read(read: Read) -> None:
    reading = read(EXPORT)
    [csv] = reading.sheets
    column = next(found for found in csv.columns if found.heading == "Previous Note")
    assert (column.meaning, column.certain) == ("older update", True)
    chosen = read(EXPORT, columns={column.key: "note"})
    found = row(chosen, "3")
    assert [update.cell for update in found.updates] == ["csv!M3"]
    assert any(note.cell == "csv!P3" for note in found.notes)


def test_a_hidden_copy_is_listed_and_read_on_request(read: Read) -> None:
    reading = read(BRAG)
    assert any("hidden" in found.why and "Soteria (old)" in found.cells for found in reading.ignored)
    with_copy = read(BRAG, {"hidden sheet:soteria (old)": "include"})
    assert len(with_copy.rows) == len(reading.rows) + 5


def test_what_is_not_asked_for_want_of_room_is_listed_and_gives_no_status(read: Read) -> None:
    reading = read(BRAG)
    assert len(reading.questions) == 12
    [unasked] = [found for found in reading.ignored if "was not asked" in found.why]
    assert unasked.text.startswith("The hidden sheet “Soteria (old)”")
    assert unasked.why.endswith("Taken as: Leave it out.")
    assert row(reading, "10", "rape-2021").status is None


def test_rows_hidden_by_a_filter_are_read_and_marked(read: Read) -> None:
    assert [found.rows[0] for found in read(OPCC).rows if found.hidden] == [11, 15, 20, 29, 36, 51]
