"""The form that corrects an update: the same fields, filled in with what was recorded, and a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.base import File
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from forces.people.access import Reader
from recommendations.register.models import Action, Evidence, EvidenceKind, Update
from recommendations.updates.entry import STATEMENT_FIELDS, UpdateEntry
from recommendations.updates.forms.update import UpdateForm
from soteria_tracker.web.forms import ShortTextField


class CorrectionForm(UpdateForm):
    """An update as it should have been, in place of the one that was recorded."""

    reason = ShortTextField(
        label=_("Why are you correcting it?"),
        max_length=500,
        help_text=_("The mistaken update stays in the history with this reason, marked as retracted."),
        error_messages={"required": _("Enter why you are correcting it")},
    )
    remove_file = forms.BooleanField(
        label=_("Remove this file"),
        required=False,
        help_text=_("It stays in the history with the mistaken update."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        action: Action,
        reader: Reader,
        current: Update,
        seen: int = 0,
        reporter: str = "",
    ) -> None:
        """`current` is the update to correct, read with its state, words and evidence."""
        super().__init__(data, files, action=action, reader=reader, current=current, seen=seen, reporter=reporter)
        if not self.evidence_file_before:
            del self.fields["remove_file"]

    def initial_state(self, current: Update | None) -> dict[str, Any]:
        """Return everything that the mistaken update holds."""
        state = super().initial_state(current)
        if current is None:
            return state
        pieces = list(current.evidence.all())
        addresses = [piece.address for piece in pieces if piece.address]
        return {
            **state,
            **{name: getattr(current, name) for name in STATEMENT_FIELDS},
            "audience": current.shown_to,
            "words": current.words.text if current.words else "",
            "evidence_address": addresses[0] if addresses else "",
            "evidence_shows": pieces[0].shows if pieces else "",
            "evidence_dated_on": pieces[0].dated_on if pieces else None,
        }

    @property
    def no_change_label(self) -> str:
        """A correction has no such button."""
        return ""

    @property
    def evidence_file_before(self) -> Evidence | None:
        """The file of the mistaken update. It is kept with the correction unless it is removed or replaced."""
        pieces = self.current.evidence.all() if self.current else []
        return next((piece for piece in pieces if piece.kind == EvidenceKind.FILE), None)

    def shown_values(self) -> list[object]:
        """Return the same, with the name of the file that stays."""
        before = self.evidence_file_before
        return [*super().shown_values(), before.file_name if before else None]

    def chosen_file(self) -> tuple[File | None, str]:
        file, name = super().chosen_file()
        before = None if self.cleaned_data.get("remove_file") else self.evidence_file_before
        if file is None and before and before.file.storage.exists(str(before.file.name)):
            return before.file, before.file_name
        return file, name

    def entry(self) -> UpdateEntry:
        """Return what the valid form says. What a letter says stays with the letter."""
        entry = super().entry()
        if self.current:
            entry.update.letter, entry.update.letter_says = self.current.letter, self.current.letter_says
        return entry
