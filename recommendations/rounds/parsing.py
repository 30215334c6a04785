"""Parse the statuses, dates and addresses that people write in a workbook. Pure: nothing is guessed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from recommendations.register.statuses import Status
from recommendations.rounds.workbook_columns import REPORTABLE
from soteria_tracker.web.dates import date_of

_OTHER_WORDS = {
    Status.NOT_STARTED: ("not started", "not yet started", "not begun", "to be started", "yet to start"),
    Status.IN_PROGRESS: ("in progress", "ongoing", "on going", "underway", "under way", "started", "work in progress"),
    Status.WAITING: ("waiting", "waiting for others", "awaiting others"),
    Status.COMPLETE: ("complete", "completed", "done", "finished", "fully complete", "complete says the force"),
    Status.SENT: ("sent for sign off", "sent", "submitted", "submitted for sign off", "awaiting sign off"),
    Status.CLOSED: ("closed",),
    Status.NOT_ACCEPTED: ("not accepted", "not accepted by the force", "rejected"),
}
_FIRST_DAY, _LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)
_DAY_ZERO = datetime.date(1899, 12, 30)  # from which Excel counts days
_NUMBERS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_IN_WORDS = re.compile(r"(?:[a-z]+day,? )?(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ \-]([a-z]+)\.?,?[ \-](\d{4}|\d{2})")
_SERIAL = re.compile(r"\d{5}")
_LONGEST_ADDRESS = 500
_is_address = URLValidator(schemes=["http", "https"])


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", text).split()).casefold()


def parse_status(text: str, issuers: Collection[str] = ("HMICFRS",)) -> Status | None:
    """Return the status that the text names, ignoring case and punctuation, or None.

    `issuers` are the names of the bodies that can close the action: “Closed by the IOPC” counts only if it is one.
    """
    plain = _plain(text)
    closer = plain.removeprefix("closed by ").removeprefix("the ")
    if plain.startswith("closed by ") and closer in {_plain(name).removeprefix("the ") for name in issuers}:
        return Status.CLOSED
    for status, words in _OTHER_WORDS.items():
        labels = [str(status.label), str(status.value), str(REPORTABLE.get(status, ""))]
        if plain and plain in {*words, *(_plain(label) for label in labels)}:
            return status
    return None


def parse_day(text: str) -> datetime.date | None:
    """Return the date that the text names ("31/03/2025", "31 March 2025", "2025-03-31", Excel's number), or None.

    The day comes before the month, as in Britain. "End of March" is not a date.
    """
    text = " ".join(text.split()).lower().strip(" .")
    if found := _ISO.fullmatch(text):
        return _day(*found.groups())
    if found := _NUMBERS.fullmatch(text):
        return _day(found[3], found[2], found[1])
    if found := _IN_WORDS.fullmatch(text):
        return _day(found[3], found[2], found[1])
    if _SERIAL.fullmatch(text):
        return _within(_DAY_ZERO + datetime.timedelta(days=int(text)))
    return None


def _day(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return _within(date_of(day, month, year))
    except ValueError:
        return None


def _within(day: datetime.date) -> datetime.date | None:
    return day if _FIRST_DAY <= day <= _LAST_DAY else None


def parse_address(text: str) -> str:
    """Return the text if all of it is one web address, otherwise an empty string."""
    address = text.strip()
    if len(address) > _LONGEST_ADDRESS or not address.lower().startswith(("http://", "https://")):
        return ""
    try:
        _is_address(address)
    except ValidationError:
        return ""
    return address
