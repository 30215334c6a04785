"""Workbooks of a round as other people return them, edited with an independent library."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import excelize

SHEET = "Replies"
HEAD, FIRST = 2, 3  # rows
OPEN = ("", "Not started", "In progress", "Waiting for others", "Complete, says the force", "Sent for sign-off")


@dataclass
class Book:
    """A workbook that was sent, to be filled in. Columns are named by their headings as they were sent."""

    contents: bytes
    book: Any = field(init=False)
    columns: dict[str, str] = field(init=False)
    rows: dict[int, dict[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.book = excelize.open_reader(self.contents)
        headings, *rows = self.book.get_rows(SHEET)[HEAD - 1 :]
        self.columns = {heading: _letter(number) for number, heading in enumerate(headings, start=1)}
        self.rows = {number: dict(zip(headings, row, strict=False)) for number, row in enumerate(rows, start=FIRST)}

    @property
    def open_rows(self) -> list[int]:
        """The rows about work that is not closed or ended."""
        return [number for number, row in self.rows.items() if row.get("Status at last update", "") in OPEN]

    def title(self, row: int) -> str:
        """ "Operation Soteria, Recommendation 7": the action of a row."""
        return f"{self.rows[row]['Inspection']}, {self.rows[row]['Reference']}"

    def write(self, row: int, answers: Mapping[str, str]) -> None:
        """Write answers into a row, by the headings of their columns."""
        for heading, text in answers.items():
            self.book.set_cell_value(SHEET, f"{self.columns[heading]}{row}", text)

    def merge_with_next(self, row: int, heading: str) -> None:
        """Merge a cell with the one below it."""
        self.book.merge_cell(SHEET, f"{self.columns[heading]}{row}", f"{self.columns[heading]}{row + 1}")

    def calculate(self, row: int, heading: str, formula: str) -> None:
        """Write a formula without a calculated value."""
        self.book.set_cell_formula(SHEET, f"{self.columns[heading]}{row}", formula)

    def hide(self, row: int) -> None:
        """Hide a row, as a filter does."""
        self.book.set_row_visible(SHEET, row, False)

    def rename(self, heading: str, name: str) -> None:
        """Write another heading over a column."""
        self.book.set_cell_value(SHEET, f"{self.columns[heading]}{HEAD}", name)

    def move_to_top(self, row: int) -> None:
        """Move a row above all others."""
        self.book.duplicate_row_to(SHEET, row, FIRST)
        self.book.remove_row(SHEET, row + 1)

    def add_column(self, before: str, heading: str, texts: Mapping[int, str]) -> None:
        """Insert an extra column before one of ours, which shifts the letters of the later columns."""
        letter = self.columns[before]
        self.book.insert_cols(SHEET, letter, 1)
        self.book.set_cell_value(SHEET, f"{letter}{HEAD}", heading)
        for row, text in texts.items():
            self.book.set_cell_value(SHEET, f"{letter}{row}", text)

    def saved(self, password: str = "") -> bytes:
        """Return the saved workbook, with a password if one is given."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "returned.xlsx"
            self.book.save_as(str(path), *([excelize.Options(password=password)] if password else []))
            return path.read_bytes()


def _letter(number: int) -> str:
    return excelize.column_number_to_name(number)
