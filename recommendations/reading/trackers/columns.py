"""Settle what the columns of a table hold, by their headings and by what is in them."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from recommendations.reading.trackers.headings import Meaning, plain_heading
from recommendations.reading.trackers.labels import label_of, several_in
from recommendations.reading.trackers.printed_dates import dates_in
from recommendations.reading.trackers.table import SheetColumn, SheetTable, column_key
from recommendations.reading.trackers.updates import entries_in
from recommendations.reading.trackers.wordings import colour_of, is_known_word, is_yes_or_no

_SAMPLE = 60  # rows
_NARRATIVE = 60  # characters, on average: no status is as long
_ACCEPTANCE = re.compile(
    r"(?:partially |partly |fully |in part )?(?:accepted|rejected|not accepted|agreed|noted)|n/?a", re.I
)
_GROUPS = re.compile(r"\b(?:chief constables?|all forces|forces|home office|college of policing|npcc|cps)\b", re.I)
_ONCE = (
    Meaning.REFERENCE,
    Meaning.TEXT,
    Meaning.STATUS,
    Meaning.LEAD,
    Meaning.INSPECTION,
    Meaning.COLOUR,
    Meaning.PART,
)


@dataclass(frozen=True, slots=True)
class _Profile:
    filled: int
    length: float  # of the texts, on average
    labels: float  # shares of the filled cells
    dates: float
    words: tuple[str, ...]


def settle_columns(table: SheetTable, chosen: Mapping[str, str]) -> None:
    """Settle the meanings of a table's columns. `chosen` are those that a person chose, by the columns' keys."""
    if table.is_cards or not table.columns:
        return
    rows = [record.rows[0] for record in table.records[:_SAMPLE]]
    profiles = {column.index: _profile(table, column, rows) for column in table.columns}
    columns = [_by_content(column, profiles[column.index]) for column in table.columns]
    taken = {column.meaning for column in columns}
    columns = [
        column if column.certain else _unknown_by_content(column, profiles[column.index], taken) for column in columns
    ]
    columns = _without_doubles(columns, profiles)
    columns = _in_context(columns, profiles)
    table.columns = tuple(_as_chosen(table, column, chosen) for column in columns)


def _as_chosen(table: SheetTable, column: SheetColumn, chosen: Mapping[str, str]) -> SheetColumn:
    wanted = chosen.get(column_key(table, column))
    if wanted is None or wanted not in {meaning.value for meaning in Meaning}:
        return column
    return replace(column, meaning=Meaning(wanted), why="Chosen by you.", certain=True)


def _profile(table: SheetTable, column: SheetColumn, rows: list[int]) -> _Profile:
    values = [(row, value) for row in rows if (value := table.grid.value(*table.place(row, column.index))) is not None]
    texts = [table.grid.text(*table.place(row, column.index)) for row, _value in values]
    count = max(len(values), 1)
    dates = sum(
        isinstance(value, datetime.date) or bool(len(text) < 30 and dates_in(text))
        for (_row, value), text in zip(values, texts, strict=True)
    )
    return _Profile(
        len(values),
        sum(map(len, texts)) / count,
        sum(bool(label_of(text) or several_in(text)) for text in texts) / count,
        dates / count,
        tuple(texts),
    )


def _unknown_by_content(column: SheetColumn, profile: _Profile, taken: set[Meaning]) -> SheetColumn:
    """Return a column whose heading says nothing with the meaning that its cells tell."""
    words = profile.words
    unlike = len(set(words)) > 0.7 * len(words)
    guesses = [
        (Meaning.STATUS, Meaning.COLOUR not in taken and _many(words, is_known_word), "words of a status"),
        (Meaning.UPDATE, _many(words, _is_dated_entry), "dated entries"),
        (Meaning.EVIDENCE, _many(words, _is_address), "addresses"),
        (Meaning.REFERENCE, profile.labels > 0.9 and profile.length < 14 and unlike, "numbers of items"),
        (Meaning.TEXT, profile.length > 60, "whole sentences"),
    ]
    for meaning, fits, why in guesses:
        if fits and (meaning not in taken or meaning in (Meaning.UPDATE, Meaning.EVIDENCE)):
            return replace(column, meaning=meaning, why=f"Its cells are {why}.")
    return column


def _is_dated_entry(text: str) -> bool:
    entries = entries_in(text) if len(text) > 20 else []
    return bool(entries) and entries[0].found is not None


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://", "\\\\"))


def _many(words: tuple[str, ...], test: Callable[[str], bool]) -> bool:
    return len(words) > 1 and sum(map(test, words)) > 0.8 * len(words)


def _by_content(column: SheetColumn, profile: _Profile) -> SheetColumn:
    """Return a column with the meaning that its cells give to a heading of two meanings."""
    meaning, heading = column.meaning, plain_heading(column.heading)
    if not profile.filled:
        return column
    if meaning is Meaning.TEXT and profile.length < 16 and profile.labels > 0.6:
        return replace(column, meaning=Meaning.REFERENCE, why="Its cells are numbers of items.")
    if meaning is Meaning.REFERENCE and profile.length > 45 and profile.labels < 0.4:
        return replace(column, meaning=Meaning.TEXT, why="Its cells are whole sentences.")
    if (heading in ("response", "force response") or meaning in (Meaning.RESPONSE, Meaning.NOTE)) and _share(
        profile, _ACCEPTANCE
    ) > 0.8:
        return replace(column, meaning=Meaning.ACCEPTANCE, why="Its cells say what was accepted.")
    if meaning is Meaning.RESPONSE and dates_in(column.heading):
        return replace(column, meaning=Meaning.UPDATE, why="The heading names a month.")
    if meaning is Meaning.LEAD and _share(profile, _GROUPS) > 0.8 and "lead" not in heading:
        return replace(column, meaning=Meaning.ADDRESSEE, why="Its cells name groups of bodies.")
    if meaning is Meaning.DEADLINE_WORDING and profile.dates > 0.6:
        return replace(column, meaning=Meaning.DEADLINE, why="Its cells are dates.")
    if (
        meaning is Meaning.COLOUR
        and sum(is_known_word(word) and not colour_of(word) for word in profile.words) > 0.6 * profile.filled
    ):
        return replace(column, meaning=Meaning.STATUS, why="Its cells are words of a status.")
    if meaning is Meaning.STATUS and sum(bool(colour_of(word)) for word in profile.words) > 0.8 * profile.filled:
        return replace(column, meaning=Meaning.COLOUR, why="Its cells name colours.")
    if meaning is Meaning.CLOSED_ON and _many(profile.words, is_yes_or_no):
        return replace(column, meaning=Meaning.STATUS, why="Its cells are yes and no.")
    if meaning is Meaning.STATUS and profile.length > _NARRATIVE:
        return replace(column, meaning=Meaning.UPDATE, why="Its cells are whole sentences.")
    if meaning is Meaning.SHORT_TITLE and profile.length > 90:
        return replace(column, meaning=Meaning.TEXT, why="Its cells are whole sentences.")
    return column


def _share(profile: _Profile, pattern: re.Pattern[str]) -> float:
    return sum(
        bool(pattern.search(word) if pattern is _GROUPS else pattern.fullmatch(word)) for word in profile.words
    ) / max(profile.filled, 1)


def _without_doubles(columns: list[SheetColumn], profiles: dict[int, _Profile]) -> list[SheetColumn]:
    """Return the columns with one of each meaning that an item has once. The others become notes."""
    best: dict[Meaning, SheetColumn] = {}
    for column in columns:
        if column.meaning in _ONCE:
            other = best.get(column.meaning)
            if other is None or _fits(column, profiles[column.index]) > _fits(other, profiles[other.index]):
                best[column.meaning] = column
    return [
        column
        if column.meaning not in _ONCE or best[column.meaning] is column
        else replace(column, meaning=_second(column), why=f"Another column is the {column.meaning}.")
        for column in columns
    ]


def _second(column: SheetColumn) -> Meaning:
    if column.meaning is Meaning.REFERENCE:
        running = plain_heading(column.heading) in ("no", "no.", "#", "item", "number")
        return Meaning.IGNORED if running else Meaning.ELSEWHERE
    return Meaning.SHORT_TITLE if column.meaning is Meaning.TEXT else Meaning.NOTE


def _fits(column: SheetColumn, profile: _Profile) -> float:
    heading = plain_heading(column.heading)
    if column.meaning is Meaning.REFERENCE:
        says = "ref" in heading or "rec" in heading or "afi" in heading
        repeats = len(set(profile.words)) < profile.filled
        kinds = sum(not word.isdigit() for word in profile.words) / max(profile.filled, 1)
        return profile.labels * 2 + says + repeats * 0.2 + kinds * 0.3
    if column.meaning is Meaning.TEXT:
        return profile.length
    return profile.filled + (2 if column.meaning is Meaning.LEAD and "business" in heading else 0)


def _in_context(columns: list[SheetColumn], profiles: dict[int, _Profile]) -> list[SheetColumn]:
    """Return the columns with the meanings that their neighbours give them."""
    has = Counter(column.meaning for column in columns)
    updates = has[Meaning.UPDATE]
    local = any(plain_heading(column.heading).startswith(("local action", "action plan")) for column in columns)
    settled = []
    for column in columns:
        meaning, heading = column.meaning, plain_heading(column.heading)
        if meaning is Meaning.UPDATE_DATE and not updates and (has[Meaning.STATUS] or has[Meaning.CLOSED_BY]):
            column = replace(column, meaning=Meaning.CLOSED_ON, why="The sheet has no updates: the day of closing.")
        elif meaning is Meaning.DEADLINE and has[Meaning.DEADLINE_WORDING] == 0 and local and "target" in heading:
            column = replace(column, meaning=Meaning.LOCAL_TARGET, why="It is beside a local action.")
        elif meaning is Meaning.REVISED_DEADLINE and not has[Meaning.DEADLINE] and not heading.startswith("revised"):
            column = replace(column, meaning=Meaning.DEADLINE, why="No other column has the deadline.")
        elif meaning is Meaning.LOCAL_TARGET and "when" in heading and profiles[column.index].dates > 0.9:
            column = replace(column, meaning=Meaning.DEADLINE)
        elif (
            meaning is Meaning.NOTE
            and not updates
            and heading in ("note", "notes", "remarks")
            and has[Meaning.STATUS]
            and profiles[column.index].length > 25
        ):
            column = replace(column, meaning=Meaning.UPDATE)
        settled.append(column)
    if not any(column.meaning is Meaning.REFERENCE for column in settled):
        settled = _reference_by_content(settled, profiles)
    return settled


def _reference_by_content(columns: list[SheetColumn], profiles: dict[int, _Profile]) -> list[SheetColumn]:
    """Return the columns with the one whose cells are numbers of items as the reference."""
    spare = [
        column
        for column in columns
        if column.meaning in (Meaning.NOTE, Meaning.ELSEWHERE, Meaning.SHORT_TITLE, Meaning.KIND)
        and profiles[column.index].labels > 0.8
        and profiles[column.index].length < 16
    ]
    if not spare:
        return columns
    return [
        replace(column, meaning=Meaning.REFERENCE, why="Its cells are numbers of items.")
        if column is spare[0]
        else column
        for column in columns
    ]
