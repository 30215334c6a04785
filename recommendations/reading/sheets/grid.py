"""One sheet of a file: its values by row and column, and what else is seen of a cell: colour, note, link, strikes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

Value = str | float | int | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta | None
Place = tuple[int, int]  # row and column, counted from 0

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Mark:
    """What is seen of a cell beside its value."""

    fill: str = ""  # "FFC000"; empty without a colour
    struck: bool = False  # the whole cell is struck through
    pieces: tuple[tuple[str, bool], ...] = ()  # text and whether it is struck, where only a part is
    note: str = ""
    links: tuple[str, ...] = ()
    number_format: str = ""  # of dates and percentages
    formula: str = ""  # only where it has no stored result

    def __bool__(self) -> bool:
        return self != _NOTHING


_NOTHING = Mark()


@dataclass(slots=True)
class Grid:
    """A sheet. `rows` starts with the first row of the sheet; rows may be of different lengths."""

    name: str
    rows: list[list[Value]]
    marks: Mapping[Place, Mark] = field(default_factory=dict)
    merged: list[tuple[Place, Place]] = field(default_factory=list)  # first and last cell
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    before: tuple[str, ...] = ()  # headings and paragraphs before a table of a web page
    marks_left_out: bool = False  # the sheet is so large that only its values were read

    @property
    def width(self) -> int:
        """The number of columns."""
        return max(map(len, self.rows), default=0)

    def value(self, row: int, column: int) -> Value:
        """Return the value of a cell; None if it is empty or outside the sheet."""
        if not 0 <= row < len(self.rows) or not 0 <= column < len(self.rows[row]):
            return None
        found = self.rows[row][column]
        return None if found == "" else found

    def mark(self, row: int, column: int) -> Mark:
        """Return what is seen of a cell beside its value."""
        return self.marks.get((row, column), _NOTHING)

    def text(self, row: int, column: int) -> str:
        """Return the cell as printed, without spaces around it."""
        try:
            value = self.rows[row][column] if row >= 0 else None
        except IndexError:
            return ""
        if isinstance(value, str):
            if "\N{NO-BREAK SPACE}" in value or "\r" in value:
                value = value.replace("\N{NO-BREAK SPACE}", " ").replace("\r\n", "\n")
            return value.strip()
        return "" if value is None else _printed(value, self.mark(row, column).number_format)

    def shows_month(self, row: int, column: int) -> bool:
        """Whether a date is shown as a month without its day: "Mar-26"."""
        form = _plain_format(self.mark(row, column).number_format)
        return isinstance(self.value(row, column), datetime.date) and "m" in form and "d" not in form

    def shows_no_year(self, row: int, column: int) -> bool:
        """Whether a date is shown without its year: "7-Jan", which may have been typed as "7-1"."""
        form = _plain_format(self.mark(row, column).number_format)
        return isinstance(self.value(row, column), datetime.date) and "d" in form and "y" not in form

    def filled(self, row: int) -> list[int]:
        """Return the columns of a row that hold something."""
        if not 0 <= row < len(self.rows):
            return []
        return [
            column
            for column, value in enumerate(self.rows[row])
            if value is not None and (not isinstance(value, str) or value.strip())
        ]

    def address(self, row: int, column: int) -> str:
        """Return a cell's address within the file: "Sheet!G10"."""
        return f"{self.name}!{letter(column)}{row + 1}"


@lru_cache(maxsize=1024)
def letter(column: int) -> str:
    """Return the letters of a column: 0 is A, 26 is AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def place_of(address: str) -> Place:
    """Return row and column of "G10". Raises ValueError for another text."""
    letters = address.rstrip("0123456789")
    column = 0
    for character in letters.upper():
        if not "A" <= character <= "Z":
            raise ValueError(address)
        column = column * 26 + ord(character) - 64
    return int(address[len(letters) :]) - 1, column - 1


def _plain_format(number_format: str) -> str:
    """Return a format in lower case without what is in quotation marks and brackets."""
    text, skip = "", ""
    for character in number_format.lower().split(";")[0]:
        if skip:
            skip = "" if character == skip else skip
        elif character in '"[':
            skip = {'"': '"', "[": "]"}[character]
        else:
            text += character
    return text


def _printed(value: Value, number_format: str) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.date):
        return _printed_date(value, _plain_format(number_format))
    if isinstance(value, float | int):
        number = value * 100 if "%" in number_format else value
        text = f"{number:.10g}"
        return f"{text}%" if "%" in number_format else text
    return str(value)


def _printed_date(day: datetime.date, form: str) -> str:
    month = _MONTHS[day.month - 1]
    if form and "d" not in form and "m" in form:
        return f"{month}-{day:%y}"
    if form and "y" not in form and "d" in form:
        return f"{day.day}-{month}"
    return f"{day:%d}-{month}-{day:%y}" if "mmm" in form else f"{day:%d/%m/%Y}"
