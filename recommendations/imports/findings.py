"""What an import finds wrong or asks about, each with its place. Every kind of import reports in these terms."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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


class QuestionKind(TextChoices):
    """What a file can contradict itself or the register about. A file answers a question by its value."""

    SCOPE = "scope", _("the scope does not fit the forces named or addressed")
    NOT_A_SUBJECT = "not-a-subject", _("the addressee is not one of the forces that the report is about")
    RESPONSE_RULE = "response-rule", _("the response rule does not fit the report")
    SAME_REPORT = "same-report", _("it may be a report that is in the register already")
    PUBLICATION_DATE = "publication-date", _("the date of publication differs from the one in the register")
    WORDING_AND_DATE = "wording-and-date", _("the wording and the date of a deadline disagree")
    WORDING_AND_KIND = "wording-and-kind", _("the wording and the kind of a deadline disagree")
    WORDING_NOT_IN_TEXT = "wording-not-in-text", _("the wording of a deadline is not in the text")
    NO_DAY = "no-day", _("a relative or recurring deadline has no date")
    FAR_DATE = "far-date", _("a date is decades away")
    BEFORE_PUBLICATION = "before-publication", _("a deadline is before publication")
    LABEL_TWICE = "label-twice", _("two items have the same label")
    NO_RECOMMENDATIONS = "no-recommendations", _("a cause of concern has no recommendations")
    BODY_ON_THE_DAY = "body-on-the-day", _("the body did not exist or did not oversee the force on that day")
    COMMENT_OR_TEXT = "comment-or-text", _("“ #” begins a comment, which may be meant as text")


@dataclass(frozen=True, order=True)
class Question(Finding):
    """What a person must decide before a record is loaded. The message names both lines and suggests an answer."""

    kind: QuestionKind
    record: str = ""  # the key of the record it is about, such as "recommendation:soteria-2024/7"

    def __str__(self) -> str:
        return f"{self.place}: {self.message} [{self.kind}]"


@dataclass
class Findings:
    """All errors and questions of one import, so that a person sees them together.

    An error must be corrected before anything is written. A question must be answered or accepted.
    """

    errors: list[Finding] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def add_error(self, place: FilePlace, message: str) -> None:
        self.errors.append(Finding(place, message))

    def add_question(self, place: FilePlace, message: str, *, kind: QuestionKind, record: str = "") -> None:
        self.questions.append(Question(place, message, kind, record))
