"""The form that records an update of one action."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from forces.people import unsaved_forms
from forces.people.access import Audience, Reader
from forces.people.models import UnsavedFile
from recommendations.register.models import Action, Inspection, Recommendation, Update
from recommendations.register.models.update_state import STATE_FIELDS
from recommendations.updates.entry import STATEMENT_FIELDS, UpdateEntry, state_carried_over
from recommendations.updates.evidence import EvidenceEntry, check_file
from recommendations.updates.forms.base import UpdateFormBase


class UpdateForm(UpdateFormBase):
    """One update of one action. It starts with the current state, so that a person only enters what has changed."""

    parts_done = forms.MultipleChoiceField(
        label=_("Parts that are done"), required=False, widget=forms.CheckboxSelectMultiple
    )
    evidence_file = forms.FileField(
        label=_("Or a file"), required=False, help_text=_("PDF, Word, Excel or CSV, up to 10 MB.")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    evidence_file_token = forms.CharField(widget=forms.HiddenInput, required=False)

    SECTIONS = UpdateFormBase.SECTIONS | {
        "evidence": ("evidence_address", "evidence_file", "evidence_shows", "evidence_dated_on"),
    }

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        action: Action,
        reader: Reader,
        current: Update | None = None,
        seen: int = 0,
    ) -> None:
        """`current` is the update that sets the current state; `seen` the newest update that the person has seen."""
        initial = {"seen": seen, **state_carried_over(current)}
        initial["parts_done"] = list(initial.get("parts_done", []))
        super().__init__(data, files, holder=action.holder, reader=reader, initial=initial)
        self.action = action
        if data and data.get("audience") == Audience.OFFICE:
            self.fields["status"].required = False  # a note for the office says nothing about the status
        parts = list(action.recommendation.parts.all())
        self._field("parts_done").choices = [(part.pk, part.text) for part in parts]
        if not parts:
            del self.fields["parts_done"]
        self._field("waiting_for_recommendation").queryset = _recommendations_to_wait_for(action, reader)

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
        """Return what the valid form says, for the service."""
        upload, earlier = self.cleaned_data["evidence_file"], self.unsaved_file
        return UpdateEntry.of(
            **self.values(*STATEMENT_FIELDS, *STATE_FIELDS),
            words=self.cleaned_data["words"],
            parts_done=frozenset(int(pk) for pk in self.cleaned_data.get("parts_done", [])),
            evidence=EvidenceEntry(
                file=upload or (earlier.file if earlier else None),
                file_name=upload.name if upload else (earlier.name if earlier else ""),
                address=self.cleaned_data["evidence_address"],
                shows=self.cleaned_data["evidence_shows"],
                dated_on=self.cleaned_data["evidence_dated_on"],
            ),
            confirmed=self.confirmed,
        )

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
