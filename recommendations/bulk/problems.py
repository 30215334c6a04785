"""Why several updates were refused, each reason once with the actions it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from recommendations.bulk.forms import BulkUpdateForm
from recommendations.register.models import Action, Update
from recommendations.updates.entry import UpdateSubmission
from recommendations.updates.refusals import EditConflict, UpdatesRefused
from soteria_tracker.web.service_forms import Unconfirmed
from soteria_tracker.web.templatetags.govuk_forms import anchor_of, faults

_NO_STATUS_YET = gettext_lazy("Nothing has been recorded for this action yet. Select a status")


@dataclass(frozen=True)
class BulkProblem:
    """One error or question about a field, and the actions it concerns."""

    field: str
    message: str
    actions: list[Action]


@dataclass(frozen=True)
class ActionConflict:
    """What others recorded about an action after the person had opened the form."""

    action: Action
    updates: list[Update]


@dataclass(frozen=True)
class ErrorLine:
    """One line of the error summary; without actions it concerns all of them."""

    message: str
    anchor: str
    actions: list[Action] = field(default_factory=list)


@dataclass(frozen=True)
class BulkProblems:
    """What the service refused, asked and found changed."""

    errors: list[BulkProblem]
    questions: dict[str, list[BulkProblem]]  # by field: one tick answers all questions about a field
    conflicts: list[ActionConflict]

    @classmethod
    def of(cls, refused: UpdatesRefused, submissions: Iterable[UpdateSubmission]) -> BulkProblems:
        """Sort what the service refused, in the order of the submissions."""
        errors: dict[tuple[str, str], list[Action]] = {}
        questions: dict[tuple[str, str], list[Action]] = {}
        conflicts = []
        for submission in submissions:
            action = submission.action
            match refused.objections.get(action.pk):
                case EditConflict(updates=updates):
                    conflicts.append(ActionConflict(action, updates))
                case Unconfirmed(questions=asked):
                    for name, message in asked.items():
                        questions.setdefault((name, message), []).append(action)
                case ValidationError() as error:
                    for name, messages in _by_field(error).items():
                        for message in messages:
                            has_no_status = name == "status" and not submission.entry.update.status
                            message = str(_NO_STATUS_YET) if has_no_status else message
                            errors.setdefault((name, message), []).append(action)
        by_field: dict[str, list[BulkProblem]] = {}
        for question in _problems(questions):
            by_field.setdefault(question.field, []).append(question)
        return cls(_problems(errors), by_field, conflicts)


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}


def _problems(found: Mapping[tuple[str, str], list[Action]]) -> list[BulkProblem]:
    return [BulkProblem(name, message, actions) for (name, message), actions in found.items()]


def error_lines(form: BulkUpdateForm, problems: BulkProblems | None) -> list[ErrorLine]:
    """Return every error once: of the form, of a note, and of what the service refused."""
    lines = [ErrorLine(message, anchor) for anchor, message in faults(form)]
    for note in form.notes.values():
        lines += [ErrorLine(message, anchor, [note.action]) for anchor, message in faults(note)]
    for problem in problems.errors if problems else ():
        anchor = anchor_of(form[problem.field]) if problem.field in form.fields else ""
        lines.append(ErrorLine(problem.message, anchor, problem.actions))
    return lines
