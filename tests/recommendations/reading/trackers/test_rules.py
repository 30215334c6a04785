"""The rules by which trackers are read: dates, numbers of items, histories, headings and words of a status."""

import datetime
import io

import pytest
from openpyxl import Workbook

from recommendations.reading.trackers.headings import Meaning, meaning_of
from recommendations.reading.trackers.labels import label_of
from recommendations.reading.trackers.printed_dates import dates_in, is_ambiguous, is_month_first, only_date
from recommendations.reading.trackers.updates import entries_in
from recommendations.reading.trackers.wordings import legend_in, status_of, statuses_within
from tests.recommendations.reading.trackers.conftest import Read

Day = datetime.date


def workbook(**sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("31/01/25", Day(2025, 1, 31)),
        ("31.1.2025", Day(2025, 1, 31)),
        ("2025-01-31", Day(2025, 1, 31)),
        ("31/01/2025 00:00", Day(2025, 1, 31)),
        ("31st March 2026", Day(2026, 3, 31)),
        ("2025-01-31T00:00:00Z", Day(2025, 1, 31)),
        ("30 Sept 2025", Day(2025, 9, 30)),
        ("31-Jan-25", Day(2025, 1, 31)),
        ("31/06/25", None),
        ("Mar-26", None),
        ("March 2026", None),
        ("Q4 24/25", None),
    ],
)
def test_a_date_is_a_day_only_if_a_day_is_printed(printed: str, day: Day | None) -> None:
    found = only_date(printed)
    assert found is not None
    assert found.date == day
    assert found.is_impossible == (printed == "31/06/25")


def test_a_quarter_is_one_of_the_financial_year() -> None:
    periods = [found.period for found in dates_in("Q1 25/26, Q4 2024/25 and Q2 25/27")]
    assert periods == [(Day(2025, 4, 1), Day(2025, 6, 30)), (Day(2025, 1, 1), Day(2025, 3, 31)), None]


def test_other_dates_of_a_column_settle_its_order() -> None:
    assert is_month_first(["03/04/2025", "06/30/2025"]) is True
    assert is_month_first(["03/04/2025", "30/06/2025"]) is False
    assert is_month_first(["03/04/2025"]) is None
    assert is_ambiguous("03/04/2025")
    assert not is_ambiguous("04/04/2025")


@pytest.mark.parametrize(
    ("printed", "kind", "number", "part"),
    [
        ("Soteria R10(c)", "recommendation", "10", "c"),
        ("AFI 07", "afi", "7", ""),
        ("AFI1", "afi", "1", ""),
        ("CoC 2", "cause of concern", "2", ""),
        ("CP02", "", "2", ""),
        ("'07", "", "7", ""),
        ("2023/05", "", "5", ""),
        ("7a", "", "7", "a"),
        ("2.", "", "2", ""),
        ("IA 4.2", "", "4.2", ""),
    ],
)
def test_the_number_of_an_item(printed: str, kind: str, number: str, part: str) -> None:
    label = label_of(printed)
    assert label is not None
    assert (label.kind, label.number, label.part) == (kind, number, part)


@pytest.mark.parametrize("printed", ["Recs 7 and 8", "1-3", "", "All of them", "1, 2"])
def test_what_numbers_no_single_item_has_no_label(printed: str) -> None:
    assert label_of(printed) is None


