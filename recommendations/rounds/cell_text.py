"""The text that a person sees in a cell of a workbook. Pure."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Any

from django.utils import formats

_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')  # quoted words, escaped characters, and the language of a format
# A character that XML cannot hold, as Excel writes it: a carriage return is _x000D_
_ESCAPED = re.compile(r"_x00([01][0-9A-Fa-f])_")


def text_of(value: Any, number_format: str = "") -> str:
    """Return a cell's value as stripped text: dates as "31 March 2025", 0.5 formatted as a percentage as "50%"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime.datetime):
        day = _day(value.date(), number_format)
        return day if value.time() == datetime.time() else f"{day} {value:%H:%M}"
    if isinstance(value, datetime.date):
        return _day(value, number_format)
    if isinstance(value, int | float | Decimal):
        return _number(value, number_format)
    text = _ESCAPED.sub(_character, str(value))
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()


def _day(value: datetime.date, number_format: str) -> str:
    """Return a date as its format shows it: a month without a day, "Mar-26", names no day, although one is stored."""
    shown = _NOT_SHOWN.sub("", number_format.lower())
    names_no_day = "d" not in shown and "m" in shown and "y" in shown
    return formats.date_format(value, "F Y" if names_no_day else "j F Y")


def _character(escaped: re.Match[str]) -> str:
    character = chr(int(escaped[1], 16))
    return character if character in "\t\n\r" else ""


def _number(value: float | Decimal, number_format: str) -> str:
    if number_format.endswith("%"):
        return f"{_plain(value * 100)}%"
    return _plain(value)


def _plain(value: float | Decimal) -> str:
    """Return 12 and not 12.0, with as many digits as a spreadsheet keeps."""
    return format(value, ".15g") if -(10**15) < value < 10**15 else str(value)
