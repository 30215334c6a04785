"""What one returned row answers: its status, words, date and evidence, with every other word of it. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from recommendations.register.statuses import Status
from recommendations.rounds.parsing import address_of, day_of, status_of
from recommendations.rounds.workbook_columns import EVIDENCE, EXPECTED, STATUS, WORDS
from recommendations.rounds.workbook_reader import Cell


@dataclass(frozen=True)
class Answer:
    """An answer as far as it is understood. `words` has every written word that is not in one of the others."""

    words: str
    status: Status | None
    expected_on: datetime.date | None
    address: str
    status_text: str  # as they came
    words_text: str
    expected_text: str
    evidence_text: str

    @property
    def status_is_unclear(self) -> bool:
        """Whether something stands under the status that is none."""
        return bool(self.status_text) and self.status is None

    @property
    def expected_is_unclear(self) -> bool:
        """Whether something stands under the expected date that is no day."""
        return bool(self.expected_text) and self.expected_on is None


def answer_of(cells: Sequence[Cell]) -> Answer:
    """The answer in a row's cells."""
    written = [cell for cell in cells if cell.written]
    first: dict[str, Cell] = {}
    for cell in written:
        first.setdefault(cell.column, cell)
    said = {column.code: first[column.code].text if column.code in first else "" for column in _ANSWERED}
    status, expected_on = status_of(said[STATUS.code]), day_of(said[EXPECTED.code])
    address = address_of(said[EVIDENCE.code])
    words = said[WORDS.code]
    understood = {WORDS.code}
    if words:  # without words of its own, the rest is what was said
        understood |= {code for code, known in ((STATUS.code, status), (EXPECTED.code, expected_on)) if known}
    understood |= {EVIDENCE.code} if address else set()
    left = [cell for cell in written if not (cell.column in understood and cell is first[cell.column])]
    lines = [_("Also written in the workbook: %(heading)s: %(text)s") % _named(cell) for cell in left]
    if not words:
        lines = [_("Written in the workbook: %(heading)s: %(text)s") % _named(cell) for cell in left]
    return Answer(
        words="\n\n".join(filter(None, [words, "\n".join(lines)])),
        status=status,
        expected_on=expected_on,
        address=address,
        status_text=said[STATUS.code],
        words_text=words,
        expected_text=said[EXPECTED.code],
        evidence_text=said[EVIDENCE.code],
    )


_ANSWERED = (STATUS, WORDS, EXPECTED, EVIDENCE)


def _named(cell: Cell) -> dict[str, str]:
    return {"heading": cell.heading, "text": cell.text}


def gist(cells: Sequence[Cell]) -> tuple[tuple[str, str], ...]:
    """What was written, to tell whether two rows say the same: by column, whatever the spaces."""
    return tuple(sorted((cell.column or cell.heading, " ".join(cell.text.split())) for cell in cells if cell.written))
