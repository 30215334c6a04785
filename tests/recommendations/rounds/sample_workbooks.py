"""A workbook of a round as sent, and the kinds of edits that people make to it."""

from __future__ import annotations

import datetime
import io
import uuid
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from recommendations.rounds.workbook_columns import COLUMNS, RequestRow, RequestWorkbook
from recommendations.rounds.workbook_reader import WorkbookContents, WorkbookRow, read_workbook
from recommendations.rounds.workbook_writer import write_workbook

REQUEST = uuid.UUID(int=7)
TEXT = "=By 31 January 2025, forces should:\n\n- use “the” definition\n- & tell <everybody>"
HEAD, FIRST = 2, 3  # rows
LETTERS = {column.code: number for number, column in enumerate(COLUMNS, start=1)}


def key(number: int) -> uuid.UUID:
    """The key of one of the rows."""
    return uuid.UUID(int=1000 + number)


def sent(count: int = 3) -> bytes:
    """A workbook as sent."""
    rows = [
        RequestRow(
            key(number),
            {
                "inspection": "Operation Soteria",
                "reference": f"Recommendation {number}",
                "text": f"{TEXT} {number}",
                "deadline": datetime.date(2025, 1, 31) if number % 2 else "Immediately",
                "said-on": datetime.date(2025, 1, 20) if number % 2 else None,
                "said-status": "In progress" if number % 2 else "",
                "said": "@Weekly checks began." if number % 2 else "",
            },
        )
        for number in range(1, count + 1)
    ]
    return write_workbook(
        RequestWorkbook(REQUEST, "Cleveland Police", "Head of Crime", datetime.date(2025, 3, 31), rows)
    )


def opened(contents: bytes) -> Workbook:
    """Open a workbook for changes."""
    return load_workbook(io.BytesIO(contents))


def saved(workbook: Workbook) -> bytes:
    """Save the changed workbook."""
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def changed(change: Callable[[Any], None], count: int = 3) -> bytes:
    """Return a workbook whose answer sheet was changed."""
    workbook = opened(sent(count))
    change(workbook["Replies"])
    return saved(workbook)


def put(sheet: Worksheet, number: int, **answers: Any) -> None:
    """Write answers into the row of the recommendation with this number, as sent."""
    for code, value in answers.items():
        sheet.cell(FIRST + number - 1, LETTERS[code]).value = value


def read(contents: bytes) -> WorkbookContents:
    """Read a returned workbook."""
    return read_workbook(contents, "returned.xlsx")


def written(row: WorkbookRow) -> dict[str, str]:
    """Return the text written in a row by its recipient, by column code or else by heading."""
    return {cell.column or cell.heading: cell.text for cell in row.cells if cell.written}


def answers(contents: bytes) -> dict[int, dict[str, str]]:
    """Return the answers by the number of the recommendation whose key the row has."""
    return {row.key.int - 1000: written(row) for row in read(contents).rows if row.key and row.is_written}
