"""However a workbook is edited, each answer stays with its action and no text is lost."""

from __future__ import annotations

import datetime
import random
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from recommendations.rounds.replies import parse_reply
from recommendations.rounds.workbook_columns import COLUMNS, OFFICE_COLUMNS, digest, parse_check, row_check
from tests.recommendations.rounds.sample_workbooks import (
    FIRST,
    HEAD,
    LETTERS,
    REQUEST,
    answers,
    changed,
    key,
    opened,
    put,
    read,
    saved,
    sent,
    written,
)

FILES = Path(__file__).parents[1] / "reading" / "trackers" / "files"


def test_an_unfilled_workbook_has_no_answers() -> None:
    returned = read(sent())
    assert returned.request_keys == {REQUEST}
    assert returned.keys == {key(1), key(2), key(3)}
    assert not [row for row in returned.rows if row.is_written or row.is_disputed]


def test_each_answer_is_under_its_key() -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, 1, status="Complete", words="  Done.\n\nAll of it. ", evidence="https://example.org/paper")
        put(sheet, 3, expected=datetime.date(2025, 3, 31))

    assert answers(changed(fill)) == {
        1: {"status": "Complete", "words": "Done.\n\nAll of it.", "evidence": "https://example.org/paper"},
        3: {"expected": "31 March 2025"},
    }


def test_sorted_rows_keep_their_answers() -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, 1, words="First.")
        put(sheet, 2, words="Second.")
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST)]
        for place, values in enumerate(reversed(rows)):
            for number, value in enumerate(values, start=1):
                sheet.cell(FIRST + place, number).value = value

    assert answers(changed(fill)) == {1: {"words": "First."}, 2: {"words": "Second."}}


@pytest.mark.parametrize("first", ["inspection", "check"])
def test_rows_sorted_without_their_keys_need_checking(first: str) -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, 1, words="First.")
        columns = range(LETTERS[first], len(COLUMNS) + 1)
        rows = [[sheet.cell(FIRST + n, column).value for column in columns] for n in range(3)]
        for place, values in enumerate(reversed(rows)):
            for column, value in zip(columns, values, strict=True):
                sheet.cell(FIRST + place, column).value = value

    rows = {row.key: row for row in read(changed(fill)).rows}
    assert rows[key(3)].is_disputed
    assert written(rows[key(3)])["words"] == "First."
    assert not rows[key(2)].is_disputed  # the middle one stayed where it was


@pytest.mark.parametrize("deleted", [["reference"], ["reference", "inspection"]])
def test_rows_sorted_without_their_keys_or_names_need_checking(deleted: list[str]) -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, 1, words="First.")
        columns = range(LETTERS["inspection"], len(COLUMNS) + 1)
        rows = [[sheet.cell(FIRST + n, column).value for column in columns] for n in range(3)]
        for place, values in enumerate(reversed(rows)):
            for column, value in zip(columns, values, strict=True):
                sheet.cell(FIRST + place, column).value = value
        for code in deleted:
            sheet.delete_cols(LETTERS[code])

    [row] = [row for row in read(changed(fill)).rows if "First." in written(row).values()]
    assert (row.key, row.is_disputed) == (key(3), True)


def test_deleting_the_names_alone_leaves_each_answer_with_its_key() -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, 1, words="First.")
        sheet.delete_cols(LETTERS["reference"])

    [row] = [row for row in read(changed(fill)).rows if row.is_written]
    assert (row.key, row.is_disputed) == (key(1), False)


def test_sheets_with_long_names_are_still_distinguished() -> None:
    workbook = opened(sent())
    for more in ("here", "there"):
        sheet = workbook.create_sheet("x")
        sheet["A1"], sheet._WorkbookChild__title = more, "Long " * 30 + more
    titles = {row.sheet for row in read(saved(workbook)).rows if row.is_written}
    assert len(titles) == 2
    assert max(len(title) for title in titles) <= 100


