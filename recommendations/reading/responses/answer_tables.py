"""Tables in responses: forms of two columns, and tables of answers with a column for each speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recommendations.reading.names import BodyNames
from recommendations.reading.references import numbers_in
from recommendations.reading.reports.labels import label_of
from recommendations.reading.responses.reading import ReadSpeaker
from recommendations.reading.responses.speakers import speaker_of

_REF = re.compile(r"^(?:ref(?:erence)?\.?|no\.?|number|rec(?:ommendation)?\.? ?(?:no\.?|number|ref)?)$", re.I)
_QUOTE = re.compile(r"^(?:recommendations?|areas? for improvement|text|wording|HMICFRS recommendation)$", re.I)
_ANSWER = re.compile(r"response|comment|reply|answer|position|statement|update|action", re.I)
_DECISION = re.compile(r"decision|accepted|status|agreed", re.I)
_TICKED = re.compile(r"[☒☑✓✔]\s*(?P<what>[^☒☑✓✔☐]+)")


@dataclass(frozen=True)
class AnswerRow:
    """A row of answers: the items, the quoted text, what each speaker says, and the ticked decision.

    Before what a speaker says is the heading of the column, which may name a force.
    """

    references: tuple[str, ...]
    quoted: str
    answers: tuple[tuple[ReadSpeaker, str, str], ...]
    accepted: str


def answer_rows(rows: Sequence[Sequence[str]], names: BodyNames) -> list[AnswerRow]:
    """Return the rows of a table of answers; empty if it is another kind of table."""
    if len(rows) < 2 or len(rows[0]) < 3:
        return []
    head = [" ".join(cell.split()) for cell in rows[0]]
    speakers = {
        index: speaker
        for index, cell in enumerate(head)
        if _ANSWER.search(cell) and (speaker := speaker_of(cell, names)) is not None
    }
    quote = next((index for index, cell in enumerate(head) if _QUOTE.match(cell)), None)
    reference = next((index for index, cell in enumerate(head) if _REF.match(cell) and index != quote), quote)
    decision = next(
        (index for index, cell in enumerate(head) if _DECISION.search(cell) and index not in speakers), None
    )
    if not speakers or reference is None:
        return []
    columns = [(index, speaker, head[index]) for index, speaker in sorted(speakers.items())]
    return [_row(row, reference, quote, columns, decision) for row in rows[1:] if len(row) > reference]


def _row(
    row: Sequence[str],
    reference: int,
    quote: int | None,
    columns: Sequence[tuple[int, ReadSpeaker, str]],
    decision: int | None,
) -> AnswerRow:
    cell = " ".join(row[reference].split())
    label = label_of(cell)
    if reference == quote and label is not None:
        references = [label.number]
    else:
        references = numbers_in(re.sub(r"^(?:rec(?:ommendation)?s?|no)\.?\s*", "", cell, flags=re.I))
    ticked = _TICKED.search(row[decision]) if decision is not None and decision < len(row) else None
    return AnswerRow(
        tuple(f"afi-{number}" if label is not None and label.kind == "afi" else number for number in references),
        row[quote] if quote is not None and quote < len(row) else "",
        tuple((speaker, heading, row[index]) for index, speaker, heading in columns if index < len(row)),
        ticked["what"].strip().casefold() if ticked else "",
    )


def form_rows(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield the labels and values of a form: a table of two columns."""
    for row in rows:
        filled = [" ".join(cell.split()) for cell in row if cell.strip()]
        if len(filled) == 2:
            yield filled[0].rstrip(":"), filled[1]
