"""Tell whether a file is a tracker, and read it."""

from __future__ import annotations

from recommendations.reading.errors import UnreadableFile
from recommendations.reading.known import KnownRegister
from recommendations.reading.names import names_of
from recommendations.reading.sheets.kinds import has_table, is_spreadsheet, is_workbook
from recommendations.reading.trackers.child import read_in_child
from recommendations.reading.trackers.known import Known
from recommendations.reading.trackers.overview import tells_progress
from recommendations.reading.trackers.results import TrackerReading


def tracker_in(contents: bytes, known: Known) -> TrackerReading | None:
    """Return the reading of a file that is a tracker; None if it is another document.

    A web page or text is a tracker if it has a table with progress. Raises UnreadableFile for a workbook that is none.
    """
    if not (is_spreadsheet(contents) or has_table(contents)):
        return None
    try:
        reading = read_in_child(contents, known)
    except UnreadableFile:
        if is_workbook(contents):
            raise
        return None
    if has_table(contents) and not tells_progress(reading):
        return None
    return reading


def known_without_force(register: KnownRegister) -> Known:
    """Return what the register knows for reading a tracker whose force is not known."""
    return Known(
        force="",
        force_names=(),
        today=register.today,
        inspections=register.inspections,
        bodies={name: body.slug for body in register.bodies if body.kind == "national" for name in names_of(body)},
    )
