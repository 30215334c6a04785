"""The forms about several actions: what is said of all of them alike, what of each, and their project."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.register.models import Action
from recommendations.register.models.update import WORDS_LIMIT
from recommendations.updates.forms.base import UpdateFormBase
from recommendations.updates.forms.updates import UpdateForm
from soteria_tracker.web.forms import ShortTextField, TextField
from soteria_tracker.web.service_forms import ServiceForm

AS_IT_IS = ""  # the status that leaves each action where it stands
_STATUS = UpdateForm.base_fields["status"]


class AllForm(UpdateFormBase):
    """What is recorded of several actions alike: the same words of all, or a note of each (`NoteForm`).

    What is left empty here stays as it is for each of them.
    """

    field_order = ("status", "words")

    def __init__(self, data: QueryDict | None = None, *, holder: Body, reader: Reader, is_each: bool) -> None:
        super().__init__(data, holder=holder, reader=reader)
        self.is_each = is_each
        if not is_each:
            self.fields["status"] = copy.deepcopy(_STATUS)
            status = self._field("status")
            status.required, status.needed_sometimes = False, True
            status.choices = [(AS_IT_IS, _("As it is")), *status.choices]
            status.widget.hints[AS_IT_IS] = _("Each of them stays where it stands")
            self.fields["words"] = copy.deepcopy(UpdateForm.base_fields["words"])
        self.fields["expected_on"].help_text = _("Leave it empty to keep the date that each of them has.")
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        dates = said.get("revised_deadline_on"), said.get("local_target_on")
        if any(dates) and not said.get("deadline_reason"):
            self.add_error("deadline_reason", _("Give the reason for the new date"))
        if said.get("deadline_reason") and not any(dates):
            self.add_error("deadline_reason", _("Give the new date that this reason is for, or leave the reason empty"))
        return said


class NoteForm(forms.Form):
    """What is said of one action, where each has a note of its own. Without words it is left out."""

    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[(AS_IT_IS, _("As it is")), *_STATUS.choices],  # type: ignore[attr-defined]
    )
    words = TextField(label=_("Note"), required=False, max_length=WORDS_LIMIT)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("status") and not said.get("words") and "words" not in self.errors:
            self.add_error("words", _("Say what has changed, or leave the status as it is"))
        return said


def note_forms(data: QueryDict | None, actions: Iterable[Action]) -> dict[int, NoteForm]:
    """One form for each action, by its id."""
    return {action.pk: NoteForm(data, prefix=f"note-{action.pk}") for action in actions}


class ProjectForm(ServiceForm):
    """The project that delivers the selected actions; empty for none."""

    project = ShortTextField(
        label=_("Project name"),
        max_length=120,
        required=False,
        help_text=_("Use the force’s own name for it. Leave it blank to clear the project."),
        widget=forms.TextInput(attrs={"list": "projects", "autocomplete": "off"}),
    )
