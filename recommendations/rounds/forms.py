"""The forms of rounds: creating and following one, uploading replies, reviewing them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from forces.people import unsaved_forms
from forces.people.access import Reader
from forces.people.models import UnsavedFile
from recommendations.register.models import Recommendation
from recommendations.register.models.update_state import FIELDS_OF_STATUS
from recommendations.register.statuses import RECORDABLE, Status
from recommendations.rounds.emails import default_email_text
from recommendations.rounds.models import Request, RequestedAction
from recommendations.rounds.review import ReplyReview
from recommendations.updates.entry import state_carried_over
from recommendations.updates.forms.base import UpdateFields
from soteria_tracker.web.forms import (
    AddressField,
    DateField,
    ShortTextField,
    ShownFormSet,
    SizedTextArea,
    TextField,
)
from soteria_tracker.web.service_forms import ServiceForm

MOST_FILES = 20
_STATUSES = [(status.value, status.label) for status in RECORDABLE]


class RoundForm(ServiceForm):
    """The date to reply by, and the text of the emails."""

    reply_by = DateField(label=_("Reply by"), called=_("The date to reply by"))
    post_for_unnamed = ShortTextField(
        label=_("Post to ask about the actions without a lead"),
        max_length=120,
        required=False,
        help_text=_(
            "This does not name a lead for the actions. Leave it empty to put them in a workbook of their own."
        ),
    )
    email_text = TextField(
        label=_("Email text"),
        max_length=10_000,
        initial=default_email_text,
        widget=SizedTextArea(rows=12),
        error_messages={"required": _("Enter the email text")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class RoundProgressForm(ServiceForm):
    """What a button on the page of a round records."""

    do = forms.ChoiceField(choices=[("all-sent", ""), ("close", ""), ("reopen", "")], required=False)
    sent = forms.ModelChoiceField(queryset=Request.objects.none(), required=False)
    reminded = forms.ModelChoiceField(queryset=Request.objects.none(), required=False)

    def __init__(self, *args: Any, requests: QuerySet[Request], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("sent", "reminded"):
            self.fields[name].queryset = requests  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.values()):
            raise ValidationError(_("Select what to record"))
        return cleaned


class ManyFilesInput(forms.FileInput):
    """A file input for several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files, as a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(ManyFilesField, self).clean(file, initial) for file in data or []]


