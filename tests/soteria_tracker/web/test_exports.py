import csv
import datetime
import io
from collections.abc import Iterator

import pytest

from soteria_tracker.web.exports import cell, header_rows, stream_csv

AS_AT = datetime.date(2025, 3, 3)


def test_it_says_what_it_is() -> None:
    rows = header_rows("Cleveland Police", as_at=AS_AT, filters=[("Status", "Overdue")], demonstration=False)
    assert rows == [["Cleveland Police"], ["Position as at", "3 March 2025"], ["Status", "Overdue"]]


def test_invented_content_says_so() -> None:
    assert header_rows("Cleveland Police", as_at=AS_AT, demonstration=True)[-1] == ["Invented demonstration data"]


def test_a_spreadsheet_reads_it_back_whole() -> None:
    heading = header_rows("Cleveland Police", as_at=AS_AT, demonstration=True)
    response = stream_csv("cleveland.csv", heading, ["Reference", "Words"], [["7", 'Says "yes",\nand – no']])
    body = response.getvalue()
    assert body.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))) == [
        ["Cleveland Police"],
        ["Position as at", "3 March 2025"],
        ["Invented demonstration data"],
        [],
        ["Reference", "Words"],
        ["7", 'Says "yes",\nand – no'],
    ]


def test_it_is_a_download_with_a_name() -> None:
    response = stream_csv("cleveland.csv", [], [], [])
    assert response["Content-Disposition"] == 'attachment; filename="cleveland.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"


def test_rows_are_read_as_they_are_written() -> None:
    read = []

    def rows() -> Iterator[list[int]]:
        for number in range(3):
            read.append(number)
            yield [number]

    lines = iter(stream_csv("a.csv", [], ["Number"], rows()))
    assert [next(lines) for _ in range(4)][-1] == b"0\r\n"
    assert read == [0]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_text_starts_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (-5, "-5"),
        (AS_AT, "2025-03-03"),
        (datetime.datetime(2025, 6, 30, 23, 30, tzinfo=datetime.UTC), "2025-07-01 00:30"),
        ("word-on-word", "word-on-word"),
    ],
)
def test_values_are_written_for_machines(value: object, written: str) -> None:
    assert cell(value) == written
