"""The description of an export, and its CSV and JSON formats read back by independent parsers."""

import csv
import datetime
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import gettext_lazy

from soteria_tracker.web.exports import Export, Format, PageLink, send
from soteria_tracker.web.exports.text import cell, csv_lines

AS_AT = datetime.date(2025, 3, 3)


def export(**fields: Any) -> Export:
    return Export(
        **{"name": "cleveland", "title": "Cleveland Police", "as_at": AS_AT, "columns": ["Reference"], "rows": []}
        | fields
    )


def body_of(response: Any) -> bytes:
    return b"".join(response)


def test_it_has_a_title_and_a_description() -> None:
    assert export(filters=[("Status", "Overdue")], counts=[("Actions", 2)]).about == [
        ("Title", "Cleveland Police"),
        ("Position as at", "3 March 2025"),
        ("Status", "Overdue"),
        ("Actions", 2),
    ]


def test_it_states_the_known_date_the_edition_and_that_it_is_invented() -> None:
    full = export(known_on=datetime.date(2025, 3, 10), edition="Shown as released to the panel.", is_demonstration=True)
    assert full.about[2:] == [
        ("As it had been recorded by", "10 March 2025"),
        ("Records shown", "Shown as released to the panel."),
        ("Note", "Invented demonstration data"),
    ]


def test_a_csv_can_be_read_back_completely() -> None:
    response = send(
        export(columns=["Reference", "Words"], rows=[["7", 'Says "yes",\nand – no']], is_demonstration=True), Format.CSV
    )
    body = body_of(response)
    assert body.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))) == [
        ["Reference", "Words"],
        ["7", 'Says "yes",\nand – no'],
    ]


def test_the_facts_about_a_csv_are_a_file_of_their_own() -> None:
    response = send(export(rows=[["7"]], is_demonstration=True), Format.CSV, about=True)
    assert response["Content-Disposition"] == 'attachment; filename="cleveland-about.csv"'
    assert list(csv.reader(io.StringIO(body_of(response).decode("utf-8-sig"), newline=""))) == [
        ["Fact", "Value"],
        ["Title", "Cleveland Police"],
        ["Position as at", "3 March 2025"],
        ["Note", "Invented demonstration data"],
    ]


@pytest.mark.parametrize("format", [Format.CSV, Format.JSON])
def test_the_address_of_a_page_is_whole(format: Format) -> None:
    rows = [[PageLink("/forces/cleveland/")], [PageLink("")]]
    body = body_of(send(export(rows=rows, host="https://tracker.example"), format)).decode()
    assert "https://tracker.example/forces/cleveland/" in body
    assert body.count("https://") == 1


def test_a_csv_is_a_named_and_private_download() -> None:
    response = send(export(), Format.CSV)
    assert response["Content-Disposition"] == 'attachment; filename="cleveland.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"


def test_rows_are_streamed_as_they_are_written() -> None:
    read = 0

    def rows() -> Iterator[list[int]]:
        nonlocal read
        for number in range(1_000):
            read += 1
            yield [number]

    lines = csv_lines(export(rows=rows()))
    next(line for line in lines if line.startswith("0\r\n"))
    assert 0 < read < 1_000


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_text_in_a_csv_never_starts_a_formula(text: str) -> None:
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


def test_json_contains_what_the_page_shows() -> None:
    exported = export(
        columns=[gettext_lazy("Reference"), "Due"],
        rows=[["7", AS_AT], ["=8", None]],
        filters=[("Status", "Overdue")],
        figures={"actions": 2},
        known_on=AS_AT,
        edition="Public",
    )
    response = send(exported, Format.JSON)
    assert response["Content-Type"] == "application/json"
    assert json.loads(body_of(response)) == {
        "title": "Cleveland Police",
        "as_at": "2025-03-03",
        "known": "2025-03-03",
        "filters": [{"name": "Status", "value": "Overdue"}],
        "edition": "Public",
        "demonstration": False,
        "figures": {"actions": 2},
        "columns": ["Reference", "Due"],
        "rows": [["7", "2025-03-03"], ["=8", None]],
    }


def test_json_without_rows_is_valid() -> None:
    assert json.loads(body_of(send(export(), Format.JSON)))["rows"] == []
