"""Read a letter: its parties, and the decisions in its table or its sentences."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from recommendations.reading.blocks.block import Block, BlockKind, ReadFile
from recommendations.reading.certainty import Certainty
from recommendations.reading.dates import DATE, dates_in, only_date
from recommendations.reading.known import KnownInspection
from recommendations.reading.letters.decisions import (
    CLOSED,
    PARTLY,
    REDATED,
    REOPENED,
    SUPERSEDED,
    Decision,
    decision_of,
    level_in,
    level_of,
)
from recommendations.reading.letters.reading import LetterReading, ReadChange
from recommendations.reading.matching import items_about, known_report
from recommendations.reading.names import BodyNames
from recommendations.reading.references import ORDINALS, named_items, numbers_in, parts_joined
from recommendations.reading.reports.labels import is_bare, label_of, sentences
from recommendations.reading.reports.walk import is_afi
from recommendations.reading.wording import plain

_TO = re.compile(r"^(?:to|for)\s*:\s*(?P<rest>.+)$", re.I | re.S)
_FROM = re.compile(r"^from\s*:\s*(?P<rest>.+)$", re.I | re.S)
_REF = re.compile(r"^(?:our|your)?\s*ref(?:erence)?\.?\s*:\s*(?P<rest>.+)$", re.I)
_INSPECTORATE = re.compile(r"inspector(?:ate)?s? of constabulary|HMICFRS|HM Inspector", re.I)
_COLUMNS = {
    "report": re.compile(r"^(?:report|inspection|publication)\b", re.I),
    "number": re.compile(r"^(?:no\.?s?|numbers?|rec(?:ommendation)?s?(?: no\.?)?|ref(?:erence)?\.?|items?)$", re.I),
    "decision": re.compile(r"^(?:decision|outcome|status|result|change)\b", re.I),
    "level": re.compile(r"level", re.I),
    "from": re.compile(r"effect|^date\b|^from\b|closed on", re.I),
    "new": re.compile(r"new (?:date|deadline)", re.I),
}
_SUBJECT = re.compile(
    r"\b(?:the|your|an?) (?P<kind>area for improvement|AFI|recommendation|cause of concern)s?\s+"
    r"(?:about|on|concerning|relating to|regarding|to do with)\s+(?P<about>[^.;]+?)(?=\s+(?:has|have|"
    r"is|was|remains?|stays?)\b|[.;]|$)",
    re.I,
)
_THE_CONCERN = re.compile(r"\bthe cause of concern\b", re.I)
_COUNTING = re.compile(
    r"\b(?:we have (?:now )?(?:closed|met)|closed) (?:\w+ )?(?:of|all|the following|both)\b|\bas the table shows\b",
    re.I,
)
_IT = re.compile(r"\b(?:it|this|that)(?: one| recommendation| area for improvement| cause of concern)?\b", re.I)
_THE_OTHER = re.compile(rf"\b(?:the|until the) (?P<which>{'|'.join(ORDINALS)})\b", re.I)
# What an earlier letter did by mistake decides nothing: the sentence after it does.
_IN_ERROR = re.compile(r"\b(?:in error|by mistake|mistakenly|wrongly)[.,]?$", re.I)
_QUOTING = re.compile(r"^(?:background|introduction|our (?:previous|earlier) (?:findings|report))\b", re.I)


def read_letter(file: ReadFile, names: BodyNames) -> LetterReading:
    """Return what a letter says. The same file, names and known reports give the same reading."""
    return _Letter(file, names).read()


class _Letter:
    def __init__(self, file: ReadFile, names: BodyNames) -> None:
        self.blocks, self.names, self.title = file.blocks, names, file.title
        self.text = " ".join(block.line for block in self.blocks)
        self.inspections = names.register.inspections
        self.sent_on = self._sent_on()
        self.to = self._to()
        self.concern_quoted = any(
            block.kind is BlockKind.HEADING and re.match(r"cause of concern$", block.line, re.I)
            for block in self.blocks
        ) or bool(re.search(r"identified an? (?:accelerated )?cause of concern", self.text, re.I))

    def read(self) -> LetterReading:
        changes = [*self._of_tables(), *self._of_sentences()]
        duties = tuple(
            sentence
            for block in self.blocks
            for sentence in sentences(block.line)
            if re.search(r"\byou should (?:tell|write|send|provide|submit)\b", sentence, re.I)
        )
        return LetterReading(self._sender(), self.to, self.sent_on, self._reference(), tuple(changes), duties)

    # --- parties -----------------------------------------------------------------------------------------------------

    def _under(self, heading: str) -> str:
        """Return the text under a heading that is only this word."""
        for block, following in zip(self.blocks, self.blocks[1:], strict=False):
            if block.line.casefold().rstrip(":") == heading:
                return following.text
        return ""

    def _lines(self, pattern: re.Pattern[str]) -> str:
        return next((match["rest"] for block in self.blocks[:40] if (match := pattern.match(block.text))), "")

    def _sender(self) -> str:
        words = self._under("from") or self._lines(_FROM)
        if _INSPECTORATE.search(words) or (not words and _INSPECTORATE.search(self.text)):
            return "HM Inspectorate of Constabulary and Fire & Rescue Services"
        return " ".join(words.split())

    def _to(self) -> str:
        for words in (self._under("to"), self._lines(_TO), self.title, *(block.line for block in self.blocks[:15])):
            forces = self.names.forces_in(words)
            if forces and (words == self.title or not re.match(r"cc\b", words, re.I)):
                return forces[0].slug
        return ""

    def _sent_on(self) -> datetime.date | None:
        words = self._under("sent on") or self._under("date")
        if found := next(dates_in(words), None):
            return found.date
        for block in self.blocks[:25]:
            line = re.sub(r"^(?:dated?|sent(?: on)?)\s*:?\s*", "", block.line, flags=re.I)
            if (day := only_date(line)) is not None:
                return day
        return None

    def _reference(self) -> str:
        return self._lines(_REF)

    # --- tables ------------------------------------------------------------------------------------------------------

    def _of_tables(self) -> Iterator[ReadChange]:
        for block in self.blocks:
            if block.kind is not BlockKind.TABLE or len(block.rows) < 2:
                continue
            head = [" ".join(cell.split()) for cell in block.rows[0]]
            columns = {
                name: next((index for index, cell in enumerate(head) if pattern.search(cell)), None)
                for name, pattern in _COLUMNS.items()
            }
            if columns["number"] is None or columns["decision"] is None:
                continue
            printed = ""
            for row in block.rows[1:]:
                printed = _cell(row, columns["report"]) or printed
                decision = decision_of(_cell(row, columns["decision"]))
                numbers = self._references(_cell(row, columns["number"]))
                if numbers:
                    yield self._row(row, columns, printed, tuple(numbers), decision, block.place)

    def _row(
        self,
        row: Sequence[str],
        columns: dict[str, int | None],
        printed: str,
        numbers: tuple[str, ...],
        decision: Decision | None,
        place: str,
    ) -> ReadChange:
        words = _cell(row, columns["decision"])
        report = self._report(printed)
        if decision is None:
            return ReadChange(
                report,
                numbers,
                words,
                words=words,
                place=place,
                certainty=Certainty.DECIDE,
                why="What does this decide?",
            )
        day = next(dates_in(_cell(row, columns["from"])), None)
        new = next(dates_in(_cell(row, columns["new"])), None)
        starts = day.date if day else decision.starts_on
        change = ReadChange(
            report,
            numbers,
            decision.change,
            starts,
            level_of(_cell(row, columns["level"])),
            new.date if new else decision.new_date,
            words,
            place,
        )
        return self._checked(change)

    def _references(self, words: str) -> list[str]:
        words = parts_joined(words)
        label = label_of(words)
        prefix = (
            "afi-" if label is not None and label.kind == "afi" else "coc-" if label and "concern" in label.kind else ""
        )
        return [f"{prefix}{number}" for number in numbers_in(re.sub(r"^[A-Za-z .]+(?=\d)", "", words))]

    def _report(self, printed: str) -> str:
        published = next(dates_in(printed), None)
        known = known_report(self.inspections, printed, published.date if published else None)
        return known.slug if known is not None else " ".join(printed.split())

    def _checked(self, change: ReadChange) -> ReadChange:
        if change.change == PARTLY:
            return replace(change, certainty=Certainty.DECIDE, why="The register has no state for “partly closed”.")
        if change.change in (CLOSED, REOPENED, SUPERSEDED) and change.starts_on is None:
            why = "The letter gives no day for this: its own is taken."
            return replace(change, starts_on=self.sent_on, certainty=Certainty.CHECK, why=why)
        return change

    # --- sentences ---------------------------------------------------------------------------------------------------

    def _of_sentences(self) -> Iterator[ReadChange]:
        if any(block.kind is BlockKind.TABLE and _is_decisions(block) for block in self.blocks):
            return
        report = self._report_in_text()
        current: tuple[str, ...] = ()
        is_quoting = False
        found: dict[tuple[str, ...], ReadChange] = {}
        for block in self.blocks:
            if block.kind is BlockKind.HEADING:
                label = label_of(block.line)
                is_quoting = bool(_QUOTING.match(block.line)) or (is_quoting and block.level > 2)
                current = (
                    (self._reference_of(label.kind, label.number),) if label and is_bare(label) and label.number else ()
                )
                continue
            if is_quoting or block.kind is not BlockKind.PARAGRAPH:
                continue
            subject = current
            for sentence in _clauses(block.line):
                named = self._named(sentence, report)
                if named:
                    subject = named
                decision = decision_of(sentence)
                if decision is None or _COUNTING.search(sentence) or _IN_ERROR.search(sentence):
                    continue
                re_dates = decision.change == REDATED and subject in found
                items = named or (subject if re_dates or _IT.search(sentence) else ())
                if items and (items not in found or re_dates):
                    found[items] = self._sentence_change(report, items, decision, sentence, block)
        yield from found.values()

    def _sentence_change(
        self, report: str, items: tuple[str, ...], decision: Decision, sentence: str, block: Block
    ) -> ReadChange:
        change = ReadChange(
            report,
            items,
            decision.change,
            decision.starts_on,
            level_in(sentence) if decision.change == CLOSED else "",
            decision.new_date,
            sentence,
            block.place,
        )
        change = self._checked(change)
        if any(":" in item for item in items):
            return replace(
                change, certainty=Certainty.DECIDE, why="The letter names it by its subject: which item is it?"
            )
        return change

    def _named(self, sentence: str, report: str) -> tuple[str, ...]:
        """Return the references of the items that a sentence names as its subject."""
        sentence = parts_joined(sentence)
        if match := _SUBJECT.search(sentence):
            return (self._by_subject(match["kind"], match["about"], report),)
        before = re.split(r"\b(?:superseded|replaced) by\b", sentence, maxsplit=1, flags=re.I)[0]
        items = [self._reference_of(kind, number) for kind, number in named_items(before) if kind != "ordinal"]
        if items:
            return tuple(dict.fromkeys(items))
        if _THE_CONCERN.search(sentence):
            return ("coc-1",)
        return ()

    def _reference_of(self, kind: str, number: str) -> str:
        if kind == "afi":
            return f"afi-{number}"
        if "concern" in kind:
            return f"coc-{number or 1}"
        return f"coc-1-{number}" if self.concern_quoted else number

    def _by_subject(self, kind: str, about: str, report: str) -> str:
        wanted = "afi" if is_afi(kind) or kind.upper() == "AFI" else kind.lower().replace(" ", "-")
        known = self._known(report)
        if known is not None:
            found = items_about(known.items, about, wanted)
            if len(found) == 1:
                return found[0].reference
        return f"{wanted}: {about.strip()}"

    def _known(self, slug: str) -> KnownInspection | None:
        return next((inspection for inspection in self.inspections if inspection.slug == slug), None)

    def _report_in_text(self) -> str:
        """Return the report that the letter is about: named, or published on a day that it gives."""
        for block in self.blocks:
            for sentence in sentences(block.line):
                known = known_report(self.inspections, sentence) if len(sentence) > 40 else None
                if known is not None:
                    return known.slug
        days = {found.date for found in dates_in(self.text)}
        for inspection in self.inspections:
            if inspection.published_on in days and self._concerns(inspection):
                return inspection.slug
        if match := re.search(rf"\bour (?:inspection )?report (?:of|published on) {DATE}", self.text, re.I):
            return match[0]
        if named := self._named_by_short_title():
            return named
        match = re.search(r"In (\d{4}), we (?:re-?)?inspected ([^.]+)\.", self.text)
        return match[0].rstrip(".") if match else self.title

    def _named_by_short_title(self) -> str:
        """Return the one report whose short title, of two words or more, is in the letter word for word."""
        text = plain(self.text)
        found = {
            inspection.slug
            for inspection in self.inspections
            for title in (inspection.title, *inspection.other_titles)
            if " " in title.strip() and plain(title) in text
        }
        return found.pop() if len(found) == 1 else ""

    def _concerns(self, inspection: KnownInspection) -> bool:
        return not self.to or any(item.held_here for item in inspection.items) or self.to in inspection.slug


def _clauses(text: str) -> Iterator[str]:
    """Yield the sentences of a text, and of one that decides several things with semicolons each clause."""
    for sentence in sentences(text):
        clauses = [clause.strip() for clause in sentence.split(";")]
        decides = len(clauses) > 1 and all(decision_of(clause) for clause in clauses)
        yield from clauses if decides else [sentence]


def _is_decisions(block: Block) -> bool:
    return any(_COLUMNS["decision"].search(cell) for cell in block.rows[0])


def _cell(row: Sequence[str], column: int | None) -> str:
    return " ".join(row[column].split()) if column is not None and column < len(row) else ""
