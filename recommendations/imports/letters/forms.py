"""The form that takes the file of a letter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forces.people.models import Person
from recommendations.responses.forms.fields import UnsavedDocument
from recommendations.updates.evidence import check_file
from soteria_tracker.web.service_forms import ServiceForm


class LetterFileForm(UnsavedDocument, ServiceForm):
    """One file, a PDF or Word document: the letter is kept with it."""

    document = forms.FileField(
        label=_("Choose the letter"),
        required=False,
        help_text=_(
            "PDF or Word, up to 10 MB; save a web page as PDF first. Nothing is recorded until you have checked it."
        ),
    )

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        self.fields["document"].needed_sometimes = True  # type: ignore[attr-defined]

    def clean_document(self) -> File | None:
        """Return the file. Raises ValidationError if there is none, or if it cannot be kept as a letter."""
        upload = super().clean_document()
        if upload is None and self.unsaved_file is None:
            raise ValidationError(_now("Choose the file of the letter"))
        return upload

    def read(self) -> bytes:
        """Return the contents of the file. Raises ValidationError if a file chosen earlier is no longer kept."""
        file, name = self.chosen
        if file is None:
            raise ValidationError({"document": _now("Choose the file of the letter")})
        try:
            file.open("rb")
        except FileNotFoundError as error:
            raise ValidationError({"document": _now("Your file is no longer available. Choose it again.")}) from error
        check_file(file, name)
        contents: bytes = file.read()
        return contents
