"""The forms about several actions: one update for all, a note for each, and their project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.bulk.entries import ActionChange
from recommendations.register.models import Action
from recommendations.register.models.update import WORDS_LIMIT
from recommendations.register.models.update_state import FIELDS_OF_STATUS
from recommendations.register.statuses import RECORDABLE, Status
from recommendations.updates.forms.base import UpdateFormBase
from soteria_tracker.web.forms import ShortTextField, TextField
from soteria_tracker.web.service_forms import ServiceForm

UNCHANGED = ""  # the status that leaves each action as it is


class NoteForm(forms.Form):
    """The note about one action, where each has its own. An action without a note is not updated."""

    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[(UNCHANGED, _("No change")), *((status.value, status.label) for status in RECORDABLE)],
    )
    words = TextField(label=_("Note"), required=False, max_length=WORDS_LIMIT)

    use_required_attribute = False

    def __init__(self, data: QueryDict | None, *, action: Action) -> None:
        super().__init__(data, prefix=f"note-{action.pk}")
        self.action = action

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("status") and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Enter what has changed, or leave the status unchanged"))
        return cleaned


class BulkUpdateForm(UpdateFormBase):
    """One update for several actions: the same text for all, or with `is_each` a note for each.

    What is left blank stays as it is for each action.
    """

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        holder: Body,
        reader: Reader,
        actions: Sequence[Action],
        is_each: bool,
    ) -> None:
        super().__init__(data, holder=holder, reader=reader)
        self.actions, self.is_each = actions, is_each
        self.name_issuers({action.recommendation.issuer for action in actions})
        self.notes = {action.pk: NoteForm(data, action=action) for action in actions} if is_each else {}
        del self.fields["waiting_for_recommendation"]  # the actions may be of different inspections
        if is_each:
            del self.fields["status"], self.fields["words"]
            self.MORE = (*self.MORE, *FIELDS_OF_STATUS[Status.WAITING], *FIELDS_OF_STATUS[Status.CLOSED])
        else:
            status = self._field("status")
            status.required, status.needed_sometimes = False, True
            status.choices = [(UNCHANGED, _("No change")), *status.choices]
            status.widget.hints[UNCHANGED] = _("Each action keeps its status")
        self.fields["expected_on"].help_text = _("Leave this blank to keep the date of each action.")

    def is_valid(self) -> bool:
        """Whether this form and every note are valid. All are checked, so that all errors are shown at once."""
        return all([super().is_valid(), *(note.is_valid() for note in self.notes.values())])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        dates = cleaned.get("revised_deadline_on"), cleaned.get("local_target_on")
        if any(dates) and not cleaned.get("deadline_reason"):
            self.add_error("deadline_reason", _("Enter the reason for the new date"))
        if cleaned.get("deadline_reason") and not any(dates):
            self.add_error("deadline_reason", _("Enter the new date that this reason is for, or clear the reason"))
        return cleaned

    def changes(self) -> list[ActionChange]:
        """Return what the valid form says about each action; actions without a note are left out."""
        if not self.is_each:
            words, status = self.cleaned_data["words"], self.cleaned_data["status"]
            return [ActionChange(action, words, status) for action in self.actions]
        notes = [(note.action, note.cleaned_data) for note in self.notes.values()]
        return [ActionChange(action, note["words"], note["status"]) for action, note in notes if note["words"]]


class ProjectForm(ServiceForm):
    """The project that delivers the selected actions; empty for none."""

    project = ShortTextField(
        label=_("Project name"),
        max_length=120,
        required=False,
        help_text=_("Use the force’s own name for it. Leave it blank to clear the project."),
        widget=forms.TextInput(attrs={"list": "projects", "autocomplete": "off"}),
    )
