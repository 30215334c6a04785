"""Fields that a draft may leave empty, forms that two people may fill in at once, and a file kept with its form."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from forces.people import unsaved_forms
from forces.people.models import Person, UnsavedFile
from recommendations.responses.concurrent_edits import DraftConflict, Edits, digest_of
from recommendations.updates.evidence import check_file
from soteria_tracker.web.forms import DateField, DateWidget, ShortTextField, TextField
from soteria_tracker.web.service_forms import FormWithParts, PartForm, ServiceForm


class NeededLater:
    """For a field that a response needs and a draft may lack: not marked "(optional)", and never refused as empty."""

    def validate(self, value: Any) -> None:
        if value not in (None, ""):
            super().validate(value)  # type: ignore[misc]


class TextNeededLater(NeededLater, TextField):
    """Long text that a draft may lack."""


class ChoiceNeededLater(NeededLater, forms.ChoiceField):
    """A choice that a draft may lack."""


class DateNeededLater(DateField):
    """A date that may be missing."""

    def clean(self, value: Any) -> datetime.date | None:
        return super().clean(value) if any(DateWidget.typed(value)) else None


class ShortTextNeededLater(NeededLater, ShortTextField):
    """A line of text that may be missing."""


class MergedForm(ServiceForm):
    """Texts of one record that two people may edit at once: see concurrent_edits.py.

    `stored` is what is saved, by field. `base` carries a digest of each value that the form was made from.
    """

    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, stored: Mapping[str, str], **options: Any) -> None:
        initial = {**stored, "base": _json_digests(stored), **(options.pop("initial", None) or {})}
        super().__init__(*args, initial=initial, auto_id="%s", **options)
        self.stored = stored

    @property
    def digests(self) -> dict[str, str]:
        """The digests that came with the form. Where they cannot be read, both versions of each text are shown."""
        try:
            digests = json.loads(str(self["base"].value() or "{}"))
        except ValueError:
            return {}
        return {name: str(value) for name, value in digests.items()} if isinstance(digests, dict) else {}

    def edits(self) -> Edits:
        """Return the values that can be saved: all but those with an error."""
        digests = self.digests
        values = {name: as_stored(self.cleaned_data[name]) for name in self.stored if name not in self.errors}
        return Edits(values, {name: digests.get(name, "") for name in values})

    def show_saved(self, stored: Mapping[str, str], *, contested: Collection[str]) -> None:
        """Show what is saved now; in fields that are contested or have an error, what was entered.

        The person has then seen both versions of a contested field, so the next save decides.
        """
        digests = {name: digest_of(value) for name, value in stored.items()}
        digests |= {name: value for name, value in self.digests.items() if name in self.errors}
        saved = {name: value for name, value in stored.items() if name not in {*contested, *self.errors}}
        self.change_data(**saved, base=json.dumps(digests))
        for name in saved:
            for box in ("day", "month", "year"):
                self.data.pop(f"{self.add_prefix(name)}-{box}", None)  # type: ignore[attr-defined]


class MergedFormWithParts(FormWithParts[PartForm], MergedForm):
    """A merged form with a further merged form in it for each recommendation."""

    def all_edits(self) -> dict[str, Edits]:
        """Return the values that can be saved, by reference; under an empty one those of this form."""
        return {reference: form.edits() for reference, form in self.all_forms if isinstance(form, MergedForm)}

    def show_all_saved(self, stored: Mapping[str, Mapping[str, str]], conflicts: Collection[DraftConflict]) -> None:
        """Show what is saved now, by reference; in fields with a conflict or an error, what was entered."""
        for reference, form in self.all_forms:
            if isinstance(form, MergedForm):
                contested = {conflict.field for conflict in conflicts if conflict.reference == reference}
                form.show_saved(stored[reference], contested=contested)


class UnsavedDocument(forms.Form):
    """A Word or PDF file that need not be chosen again when the form is shown again."""

    document = forms.FileField(required=False)
    document_token = forms.CharField(widget=forms.HiddenInput, required=False)

    person: Person

    @cached_property
    def unsaved_file(self) -> UnsavedFile | None:
        """The file chosen earlier, when the form could not be saved."""
        token = self["document_token"].value() or ""
        return unsaved_forms.find_file(str(token), person=self.person) if token else None

    def clean_document(self) -> File | None:
        upload = self.cleaned_data["document"]
        if upload:
            if not upload.name.lower().endswith((".pdf", ".docx")):
                raise ValidationError(
                    _("“%(name)s” is not a PDF or Word file. Choose one that is."), params={"name": upload.name}
                )
            check_file(upload, upload.name)
        return upload or None

    @property
    def chosen(self) -> tuple[File | None, str]:
        """The file and its name: the one chosen now, else the one chosen earlier, else none."""
        upload = self.cleaned_data.get("document")
        if upload:
            return upload, upload.name
        return (self.unsaved_file.file, self.unsaved_file.name) if self.unsaved_file else (None, "")

    def store_upload(self) -> None:
        """Store the chosen file for the form that is shown again."""
        upload = self.files.get("document")
        if upload and "document" not in self.errors:
            data = QueryDict(mutable=True)
            data.update(self.data)
            data["document_token"] = str(unsaved_forms.store_file(upload, by=self.person).token)
            self.data = data
            self.__dict__.pop("unsaved_file", None)

    def delete_unsaved_file(self) -> None:
        """Delete the file that was stored: it has been saved where it belongs."""
        if self.unsaved_file:
            unsaved_forms.delete_file(self.unsaved_file)


def as_stored(value: Any) -> str:
    """Return a cleaned value as it is stored and compared: text as it is, a date as 2024-10-16."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def without_hint(field: forms.Field, hint: str = "") -> forms.Field:
    """Return the field with this hint alone: the page states the limit of its texts once."""
    field.help_text = hint
    return field


def _json_digests(stored: Mapping[str, str]) -> str:
    return json.dumps({name: digest_of(value) for name, value in stored.items()})
