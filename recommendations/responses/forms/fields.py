"""Fields that may stay empty until later, forms that show what the services answer, and a file kept meanwhile."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from forces.people import keeping
from forces.people.models import KeptFile, Person
from recommendations.responses.merging import digest_of
from recommendations.updates.evidence import check_file
from soteria_tracker.web.forms import DateField, DateWidget, ShortTextField, TextField


class NeededLater:
    """For a field that the response needs and a draft may lack: it is not "(optional)", and never refused as empty."""

    def validate(self, value: Any) -> None:
        if value not in (None, ""):
            super().validate(value)  # type: ignore[misc]


class TextNeededLater(NeededLater, TextField):
    """Long text that a draft may lack."""


class ChoiceNeededLater(NeededLater, forms.ChoiceField):
    """A choice that a draft may lack."""


class DateNeededLater(DateField):
    """A day that may be missing."""

    def clean(self, value: Any) -> datetime.date | None:
        return super().clean(value) if any(DateWidget.typed(value)) else None


class ShortTextNeededLater(NeededLater, ShortTextField):
    """A line of text that may be missing."""


class ServiceForm(forms.Form):
    """A form whose rules are a service's: its refusals and questions are shown at the fields they name."""

    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.questions: dict[str, str] = {}
        self.confirmed = frozenset(self.data.getlist("confirmed")) if isinstance(self.data, QueryDict) else frozenset()

    def refuse(self, error: ValidationError) -> None:
        """Show a refusal of the service."""
        named = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, messages in named.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)


class MergedForm(forms.Form):
    """Texts that two people may write in at once: beside each value stands the digest of what it was made from.

    `stored` is what is saved, by field; `data` is what was typed, here or in a form that was kept.
    """

    use_required_attribute = False
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: QueryDict | None = None, files: Any = None, *, stored: Mapping[str, str], **options: Any
    ) -> None:
        given = {**stored, "base": _bases(stored)}
        super().__init__(data, files, initial=given, auto_id="%s", **options)
        self.stored = stored

    @property
    def bases(self) -> dict[str, str]:
        """The digests that came with the form. One that nobody can read is no base: then both versions are shown."""
        try:
            read = json.loads(str(self["base"].value() or "{}"))
        except ValueError:
            return {}
        return {key: str(value) for key, value in read.items()} if isinstance(read, dict) else {}

    def typed(self) -> dict[str, str]:
        """The values that can be saved, by field: all but those with a fault."""
        self.is_valid()
        return {key: plain(self.cleaned_data[key]) for key in self.stored if key not in self.errors}

    def bases_for(self, keys: Iterable[str]) -> dict[str, str]:
        """The base of each of these fields; one without a base differs from whatever is saved."""
        known = self.bases
        return {key: known.get(key, "") for key in keys}

    def after_saving(self, stored: Mapping[str, str], *, open_keys: Iterable[str]) -> QueryDict:
        """What the form shows next: what is saved now, but for the `open_keys` what was typed.

        Whoever has seen both versions of a field decides with the next save; a field with a fault stays as it was.
        """
        kept = set(open_keys) | set(self.errors)
        bases = {key: digest_of(value) for key, value in stored.items()}
        bases |= {key: value for key, value in self.bases.items() if key in self.errors}
        data = QueryDict(mutable=True)
        data.update(self.data)
        for key, value in stored.items():
            if key not in kept:
                for box in ("day", "month", "year"):
                    data.pop(f"{key}-{box}", None)
                data[key] = value
        data["base"] = json.dumps(bases)
        return data


class KeptDocument(forms.Form):
    """A Word or PDF file that need not be chosen again when the form comes back."""

    document = forms.FileField(required=False)
    document_kept = forms.CharField(widget=forms.HiddenInput, required=False)

    person: Person

    @cached_property
    def kept_file(self) -> KeptFile | None:
        """The file chosen earlier, when the form could not be saved then."""
        token = self["document_kept"].value() or ""
        return keeping.kept_file(str(token), person=self.person) if token else None

    def clean_document(self) -> File | None:
        upload = self.cleaned_data["document"]
        if upload:
            check_file(upload, upload.name)
            if not upload.name.lower().endswith((".pdf", ".docx")):
                raise ValidationError(
                    _("“%(name)s” is not a PDF or Word file. Choose one that is."), params={"name": upload.name}
                )
        return upload or None

    @property
    def chosen(self) -> tuple[File | None, str]:
        """The file and its name: the one chosen now, else the one kept, else none."""
        upload = self.cleaned_data.get("document")
        if upload:
            return upload, upload.name
        return (self.kept_file.file, self.kept_file.name) if self.kept_file else (None, "")

    def keep_upload(self) -> None:
        """Keep the chosen file for the form that is shown again."""
        upload = self.files.get("document")
        if upload and "document" not in self.errors:
            data = QueryDict(mutable=True)
            data.update(self.data)
            data["document_kept"] = str(keeping.keep_file(upload, by=self.person).token)
            self.data = data
            self.__dict__.pop("kept_file", None)


def plain(value: Any) -> str:
    """A cleaned value as it is stored and compared: text as it is, a day as 2024-10-16."""
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _bases(stored: Mapping[str, str]) -> str:
    return json.dumps({key: digest_of(value) for key, value in stored.items()})
