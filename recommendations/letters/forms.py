"""The form for recording a letter about the selected actions."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.base import File
from django.db.models import prefetch_related_objects
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forces.people.access import Reader
from recommendations.letters.draft import LetterDraft
from recommendations.letters.effects import FIRST_STATUSES, ActionEffect, LetterEffect, PlannedEffect
from recommendations.letters.entry import LetterEntry
from recommendations.letters.row_form import SAYS_NOTHING, LetterRowForm
from recommendations.positions.models import Position
from recommendations.register.models import Action, ClosingLevel, Update
from recommendations.register.models.update import WORDS_LIMIT
from recommendations.register.models.update_state import FIELDS_OF_STATUS
from recommendations.register.statuses import Status
from recommendations.responses.forms.fields import UnsavedDocument
from recommendations.updates.evidence import check_file
from recommendations.updates.forms.state import StateForm
from soteria_tracker.web.forms import DateField, ShortTextField, TextField
from soteria_tracker.web.service_forms import Unconfirmed
from soteria_tracker.web.templatetags.govuk_forms import faults

# The fields that apply only to letters with one of these effects.
USED_BY: dict[str, frozenset[str]] = {
    "closing_level": frozenset({LetterEffect.CLOSES, LetterEffect.NEW_LEVEL}),
    "verified_by": frozenset({LetterEffect.CLOSES}),
    "deadline_on": frozenset({LetterEffect.NEW_DEADLINE, LetterEffect.REOPENS}),
    "part": frozenset({LetterEffect.CLOSES_PART, LetterEffect.NEW_DEADLINE, LetterEffect.REOPENS}),
}
_UNUSED = {
    "closing_level": _("Clear the closing level: the letter closes nothing and changes no level"),
    "verified_by": _("Clear this: the letter closes nothing"),
    "deadline_on": _("Clear the deadline: the letter sets no new one"),
    "part": _("Select the action as a whole: the letter closes no part and sets no new deadline"),
}
_NEVER_CARRIED = frozenset({"csrfmiddlewaretoken", "form_owner", "confirmed", "seen", "step", "document"})


class LetterForm(UnsavedDocument, StateForm):
    """One letter, what it changes for all the selected actions, and a row for each action where that differs."""

    sender = ShortTextField(
        label=_("Who is it from?"), max_length=120, error_messages={"required": _("Enter who wrote the letter")}
    )
    dated_on = DateField(label=_("Date of the letter"), called=_("The date of the letter"))
    reference = ShortTextField(label=_("Reference"), max_length=120, required=False)
    document = forms.FileField(
        label=_("Upload the letter"),
        required=False,
        help_text=_(
            "PDF, Word, Excel or CSV, up to 10 MB. Anyone who can read what it says about an action can open it."
        ),
    )
    effect = forms.ChoiceField(
        label=_("What does the letter change?"),
        choices=LetterEffect.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    words = TextField(
        label=_("What does it say?"),
        max_length=WORDS_LIMIT,
        help_text=_("Quote the letter. Do not name victims or suspects."),
        required=False,
    )
    letter_says = forms.ChoiceField(
        label=_("What did it find?"),
        required=False,
        choices=[*Update.LetterSays.choices, ("", _("Not stated"))],
        widget=forms.RadioSelect,
        help_text=_("Used by re-inspections. This alone does not change a status."),
    )
    effective_on = DateField(
        label=_("Date of this update"),
        called=_("The date of this update"),
        required=False,
        help_text=_("Leave this blank to use the date of the letter."),
    )
    deadline_on = DateField(label=_("New deadline"), called=_("The new deadline"), required=False)
    status = forms.ChoiceField(
        label=_("Status of actions without an update"),
        required=False,
        choices=[("", _("Select"))] + [(status.value, status.label) for status in FIRST_STATUSES],
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    remarks = forms.CharField(widget=forms.HiddenInput, required=False)  # one a line; what was read that needs a look

    STATE = (*FIELDS_OF_STATUS[Status.CLOSED], "deadline_reason")
    SECTIONS = {
        "closing": ("verified_by", "closing_level"),  # not `closed_by`, which a new form fills in
        "dates": ("deadline_on", "deadline_reason"),
    }

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        actions: Sequence[Action],
        positions: Mapping[int, Position],
        reader: Reader,
        draft: LetterDraft | None = None,
        document_token: str = "",
    ) -> None:
        """`draft` is what was read from the file that is kept under `document_token`."""
        issuers = {action.recommendation.issuer for action in actions}
        initial = {
            "sender": next(iter(issuers)).sentence_name if len(issuers) == 1 else "",
            "closed_by": Update.ClosedBy.SOURCE,
            "letter_says": "",
            "submission_key": uuid.uuid4(),
        }
        if draft is not None:
            initial |= {name: value for name, value in draft.letter.items() if value}
            initial |= {"remarks": "\n".join(draft.remarks), "document_token": document_token}
        super().__init__(data, files, initial=initial)
        self.name_issuers(issuers)
        self.person = reader.person
        self.levels = list(ClosingLevel.objects.all())
        self._field("closing_level").choices = [
            ("", _("Not stated")),
            *((level.pk, level.name) for level in self.levels),
        ]
        for name in ("effect", "words", "deadline_on"):
            self._field(name).needed_sometimes = True
        prefetch_related_objects(actions, "recommendation__parts__addressees")
        self.rows = [
            LetterRowForm(
                data,
                action=action,
                position=positions.get(action.pk),
                levels=self.levels,
                initial=draft.rows.get(action.pk) if draft else None,
            )
            for action in actions
        ]
        if not any(row.is_new for row in self.rows):
            del self.fields["status"]

    def clean_document(self) -> File | None:
        upload = self.cleaned_data["document"]
        if upload:
            check_file(upload, upload.name)
        return upload or None

    def clean(self) -> dict[str, Any]:
        """Refuse what no action would use, so that nothing entered is dropped silently."""
        cleaned = super().clean() or {}
        rows = [(row, row.cleaned_data.get("effect") or cleaned.get("effect")) for row in self.rows if row.is_valid()]
        effects = {effect for _row, effect in rows}
        for name, users in USED_BY.items():
            if cleaned.get(name) and not effects & users:
                self.add_error(name, _UNUSED[name])
            for row, effect in rows:
                if name in row.fields and row.cleaned_data.get(name) and effect not in users:
                    row.add_error(name, _UNUSED[name])
        if cleaned.get("deadline_reason") and not self._has_deadline(cleaned):
            self.add_error("deadline_reason", _now("Give the new date that this reason is for"))
        if "effect" not in self.errors and not all(effect for _row, effect in rows):
            self.add_error("effect", _now("Select what the letter changes"))
        if (
            not cleaned.get("words")
            and "words" not in self.errors
            and not all(r.cleaned_data.get("words") for r, _d in rows)
        ):
            self.add_error("words", _now("Enter what the letter says"))
        return cleaned

    def _has_deadline(self, cleaned: Mapping[str, Any]) -> bool:
        return any([cleaned.get("deadline_on"), *(row.cleaned_data.get("deadline_on") for row in self.rows)])

    def is_valid(self) -> bool:
        """Whether the letter and every row are valid."""
        return super().is_valid() and all(row.is_valid() for row in self.rows)

    def entry(self) -> LetterEntry:
        """Return the letter, for the service."""
        data, (file, name) = self.cleaned_data, (None, "") if self.has_lost_file else self.chosen
        return LetterEntry(data["sender"], data["dated_on"], data["reference"], file, name)

    def entry_so_far(self, today: datetime.date) -> LetterEntry:
        """Return the letter of an invalid form, without its file. A date that is missing or wrong is today."""
        data = self.cleaned_data
        return LetterEntry(data.get("sender", ""), data.get("dated_on") or today, data.get("reference", ""))

    @property
    def has_lost_file(self) -> bool:
        """Whether the file that was chosen in an earlier step is no longer kept."""
        if not self["document_token"].value() or self.cleaned_data.get("document"):
            return False
        return not (self.unsaved_file and self.unsaved_file.file.storage.exists(str(self.unsaved_file.file.name)))

    @property
    def remark_lines(self) -> list[str]:
        """What a person has to check or decide about what was read from the letter's file."""
        return str(self["remarks"].value() or "").splitlines()

    @property
    def key(self) -> uuid.UUID:
        """The submission key of what is entered: a form changed after going back is not the same form sent twice."""
        entered = sorted(pair for pair in self.carried() if pair[0] not in ("submission_key", "document_token"))
        return uuid.uuid5(self.cleaned_data["submission_key"], json.dumps(entered))

    @property
    def update_date(self) -> datetime.date:
        """The date of the updates: that of the letter, unless another is entered."""
        day: datetime.date = self.cleaned_data["effective_on"] or self.cleaned_data["dated_on"]
        return day

    def effects(self) -> list[ActionEffect]:
        """Return what the letter changes for each action, for the service."""
        return [self._effect(row) for row in self.rows]

    def effects_so_far(self) -> list[ActionEffect]:
        """Return what an invalid form changes for the actions whose effect is selected."""
        shared = self.cleaned_data.get("effect")
        return [self._effect(row) for row in self.rows if row.cleaned_data.get("effect") or shared]

    def _effect(self, row: LetterRowForm) -> ActionEffect:
        shared, own = _Entered(self.cleaned_data), _Entered(row.cleaned_data)
        kind = own["effect"] or shared["effect"]

        def used(name: str, value: Any) -> Any:
            return value if kind in USED_BY[name] else None

        levels = {str(level.pk): level for level in self.levels}
        says = own["letter_says"] or shared["letter_says"]
        deadline_on = used("deadline_on", own["deadline_on"] or shared["deadline_on"] or None)
        return ActionEffect(
            row.action,
            kind,
            words=own["words"] or shared["words"],
            letter_says="" if says == SAYS_NOTHING else says,
            closing_level=used("closing_level", levels.get(own["closing_level"]) or shared["closing_level"] or None),
            closed_by=shared["closed_by"] if kind == LetterEffect.CLOSES else "",
            verified_by=used("verified_by", shared["verified_by"]) or "",
            deadline_on=deadline_on,
            deadline_reason=shared["deadline_reason"] if deadline_on else "",
            part=row.chosen_part if deadline_on or kind == LetterEffect.CLOSES_PART else None,
            status=own.get("status") or shared.get("status") or "",
            effective_on=own["effective_on"] or None,
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
        """The newest update that the person had seen, by the action's id; None before anything was shown."""
        try:
            read = json.loads(self.data.get("seen", ""))
            return {int(action): int(update) for action, update in read.items()}
        except (ValueError, AttributeError, TypeError, OverflowError, RecursionError):
            return None

    def refuse_effects(self, planned: Sequence[PlannedEffect]) -> None:
        """Show the objections to the planned effects: on the row of the action, or on the field for all actions.

        A field that has an error of its own keeps only that.
        """
        rows, wrong = {row.action.pk: row for row in self.rows}, set(self.errors)
        for plan in planned:
            row = rows[plan.action.pk]
            if plan.objection is None or isinstance(plan.objection, Unconfirmed):
                continue
            for name, messages in plan.objection.message_dict.items():
                if name in wrong or name in row.errors:
                    continue
                own = name in row.fields and (name in ("effect", "status") or bool(row.cleaned_data.get("effect")))
                if own or name not in self.fields or name == "status":
                    row.add_error(name if name in row.fields else "effect", messages)
                elif messages[0] not in self.errors.get(name, []):
                    self.add_error(name, messages)

    def ask_for_file(self) -> None:
        """Say that the file is no longer kept, and clear its mark."""
        self.add_error("document", _now("Your file is no longer available. Choose it again, or continue without it"))
        self.change_data(document_token="")

    @property
    def error_lines(self) -> list[tuple[str, str]]:
        """Every error with the id of its field: of the letter, then of each action with its name."""
        lines = faults(self) if self.is_bound else []
        for row in self.rows:
            lines += [(anchor, f"{row.label}: {message}") for anchor, message in (faults(row) if row.is_bound else [])]
        return lines

    def carried(self) -> list[tuple[str, str]]:
        """What was entered, for the hidden fields of the confirmation page."""
        data: Any = self.data
        return [
            (name, value) for name, values in data.lists() if name not in _NEVER_CARRIED for value in values if value
        ]

    @property
    def open_sections(self) -> dict[str, bool]:
        """Which sections are open. Most letters close something, so that part is open on a new form."""
        return super().open_sections | ({} if self.is_bound else {"closing": True})


class _Entered(dict[str, Any]):
    """Cleaned data in which a field with an error is empty."""

    def __missing__(self, name: str) -> str:
        return ""
