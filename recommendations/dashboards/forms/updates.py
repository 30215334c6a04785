"""The form that records an update, and the one that retracts it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Body
from forces.people import keeping
from forces.people.access import Audience, Reader
from forces.people.models import KeptFile
from recommendations.register.models import Action, ClosingLevel, Inspection, Recommendation, Update
from recommendations.register.models.update import WORDS_LIMIT
from recommendations.register.moves import ENDED, MEANINGS, RECORDABLE
from recommendations.register.services.evidence import EvidenceGiven, check_file
from recommendations.register.services.updates import Entry, latest_seen
from soteria_tracker.web.forms import AddressField, DateField, ShortTextField, StatusRadioSelect, TextField


class UpdateForm(forms.Form):
    """One update of one action. It begins with what stands there now, so that a person changes what has changed."""

    status = forms.ChoiceField(
        label=_("Status"),
        error_messages={"required": _("Choose where the action stands")},
        choices=[(status.value, status.label) for status in RECORDABLE],
        widget=StatusRadioSelect(
            hints={str(status): meaning for status, meaning in MEANINGS.items()},
            rare=[str(status) for status in RECORDABLE if status in ENDED],
            rare_label=_("It ended otherwise: not accepted, superseded, transferred or withdrawn"),
        ),
    )
    words = TextField(
        label=_("What has been done"),
        max_length=WORDS_LIMIT,
        help_text=_("Do not name victims or suspects."),
        error_messages={"required": _("Say what has been done, or what has changed")},
    )
    effective_on = DateField(
        label=_("From which day is this true?"),
        called=_("The date from which this is true"),
        help_text=_("Today or a day in the past."),
    )
    reported_by = ShortTextField(
        label=_("Who reported it?"),
        max_length=120,
        help_text=_("A name or a post. They need no account here."),
        error_messages={"required": _("Enter who reported this: a name or a post")},
    )
    said_by = forms.ChoiceField(label=_("For whom do they speak?"), choices=Update.SaidBy.choices)
    received_how = forms.ChoiceField(
        label=_("How was it received?"), required=False, choices=[("", _("Not recorded")), *Update.ReceivedHow.choices]
    )
    received_on = DateField(label=_("When was it received?"), called=_("The day it was received"), required=False)
    audience = forms.ChoiceField(label=_("Who may read it?"), widget=forms.RadioSelect)
    expected_on = DateField(
        label=_("When is it expected to be finished?"),
        called=_("The expected date"),
        required=False,
        help_text=_("This does not change the deadline."),
    )
    parts_done = forms.MultipleChoiceField(
        label=_("Parts that are done"), required=False, widget=forms.CheckboxSelectMultiple
    )

    waiting_for_body = forms.ModelChoiceField(
        label=_("Which body must act first?"), queryset=Body.objects.none(), required=False, empty_label=_("None")
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
        choices=Update.ClosedBy.choices,
        widget=forms.RadioSelect,
    )
    verified_by = ShortTextField(
        label=_("Who confirmed it?"), max_length=120, required=False, help_text=_("A name or a post.")
    )
    closing_level = forms.ModelChoiceField(
        label=_("Closing level"), queryset=ClosingLevel.objects.all(), required=False, empty_label=_("Not stated")
    )

    revised_deadline_on = DateField(
        label=_("HMICFRS’s new deadline"), called=_("HMICFRS’s new deadline"), required=False
    )
    local_target_on = DateField(label=_("Local target"), called=_("The local target"), required=False)
    deadline_reason = ShortTextField(label=_("Reason for the new date"), max_length=500, required=False)

    evidence_address = AddressField(label=_("Address of the evidence"), max_length=500, required=False)
    evidence_file = forms.FileField(
        label=_("Or a file"), required=False, help_text=_("PDF, Word, Excel or CSV, up to 10 MB.")
    )
    evidence_shows = ShortTextField(
        label=_("What it shows"),
        max_length=500,
        required=False,
        help_text=_("If you have seen it and do not hold it here, fill in this alone."),
    )
    evidence_dated_on = DateField(label=_("Date of the evidence"), called=_("The date of the evidence"), required=False)

    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    evidence_file_kept = forms.CharField(widget=forms.HiddenInput, required=False)

    # The parts of the form that only some updates need, each behind a heading that opens it.
    FOLDED = {
        "waiting": ("waiting_for_body", "waiting_for_recommendation"),
        "closing": ("closed_by", "verified_by", "closing_level"),
        "dates": ("revised_deadline_on", "local_target_on", "deadline_reason"),
        "evidence": ("evidence_address", "evidence_file", "evidence_shows", "evidence_dated_on"),
    }

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        action: Action,
        reader: Reader,
        now: Update | None = None,
    ) -> None:
        super().__init__(data, files, initial=None if data else _initial(action, reader, now))
        self.action, self.reader = action, reader
        self.questions: dict[str, str] = {}
        self.confirmed = frozenset(data.getlist("confirmed")) if data else frozenset()
        if data and data.get("audience") == Audience.OFFICE:
            self.fields["status"].required = False  # a note says nothing of where the action stands
        audiences = reader.audiences_to_choose(action.holder)
        self._field("audience").choices = [(a.value, a.label) for a in audiences]
        if len(audiences) == 1:
            self.fields["audience"].widget = forms.HiddenInput()
        for name in (name for part in ("waiting", "closing", "dates") for name in self.FOLDED[part]):
            self._field(name).needed_sometimes = True  # the heading they stand under says when
        if reader.speaks_only_for_the_force(action.holder):
            self._field("said_by").choices = [(Update.SaidBy.FORCE.value, Update.SaidBy.FORCE.label)]
            self.fields["said_by"].widget = forms.HiddenInput()
        parts = list(action.recommendation.parts.all())
        self._field("parts_done").choices = [(part.pk, part.text) for part in parts]
        if not parts:
            del self.fields["parts_done"]
        self._field("waiting_for_body").queryset = _bodies_to_wait_for(action)
        self._field("waiting_for_recommendation").queryset = _recommendations_to_wait_for(action, reader)

    def _field(self, name: str) -> Any:
        return self.fields[name]

    @cached_property
    def kept_file(self) -> KeptFile | None:
        """The file chosen earlier, when the form could not be saved then."""
        token = self["evidence_file_kept"].value() or ""
        return keeping.kept_file(token, person=self.reader.person) if token and self.reader.person else None

    def clean_evidence_file(self) -> Any:
        upload = self.cleaned_data["evidence_file"]
        if upload:
            check_file(upload, upload.name)
        return upload

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        kept = self.kept_file
        if kept and not said.get("evidence_file"):
            try:
                with kept.file.open("rb") as file:
                    check_file(file, kept.name)
            except ValidationError as error:
                self.add_error("evidence_file", error)
                self.change_data(evidence_file_kept="")
                self.__dict__.pop("kept_file", None)
        return said

    def entry(self) -> Entry:
        """What the valid form says, for the service."""
        said = self.cleaned_data
        upload = said["evidence_file"]
        kept = self.kept_file
        names = (
            "status words effective_on audience said_by reported_by received_how received_on expected_on "
            "revised_deadline_on local_target_on deadline_reason waiting_for_body waiting_for_recommendation "
            "closing_level closed_by verified_by"
        )
        return Entry(
            **{name: said[name] for name in names.split()},
            parts_done=frozenset(int(pk) for pk in said.get("parts_done", [])),
            evidence=EvidenceGiven(
                file=upload or (kept.file if kept else None),
                file_name=upload.name if upload else (kept.name if kept else ""),
                address=said["evidence_address"],
                shows=said["evidence_shows"],
                dated_on=said["evidence_dated_on"],
            ),
            confirmed=self.confirmed,
        )

    def refuse(self, error: ValidationError) -> None:
        """Show a refusal of the service at the fields it names, or above the form."""
        by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, messages in by_field.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)

    def keep_upload(self) -> None:
        """Keep a file that was chosen in a form that cannot be saved yet, so that it need not be chosen again."""
        upload = self.files.get("evidence_file")
        if upload and "evidence_file" not in self.errors and self.reader.person:
            kept = keeping.keep_file(upload, by=self.reader.person)
            self.change_data(evidence_file_kept=str(kept.token))
            self.__dict__.pop("kept_file", None)

    def change_data(self, **values: Any) -> None:
        """Set values in the bound form, for showing it again."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name, value in values.items():
            data[name] = value
        self.data = data

    def is_unfolded(self, part: str) -> bool:
        """Whether a folded part is shown open: something stands in it, or a message does."""
        return any(self[name].errors or _stands(self[name].value()) for name in self.FOLDED[part])

    @property
    def unfolded(self) -> dict[str, bool]:
        return {part: self.is_unfolded(part) for part in self.FOLDED}