class UploadForm(ServiceForm):
    """Returned workbooks. Files of a form that could not be saved are kept, so they need not be chosen again."""

    workbooks = ManyFilesField(
        label=_("Returned workbooks"),
        required=False,
        help_text=_(
            "Choose one or more Excel workbooks (.xlsx), up to 5 MB each. A file that you upload twice counts once."
        ),
        widget=ManyFilesInput(attrs={"accept": ".xlsx"}),
    )
    received_on = DateField(label=_("Date received"), called=_("The date received"))
    returned_by = ShortTextField(
        label=_("Returned by"),
        max_length=120,
        required=False,
        help_text=_("A name or a post. If you leave this empty, the lead’s post is recorded."),
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.fields["workbooks"].needed_sometimes = True  # type: ignore[attr-defined]
        tokens = self.data.getlist("workbooks_token") if isinstance(self.data, QueryDict) else []
        files = (unsaved_forms.find_file(token, person=reader.person) for token in tokens[:MOST_FILES])
        self.unsaved_files: list[UnsavedFile] = [file for file in files if file is not None]

    def clean_workbooks(self) -> list[Any]:
        files: list[Any] = self.cleaned_data["workbooks"]
        if not files and not self.unsaved_files:
            raise ValidationError(_("Choose the returned workbooks"))
        if len(files) > MOST_FILES:
            raise ValidationError(_("Choose up to 20 files at a time"))
        return files

    def named_files(self) -> list[tuple[str, Any]]:
        """Return the name and the file of each upload, then of each unsaved file."""
        uploads = [(upload.name or "", upload) for upload in self.cleaned_data["workbooks"]]
        return [*uploads, *((file.name, file.file) for file in self.unsaved_files)]

    def store_uploads(self) -> None:
        """Keep the files until the form can be saved."""
        for upload in self.files.getlist("workbooks")[:MOST_FILES]:
            self.unsaved_files.append(unsaved_forms.store_file(upload, by=self.reader.person))

    def delete_unsaved_files(self) -> None:
        """Delete the unsaved files, which have been saved or refused."""
        for file in self.unsaved_files:
            unsaved_forms.delete_file(file)
        self.unsaved_files = []


class MatchForm(ServiceForm):
    """The action to which a row belongs that does not say so itself."""

    requested = forms.ModelChoiceField(
        label=_("Which action does this row belong to?"),
        queryset=RequestedAction.objects.none(),
        empty_label=_("Select an action"),
        error_messages={"required": _("Select an action")},
    )

    def __init__(self, *args: Any, rows: Sequence[RequestedAction], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["requested"]
        field.queryset = RequestedAction.objects.filter(pk__in=[row.pk for row in rows]).select_related("request")
        field.choices = [("", _("Select an action")), *((row.pk, _action_label(row)) for row in rows)]


def _action_label(row: RequestedAction) -> str:
    """Return for example "Operation Soteria, Recommendation 7: Identify and disrupt suspects"."""
    recommendation = row.action.recommendation
    return f"{recommendation.inspection.short_title}, {recommendation}"


class ReplyRowForm(ServiceForm):
    """One row in the list of rows to review: whether it is selected, and what the reply leaves unclear.

    Only what the person selects is checked, so that all fields accept anything here.
    """

    row = forms.IntegerField(widget=forms.HiddenInput, max_value=BigIntegerField.MAX_BIGINT)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    selected = forms.BooleanField(required=False)
    status = forms.CharField(required=False, widget=forms.Select(choices=[("", _("Select a status")), *_STATUSES]))
    expected_on = forms.CharField(
        required=False,
        help_text=_("For example, 31/03/2025. Leave it empty to keep the current date."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )


ReplyFormSet = forms.formset_factory(ReplyRowForm, ShownFormSet, extra=0, max_num=5_000, absolute_max=5_000)


class ReplyForm(UpdateFields):
    """One reply as it is accepted: what was returned, edited where the person edits it."""

    STATE = ("expected_on", *FIELDS_OF_STATUS[Status.WAITING], "closed_by", "verified_by")
    evidence_address = AddressField(label=_("Web address of the evidence"), max_length=500, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, review: ReplyReview, reader: Reader, **kwargs: Any) -> None:
        action = review.action
        super().__init__(*args, holder=action.holder, **kwargs)
        self.name_issuers([action.recommendation.issuer])
        self._field("words").widget = SizedTextArea(rows=10)
        self._field("waiting_for_recommendation").queryset = (
            Recommendation.objects.visible_to(reader)
            .filter(inspection=action.recommendation.inspection_id)
            .exclude(pk=action.recommendation_id)
            .defer("text")
        )

    def _is_section_open(self, names: tuple[str, ...]) -> bool:
        """Open also the section of the status that is selected."""
        return names == FIELDS_OF_STATUS.get(self["status"].value()) or super()._is_section_open(names)

    @property
    def other_questions(self) -> dict[str, str]:
        """The questions about fields that this form does not show, whose values are carried over."""
        return {name: question for name, question in self.questions.items() if name not in self.fields}


def initial_reply(review: ReplyReview) -> dict[str, Any]:
    """Return the values with which a `ReplyForm` starts."""
    workbook = review.row.workbook
    return state_carried_over(review.current) | {
        "status": review.status,
        "words": review.reply.text,
        "expected_on": review.expected_on,
        "effective_on": workbook.received_on,
        "reported_by": workbook.returned_by,
        "evidence_address": review.reply.evidence_address,
        "seen": review.seen,
    }
