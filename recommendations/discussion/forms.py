"""The forms that assign an action and comment on it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from forces.people.models import Person
from recommendations.discussion.models import COMMENT_LIMIT
from soteria_tracker.web.forms import SizedTextArea, TextField
from soteria_tracker.web.service_forms import ServiceForm


class AssignmentForm(ServiceForm):
    """Who in the office works on an action."""

    assignee = forms.ModelChoiceField(
        label=_("Assigned to"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Select someone who works in your office")},
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        assignee: Any = self.fields["assignee"]
        assignee.queryset, assignee.needed_sometimes = people, True


class CommentForm(ServiceForm):
    """A comment for the office."""

    text = TextField(
        label=_("Add a comment. Type @ and a name to tell a colleague"),
        max_length=COMMENT_LIMIT,
        widget=SizedTextArea(rows=2),
        error_messages={"required": _("Enter a comment")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
