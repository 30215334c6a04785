"""The form that records an update, and the one that retracts it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from forces.people import keeping
from forces.people.access import Audience, Reader
from forces.people.models import KeptFile
from recommendations.register.models import Action, Inspection, Recommendation, Update
from recommendations.register.models.update import WORDS_LIMIT
from recommendations.register.statuses import ENDED, RECORDABLE
from recommendations.updates.entry import UpdateEntry
from recommendations.updates.evidence import EvidenceEntry, check_file
from recommendations.updates.forms.base import UpdateFormBase
from soteria_tracker.web.forms import IconRadioSelect, TextField


class UpdateForm(UpdateFormBase):
    """One update of one action. It begins with what stands there now, so that a person changes what has changed."""

    status = forms.ChoiceField(
        label=_("Status"),
        error_messages={"required": _("Choose where the action stands")},
        choices=[(status.value, status.label) for status in RECORDABLE],
        widget=IconRadioSelect(
            hints={str(status): status.meaning for status in RECORDABLE},
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
    parts_done = forms.MultipleChoiceField(
        label=_("Parts that are done"), required=False, widget=forms.CheckboxSelectMultiple
    )

    waiting_for_recommendation = forms.ModelChoiceField(
        label=_("Which recommendation must come first?"),
        queryset=Recommendation.objects.none(),
        required=False,
        empty_label=_("None"),
    )

    evidence_file = forms.FileField(
        label=_("Or a file"), required=False, help_text=_("PDF, Word, Excel or CSV, up to 10 MB.")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    evidence_file_kept = forms.CharField(widget=forms.HiddenInput, required=False)

    FOLDED = UpdateFormBase.FOLDED | {
        "waiting": ("waiting_for_body", "waiting_for_recommendation"),
        "evidence": ("evidence_address", "evidence_file", "evidence_shows", "evidence_dated_on"),
    }
    field_order = ("status", "words")  # then the others: so what is wrong is told from the top

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        action: Action,
        reader: Reader,
        now: Update | None = None,
        seen: int = 0,
    ) -> None:
        super().__init__(data, files, holder=action.holder, reader=reader, initial={} if data else _initial(now, seen))
        self.action = action
        self.questions: dict[str, str] = {}
        if data and data.get("audience") == Audience.OFFICE:
            self.fields["status"].required = False  # a note says nothing of where the action stands
        parts = list(action.recommendation.parts.all())
        self._field("parts_done").choices = [(part.pk, part.text) for part in parts]
        if not parts:
            del self.fields["parts_done"]
        self._field("waiting_for_recommendation").queryset = _recommendations_to_wait_for(action, reader)

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

    def entry(self) -> UpdateEntry:
        """What the valid form says, for the service."""
        said = self.cleaned_data
        upload = said["evidence_file"]
        kept = self.kept_file
        names = (
            "status words effective_on audience said_by reported_by received_how received_on expected_on "
            "revised_deadline_on local_target_on deadline_reason waiting_for_body waiting_for_recommendation "
            "closing_level closed_by verified_by"
        )
        return UpdateEntry(
            **{name: said[name] for name in names.split()},
            parts_done=frozenset(int(pk) for pk in said.get("parts_done", [])),
            evidence=EvidenceEntry(
                file=upload or (kept.file if kept else None),
                file_name=upload.name if upload else (kept.name if kept else ""),
                address=said["evidence_address"],
                shows=said["evidence_shows"],
                dated_on=said["evidence_dated_on"],
            ),
            confirmed=self.confirmed,
        )

    def keep_upload(self) -> None:
        """Keep a file that was chosen in a form that cannot be saved yet, so that it need not be chosen again."""
        upload = self.files.get("evidence_file")
        if upload and "evidence_file" not in self.errors and self.reader.person:
            kept = keeping.keep_file(upload, by=self.reader.person)
            self.change_data(evidence_file_kept=str(kept.token))
            self.__dict__.pop("kept_file", None)


def _initial(now: Update | None, seen: int) -> dict[str, Any]:
    """The state as it is, as the update says that stands `now`; `seen` is the newest that the person has seen."""
    initial: dict[str, Any] = {"seen": seen}
    if now is not None:
        as_it_is = (
            "status expected_on revised_deadline_on local_target_on deadline_reason waiting_for_body_id "
            "waiting_for_recommendation_id closed_by verified_by closing_level_id"
        )
        initial |= {name.removesuffix("_id"): getattr(now, name) for name in as_it_is.split()}
        initial["parts_done"] = [part.pk for part in now.parts_done.all()]
    return initial


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


class UpdateRetractionForm(forms.Form):
    """Why an update is a mistake."""

    reason = TextField(
        label=_("Why is it a mistake?"),
        max_length=2_000,
        help_text=_("The update stays in the history, marked as retracted, with your reason."),
        error_messages={"required": _("Enter why this update is a mistake")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
