"""Walk through a response, and give each paragraph to its speaker and to the item that it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recommendations.reading.blocks.block import Block, BlockKind, ReadFile
from recommendations.reading.certainty import Certainty
from recommendations.reading.known import KnownInspection
from recommendations.reading.matching import items_about
from recommendations.reading.names import BodyNames
from recommendations.reading.references import named_items
from recommendations.reading.reports.labels import ItemLabel, first_sentence, is_bare, is_obligation, label_of
from recommendations.reading.responses.answer_tables import answer_rows
from recommendations.reading.responses.reading import ReadSpeaker, ReadStatement
from recommendations.reading.responses.sections import SectionSubject
from recommendations.reading.responses.speakers import (
    is_lead_in,
    is_pointer,
    labelled,
    speaker_of,
    speech_without_marks,
    split_speech,
    unquoted,
)
from recommendations.reading.wording import plain

_LEAST_SUBJECT = 4  # words by which a paragraph can name an item
_SHARE_OF_PROSE = 85  # per cent of those words that the item has to have
_LEAST_WORDS = 6  # of a general statement: less is an address or a signature
_SIGN_OFF = re.compile(r"^(?:yours (?:sincerely|faithfully|truly)|kind regards|with best wishes|signed)\b", re.I)
_NO_STATEMENT = re.compile(
    r"^(?:dear\b|cc\b|enc\b|copy to|\[?test document|for office use|our ref|posted on|published on|"
    r"tel\b|email|www\.|http)|"
    r"^(?:rt hon|home secretary)\b|^[☐☒]",
    re.I,
)
_REPORTS_WORDS = re.compile(
    r"^(?:executive summary|summary|key findings|findings|introduction|background|recommendations?:?|"
    r"inspection details|"
    r"about the (?:report|inspection)|purpose|terms of reference)\b",
    re.I,
)
_OWN_WORDS = re.compile(r"^(?:overview|next steps|conclusions?|general comments?|my |our |commitments?)\b", re.I)
_FIRST_PERSON = re.compile(r"\b(?:I|my|me|We|we|our|Our)\b")
_ANSWER_LINE = re.compile(r"^[^.?!]{0,60}\b(?:response|comments?)\b[^.?!]{0,60}:$", re.I)
_TABLE_MARKS = re.compile(r"^[|\s:–-]+")
_THE_AFI = re.compile(
    r"^(?:on|as (?:for|to)|regarding|turning to|with regard to|in relation to) the area for improvement\b", re.I
)
_OF_CONCERN = re.compile(r"\bcause of concern\b", re.I)
_CLOSING = re.compile(
    r"^(?:I (?:remain|hope|look forward|will continue|shall report|would like to (?:thank|end))|"
    r"in conclusion|finally|overall|to conclude)\b",
    re.I,
)
_ALL_OF = re.compile(r"^recommendations? (?:to|for) (?P<who>.+)$", re.I)


class Statements:
    """Reads the statements of a response, and the decisions ticked in its tables."""

    def __init__(
        self, file: ReadFile, names: BodyNames, reports: Sequence[KnownInspection], forces: Sequence[str] = ()
    ) -> None:
        self.blocks, self.names, self.reports = file.blocks, names, reports
        self.section = SectionSubject(names, forces, reports)
        self.found: list[ReadStatement] = []
        self.rows: list[tuple[str, str, str]] = []  # number, quoted text and place of each row of answers
        self.accepted: dict[str, str] = {}
        self.references: tuple[str, ...] = ()
        self.speaker = ReadSpeaker.COMMISSIONER
        self.is_quoting = False  # a recommendation, whose list items may follow
        self.may_quote = False  # right after the label of an item
        self.label_level = 0  # of the heading that names the item
        self.is_report = False  # a section that tells what the report says
        self.chief_is_next = False
        self.of_concern = False
        self.title = file.title

    @property
    def known(self) -> KnownInspection | None:
        """Return the report that the section is about: that of its heading, or the first."""
        return self.section.report or next(iter(self.reports), None)

    def read(self) -> list[ReadStatement]:
        """Return the statements in the order of the document."""
        for block in self.blocks:
            self.section.enter(block)
            if _SIGN_OFF.match(block.line):
                self.references, self.speaker = (), ReadSpeaker.COMMISSIONER
                self.is_report = True  # names and addresses, until the next heading or label
            elif block.kind is BlockKind.TABLE:
                self._read_table(block)
            elif block.kind is BlockKind.HEADING:
                self._read_heading(block)
            elif block.line:
                self._read_text(block)
        return self.found

    def _read_table(self, block: Block) -> None:
        for row in answer_rows(block.rows, self.names):
            for reference in row.references:
                self.rows.append((reference, row.quoted, block.place))
                if row.accepted:
                    self.accepted[reference] = row.accepted
                for speaker, heading, text in row.answers:
                    if not is_pointer(text):
                        named = self.section.forces_in(heading)
                        force = named[0] if len(named) == 1 else ""
                        self._add(speaker, " ".join(text.split()), reference, block, force)

    def _read_heading(self, block: Block) -> None:
        label = label_of(block.line)
        self.is_quoting = self.chief_is_next = False
        self.speaker = speaker_of(block.line, self.names) or ReadSpeaker.COMMISSIONER
        self.may_quote = False
        if label is not None and is_bare(label):
            self.references, self.is_report = self._labelled(label), False
            self.speaker, self.label_level, self.may_quote = ReadSpeaker.COMMISSIONER, block.level, True
            return
        is_under_label = 0 < self.label_level < block.level
        if self.references and is_under_label and speaker_of(block.line, self.names) is not None:
            return  # a heading for one of the speakers about this item
        if label is not None and is_obligation(label.rest):
            self.references, self.is_quoting, self.is_report = self._labelled(label), True, False
            self.speaker = ReadSpeaker.COMMISSIONER
            return
        if match := _ALL_OF.match(block.line):
            self.references, self.is_report = self._all_of(match["who"]), False
            self.speaker = ReadSpeaker.COMMISSIONER
            return
        self.references = ()
        is_answer = bool(re.search(r"\b(?:response|comment|reply)\b", block.line, re.I))
        starts_anew = is_answer or bool(_OWN_WORDS.match(block.line))
        self.is_report = bool(_REPORTS_WORDS.match(block.line)) or (self.is_report and not starts_anew)
        if not is_answer:
            self.speaker = ReadSpeaker.COMMISSIONER

    def _labelled(self, label: ItemLabel) -> tuple[str, ...]:
        """Return the reference that a label means, with the section that it names where there is one."""
        body = self.names.exactly(label.who) if label.who else None
        section = body.slug if body is not None else re.sub(r"[^a-z0-9]+", "-", label.qualifier.lower()).strip("-")
        prefix = f"{section}-" if section else ""
        number = label.number or "1"
        kinds = {"afi": f"afi-{number}", "recommendation": number, "action": f"action-{number}"}
        return (f"{prefix}{kinds.get(label.kind, f'coc-{number}')}",)

    def _all_of(self, who: str) -> tuple[str, ...]:
        """Return the recommendations to a body: of the known report, or else only in words."""
        body = self.names.exactly(who)
        slug = body.slug if body is not None else who.strip()
        if self.known is not None:
            own = [item for item in self.known.items if item.kind == "recommendation"]
            of_section = tuple(item.reference for item in own if item.reference.startswith(f"{slug}-"))
            led = tuple(item.reference for item in own if slug in item.led_by)
            if of_section or led:
                return of_section or led
        return (f"{slug}: all recommendations",)

    def _read_text(self, block: Block) -> None:
        line = block.line
        text = f"{block.label}. {line}" if block.label.isdigit() else line
        label = label_of(text)
        if label is not None and not is_bare(label) and not label.rest.startswith(" ") and is_obligation(label.rest):
            self.references, self.speaker = self._labelled(label), ReadSpeaker.COMMISSIONER
            self.is_quoting, self.is_report, self.label_level = True, False, 0
            return
        if block.is_bold and len(line.split()) <= _LEAST_WORDS and not line.endswith("."):
            named_speaker = speaker_of(line, self.names)
            if named_speaker is not None:
                self.speaker, self.is_quoting, self.may_quote = named_speaker, False, False
                return
        if (
            self.may_quote
            and is_obligation(line)
            and not _FIRST_PERSON.search(line)
            and labelled(line, self.names) is None
        ):
            self.is_quoting, self.may_quote = True, False
            return
        self.may_quote = False
        if self.is_quoting and (block.kind is BlockKind.ITEM or block.is_bold):
            return
        if _ANSWER_LINE.match(line) and speaker_of(line, self.names) is None and block.kind is BlockKind.PARAGRAPH:
            self.references, self.speaker, self.is_quoting, self.is_report = (), ReadSpeaker.COMMISSIONER, False, False
            return
        if is_lead_in(line):
            self.is_quoting = False
            self.chief_is_next = True
            return
        if (spoken := labelled(line, self.names)) is not None and block.kind is BlockKind.PARAGRAPH:
            self._read_labelled(spoken, block)
            return
        self.is_quoting = False
        if self.chief_is_next and (block.is_quoted or line.startswith(("“", '"'))):
            self._add_to_current(ReadSpeaker.CHIEF_OFFICER, unquoted(line), block)
            return
        self.chief_is_next = False
        if (self.is_report and not re.search(r"\b(?:I|my|me)\b", line)) or (block.is_bold and not self.references):
            return
        self._read_prose(line, block)

    def _read_labelled(self, spoken: tuple[ReadSpeaker, str, str], block: Block) -> None:
        speaker, who, said = spoken
        self.is_quoting = self.is_report = False
        if said:
            named = self.names.forces_in(who)
            if not is_pointer(said):
                self._add_to_current(speaker, said, block, named[0].slug if len(named) == 1 else "")
        if not said or re.search(r"response|comment", block.line[: len(who) + 12], re.I):
            self.speaker = speaker

    def _read_prose(self, line: str, block: Block) -> None:
        if (rest := speech_without_marks(line)) is not None:
            self.speaker, self.references = ReadSpeaker.CHIEF_OFFICER, ()
            line = rest
        named = self._named(line)
        certainty = Certainty.CLEAR
        if not named and not self.references:
            named, certainty = self._by_subject(line), Certainty.CHECK
        if named:
            self._add_split(line, named, block, certainty)
            self.references = ()  # a paragraph that names its item speaks for itself only
        elif _CLOSING.match(line):
            self.references = ()
            self._add_split(line, (), block)
        elif self.references or self._is_statement(line, block):
            self._add_split(line, self.references, block)

    def _is_statement(self, line: str, block: Block) -> bool:
        least = _LEAST_WORDS // 2 if block.kind is BlockKind.ITEM else _LEAST_WORDS
        if _NO_STATEMENT.match(_TABLE_MARKS.sub("", line)) or len(line.split()) < least or line == self.title:
            return False
        return block.kind is BlockKind.ITEM or line.endswith((".", "!", "?", "”", ":", ";", ")"))

    def _named(self, line: str) -> tuple[str, ...]:
        """Return the items that the first sentence of a paragraph names as what it is about."""
        sentence = first_sentence(line)
        if _OF_CONCERN.search(sentence):
            self.of_concern = True
        if _THE_AFI.match(sentence):
            return ("afi-1",)
        opening = sentence[:160]
        found = []
        for kind, number in named_items(opening):
            is_of_concern = kind == "ordinal" and self.of_concern
            found.append(f"afi-{number}" if kind == "afi" else f"coc-1-{number}" if is_of_concern else number)
        is_about = re.match(
            r"^(?:[A-Z]\w+,? )?(?:in relation to|with regards?(?: to)?|regarding|as (?:for|to)|on|"
            r"turning to|for|the|recommendations?\b|areas? for)",
            sentence,
            re.I,
        )
        return tuple(dict.fromkeys(found)) if is_about else ()

    def _by_subject(self, line: str) -> tuple[str, ...]:
        """Return the items of the known report whose theme or words a paragraph begins with."""
        if self.known is None:
            return ()
        opening = re.match(r"^(?:on|as (?:for|to)|regarding|turning to|in) (?P<theme>[^,.]{5,80}),", line, re.I)
        if opening is not None:
            themed = [item.reference for item in self.known.items if plain(item.theme) == plain(opening["theme"])]
            return tuple(reference for reference in themed if "coc" not in reference)
        subject = re.split(r"\b(?:that|which|is|are|has|have|was|were|will)\b|[,.;]", line, maxsplit=1)[0]
        if len(subject.split()) < _LEAST_SUBJECT:
            return ()
        found = items_about(self.known.items, subject, least=_SHARE_OF_PROSE)
        return (found[0].reference,) if len(found) == 1 else ()

    def _add_split(
        self, line: str, references: tuple[str, ...], block: Block, certainty: Certainty = Certainty.CLEAR
    ) -> None:
        if self.speaker is ReadSpeaker.CHIEF_OFFICER:
            self._add_each(ReadSpeaker.CHIEF_OFFICER, line, references, block, certainty=certainty)
            return
        for speaker, text in split_speech(line):
            self._add_each(speaker, text, references, block, certainty=certainty)

    def _add_to_current(self, speaker: ReadSpeaker, text: str, block: Block, force: str = "") -> None:
        self._add_each(speaker, text, self.references, block, force)

    def _add_each(
        self,
        speaker: ReadSpeaker,
        text: str,
        references: tuple[str, ...],
        block: Block,
        force: str = "",
        certainty: Certainty = Certainty.CLEAR,
    ) -> None:
        for reference in references or ("",):
            self._add(speaker, text, reference, block, force, certainty)

    def _add(
        self,
        speaker: ReadSpeaker,
        text: str,
        reference: str,
        block: Block,
        force: str = "",
        certainty: Certainty = Certainty.CLEAR,
    ) -> None:
        certainty = Certainty.DECIDE if ":" in reference else certainty
        about = self.section.report
        report = (about.slug or about.title) if about else ""
        self.found.append(
            ReadStatement(speaker, text, reference, force or self.section.force, block.place, certainty, report)
        )