def test_columns_can_be_moved_renamed_and_added() -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, 2, status="In progress", words="Second.")
        sheet.cell(HEAD, LETTERS["status"]).value = "RAG"
        sheet.insert_cols(3)
        sheet.cell(HEAD, 3).value = "Owner"
        sheet.cell(FIRST + 1, 3).value = "Sgt on duty"

    [row] = [row for row in read(changed(fill)).rows if row.is_written]
    assert row.key == key(2)
    assert not row.is_disputed
    assert written(row) == {"status": "In progress", "words": "Second.", "Owner": "Sgt on duty"}
    assert {cell.column: cell.heading for cell in row.cells}["status"] == "RAG"


def test_columns_are_identified_by_their_headings_without_the_hidden_row() -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, 2, words="Second.", status="Done")
        sheet.delete_rows(1)

    assert answers(changed(fill)) == {2: {"status": "Done", "words": "Second."}}


def test_a_workbook_of_an_earlier_version_is_read_by_its_headings() -> None:
    workbook = opened(sent())
    sheet = workbook["Replies"]
    put(sheet, 2, words="Second.", status="Done", deadline="We asked for June")
    for column in COLUMNS:
        sheet.cell(HEAD, LETTERS[column.code]).value = (*column.earlier_headings, str(column.heading))[0]
    sheet.delete_rows(1)
    sheet.title, workbook["How to complete this"].title = "Answers", "How to fill this in"
    assert answers(saved(workbook)) == {2: {"status": "Done", "words": "Second.", "deadline": "We asked for June"}}


def test_columns_are_identified_by_the_hidden_row_without_headings() -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, 2, words="Second.")
        sheet.delete_rows(HEAD)

    assert answers(changed(fill)) == {2: {"words": "Second."}}


def test_renamed_headings_are_not_read_as_a_row() -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, 2, words="Second.")
        for column in COLUMNS:
            sheet.cell(HEAD, LETTERS[column.code]).value = f"Our {column.code}"

    returned = read(changed(fill))
    assert [written(row) for row in returned.rows if row.key] == [{}, {"words": "Second."}, {}]


def test_rows_without_the_hidden_columns_have_no_key_but_keep_their_text() -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, 2, words="Second.")
        sheet.delete_cols(1, 2)

    rows = read(changed(fill)).rows
    assert [row.key for row in rows] == [None, None, None]
    assert written(rows[1])["words"] == "Second."
    assert written(rows[1])["reference"] == "Recommendation 2"


def test_added_rows_have_no_key() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.cell(FIRST + 3, LETTERS["words"]).value = "Also: we trained everybody."

    [row] = [row for row in read(changed(fill)).rows if row.is_written]
    assert row.key is None
    assert written(row) == {"words": "Also: we trained everybody."}


def test_a_copied_row_is_a_second_answer_for_the_same_action() -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, 1, words="One.")
        for column in range(1, len(COLUMNS) + 1):
            sheet.cell(FIRST + 3, column).value = sheet.cell(FIRST, column).value
        sheet.cell(FIRST + 3, LETTERS["words"]).value = "Two."

    rows = [row for row in read(changed(fill)).rows if row.is_written]
    assert [(row.key, written(row)["words"]) for row in rows] == [(key(1), "One."), (key(1), "Two.")]


def test_a_cell_merged_across_rows_applies_to_each_row_unless_it_is_a_key() -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, 1, words="One paper answers both.")
        sheet.merge_cells(start_row=FIRST, end_row=FIRST + 1, start_column=12, end_column=12)
        sheet.merge_cells(start_row=FIRST + 1, end_row=FIRST + 2, start_column=1, end_column=1)

    assert answers(changed(fill)) == {1: {"words": "One paper answers both."}, 2: {"words": "One paper answers both."}}


def test_text_typed_over_the_prefilled_cells_is_kept() -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, 1, deadline="We asked for June")

    assert answers(changed(fill)) == {1: {"deadline": "We asked for June"}}


