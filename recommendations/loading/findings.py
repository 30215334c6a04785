"""What the loader found fault with or asks about, each with its place: the file and the line."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file, counted from 1. Line 0 means the file as a whole."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}" if self.line else self.file


@dataclass(frozen=True, order=True)
class Fault:
    """Something that has to be put right before anything is written. The message says how."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass(frozen=True, order=True)
class Question:
    """Something that looks wrong and may be right. It stops nothing."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass
class Findings:
    """All faults and questions of one load: every file is read to its end before anybody is told."""

    faults: list[Fault] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def fault(self, place: Place, message: str) -> None:
        self.faults.append(Fault(place, message))

    def question(self, place: Place, message: str) -> None:
        self.questions.append(Question(place, message))
