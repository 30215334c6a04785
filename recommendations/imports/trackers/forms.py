"""The forms of importing a tracker: answering what it leaves open, and placing a row by hand."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from recommendations.imports.trackers.models import TrackerImport
from recommendations.imports.trackers.planned import left_out_because, place_at
from recommendations.reading.trackers.headings import Meaning
from recommendations.reading.trackers.questions.about_inspections import (
    DRAFT,
    DRAFT_OPEN,
    ENDED,
    INSPECTIONS,
    LEFT_OUT,
    inspection_key,
)
from recommendations.reading.trackers.questions.case import LEAVE_OUT
from recommendations.reading.trackers.results import ReadColumn, ReadQuestion, TrackerReading
from recommendations.register.models import Action
from soteria_tracker.web.forms import DateField, ShortTextField
from soteria_tracker.web.service_forms import ServiceForm

# The names that reading/sheets/colours.py gives to the colours of cells; static/css/imports.css paints them.
COLOURS = ("red", "amber", "yellow", "green", "blue", "purple", "grey", "black")
_OTHER_DAY = "other-day"
_MEANINGS = [(meaning.value, meaning.value.capitalize()) for meaning in Meaning]


class PlaceForm(ServiceForm):
    """Where one row of a tracker belongs: at an action of the force, or nowhere, with a reason."""

    READ, ACTION, LEAVE_OUT = "read", "action", "leave-out"

    where = forms.ChoiceField(
        label=_("What should be done with it?"),
        choices=[
            (ACTION, _("It is about the action selected below")),
            (LEAVE_OUT, _("Leave it out, for the reason below")),
            (READ, _("Leave it as it was read")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what should be done with it")},
    )
    action = forms.ChoiceField(label=_("Action"), required=False)
    reason = ShortTextField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, actions: Sequence[Action], place: Mapping[str, str], **options: Any) -> None:
        in_use = self.LEAVE_OUT if "left_out" in place else self.ACTION
        initial = {
            "where": in_use if place else None,
            "action": f"{place.get('inspection', '')}/{place.get('reference', '')}",
            "reason": place.get("left_out", ""),
        }
        super().__init__(*args, **(options | {"initial": initial}))
        groups: dict[str, list[tuple[str, str]]] = {}
        for action in actions:
            item = action.recommendation
            label = f"{item.kind_and_number}: {item.short_title}"
            key = f"{item.inspection.slug}/{item.reference}"
            groups.setdefault(item.inspection.short_title, []).append((key, label))
        choices: list[Any] = [("", _now("Select an action")), *groups.items()]
        self.fields["action"].choices = choices  # type: ignore[attr-defined]
        for name in ("action", "reason"):
            self.fields[name].needed_sometimes = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        where = cleaned.get("where")
        if where == self.ACTION and not cleaned.get("action") and "action" not in self.errors:
            self.add_error("action", _now("Select the action that it is about"))
        if where == self.LEAVE_OUT and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _now("Enter why it is left out"))
        return cleaned

    @property
    def place(self) -> dict[str, str] | None:
        """The place that was chosen; None to leave it as it was read."""
        match self.cleaned_data["where"]:
            case self.ACTION:
                inspection, _slash, reference = self.cleaned_data["action"].partition("/")
                return place_at(inspection, reference)
            case self.LEAVE_OUT:
                return left_out_because(self.cleaned_data["reason"])
        return None


def _field_name(kind: str, key: str) -> str:
    return f"{kind}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


@dataclass(frozen=True)
class AskedQuestion:
    """A question with its fields. `day` is only there where a day may be answered."""

    question: ReadQuestion
    answer: forms.BoundField
    day: forms.BoundField | None

    @property
    def colours(self) -> list[str]:
        """The colours of cells that it is about, by name, in the order in which it names them."""
        words = re.findall(r"[a-z]+", self.question.ask) if "colour" in self.question.kind else []
        return [word for word in dict.fromkeys(words) if word in COLOURS]


@dataclass(frozen=True)
class UnknownReport:
    """A report that the register does not know, how many rows are about it, and its fields."""

    title: str
    rows: int
    what: forms.BoundField | None
    day: forms.BoundField


class AnswersForm(ServiceForm):
    """What only a person can say about a tracker: answers, days of publication and what columns hold."""

    def __init__(self, *args: Any, reading: TrackerReading, tracker: TrackerImport, **options: Any) -> None:
        super().__init__(*args, **options)
        self.reading, self.tracker = reading, tracker
        self._unknown: dict[str, tuple[str, int, datetime.date | None]] = {}
        for row in reading.rows:
            if row.inspection.startswith("unknown:") and row.leave_out in ("", LEFT_OUT):
                count = self._unknown.get(row.inspection, ("", 0))[1]
                self._unknown[row.inspection] = (row.inspection_title, count + 1, row.inspection_published_on)
        # One question about all reports: the page asks it of each, because the answers may differ.
        self._about_reports = next((each for each in reading.questions if each.key == INSPECTIONS), None)
        self._questions = [each for each in reading.questions if each.key != INSPECTIONS]
        for question in self._questions:
            self._add_question(question)
        if self._about_reports:
            for key, (title, _count, _day) in self._unknown.items():
                self._add_choice(key, title, self._about_reports)
        for key, (title, _count, day) in self._unknown.items():
            entered = tracker.publication_dates.get(key)
            initial = datetime.date.fromisoformat(entered) if entered else day
            self.fields[_field_name("published", key)] = DateField(
                label=format_html('{}<span class="govuk-visually-hidden">: {}</span>', _now("Published on"), title),
                called=_("The date of publication"),
                required=False,
                initial=initial,
            )
        for column in self._columns():
            self.fields[_field_name("column", column.key)] = forms.ChoiceField(
                label=_now("What column %(letter)s holds") % {"letter": column.letter},
                choices=_MEANINGS,
                initial=column.meaning,
            )

    def _add_question(self, question: ReadQuestion) -> None:
        answer = self.tracker.answers.get(question.key) or question.suggest
        choices = [(choice.value, choice.label) for choice in question.choices]
        is_day = question.free_date and answer is not None and answer not in dict(choices)
        if question.free_date:
            choices.append((_OTHER_DAY, _now("Another day")))
            self.fields[_field_name("day", question.key)] = DateField(
                label=_("Which day?"),
                called=_("The day"),
                required=False,
                initial=datetime.date.fromisoformat(str(answer)) if is_day else None,
            )
        self.fields[_field_name("answer", question.key)] = forms.ChoiceField(
            label=question.ask,
            choices=choices,
            widget=forms.RadioSelect,
            initial=_OTHER_DAY if is_day else answer,
            error_messages={"required": _now("Answer this question: %(ask)s") % {"ask": question.ask}},
        )

    def _add_choice(self, key: str, title: str, question: ReadQuestion) -> None:
        """Ask what to do with one report: suggested is a draft, or nothing if nothing of it is open and many are."""
        general = self.tracker.answers.get(question.key) or question.suggest
        rows = [row for row in self.reading.rows if row.inspection == key]
        is_left = general == LEAVE_OUT or (general == DRAFT_OPEN and all(row.status in ENDED for row in rows))
        self.fields[_field_name("report", key)] = forms.ChoiceField(
            label=format_html('{}<span class="govuk-visually-hidden">: {}</span>', _now("Do this"), title),
            choices=[(DRAFT, _now("Create a draft inspection")), (LEAVE_OUT, _now("Leave its rows out for now"))],
            initial=self.tracker.answers.get(inspection_key(title)) or (LEAVE_OUT if is_left else DRAFT),
        )

    def _columns(self) -> Iterator[ReadColumn]:
        return (column for sheet in self.reading.sheets if sheet.holds_data for column in sheet.columns)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for question in self._questions:
            name, day = _field_name("answer", question.key), _field_name("day", question.key)
            if cleaned.get(name) == _OTHER_DAY and not cleaned.get(day) and day not in self.errors:
                self.add_error(day, ValidationError(_("Enter the day")))
        return cleaned

    # --- what was decided ----------------------------------------------------------------------------------

    @property
    def answers(self) -> dict[str, str]:
        """The answers by the keys of their questions: the value of a choice, or a day."""
        found = {}
        if self._about_reports:
            found[self._about_reports.key] = str(self._about_reports.suggest)
            for key, (title, _count, _day) in self._unknown.items():
                found[inspection_key(title)] = self.cleaned_data[_field_name("report", key)]
        for question in self._questions:
            answer = self.cleaned_data[_field_name("answer", question.key)]
            day = self.cleaned_data.get(_field_name("day", question.key))
            found[question.key] = day.isoformat() if answer == _OTHER_DAY and day else answer
        return found

    @property
    def columns(self) -> dict[str, str]:
        """The columns that hold something else than was read, or that were chosen before."""
        chosen = {column.key: self.cleaned_data[_field_name("column", column.key)] for column in self._columns()}
        read = {column.key: column.meaning for column in self._columns()}
        return {key: meaning for key, meaning in chosen.items() if meaning != read[key] or key in self.tracker.columns}

    @property
    def publication_dates(self) -> dict[str, str]:
        """The days of publication that were entered, by inspection as the reading names it."""
        days = {key: self.cleaned_data[_field_name("published", key)] for key in self._unknown}
        return {key: day.isoformat() for key, day in days.items() if day}

    # --- what the page shows -------------------------------------------------------------------------------

    def _asked(self, question: ReadQuestion) -> AskedQuestion:
        day = self[_field_name("day", question.key)] if question.free_date else None
        return AskedQuestion(question, self[_field_name("answer", question.key)], day)

    @property
    def to_decide(self) -> list[AskedQuestion]:
        """The questions without a suggestion."""
        return [self._asked(question) for question in self._questions if question.suggest is None]

    @property
    def suggested(self) -> list[AskedQuestion]:
        """The questions with a suggestion, which may stay as they are."""
        return [self._asked(question) for question in self._questions if question.suggest is not None]

    @property
    def unknown_reports(self) -> list[UnknownReport]:
        """The reports that the register does not know."""
        return [
            UnknownReport(
                title,
                count,
                self[_field_name("report", key)] if self._about_reports else None,
                self[_field_name("published", key)],
            )
            for key, (title, count, _day) in self._unknown.items()
        ]

    @property
    def column_rows(self) -> list[tuple[ReadColumn, forms.BoundField]]:
        """Each column of the sheets that were read, with its field."""
        return [(column, self[_field_name("column", column.key)]) for column in self._columns()]
