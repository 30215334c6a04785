"""The forms of rounds: making one, bringing returned workbooks, taking one answer in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Body
from forces.people import keeping
from forces.people.access import Reader
from forces.people.models import KeptFile
from recommendations.register.models import Recommendation, Update
from recommendations.register.models.update import WORDS_LIMIT
from recommendations.register.statuses import ENDED, RECORDABLE, Status
from recommendations.rounds.emails import usual_message
from recommendations.rounds.models import RequestedAction
from recommendations.rounds.review import Difference
from soteria_tracker.web.forms import (
    AddressField,
    DateField,
    IconRadioSelect,
    ShortTextField,
    SizedTextArea,
    TextField,
)

MOST_FILES = 20


class RefusableForm(forms.Form):
    """A form that shows what a service refuses at the fields it names."""

    use_required_attribute = False

    def refuse(self, error: ValidationError) -> None:
        """Show a refusal at its fields, or above the form."""
        by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, messages in by_field.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)

    def change_data(self, **values: str) -> None:
        """Set values in the bound form, for showing it again."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name, value in values.items():
            data[name] = value
        self.data = data


class RoundForm(RefusableForm):
    """When answers are wanted, and the words of the e-mails."""

    wanted_by = DateField(label=_("By which day are answers wanted?"), called=_("The day by which answers are wanted"))
    post_for_unnamed = ShortTextField(
        label=_("Whom to ask about the actions without a lead"),
        max_length=120,
        required=False,
        help_text=_(
            "A post. It is asked this once; the actions stay without a lead. Empty: they get a workbook of their own."
        ),
    )
    message = TextField(
        label=_("Words of the e-mail"),
        max_length=10_000,
        initial=usual_message,
        widget=SizedTextArea(rows=12),
        error_messages={"required": _("Write the words of the e-mail")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class ManyFilesInput(forms.FileInput):
    """One box for several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files, as a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(ManyFilesField, self).clean(one, initial) for one in data or []]


class ReturnForm(RefusableForm):
    """Workbooks that came back. Files chosen earlier, in a form that could not be saved, need not be chosen again."""

    workbooks = ManyFilesField(
        label=_("Returned workbooks"),
        required=False,
        help_text=_(
            "Excel workbooks (.xlsx), one or several at once, up to 5 MB each. The same file twice does no harm."
        ),
        widget=ManyFilesInput(attrs={"accept": ".xlsx"}),
    )
    received_on = DateField(label=_("When were they received?"), called=_("The day on which they were received"))
    returned_by = ShortTextField(
        label=_("Who returned them?"),
        max_length=120,
        required=False,
        help_text=_("A name or a post. Empty: the post that was asked."),
    )

    def __init__(self, data: QueryDict | None = None, files: Any = None, *, reader: Reader) -> None:
        super().__init__(data, files, initial={"received_on": reader.day})
        self.reader = reader
        self.fields["workbooks"].needed_sometimes = True  # type: ignore[attr-defined]
        tokens = data.getlist("workbooks_kept") if data else []
        kept = (keeping.kept_file(token, person=reader.person) for token in tokens[:MOST_FILES])
        self.kept: list[KeptFile] = [one for one in kept if one is not None]

    def clean_workbooks(self) -> list[Any]:
        chosen: list[Any] = self.cleaned_data["workbooks"]
        if not chosen and not self.kept:
            raise ValidationError(_("Choose the returned workbooks"))
        if len(chosen) > MOST_FILES:
            raise ValidationError(_("Choose up to 20 files at once"))
        return chosen

    def keep_uploads(self) -> None:
        """Keep the files of a form that cannot be saved yet."""
        for upload in self.files.getlist("workbooks")[:MOST_FILES]:
            self.kept.append(keeping.keep_file(upload, by=self.reader.person))


class AttachForm(RefusableForm):
    """To which action a row belongs that did not say so itself."""

    requested = forms.ModelChoiceField(
        label=_("To which action does it belong?"),
        queryset=RequestedAction.objects.none(),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the action")},
    )

    def __init__(
        self, data: QueryDict | None = None, *, rows: Sequence[RequestedAction], suggested: RequestedAction | None
    ) -> None:
        super().__init__(data, initial={"requested": suggested.pk if suggested else None})
        field: Any = self.fields["requested"]
        field.queryset = RequestedAction.objects.filter(pk__in=[row.pk for row in rows]).select_related("request")
        field.choices = [("", _("Choose")), *((row.pk, title_of(row)) for row in rows)]


def title_of(row: RequestedAction) -> str:
    """ "Operation Soteria, Recommendation 7: Identify and disrupt suspects"."""
    recommendation = row.action.recommendation
    return f"{recommendation.inspection.short_title}, {recommendation}"


class AnswerForm(RefusableForm):
    """One answer, as it is taken in: what came, changed where a person says so."""

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[(status.value, status.label) for status in RECORDABLE],
        error_messages={"required": _("Choose where the action stands")},
        widget=IconRadioSelect(
            rare=[str(status) for status in RECORDABLE if status in ENDED],
            rare_label=_("It ended otherwise: not accepted, superseded, transferred or withdrawn"),
        ),
    )
    words = TextField(
        label=_("What has been done"),
        max_length=WORDS_LIMIT,
        widget=SizedTextArea(rows=10),
        error_messages={"required": _("Say what has been done, or what has changed")},
    )
    expected_on = DateField(
        label=_("When is it expected to be finished?"), called=_("The expected date"), required=False
    )
    effective_on = DateField(
        label=_("From which day is this true?"),
        called=_("The date from which this is true"),
        help_text=_("Today or a day in the past."),
    )
    reported_by = ShortTextField(
        label=_("Who reported it?"), max_length=120, error_messages={"required": _("Enter who reported this")}
    )
    waiting_for_body = forms.ModelChoiceField(
        label=_("Which body must act first?"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    waiting_for_recommendation = forms.ModelChoiceField(
        label=_("Which recommendation must come first?"),
        queryset=Recommendation.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    closed_by = forms.ChoiceField(
        label=_("Who closed it?"),
        required=False,
        choices=[("", _("Not closed")), *Update.ClosedBy.choices],
    )
    verified_by = ShortTextField(label=_("Who confirmed it?"), max_length=120, required=False)
    evidence_address = AddressField(label=_("Address of the evidence"), max_length=500, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: QueryDict | None = None, *, difference: Difference, reader: Reader) -> None:
        super().__init__(data, initial=_initial(difference))
        self.questions: dict[str, str] = {}
        self.confirmed = frozenset(data.getlist("confirmed")) if data else frozenset()
        action = difference.action
        fields: dict[str, Any] = self.fields
        for name in ("waiting_for_body", "waiting_for_recommendation", "closed_by", "verified_by"):
            fields[name].needed_sometimes = True
        fields["waiting_for_body"].queryset = Body.objects.filter(
            kind=Body.Kind.NATIONAL, closed_on__isnull=True
        ).exclude(pk=action.holder_id)
        fields["waiting_for_recommendation"].queryset = (
            Recommendation.objects.visible_to(reader)
            .filter(inspection=action.recommendation.inspection_id)
            .exclude(pk=action.recommendation_id)
            .defer("text")
        )

    @property
    def unfolded(self) -> dict[str, bool]:
        """Which folded parts are shown open: those the status asks for, and those in which something stands."""
        status = self["status"].value()
        parts = {
            Status.WAITING: ("waiting_for_body", "waiting_for_recommendation"),
            Status.CLOSED: ("closed_by", "verified_by"),
        }
        return {
            str(needs): status == needs or any(self[name].value() or self[name].errors for name in names)
            for needs, names in parts.items()
        }

    @property
    def other_questions(self) -> dict[str, str]:
        """The questions about what stays as it stands, which no field of this form shows."""
        return {name: question for name, question in self.questions.items() if name not in self.fields}


def _initial(difference: Difference) -> dict[str, Any]:
    returned, standing, answer = difference.row.returned, difference.standing, difference.answer
    waits = {
        name: getattr(standing, name) if standing else None
        for name in ("waiting_for_body", "waiting_for_recommendation")
    }
    return {
        "status": difference.status,
        "words": answer.words,
        "expected_on": difference.expected_on,
        "effective_on": returned.received_on,
        "reported_by": returned.returned_by,
        "evidence_address": answer.address,
        "closed_by": standing.closed_by if standing else "",
        "verified_by": standing.verified_by if standing else "",
        "seen": difference.seen,
        **waits,
    }


def ids_of(values: Iterable[str]) -> list[int]:
    """The ids among these values; what is none is left out."""
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) <= 18]