def test_a_changed_reference_needs_checking_by_a_person() -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, 1, reference="Recommendation 9", words="Mine?")

    assert [row.is_disputed for row in read(changed(fill)).rows] == [True, False, False]


def test_notes_and_links_are_kept_with_their_rows() -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, 1, evidence="Minutes")
        cell = sheet.cell(FIRST, LETTERS["evidence"])
        cell.hyperlink = "https://example.org/minutes"
        cell.comment = Comment("Item 4", "Somebody")

    assert answers(changed(fill)) == {
        1: {"evidence": "Minutes", "Note on N3": "Item 4", "Link in N3": "https://example.org/minutes"}
    }


def test_numbers_percentages_and_booleans_are_read_as_displayed() -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, 1, status=0.75, words=12.0, evidence=True)
        sheet.cell(FIRST, LETTERS["status"]).number_format = "0%"

    assert answers(changed(fill)) == {1: {"status": "75%", "words": "12", "evidence": "TRUE"}}


def test_an_uncalculated_formula_is_kept_as_text() -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, 1, words='=CONCATENATE("Done ","it")')

    assert answers(changed(fill)) == {1: {"words": '=CONCATENATE("Done ","it")'}}


def test_very_long_text_is_not_truncated() -> None:
    long = "word " * 6_000

    def fill(sheet: Worksheet) -> None:
        put(sheet, 1, words=long)

    assert answers(changed(fill)) == {1: {"words": long.strip()}}


def test_other_sheets_and_added_lines_are_read_too() -> None:
    workbook = opened(sent())
    workbook["How to complete this"]["A20"] = "Please ring me."
    workbook.create_sheet("Notes")["C2"] = "Ask finance."
    returned = read(saved(workbook))
    found = [(row.sheet, row.number, written(row)) for row in returned.rows if row.is_written]
    assert found == [
        ("How to complete this", 20, {"Column A": "Please ring me."}),
        ("Notes", 2, {"Column C": "Ask finance."}),
    ]


def test_the_sheet_copied_into_another_workbook_still_has_its_keys() -> None:
    workbook = opened(sent())
    put(workbook["Replies"], 3, words="Third.")
    workbook["Replies"].title = "From crime"
    del workbook["soteria"], workbook["How to complete this"]
    returned = read(saved(workbook))
    assert not returned.request_keys
    assert [written(row) for row in returned.rows if row.key == key(3)] == [{"words": "Third."}]


def test_a_remark_among_the_headings_is_kept() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.cell(HEAD, 20).value = "Back on Monday"

    [row] = [row for row in read(changed(fill)).rows if row.is_written]
    assert written(row) == {"Heading of column T": "Back on Monday"}


# --- whatever is done to it --------------------------------------------------------------------------------

WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)