@pytest.mark.parametrize(
    ("cell", "entries"),
    [
        ("12/11/24 - A\n20/1/25 – B (ACC)", [("A", Day(2024, 11, 12), ""), ("B", Day(2025, 1, 20), "ACC")]),
        ("[13.05.25] A.\nmore\n[02.09.25] B", [("A.\nmore", Day(2025, 5, 13), ""), ("B", Day(2025, 9, 2), "")]),
        ("13/05/25: A; b.; 02/10/25: C", [("A; b.", Day(2025, 5, 13), ""), ("C", Day(2025, 10, 2), "")]),
        ("Dec 24: A\nMar 25: B", [("A", None, ""), ("B", None, "")]),
        ("A. (as at 03/02/26)", [("A.", Day(2026, 2, 3), "")]),
        (
            "28/11/24 - A\n14/01 - B\n27/05/25 - C",
            [("A", Day(2024, 11, 28), ""), ("B", Day(2025, 1, 14), ""), ("C", Day(2025, 5, 27), "")],
        ),
        ("JB 12/03/25: A", [("A", Day(2025, 3, 12), "JB")]),
        ("March 2026 saw 3 more.", [("March 2026 saw 3 more.", None, "")]),
        ("-", []),
        (
            "3 Feb 2026: Profile refreshed. 4 Mar 2026: Presented to the board.",
            [("Profile refreshed.", Day(2026, 2, 3), ""), ("Presented to the board.", Day(2026, 3, 4), "")],
        ),
    ],
)
def test_a_cell_of_updates_is_split_at_its_dates(cell: str, entries: list[tuple[str, Day | None, str]]) -> None:
    assert [(entry.text, entry.date, entry.who) for entry in entries_in(cell)] == entries


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("Recomendation", Meaning.TEXT),
        ("HMICFRS deadline (wording)", Meaning.DEADLINE_WORDING),
        ("Target (HMI)", Meaning.DEADLINE),
        ("Forecast", Meaning.LOCAL_TARGET),
        ("March 2026 update", Meaning.UPDATE),
        ("Mar-26", Meaning.UPDATE),
        ("PCC’s response (s.55)", Meaning.RESPONSE),
        ("Accepted?", Meaning.ACCEPTANCE),
        ("How we know", Meaning.CLOSED_BY),
        ("Favourite colour of the chief", None),
        ("HMIC report", Meaning.INSPECTION),
        ("Source of recommendation", Meaning.INSPECTION),
        ("Latest position", Meaning.UPDATE),
        ("Position", Meaning.STATUS),
        ("Update provided by", Meaning.UPDATE_BY),
        ("Due date (revised)", Meaning.REVISED_DEADLINE),
    ],
)
def test_a_heading_says_what_its_column_holds(heading: str, meaning: Meaning | None) -> None:
    assert meaning_of(heading) == meaning


@pytest.mark.parametrize(
    ("words", "status", "suggested", "closed_by"),
    [
        ("On track", "in-progress", None, ""),
        ("Open - Overdue", "in-progress", None, ""),
        ("Completed (pending approval)", "complete", None, ""),
        ("With HMICFRS for verification", "sent", None, ""),
        ("Closed by HMICFRS", "closed", None, "hmicfrs"),
        ("Closed (self-certified)", "closed", None, "force"),
        ("Closed", None, "closed", ""),
        ("Discharged", None, "closed", ""),
        ("On hold – national", None, "waiting", ""),
        ("Cancelled", None, "", ""),
        ("No longer relevant", None, "withdrawn", ""),
        ("Ongoing – awaiting data", None, "in-progress", ""),
        ("Ongoing (data by June)", "in-progress", None, ""),
        ("Complete - evidence with HMICFRS", None, "complete", ""),
        ("Not started, or off track", None, "not-started", ""),
        ("Accepted", None, None, ""),
        ("Partially accepted", None, None, ""),
    ],
)
def test_a_word_is_a_status_only_if_it_says_one(
    words: str, status: str | None, suggested: str | None, closed_by: str
) -> None:
    found = status_of(words)
    assert (found.status, found.suggested, found.closed_by) == (status, suggested, closed_by)


def test_a_legend_settles_a_colour_unless_it_names_two_statuses() -> None:
    meanings, struck = legend_in(
        ["R = not started, or off track   A = delayed, being managed", "Crossed out = closed. Yellow = ask."]
    )
    assert (meanings["red"], struck) == ("not started, or off track", "closed")
    assert statuses_within(meanings["amber"]).status == "in-progress"
    both = statuses_within(meanings["red"])
    assert (both.status, both.suggested) == (None, "not-started")


