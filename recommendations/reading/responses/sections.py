"""Which force and which report each section of a response is about, where it answers for several."""

from __future__ import annotations

from collections.abc import Sequence

from recommendations.reading.blocks.block import Block, BlockKind
from recommendations.reading.known import KnownInspection
from recommendations.reading.names import BodyNames
from recommendations.reading.wording import plain

_BOLD_LEVEL = 9  # below every heading
_BESIDE_TITLE = 40  # characters
_BOLD_WORDS = 12  # of a bold line that stands for a heading


class SectionSubject:
    """Follows the headings of a response. `force` and `report` are empty where a section is about all of them."""

    def __init__(self, names: BodyNames, forces: Sequence[str], reports: Sequence[KnownInspection]) -> None:
        self.names = names
        self.forces = forces if len(forces) > 1 else ()
        self.reports = reports if len(reports) > 1 else ()
        self.force = ""
        self.report: KnownInspection | None = None
        self._level = 0  # of the heading that names the force

    def enter(self, block: Block) -> None:
        """Note what a block says about the section that it begins, if it begins one."""
        is_heading = block.kind is BlockKind.HEADING
        for report in self.reports:
            if is_called(block.line, report.title) or (is_heading and block.line in report.other_titles):
                self.report, self.force, self._level = report, "", 0
        if not is_heading and not (block.is_bold and len(block.line.split()) <= _BOLD_WORDS):
            return
        level = block.level if is_heading else _BOLD_LEVEL
        if named := self.forces_in(block.line):
            self.force, self._level = (named[0] if len(named) == 1 else ""), level
        elif level <= self._level:
            self.force, self._level = "", 0

    def forces_in(self, words: str) -> list[str]:
        """Return which of the forces that it answers for these words name."""
        return [force.slug for force in self.names.forces_in(words) if force.slug in self.forces] if self.forces else []


def is_called(line: str, title: str) -> bool:
    """Whether a line is the title of a report, with few words besides it."""
    return plain(title) in plain(line) and len(line) <= len(title) + _BESIDE_TITLE
