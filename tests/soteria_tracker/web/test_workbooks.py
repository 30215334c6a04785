"""The Excel format of an export, read back by openpyxl and, for formulas, as the XML that Excel reads."""

import datetime
import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest

from soteria_tracker.web.exports import Export, Format, PageLink, TooManyRows, send, workbook
from soteria_tracker.web.exports.text import csv_lines, json_pieces

AS_AT = datetime.date(2025, 3, 3)
MEGABYTE = 1024 * 1024


def export(**fields: Any) -> Export:
    facts = {"name": "cleveland", "title": "Cleveland Police", "as_at": AS_AT, "columns": ["Reference", "Due"]}
    return Export(**facts | {"rows": []} | fields)


def contents(export: Export) -> bytes:
    response: Any = send(export, Format.XLSX)
    body = b"".join(response)
    for close in response._resource_closers:
        close()
    return body


def sheet_of(export: Export, name: str = "Table") -> Any:
    return openpyxl.load_workbook(io.BytesIO(contents(export)))[name]


def xml_of(export: Export) -> str:
    with zipfile.ZipFile(io.BytesIO(contents(export))) as package:
        return "".join(package.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2))


def test_the_first_sheet_says_what_the_table_is() -> None:
    facts = {"filters": [("Status", "Overdue")], "edition": "Public edition", "counts": [("Actions", 7)]}
    sheet = sheet_of(export(**facts, rows=[["7", AS_AT]], is_demonstration=True), "About")
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Title", "Cleveland Police"],
        ["Position as at", "3 March 2025"],
        ["Status", "Overdue"],
        ["Records shown", "Public edition"],
        ["Actions", 7],
        ["Note", "Invented demonstration data"],
        ["Rows", 1],
    ]


def test_the_table_begins_with_its_headings() -> None:
    sheet = sheet_of(export(rows=[["7", AS_AT]]))
    assert [cell.value for cell in sheet[1]] == ["Reference", "Due"]
    assert sheet.max_row == 2


@pytest.mark.parametrize("name", ["About", "Table"])
def test_a_sheet_prints_on_landscape_pages_one_page_wide(name: str) -> None:
    sheet = sheet_of(export(rows=[["7", AS_AT]]), name)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", int(sheet.PAPERSIZE_A4))
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_headings_are_repeated_on_each_printed_page() -> None:
    assert sheet_of(export()).print_title_rows == "$1:$1"


def test_every_cell_is_wrapped_and_begins_at_the_top() -> None:
    sheet = sheet_of(export(rows=[["7", AS_AT]]))
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {(cell.alignment.wrap_text, cell.alignment.vertical) for cell in cells} == {(True, "top")}


def test_the_address_of_a_page_is_a_link() -> None:
    sheet = sheet_of(export(rows=[["7", PageLink("/forces/cleveland/")]], host="https://tracker.example"))
    cell = sheet["B2"]
    assert cell.value == cell.hyperlink.target == "https://tracker.example/forces/cleveland/"


def test_there_are_no_more_links_than_a_sheet_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_MOST_LINKED_ROWS", 2)
    sheet = sheet_of(export(rows=[["7", PageLink("/a/")], ["8", PageLink("/b/")]], host="https://tracker.example"))
    assert sheet["B2"].hyperlink
    assert (sheet["B3"].value, sheet["B3"].hyperlink) == ("https://tracker.example/b/", None)


def test_dates_and_numbers_are_stored_as_such() -> None:
    moment = datetime.datetime(2025, 6, 30, 23, 30, tzinfo=datetime.UTC)
    sheet = sheet_of(export(columns=["a", "b", "c", "d", "e"], rows=[[AS_AT, 7, -2.5, moment, None]]))
    day, whole, part, time, nothing = sheet[sheet.max_row]
    assert (day.value, day.is_date, day.number_format) == (datetime.datetime(2025, 3, 3), True, "d mmmm yyyy")  # noqa: DTZ001
    assert (whole.value, whole.data_type, part.value) == (7, "n", -2.5)
    assert time.value == datetime.datetime(2025, 7, 1, 0, 30)  # noqa: DTZ001 - as on the clock here
    assert nothing.value is None


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "=HYPERLINK(A1)",
        '=cmd|"/c calc"!A0',
        "=SUM(A1:A2)",
        "{=1}",
        "#REF!",
        "1",
    ],
)
def test_no_text_becomes_a_formula_or_a_number(text: str) -> None:
    """In the table, in a filter and in a title."""
    exported = export(title=text, filters=[(text, text)], columns=[text], rows=[[text]])
    xml = xml_of(exported)
    assert "<f>" not in xml
    assert "<f " not in xml
    sheet = sheet_of(exported)
    last = sheet[sheet.max_row][0]
    assert (last.value, last.data_type) == (text, "s")


def test_text_that_looks_like_a_formula_stays_text_when_edited() -> None:
    sheet = sheet_of(export(rows=[["=1+1", "word"]]))
    formula, word = sheet[sheet.max_row]
    assert formula.quotePrefix
    assert not word.quotePrefix


def test_control_characters_are_removed_and_line_breaks_kept() -> None:
    sheet = sheet_of(export(rows=[["a\x00b\x0b\uffff\ufffec\nd", "x"]]))
    assert sheet[sheet.max_row][0].value == "abc\nd"


def test_a_text_too_long_for_a_cell_says_that_it_continues() -> None:
    sheet = sheet_of(export(rows=[["a" * 40_000, "x"]]))
    assert sheet[sheet.max_row][0].value == "a" * 32_766 + "…"


def test_the_header_row_is_frozen_and_filters_the_rows() -> None:
    sheet = sheet_of(export(rows=[["7", AS_AT], ["8", AS_AT]]))
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"


def test_columns_are_as_wide_as_their_contents() -> None:
    sheet = sheet_of(export(rows=[["7", "a" * 30], ["8", "a" * 300]]))
    assert (sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width) == (11, 60)


def test_more_rows_than_a_sheet_can_hold_are_refused_with_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 10)
    rows = [["7", AS_AT]] * 9  # 10 with the headings
    assert sheet_of(export(rows=rows)).max_row == 10
    with pytest.raises(TooManyRows, match="more than the 10 rows that an Excel sheet can hold"):
        contents(export(rows=[*rows, rows[0]]))


def peak_of(how_many: int, format: Format) -> float:
    """Return the peak memory in megabytes of writing and sending an export with so many rows."""

    def rows() -> Iterator[list[Any]]:
        for number in range(how_many):
            yield [f"{number}", AS_AT, f"Words of row {number}, which are longer than a few. " * 4]

    exported = export(columns=["Reference", "Due", "Words"], rows=rows())
    tracemalloc.start()
    try:
        if format is Format.XLSX:
            workbook.write(exported).close()
        else:
            for _piece in csv_lines(exported) if format is Format.CSV else json_pieces(exported):
                pass
        return tracemalloc.get_traced_memory()[1] / MEGABYTE
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("format", list(Format))
def test_memory_does_not_grow_with_the_rows(format: Format) -> None:
    """Uses fewer than the 100,000 promised rows to be fast; growth would show here too."""
    few, many = peak_of(500, format), peak_of(5_000, format)
    assert many < few + 2
