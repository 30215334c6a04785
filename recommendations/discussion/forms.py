"""The forms that assign an action and comment on it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forces.people.models import Person
from recommendations.discussion.models import COMMENT_LIMIT
from soteria_tracker.web.forms import SizedTextArea, TextField
from soteria_tracker.web.service_forms import ServiceForm


class AssignmentForm(ServiceForm):
    """Who in the office works on an action."""

    NO_ONE = "no-one"
    assignee = forms.ChoiceField(
        label=_("Assigned to"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Select who the action is assigned to, or “No one”"),
            "invalid_choice": _("Select someone who works in your office"),
        },
    )

    def __init__(self, *args: Any, people: Mapping[str, list[Person]], **options: Any) -> None:
        """`people` are the colleagues by name; those who share a name are told apart by their email addresses."""
        super().__init__(*args, **options)
        labels = {
            person: f"{person} ({person.email})" if len(namesakes) > 1 else str(person)
            for namesakes in people.values()
            for person in namesakes
        }
        self.people = {str(person.pk): person for person in labels}
        choices = [(self.NO_ONE, _("No one")), *((person.pk, label) for person, label in labels.items())]
        self.fields["assignee"].choices = choices  # type: ignore[attr-defined]

    def clean_assignee(self) -> Person | None:
        return self.people.get(self.cleaned_data["assignee"])


class ActionCommentForm(ServiceForm):
    """A comment for the office."""

    text = TextField(
        label=_("Add a comment. To notify a colleague, type @ and their name"),
        max_length=COMMENT_LIMIT,
        widget=SizedTextArea(rows=2),
        error_messages={"required": _("Enter a comment")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
