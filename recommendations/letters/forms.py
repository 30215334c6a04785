"""The forms of letters: what one says and does to the chosen actions, and why one is retracted."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.base import File
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forces.people.access import Reader
from recommendations.letters.effects import FIRST_STATUSES, Does, Instruction, Planned
from recommendations.letters.keeping import LetterGiven
from recommendations.letters.rows import SAYS_NOTHING, RowForm
from recommendations.positions.models import Position
from recommendations.register.models import Action, ClosingLevel, Update
from recommendations.register.models.update import WORDS_LIMIT
from recommendations.responses.forms.fields import KeptDocument, ServiceForm
from recommendations.updates.evidence import check_file
from soteria_tracker.web.forms import DateField, ShortTextField, TextField
from soteria_tracker.web.service_forms import Unconfirmed
from soteria_tracker.web.templatetags.govuk_forms import faults

# Which fields say something only of a letter that does one of these.
USED_BY: dict[str, frozenset[str]] = {
    "closing_level": frozenset({Does.CLOSES, Does.NEW_LEVEL}),
    "verified_by": frozenset({Does.CLOSES}),
    "deadline_on": frozenset({Does.NEW_DEADLINE, Does.REOPENS}),
}
_UNUSED = {
    "closing_level": _("Leave the closing level empty: this closes nothing and changes no level"),
    "verified_by": _("Leave this empty: nothing is closed"),
    "deadline_on": _("Leave the deadline empty: no action gets a new one"),
}
_NEVER_CARRIED = frozenset({"csrfmiddlewaretoken", "form_owner", "confirmed", "seen", "step", "document"})


class LetterForm(KeptDocument, ServiceForm):
    """One letter: what it is, what it does to all the chosen actions, and a row for each where it differs."""

    sender = ShortTextField(
        label=_("Who is it from?"), max_length=120, error_messages={"required": _("Enter who wrote the letter")}
    )
    dated_on = DateField(label=_("Date of the letter"), called=_("The date of the letter"))
    reference = ShortTextField(label=_("Its reference"), max_length=120, required=False)
    document = forms.FileField(
        label=_("The letter itself"),
        required=False,
        help_text=_("PDF, Word, Excel or CSV, up to 10 MB. Whoever may read what it says of an action may open it."),
    )
    does = forms.ChoiceField(
        label=_("What does it do to these actions?"),
        choices=Does.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the letter does")},
    )
    words = TextField(
        label=_("What does it say?"),
        max_length=WORDS_LIMIT,
        help_text=_("Quote the letter. Do not name victims or suspects."),
        required=False,
    )
    letter_says = forms.ChoiceField(
        label=_("How does it find them?"),
        required=False,
        choices=[*Update.LetterSays.choices, ("", _("It does not say"))],
        widget=forms.RadioSelect,
        help_text=_("The words of re-inspections. They alone move nothing."),
    )
    effective_on = DateField(
        label=_("From which day is this true?"),
        called=_("The date from which this is true"),
        required=False,
        help_text=_("Leave this empty for the date of the letter."),
    )
    verified_by = ShortTextField(
        label=_("Who confirmed it?"), max_length=120, required=False, help_text=_("A name or a post.")
    )
    closed_by = forms.ChoiceField(
        label=_("Who closed it?"), choices=Update.ClosedBy.choices, widget=forms.RadioSelect, required=False
    )
    closing_level = forms.ModelChoiceField(
        label=_("Closing level"), queryset=ClosingLevel.objects.none(), required=False, empty_label=_("Not stated")
    )
    deadline_on = DateField(label=_("HMICFRS’s new deadline"), called=_("The new deadline"), required=False)
    deadline_reason = ShortTextField(label=_("Reason for the new date"), max_length=500, required=False)
    status = forms.ChoiceField(
        label=_("Where do those actions stand of which nothing was recorded before?"),
        required=False,
        choices=[("", _("Choose"))] + [(status.value, status.label) for status in FIRST_STATUSES],
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    # behind headings that open them: each is for some letters only
    FOLDED = {
        "closing": ("verified_by", "closed_by", "closing_level"),
        "dates": ("deadline_on", "deadline_reason"),
    }

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        actions: Sequence[Action],
        standing: Mapping[int, Position],
        reader: Reader,
    ) -> None:
        initial = {
            "sender": "HMICFRS",
            "closed_by": Update.ClosedBy.HMICFRS,
            "letter_says": "",
            "submission_key": uuid.uuid4(),
        }
        super().__init__(data, files, initial=initial)
        self.person = reader.person
        self.levels = list(ClosingLevel.objects.all())
        level: Any = self.fields["closing_level"]
        level.queryset = ClosingLevel.objects.all()
        level.choices = [("", _("Not stated")), *((level.pk, level.name) for level in self.levels)]
        for name in ("words", *(name for names in self.FOLDED.values() for name in names)):
            field: Any = self.fields[name]
            field.needed_sometimes = True
        self.rows = [
            RowForm(data, action=action, position=standing.get(action.pk), levels=self.levels) for action in actions
        ]
        if not any(row.is_new for row in self.rows):
            del self.fields["status"]

    # --- what was typed ------------------------------------------------------------------------------------

    def clean_document(self) -> File | None:
        upload = self.cleaned_data["document"]
        if upload:
            check_file(upload, upload.name)
        return upload or None

    def clean(self) -> dict[str, Any]:
        """Nothing that was typed is dropped without a word: what no action uses is refused."""
        said = super().clean() or {}
        rows = [(row, row.cleaned_data.get("does") or said.get("does")) for row in self.rows if row.is_valid()]
        done = {does for _row, does in rows}
        for name, users in USED_BY.items():
            if said.get(name) and not done & users:
                self.add_error(name, _UNUSED[name])
            for row, does in rows:
                if name in row.fields and row.cleaned_data.get(name) and does not in users:
                    row.add_error(name, _UNUSED[name])
        if said.get("deadline_reason") and not self._has_deadline(said):
            self.add_error("deadline_reason", _now("Give the new date that this reason is for"))
        if (
            not said.get("words")
            and "words" not in self.errors
            and not all(r.cleaned_data.get("words") for r, _d in rows)
        ):
            self.add_error("words", _now("Quote what the letter says"))
        return said

    def _has_deadline(self, said: Mapping[str, Any]) -> bool:
        return any([said.get("deadline_on"), *(row.cleaned_data.get("deadline_on") for row in self.rows)])

    def is_valid(self) -> bool:
        """Whether the letter and the rows of all its actions can be read."""
        return super().is_valid() and all(row.is_valid() for row in self.rows)

    # --- what it says --------------------------------------------------------------------------------------

    def given(self) -> LetterGiven:
        """The letter, for the service."""
        said, (file, name) = self.cleaned_data, (None, "") if self.has_lost_file else self.chosen
        return LetterGiven(said["sender"], said["dated_on"], said["reference"], file, name)

    @property
    def has_lost_file(self) -> bool:
        """Whether the file that was chosen in an earlier step is no longer kept."""
        if not self["document_kept"].value() or self.cleaned_data.get("document"):
            return False
        return not (self.kept_file and self.kept_file.file.storage.exists(str(self.kept_file.file.name)))

    @property
    def key(self) -> uuid.UUID:
        """The submission key of this form as it is typed: one that was changed after "Back" is no double submit."""
        typed = sorted(pair for pair in self.carried() if pair[0] not in ("submission_key", "document_kept"))
        return uuid.uuid5(self.cleaned_data["submission_key"], json.dumps(typed))

    @property
    def true_from(self) -> datetime.date:
        """The day from which it is true: the letter's own, unless another is given."""
        day: datetime.date = self.cleaned_data["effective_on"] or self.cleaned_data["dated_on"]
        return day

    def instructions(self) -> list[Instruction]:
        """What the letter does to each action, for the service."""
        return [self._instruction(row) for row in self.rows]

    def _instruction(self, row: RowForm) -> Instruction:
        said, own = self.cleaned_data, row.cleaned_data
        does = own["does"] or said["does"]

        def used(name: str, value: Any) -> Any:
            return value if does in USED_BY[name] else None

        levels = {str(level.pk): level for level in self.levels}
        says = own["letter_says"] or said["letter_says"]
        deadline_on = used("deadline_on", own["deadline_on"] or said["deadline_on"])
        return Instruction(
            row.action,
            does,
            words=own["words"] or said["words"],
            letter_says="" if says == SAYS_NOTHING else says,
            closing_level=used("closing_level", levels.get(own["closing_level"]) or said["closing_level"]),
            closed_by=said["closed_by"] if does == Does.CLOSES else "",
            verified_by=used("verified_by", said["verified_by"]) or "",
            deadline_on=deadline_on,
            deadline_reason=said["deadline_reason"] if deadline_on else "",
            status=own.get("status") or said.get("status") or "",
            confirmed=frozenset(self._confirmed_of(row.action.pk)),
        )

    def _confirmed_of(self, action: int) -> Iterator[str]:
        for answer in self.confirmed:
            for question in answer.split():
                pk, _colon, name = question.partition(":")
                if pk == str(action):
                    yield name

    @property
    def seen(self) -> dict[int, int] | None:
        """The newest update of each action that the person saw before confirming; None where nothing was shown."""
        try:
            read = json.loads(self.data.get("seen", ""))
            return {int(action): int(update) for action, update in read.items()}
        except (ValueError, AttributeError, TypeError, OverflowError, RecursionError):
            return None

    # --- shown again ---------------------------------------------------------------------------------------

    def refuse_actions(self, planned: Sequence[Planned]) -> None:
        """Show what stands against the actions: at their rows, or at the field that says it for all."""
        for row, plan in zip(self.rows, planned, strict=True):
            if plan.objection is None or isinstance(plan.objection, Unconfirmed):
                continue
            for name, messages in plan.objection.message_dict.items():
                own = name in row.fields and (name in ("does", "status") or bool(row.cleaned_data.get("does")))
                if own or name not in self.fields or name == "status":
                    row.add_error(name if name in row.fields else "does", messages)
                elif messages[0] not in self.errors.get(name, []):
                    self.add_error(name, messages)

    def renew_key(self) -> None:
        """Give the form another key: the one it came with has served another letter."""
        self._change_data(submission_key=str(uuid.uuid4()))

    def ask_for_file(self) -> None:
        """Say that the file is no longer kept, and wait for it no more."""
        self.add_error("document", _now("The file you chose is no longer kept. Choose it again, or go on without it"))
        self._change_data(document_kept="")

    def _change_data(self, **values: str) -> None:
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name, value in values.items():
            data[name] = value
        self.data = data

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Everything that is wrong, each with the id of its field: of the letter, then of each action by its name."""
        found = faults(self) if self.is_bound else []
        for row in self.rows:
            found += [(anchor, f"{row.label}: {message}") for anchor, message in (faults(row) if row.is_bound else [])]
        return found

    def carried(self) -> list[tuple[str, str]]:
        """What was typed, as the page that asks for a confirmation carries it on."""
        data: Any = self.data
        return [
            (name, value) for name, values in data.lists() if name not in _NEVER_CARRIED for value in values if value
        ]

    def is_unfolded(self, part: str) -> bool:
        """Whether a folded part is shown open: something stands in it, or a message does."""
        return any(
            self[name].errors or _stands(self[name].value()) for name in self.FOLDED[part] if name != "closed_by"
        )

    @property
    def unfolded(self) -> dict[str, bool]:
        """Which folded parts are open. Most letters close something, so a new form asks for it openly."""
        return {part: self.is_unfolded(part) for part in self.FOLDED} | ({} if self.is_bound else {"closing": True})


def _stands(value: Any) -> bool:
    return any(value) if isinstance(value, tuple) else bool(value)


class RetractionForm(ServiceForm):
    """Why a letter is a mistake."""

    reason = TextField(
        label=_("Why is it a mistake?"),
        max_length=2_000,
        help_text=_("The letter stays in the history of each action, marked as retracted, with your reason."),
        error_messages={"required": _("Say why this letter is a mistake")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