def _stands(value: Any) -> bool:
    return any(value) if isinstance(value, tuple) else bool(value)


def _initial(action: Action, reader: Reader, now: Update | None) -> dict[str, Any]:
    """The form's beginning: the state as it is, today's date, and nobody's words."""
    is_national = action.holder.kind == Body.Kind.NATIONAL
    is_contributor = action.holder_id in reader.contributes
    initial: dict[str, Any] = {
        "effective_on": reader.day,
        "audience": next(iter(reader.audiences_to_choose(action.holder)), Audience.FORCE_AND_OFFICE),
        "said_by": Update.SaidBy.BODY if is_national else Update.SaidBy.FORCE,
        "reported_by": str(reader.person) if is_contributor else "",
        "received_how": Update.ReceivedHow.HERE if is_contributor else "",
        "submission_key": uuid.uuid4(),
        "seen": latest_seen(action, reader),
    }
    if now is not None:
        as_it_is = (
            "status expected_on revised_deadline_on local_target_on deadline_reason waiting_for_body_id "
            "waiting_for_recommendation_id closed_by verified_by closing_level_id"
        )
        initial |= {name.removesuffix("_id"): getattr(now, name) for name in as_it_is.split()}
        initial["parts_done"] = [part.pk for part in now.parts_done.all()]
    return initial


def _bodies_to_wait_for(action: Action) -> QuerySet[Body]:
    return Body.objects.filter(kind=Body.Kind.NATIONAL, closed_on__isnull=True).exclude(pk=action.holder_id)


def _recommendations_to_wait_for(action: Action, reader: Reader) -> QuerySet[Recommendation]:
    """The others of the same inspection, and those it is said to wait for, as far as their report is out."""
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


class RetractionForm(forms.Form):
    """Why an update is a mistake."""

    reason = TextField(
        label=_("Why is it a mistake?"),
        max_length=2_000,
        help_text=_("The update stays in the history, marked as retracted, with your reason."),
        error_messages={"required": _("Say why this update is a mistake")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