def test_a_row_for_each_update_is_one_item_with_the_status_of_its_newest(read: Read) -> None:
    rows: list[list[object]] = [
        ["Inspection", "Rec No", "Recommendation", "Status", "Date of update", "Update"],
        ["Custody 2024", 1, "Do it", "Not started", Day(2025, 1, 1), "A"],
        ["Custody 2024", 1, None, "In progress", Day(2025, 2, 1), "B"],
        ["Custody 2024", 2, "Do more", "Complete", Day(2025, 2, 1), "C"],
    ]
    first, second = read(workbook(List=rows)).rows
    assert (first.rows, first.status, [update.text for update in first.updates]) == ((2, 3), "in-progress", ["A", "B"])
    assert (second.rows, second.status) == ((4,), "complete")


def test_two_tables_on_a_sheet_and_bands_of_themes_are_told_apart(read: Read) -> None:
    rows: list[list[object]] = [
        ["PEEL 2023–25: An inspection of Northshire Police, published 14 March 2024"],
        ["AFI", "Area for improvement", "Owner", "Status"],
        ["Investigating crime"],
        [1, "The force should supervise investigations", "ACC", "On track"],
        [],
        ["Finished"],
        ["AFI", "Area for improvement", "Completed on", "Evidence"],
        [2, "The force should answer calls", Day(2025, 3, 1), "https://example.org/a"],
    ]
    first, second = read(workbook(Sheet=rows)).rows
    assert first.inspection == "unknown: PEEL 2023–25: An inspection of Northshire Police, published 2024-03-14"
    assert ("heading", "Investigating crime") in [(note.kind, note.text) for note in first.notes]
    assert (second.reference, second.status, second.closed_on) == ("AFI 2", "complete", Day(2025, 3, 1))
    assert second.evidence[0].address == "https://example.org/a"


def test_an_item_without_a_number_is_known_by_its_words(read: Read) -> None:
    text = (
        "By 31 July 2025, chief constables should make sure their forces use the new definition of repeat rape and "
        "other serious sexual offences suspects to identify and manage them."
    )
    [row] = read(workbook(Tracker=[["Source", "Recommendation", "Status"], ["HMICFRS", text, "On track"]])).rows
    assert (row.inspection, row.reference, row.text_is) == ("soteria-2024", "5", "verbatim")


def test_quarters_under_a_year_and_a_repeated_inspection_are_read(read: Read) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for cells in (
        ["Report", "Ref", "Recommendation", "2025/26", None, "Status"],
        [None, None, None, "Q1", "Q2", None],
        ["Vetting 2023", "1 of 2", "The force should vet", "one", "two", "On track"],
        ["ditto", "2 of 2", "By 1 May 2026, the Home Office should pay", None, "three", "On track"],
    ):
        sheet.append(cells)
    sheet.merge_cells("D1:E1")
    file = io.BytesIO()
    book.save(file)
    first, second = read(file.getvalue()).rows
    assert first.inspection == second.inspection == "unknown: Vetting 2023"
    assert (first.reference, second.reference) == ("1", "2")
    assert [(update.printed_date, update.date) for update in first.updates] == [
        ("Q1 2025/26", None),
        ("Q2 2025/26", None),
    ]
    assert (first.leave_out, second.leave_out) == ("", "Its words are for the Home Office.")


def test_a_revised_deadline_has_who_set_it_and_why(read: Read) -> None:
    rows: list[list[object]] = [
        ["Report", "Ref", "Recommendation", "Original deadline", "Current deadline", "Extension agreed by", "Reason"],
        ["Vetting 2023", "R1", "The force should vet", "31/12/2024", "30/06/2025", "HMI", "IT delay"],
        ["Vetting 2023", "R2", "The force should check", "31/12/2024", None, None, None],
    ]
    first, second = read(workbook(Sheet=rows)).rows
    [revised] = first.revised_deadlines
    assert (revised.date, revised.set_by, revised.reason) == (Day(2025, 6, 30), "inspectorate", "IT delay")
    assert second.revised_deadlines == ()


TEXTS = (
    "The force should make sure that every member of staff is vetted before they are given access to its systems.",
    "The force should make sure that its counter-corruption unit has enough people to look at the intelligence.",
    "The force should make sure that warrants are recorded in one place and that somebody looks at them each week.",
)


