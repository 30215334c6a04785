"""What was read from a report or response, beside the passage that each part came from, for a page."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.reading.blocks.block import Block, BlockKind, ReadFile, list_line
from recommendations.reading.certainty import Certainty
from recommendations.reading.known import KnownRegister
from recommendations.reading.reports.reading import ReadAddressee, ReadDuty, ReadItem, ReadPart, ReportReading
from recommendations.reading.responses.reading import ReadSpeaker, ReadStatement, ResponseReading
from recommendations.reading.wording import plain
from recommendations.register.models import Addressee
from recommendations.register.models.addressee import AddresseeRole
from recommendations.register.models.deadline import DeadlineKind
from recommendations.register.models.recommendation import RecommendationKind

_MARKS = {
    Certainty.CLEAR: gettext_lazy("Clear"),
    Certainty.CHECK: gettext_lazy("Check"),
    Certainty.DECIDE: gettext_lazy("Decide"),
}
_SPEAKERS = {
    ReadSpeaker.COMMISSIONER: gettext_lazy("Local policing body"),
    ReadSpeaker.CHIEF_OFFICER: gettext_lazy("Chief Constable"),
}
_START = 40  # characters by which the beginning of a text is found in its document


@dataclass(frozen=True)
class Marked:
    """A value that was read, and how sure it is. `printed` is what the document says, where that differs."""

    value: str
    certainty: Certainty = Certainty.CLEAR
    printed: str = ""

    @property
    def mark(self) -> str:
        return str(_MARKS[self.certainty])


@dataclass(frozen=True)
class DraftItem:
    """An item or a statement, with the passage of the document that it came from."""

    heading: str
    is_sure: Marked
    text: str
    place: str
    passage: str
    theme: str = ""
    parts: Sequence[ReadPart] = ()
    deadline: Marked | None = None
    deadline_on: datetime.date | None = None
    addressees: Sequence[Marked] = ()


@dataclass(frozen=True)
class DraftPage:
    """One document that was read. `remarks` are about it as a whole."""

    name: str  # of the file
    title: str
    published_on: datetime.date | None
    items: Sequence[DraftItem]
    duties: Sequence[ReadDuty] = ()
    remarks: Sequence[str] = ()


def draft_page(
    reading: ReportReading | ResponseReading, file: ReadFile, register: KnownRegister, name: str
) -> DraftPage:
    """Return what the page shows of a document. `name` is that of its file."""
    names = {body.slug: body.name for body in register.bodies}
    if isinstance(reading, ReportReading):
        items = [_item(item, file.blocks, names) for item in reading.items]
        return DraftPage(name, reading.title, reading.published_on, items, reading.duties)
    statements = [_statement(said, file.blocks, names) for said in reading.statements]
    return DraftPage(name, reading.title, reading.dated, statements, remarks=list(_about_response(reading, names)))


def _item(item: ReadItem, blocks: Sequence[Block], names: Mapping[str, str]) -> DraftItem:
    deadline = item.deadline
    kind = DeadlineKind(deadline.kind).label if deadline.kind in DeadlineKind.values else deadline.kind
    return DraftItem(
        heading=_heading(item),
        is_sure=Marked("", item.certainty, item.why),
        text=item.text,
        place=item.place,
        passage=passage_of(item.text, item.place, blocks),
        theme=item.theme,
        parts=item.parts,
        deadline=Marked(str(kind), deadline.certainty, deadline.wording),
        deadline_on=deadline.date,
        addressees=[_addressee(addressee, names) for addressee in item.addressees],
    )


def _heading(item: ReadItem) -> str:
    """Return the label that the report prints, with the reference where it says more: "Recommendation 1 (coc-1-1)"."""
    kind = dict(RecommendationKind.choices).get(item.kind.replace(" ", "-"), item.kind)
    label = f"{kind} {item.number}".strip()
    return f"{label[:1].upper()}{label[1:]}" + (f" ({item.reference})" if item.reference != item.number else "")


def _addressee(addressee: ReadAddressee, names: Mapping[str, str]) -> Marked:
    group = addressee.to.replace(" ", "-")
    groups = dict(Addressee.Group.choices)
    who = str(groups.get(group, addressee.to)) or names.get(addressee.body, addressee.body) or addressee.others
    value = _("working with %(body)s") % {"body": who} if addressee.role == AddresseeRole.WITH else who
    return Marked(value, addressee.certainty, addressee.printed)


def _statement(said: ReadStatement, blocks: Sequence[Block], names: Mapping[str, str]) -> DraftItem:
    about = said.reference or _("in general")
    force = f", {names.get(said.force, said.force)}" if said.force else ""
    report = f" ({said.report})" if said.report else ""
    return DraftItem(
        heading=f"{_SPEAKERS[said.speaker]}: {about}{report}{force}",
        is_sure=Marked("", said.certainty),
        text=said.text,
        place=said.place,
        passage=passage_of(said.text, said.place, blocks),
    )


def _about_response(reading: ResponseReading, names: Mapping[str, str]) -> Iterator[str]:
    for body, force in reading.answers_for:
        parts = {"body": names.get(body, body) or _("A body that is not known"), "force": names.get(force, force)}
        yield _("%(body)s answers for %(force)s.") % parts
    for slug, title in ((reading.report, reading.report_title), *reading.other_reports):
        if not slug:
            yield _("Soteria Tracker does not know the report “%(title)s”.") % {"title": title}
        elif reading.other_reports:
            yield _("It answers the report “%(title)s”.") % {"title": title}
    if reading.missing:
        without = ", ".join(reading.missing)
        yield _("Without an explanation of the local policing body (section 55(5B)): %(items)s.") % {"items": without}
    for claim in reading.claims:
        if claim.is_wrong:
            values = {"printed": claim.printed, "what": claim.what, "truth": _in_words(claim.truth), "why": claim.why}
            yield _("The document says “%(printed)s” (%(what)s); it should be %(truth)s. %(why)s") % values


def _in_words(truth: str) -> str:
    """Return a day written as 2024-10-16 as people read it, and anything else as it is."""
    try:
        return formats.date_format(datetime.date.fromisoformat(truth))
    except ValueError:
        return truth


def passage_of(text: str, place: str, blocks: Sequence[Block]) -> str:
    """Return the blocks that a text was read from, as the document has them; empty if they are not found.

    The passage begins in the block that holds the first words of the text, at its place if that is known, and goes on
    as long as blocks are part of the text. From a table it is the row.
    """
    wanted = plain(text)
    start = plain(text.split("\n", 1)[0])[:_START]
    holding = [index for index, block in enumerate(blocks) if start and start in plain(block.text)]
    if not holding:
        rows = (row for block in blocks for row in block.rows if any(start and start in plain(cell) for cell in row))
        return "\n\n".join(cell for cell in next(rows, ()) if cell.strip())
    first = next((index for index in holding if blocks[index].place == place), holding[0])
    lines = [_line(blocks[first])]
    for block in blocks[first + 1 :]:
        if plain(block.line) not in wanted or not block.line:
            break
        lines.append(_line(block))
    return "\n\n".join(lines)


def _line(block: Block) -> str:
    if block.kind is BlockKind.ITEM:
        return list_line(block.label, block.level, block.line)
    return block.text
