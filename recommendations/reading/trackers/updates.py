"""Split a cell of updates into its dated entries: "12/03/25: …", "Mar 25 – …", "Q3 24/25 – …", "… (as at 03/02/26)"."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from recommendations.reading.dates import MONTH
from recommendations.reading.trackers.printed_dates import DATE, FoundDate, dates_in

_LEAD_IN = r"(?:(?:update|updated|position|as at|as of|on)\s*:?\s*)?"
_START = re.compile(rf"\s*[•*-]?\s*[\[(]?\s*{_LEAD_IN}(?={DATE.pattern})", re.I)
_WHO_FIRST = re.compile(
    rf"\s*(?!(?:by|on|from|since|until|due|deadline|target|before|after|in|the|at)\b)"
    rf"(?P<who>[A-Z][\w.&'/-]*(?: [\w.&'/-]+){{0,3}}?)"
    rf"\s*[,(–-]?\s*(?P<date>{DATE.pattern})\s*\)?\s*[:–—-]\s*",
    re.I,
)
_AFTER = re.compile(r"\s*(?:update)?\s*[\])]?\s*(?:[:–—-]+|\.\s)?\s*", re.I)
_INLINE = re.compile(
    rf"[;.]\s+(?=[\[(]?(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?[ -](?:{MONTH})[ -](?:\d{{4}}|['’]?\d{{2}}))[\])]?\s*(?:[:–—]|-\s))",
    re.I,
)
_AT_END = re.compile(rf"\s*[\[(]\s*{_LEAD_IN}(?P<date>{DATE.pattern})\s*[\])]\s*\.?\s*$", re.I)
_WHO = re.compile(r"\s*\((?P<who>[A-Z][^()\d:;.?!]{2,40})\)\s*$")
_NO_YEAR = re.compile(r"\s*[\[(]?(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[\])]?\s*[:–—-]+\s*")
_NOTHING = frozenset(["", "-", "–", "—", "n/a", "na", "nil", "none", "."])


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a history, with its date as printed."""

    text: str
    found: FoundDate | None
    who: str = ""

    @property
    def date(self) -> datetime.date | None:
        """The day, if one is printed."""
        return self.found.date if self.found else None


def says_nothing_came(text: str) -> bool:
    """Whether a cell says that no update was received."""
    return bool(
        re.fullmatch(
            r"(?:nothing|none|no updates?|no reply)(?: (?:yet|received|provided|given|to report))?\.?",
            text.strip(),
            re.I,
        )
    )


def says_nothing(text: str) -> bool:
    """Whether a cell holds only a dash or the like."""
    return text.strip().casefold() in _NOTHING


def entries_in(text: str, *, month_first: bool = False) -> list[Entry]:
    """Return the entries of a cell in its order. Lines without a date belong to the entry before them."""
    if says_nothing(text):
        return []
    pieces: list[_Piece] = []
    for line in _lines(text):
        if piece := _start_of_entry(line, month_first):
            pieces.append(piece)
        elif pieces and not _NO_YEAR.match(line):
            pieces[-1].lines.append(line)
        else:
            pieces.append(_Piece([line]))
    entries = [_entry(piece, month_first) for piece in pieces if piece.found or any(piece.lines)]
    return _with_years(entries) if len(entries) > 2 else entries


@dataclass(slots=True)
class _Piece:
    """The lines of an entry, with what is before them."""

    lines: list[str]
    found: FoundDate | None = None
    who: str = ""


def _start_of_entry(line: str, month_first: bool) -> _Piece | None:
    """Return the first line of an entry; None for a line that begins none."""
    found = _leading_date(line, month_first)
    if found is not None:
        rest = line[found.end :]
        after = _AFTER.match(rest)
        return _Piece([rest[after.end() :] if after else rest], found)
    if match := _who_first(line):
        return _Piece([line[match.end() :]], dates_in(match["date"], month_first=month_first)[0], match["who"])
    return None


def _lines(text: str) -> list[str]:
    if not DATE.search(text):
        return [text.strip()]
    lines = []
    for line in text.split("\n"):
        start = 0
        for match in _INLINE.finditer(line):
            lines.append(line[start : match.start() + (1 if match[0][0] == "." else 0)].strip())
            start = match.end()
        lines.append(line[start:].strip())
    return lines


def _who_first(line: str) -> re.Match[str] | None:
    """Return the match of "JB 12/03/25: …", where a name of at most four words is before the date."""
    match = _WHO_FIRST.match(line) if line[:1].isupper() else None
    return match if match and dates_in(match["date"]) and dates_in(match["date"])[0].date else None


def _leading_date(line: str, month_first: bool) -> FoundDate | None:
    match = _START.match(line)
    if match is None:
        return None
    found = next((day for day in dates_in(line, month_first=month_first) if day.start == match.end()), None)
    if found is None:
        return None
    rest = line[found.end :].lstrip()
    separated = not rest or rest[0] in "])–—-:." or found.date is not None or match[0].strip()
    # "March 2026 saw …" is a sentence; "Mar 26 – …" is an entry
    return found if separated else None


def _with_years(entries: list[Entry]) -> list[Entry]:
    """Return the entries with the year for "14/01 - …" that the entries before and after it settle."""
    filled = list(entries)
    for index, entry in enumerate(entries):
        match = _NO_YEAR.match(entry.text) if entry.found is None else None
        before = next((other.date for other in reversed(filled[:index]) if other.date), None)
        after = next((other.date for other in entries[index + 1 :] if other.date), None)
        if match is None or before is None or after is None:
            continue
        first, last = min(before, after), max(before, after)
        days = [day for year in range(first.year, last.year + 1) if (day := _day(year, match)) and first <= day <= last]
        if len(days) == 1:
            printed = match[0].strip(" -–—:")
            found = FoundDate(printed, 0, len(printed), days[0])
            filled[index] = Entry(entry.text[match.end() :], found, entry.who)
    return filled


def _day(year: int, match: re.Match[str]) -> datetime.date | None:
    try:
        return datetime.date(year, int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _entry(piece: _Piece, month_first: bool) -> Entry:
    words, found, who = "\n".join(piece.lines).strip(), piece.found, piece.who
    if found is None and (match := _AT_END.search(words)):
        days = dates_in(match["date"], month_first=month_first)
        if days:
            found, words = days[0], words[: match.start()].rstrip()
    if not who and (match := _WHO.search(words)):
        candidate = match["who"].strip()
        if len(candidate.split()) <= 6 and not candidate.islower():
            who, words = candidate, words[: match.start()].rstrip()
    return Entry(words, found, who)