@settings(max_examples=60)
@given(
    given_answers=st.dictionaries(
        st.tuples(st.integers(1, 5), st.sampled_from(["status", "words", "expected", "evidence"])), WORDS, max_size=12
    ),
    extra_columns=st.lists(st.tuples(WORDS, st.dictionaries(st.integers(0, 4), WORDS, max_size=3)), max_size=3),
    extra_rows=st.lists(st.dictionaries(st.integers(1, 16), WORDS, min_size=1, max_size=3), max_size=3),
    seed=st.integers(0, 2**32 - 1),
)
def test_no_permutation_of_rows_and_columns_moves_or_loses_text(
    given_answers: dict[tuple[int, str], str],
    extra_columns: list[tuple[str, dict[int, str]]],
    extra_rows: list[dict[int, str]],
    seed: int,
) -> None:
    """Shuffle all rows, including headings and marks, and all columns: every cell is still read."""
    dice = random.Random(seed)  # noqa: S311 - it shuffles

    def shuffle(sheet: Worksheet) -> None:
        for (number, code), text in given_answers.items():
            put_text(sheet, FIRST + number - 1, LETTERS[code], text)
        for place, (heading, texts) in enumerate(extra_columns, start=len(COLUMNS) + 1):
            put_text(sheet, HEAD, place, f"Extra {place} {heading}")
            for row, text in texts.items():
                put_text(sheet, FIRST + row, place, text)
        for place, texts in enumerate(extra_rows, start=FIRST + 5):
            for column, text in texts.items():
                if column > 2:
                    put_text(sheet, place, column, text)
        _permute(sheet, dice)

    contents = changed(shuffle, 5)
    returned = read(contents)

    # each key's text belongs to its own action
    expected: dict[int, dict[str, str]] = {}
    for (number, code), text in given_answers.items():
        if shown(text):
            expected.setdefault(number, {})[code] = shown(text)
    found = {
        row.key.int - 1000: {cell.column: shown(cell.text) for cell in row.cells if cell.written and cell.column}
        for row in returned.rows
        if row.key and any(cell.written and cell.column for cell in row.cells)
    }
    assert found == expected
    assert not [row for row in returned.rows if row.is_disputed]

    # and no cell is lost: each belongs to a row, is a heading or is the office's own mark
    cell_texts = {shown(cell.text) for row in returned.rows for cell in row.cells}
    cell_texts |= {shown(cell.heading) for row in returned.rows for cell in row.cells}
    cell_texts |= {str(column.heading) for column in COLUMNS}
    lost = [
        cell.value
        for row in opened(contents)["Replies"].iter_rows()
        for cell in row
        if isinstance(cell.value, str) and not cell.value.startswith("soteria:") and shown(cell.value) not in cell_texts
    ]
    assert not [text for text in lost if shown(text)]


def shown(text: str) -> str:
    return " ".join(text.split())


def put_text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"


def _permute(sheet: Any, dice: random.Random) -> None:
    """Permute the rows and columns of the sheet."""
    cells = {(cell.row, cell.column): (cell.value, cell.data_type) for row in sheet.iter_rows() for cell in row}
    rows, columns = list(range(1, sheet.max_row + 1)), list(range(1, sheet.max_column + 1))
    to_rows = dict(zip(rows, dice.sample(rows, len(rows)), strict=True))
    to_columns = dict(zip(columns, dice.sample(columns, len(columns)), strict=True))
    for (row, column), (value, data_type) in cells.items():
        cell = sheet.cell(to_rows[row], to_columns[column])
        cell.value = value
        if data_type == "s":
            cell.data_type = "s"


# --- given workbooks (tests/recommendations/reading/trackers/files) ----------------------------------------------


def test_a_cell_that_shows_a_month_names_no_day() -> None:
    contents = (FILES / "w1-month-only-expected.xlsx").read_bytes()
    [row] = [row for row in read(contents).rows if row.is_written]
    reply = parse_reply(row.cells)
    assert (reply.expected_text, reply.expected_on, reply.expected_is_unclear) == ("March 2027", None, True)


def test_a_strict_workbook_is_refused_with_what_to_do() -> None:
    with pytest.raises(ValidationError, match="Save it in Excel as an Excel workbook"):
        read((FILES / "w3-strict-open-xml.xlsx").read_bytes())


def test_a_plain_number_in_a_workbook_of_1904_is_put_back_to_the_person() -> None:
    workbook = opened(sent())
    workbook.epoch = CALENDAR_MAC_1904
    put(workbook["Replies"], 1, words="Trained.", expected=44650)
    workbook["Replies"].cell(FIRST, LETTERS["expected"]).number_format = "General"
    [row] = [row for row in read(saved(workbook)).rows if row.is_written]
    assert parse_reply(row.cells).expected_is_unclear


def test_the_check_of_a_row_made_before_a_column_was_added_is_still_read() -> None:
    texts = {column.code: column.code for column in OFFICE_COLUMNS}
    check = row_check("a key", texts)
    before = " ".join(check.split()[:-1])
    assert parse_check(check)["set-by"] == digest("set-by")
    assert parse_check(before) == {code: each for code, each in parse_check(check).items() if code != "set-by"}
    assert parse_check(" ".join(check.split()[:-2])) == {}
