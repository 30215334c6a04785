"""What an import finds wrong or asks about, each with its place. Every kind of import reports in these terms."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class FilePlace:
    """A line of a file, counted from 1. Line 0 means the file as a whole."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}" if self.line else self.file


@dataclass(frozen=True, order=True)
class Finding:
    """A message about a place in a file. The message says what to do."""

    place: FilePlace
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass
class Findings:
    """All errors and questions of one import, so that a person sees them together.

    An error must be corrected before anything is written. A question does not stop the import.
    """

    errors: list[Finding] = field(default_factory=list)
    questions: list[Finding] = field(default_factory=list)

    def add_error(self, place: FilePlace, message: str) -> None:
        self.errors.append(Finding(place, message))

    def add_question(self, place: FilePlace, message: str) -> None:
        self.questions.append(Finding(place, message))