@pytest.mark.parametrize(
    ("title", "published", "slug"),
    [
        ("Response to rape, phase 1", "", "rape-2021"),
        ("Response to rape, phase 1", "Published: 16 July 2021", "rape-2021"),
        ("Response to rape, phase 1", "Published: 25 February 2022", ""),
        ("Soteria 2019", "", ""),
    ],
)
def test_a_name_is_a_known_report_unless_its_date_says_otherwise(
    title: str, published: str, slug: str, read: Read
) -> None:
    rows: list[list[object]] = [[title], [published], [], ["Ref", "Summary", "Status"], ["R1", "Do it", "On track"]]
    [row] = read(workbook(Sheet=rows)).rows
    assert row.inspection == slug or (not slug and row.inspection.startswith("unknown: "))


def test_a_name_is_not_believed_where_its_recommendations_are_others(read: Read) -> None:
    head: list[object] = ["Inspection", "Ref", "Recommendation", "Status"]
    rows = [head, *(["Rape", f"R{number}", text, "On track"] for number, text in enumerate(TEXTS, 1))]
    assert {row.inspection for row in read(workbook(Sheet=rows)).rows} == {"unknown: Rape"}


def test_headings_that_say_nothing_are_told_by_their_cells(read: Read) -> None:
    text = "Dylai’r heddlu sicrhau bod yr holl staff yn cael eu fetio, rhif "
    rows: list[list[object]] = [["Cyf", "Testun", "Hynt"]]
    rows += [[f"R{number}", f"{text}{number}", f"1{number}/03/25: wedi dechrau"] for number in range(3, 7)]
    reading = read(workbook(Vetting=rows))
    assert [row.reference for row in reading.rows] == ["3", "4", "5", "6"]
    assert str(reading.rows[0].updates[0].date) == "2025-03-13"


def test_a_number_that_the_report_has_not_is_left_out(read: Read) -> None:
    rows: list[list[object]] = [["Rec", "Text", "Status"], ["3", "Train", "On track"], ["77", "Do more", "On track"]]
    reading = read(workbook(Soteria=rows))
    assert [row.leave_out for row in reading.rows] == ["", "The report has no such recommendation."]
    assert [question.kind for question in reading.questions] == ["not in the report"]


def test_a_tick_under_complete_is_a_status_and_none_is_asked_about(read: Read) -> None:
    rows: list[list[object]] = [
        ["Report", "Ref", "Recommendation", "Complete?", "Update"],
        ["Vetting 2023", "R1", "The force should vet", True, "12/03/25: done"],
        ["Vetting 2023", "R2", "The force should check", False, "13/03/25: begun"],
    ]
    reading = read(workbook(Sheet=rows))
    assert [(row.status, row.status_suggested) for row in reading.rows] == [("complete", None), (None, "in-progress")]
    assert [question.kind for question in reading.questions] == ["inspections not in the register", "no status"]


def test_a_number_where_a_date_belongs_is_asked_about(read: Read) -> None:
    rows: list[list[object]] = [
        ["Report", "Ref", "Recommendation", "Deadline", "Status"],
        ["Vetting 2023", "R1", "The force should vet", 45747, "On track"],
    ]
    contents = workbook(Sheet=rows)
    [asked] = [question for question in read(contents).questions if question.kind == "number for a date"]
    assert (asked.suggest, [choice.label for choice in asked.choices][1]) == (None, "31 March 2025")
    for answer, day in (("none", None), ("from-1900", Day(2025, 3, 31)), ("from-1904", Day(2029, 4, 1))):
        [row] = read(contents, {asked.key: answer}).rows
        assert row.original_deadline
        assert row.original_deadline.date == day


def test_a_cell_that_numbers_several_items_is_a_row_for_each(read: Read) -> None:
    rows: list[list[object]] = [
        ["Rec", "Summary", "Status", "Update"],
        ["Recs 3 and 5", "Training and definition", "On track", "12/03/25: begun"],
        ["9 to 11", "The rest", "Complete", None],
    ]
    found = read(workbook(Soteria=rows)).rows
    assert [(row.reference, row.status, row.rows) for row in found] == [
        ("3", "in-progress", (2,)),
        ("5", "in-progress", (2,)),
        ("9", "complete", (3,)),
        ("10", "complete", (3,)),
        ("11", "complete", (3,)),
    ]
    assert [len(row.updates) for row in found[:2]] == [1, 1]
