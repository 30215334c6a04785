"""The reply in a returned row: its status, text, date and evidence, and everything else written there. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from recommendations.register.statuses import Status
from recommendations.rounds.parsing import parse_address, parse_day, parse_status
from recommendations.rounds.workbook_columns import EVIDENCE, EXPECTED, STATUS, WORDS
from recommendations.rounds.workbook_sheet import ReplyCell


@dataclass(frozen=True)
class Reply:
    """A reply as far as it could be parsed.

    `text` is the lead's own text, and `note` everything written that is in no other field. The note is for the office
    only: what someone printed in a cell was not written for the panel or the public.
    """

    text: str
    note: str
    status: Status | None
    expected_on: datetime.date | None
    evidence_address: str
    status_text: str  # as it was written
    expected_text: str

    @property
    def status_is_unclear(self) -> bool:
        """Whether the status column holds something that is not a status."""
        return bool(self.status_text) and self.status is None

    @property
    def expected_is_unclear(self) -> bool:
        """Whether the expected date column holds something that is not a date."""
        return bool(self.expected_text) and self.expected_on is None


def parse_reply(cells: Sequence[ReplyCell], issuers: Collection[str] = ("HMICFRS",)) -> Reply:
    """Return the reply in a row's cells. `issuers` are the names of the body that can close the action."""
    written = [cell for cell in cells if cell.written]
    first: dict[str, ReplyCell] = {}
    for cell in written:
        first.setdefault(cell.column, cell)
    by_code = {column.code: first[column.code].text if column.code in first else "" for column in _REPLY_COLUMNS}
    status, expected_on = parse_status(by_code[STATUS.code], issuers), parse_day(by_code[EXPECTED.code])
    address = parse_address(by_code[EVIDENCE.code])
    parsed = {WORDS.code}
    parsed |= {code for code, value in ((STATUS.code, status), (EXPECTED.code, expected_on)) if value}
    parsed |= {EVIDENCE.code} if address else set()
    rest = [cell for cell in written if not (cell.column in parsed and cell is first[cell.column])]
    template = _("Also in the workbook, under “%(heading)s”: %(text)s")
    lines = [template % {"heading": cell.heading, "text": cell.text} for cell in rest]
    return Reply(
        text=by_code[WORDS.code] or _("Returned with no text."),
        note="\n".join(lines),
        status=status,
        expected_on=expected_on,
        evidence_address=address,
        status_text=by_code[STATUS.code],
        expected_text=by_code[EXPECTED.code],
    )


_REPLY_COLUMNS = (STATUS, WORDS, EXPECTED, EVIDENCE)


def reply_fingerprint(cells: Sequence[ReplyCell]) -> tuple[tuple[str, str], ...]:
    """Return what was written, by column and without white space: equal for two rows with the same reply."""
    return tuple(sorted((cell.column or cell.heading, " ".join(cell.text.split())) for cell in cells if cell.written))
