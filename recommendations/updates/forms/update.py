"""The form that records an update of one action."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forces.people import unsaved_forms
from forces.people.access import Reader
from forces.people.editions import Audience
from forces.people.models import UnsavedFile
from recommendations.register.models import Action, Inspection, Part, Recommendation, Update
from recommendations.register.models.update_state import OCCURRENCE_FIELDS, STATE_FIELDS
from recommendations.register.statuses import FINISHED
from recommendations.updates.entry import UpdateEntry, state_carried_over
from recommendations.updates.evidence import EvidenceEntry, check_file
from recommendations.updates.forms.base import UpdateFormBase


class UpdateForm(UpdateFormBase):
    """One update of one action: the quick update (templates/updates/quick.html).

    It starts with the current state, so that a person only enters what has changed. Status and text are shown, and a
    few fields that one status needs; the others (`MORE`) are folded, and `summary` says what they hold. The button
    `no_change` sends the form as well: without a text, it records that nothing has changed.
    """

    parts_done = forms.MultipleChoiceField(
        label=_("Parts that are done"), required=False, widget=forms.CheckboxSelectMultiple
    )
    occurrence = forms.ChoiceField(
        label=_("Was it done when it was due?"),
        required=False,
        help_text=_("This duty recurs. Record each time that it was done or missed."),
    )
    evidence_file = forms.FileField(
        label=_("Or a file"), required=False, help_text=_("PDF, Word, Excel or CSV, up to 10 MB.")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    evidence_file_token = forms.CharField(widget=forms.HiddenInput, required=False)

    SECTIONS = UpdateFormBase.SECTIONS | {
        "evidence": ("evidence_address", "evidence_file", "evidence_shows", "evidence_dated_on"),
    }
    MORE = (*UpdateFormBase.MORE, "parts_done", "evidence_file")

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        action: Action,
        reader: Reader,
        current: Update | None = None,
        seen: int = 0,
        reporter: str = "",
    ) -> None:
        """`current` is the update that sets the current state; `seen` the newest update that the person has seen.

        `reporter` is who is expected to report.
        """
        initial = {"seen": seen, "reported_by": reporter, **self.initial_state(current)}
        super().__init__(data, files, holder=action.holder, reader=reader, initial=initial)
        self.action, self.current = action, current
        self.name_issuers([action.recommendation.issuer])
        if self.is_no_change and not (data and data.get("words", "").strip()):
            self.change_data(words=_now("%(no_change)s.") % {"no_change": self.no_change_label})
        if self.no_change_label:
            self.fields["words"].error_messages["required"] = _now(
                "Enter what has been done, or choose “%(no_change)s”"
            ) % {"no_change": self.no_change_label}
        if data and data.get("audience") == Audience.OFFICE:
            self.fields["status"].required = False  # a note for the office says nothing about the status
        parts = list(action.recommendation.parts.all())
        self._field("parts_done").choices = [(part.pk, _part_in_words(part)) for part in parts]
        if not parts:
            del self.fields["parts_done"]
        self._field("occurrence").choices = [("", _("Nothing to record")), *_occurrences(action, current, reader.day)]
        if not action.recurrence:
            del self.fields["occurrence"]
        self._field("waiting_for_recommendation").queryset = _recommendations_to_wait_for(action, reader)

    def initial_state(self, current: Update | None) -> dict[str, Any]:
        """Return the state that the form starts with."""
        state = state_carried_over(current)
        return state | {"parts_done": list(state.get("parts_done", []))}

    # --- what is shown -------------------------------------------------------------------------------------

    @property
    def no_change_label(self) -> str:
        """The label of the button that records that nothing has changed; empty where there is no such button."""
        current = self.current
        if current is None or current.status in FINISHED or current.effective_on >= self.reader.day:
            return ""
        return _now("No change since %(day)s") % {"day": formats.date_format(current.effective_on)}

    @property
    def is_no_change(self) -> bool:
        """Whether the form was sent with the button that records that nothing has changed."""
        return "no_change" in self.data and bool(self.no_change_label)

    @property
    def has_dated_parts(self) -> bool:
        """Whether parts have deadlines of their own, so that the form asks at once which of them are done."""
        return bool(self.action.recommendation.dated_parts)

    @property
    def shows_more(self) -> bool:
        """Whether the folded fields are shown open: one has an error or a question, or a file is kept for it."""
        return bool(self.unsaved_file) or super().shows_more

    def shown_values(self) -> list[object]:
        """Return what the fields show before anything is entered, for `{% kept %}`: all but the tokens of the form."""
        fields: list[object] = [(name, field.label, field.help_text) for name, field in self.fields.items()]
        for field in map(self._field, self.fields):
            if hasattr(field, "choices"):
                # read them now, so that they are not read again to be shown
                field.choices = [(str(value), str(label)) for value, label in field.choices]
                fields.append(field.choices)
        initial = {name: value for name, value in self.initial.items() if name not in ("submission_key", "seen")}
        return [type(self).__name__, fields, initial, self.reader.day, self.has_dated_parts]

    # --- what is sent --------------------------------------------------------------------------------------

    @cached_property
    def unsaved_file(self) -> UnsavedFile | None:
        """The file that was chosen earlier, when the form could not be saved."""
        token = self["evidence_file_token"].value() or ""
        return unsaved_forms.find_file(token, person=self.reader.person) if token and self.reader.person else None

    def clean_evidence_file(self) -> Any:
        upload = self.cleaned_data["evidence_file"]
        if upload:
            check_file(upload, upload.name)
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.is_no_change and self.current and cleaned.get("status") not in ("", None, self.current.status):
            self.add_error("status", _now("You chose another status. Choose “Save update” to record it"))
        earlier = self.unsaved_file
        if earlier and not cleaned.get("evidence_file"):
            try:
                with earlier.file.open("rb") as file:
                    check_file(file, earlier.name)
            except ValidationError as error:
                self.add_error("evidence_file", error)
                self._set_token("")
        return cleaned

    def entry(self) -> UpdateEntry:
        """Return what the form says, for the service. Fields of an invalid form that have an error are left out."""
        file, file_name = self.chosen_file()
        return UpdateEntry.of(
            **self.statement(),
            **self.values(*STATE_FIELDS),
            **self._settled(),
            part_deadlines=self.current.part_deadlines if self.current else {},
            words=self.cleaned_data.get("words", ""),
            parts_done=frozenset(int(pk) for pk in self.cleaned_data.get("parts_done", [])),
            evidence=EvidenceEntry(
                file=file,
                file_name=file_name,
                address=self.cleaned_data.get("evidence_address", ""),
                shows=self.cleaned_data.get("evidence_shows", ""),
                dated_on=self.cleaned_data.get("evidence_dated_on"),
            ),
            confirmed=self.confirmed,
        )

    def _settled(self) -> dict[str, Any]:
        """Return what is known of the occurrences of a recurring duty: the one chosen, or what was known before."""
        if chosen := self.cleaned_data.get("occurrence"):
            day, outcome = chosen.split()
            return {"settled_until": datetime.date.fromisoformat(day), "occurrence_outcome": outcome}
        known = {name: getattr(self.current, name) for name in OCCURRENCE_FIELDS} if self.current else {}
        if self.current and self.action.recurrence and not self.current.settled_until:
            known["settled_until"] = self.current.effective_on  # it was recorded before the interval was known
        return known

    def chosen_file(self) -> tuple[File | None, str]:
        """Return the file of the form and its name: one chosen now, or when it could not be saved before."""
        if upload := self.cleaned_data.get("evidence_file"):
            return upload, upload.name
        return (self.unsaved_file.file, self.unsaved_file.name) if self.unsaved_file else (None, "")

    def store_upload(self) -> None:
        """Store the file of a form that cannot be saved yet, so that it need not be chosen again."""
        upload = self.files.get("evidence_file")
        if upload and "evidence_file" not in self.errors and self.reader.person:
            self._set_token(str(unsaved_forms.store_file(upload, by=self.reader.person).token))

    def delete_unsaved_file(self) -> None:
        """Delete the file that was stored earlier, now that the update is saved."""
        if self.unsaved_file:
            unsaved_forms.delete_file(self.unsaved_file)

    def _set_token(self, token: str) -> None:
        self.change_data(evidence_file_token=token)
        self.__dict__.pop("unsaved_file", None)


def _occurrences(action: Action, current: Update | None, day: datetime.date) -> Iterator[tuple[str, str]]:
    """Yield as choices the next occurrence to record and the last one, which may have been recorded wrongly.

    Before the first update these are the occurrences around the day: the earlier ones are not known.
    """
    if not (recurrence := action.recurrence):
        return
    if current is None:
        days = [*list(recurrence.after_until(None, day))[-1:], recurrence.next_after(day)]
    else:
        days = [current.settled_until] if current.occurrence_outcome and current.settled_until else []
        days.append(recurrence.next_after(current.settled_until or current.effective_on))
    for due_on in dict.fromkeys(days):
        for outcome in Update.Outcome:
            words = {"day": formats.date_format(due_on), "outcome": outcome.label.lower()}
            yield f"{due_on.isoformat()} {outcome.value}", _now("Due %(day)s: %(outcome)s") % words


def _part_in_words(part: Part) -> str:
    """Return the text of a part, with its deadline if it has one of its own."""
    if part.due_on is None:
        return part.text
    return _now("%(text)s (part %(label)s, due %(day)s)") % {
        "text": part.text,
        "label": part.label,
        "day": part.due_in_words,
    }


def _recommendations_to_wait_for(action: Action, reader: Reader) -> QuerySet[Recommendation]:
    """Return the others of the same inspection, and linked ones of reports that are published."""
    return (
        Recommendation.objects.visible_to(reader)
        .filter(
            Q(inspection=action.recommendation.inspection_id)
            | Q(linked_from__from_recommendation=action.recommendation)
        )
        .exclude(pk=action.recommendation_id)
        .filter(
            Q(inspection=action.recommendation.inspection_id)
            | Q(inspection__in=Inspection.objects.published_by(reader.day))
        )
        .distinct()
        .order_by("inspection", "order", "reference")
    )
