"""The forms that ask to remove words or a file, and that decide about it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from recommendations.register.models import Evidence, EvidenceKind, Update
from soteria_tracker.web.forms import TextField
from soteria_tracker.web.service_forms import ServiceForm

WORDS = "words"


class RedactionForm(ServiceForm):
    """What has to be removed, and why."""

    what = forms.ChoiceField(
        label=_("What has to be removed?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what has to be removed")},
    )
    reason = TextField(
        label=_("Why does it have to be removed?"),
        max_length=1_000,
        help_text=_("For example: it names a victim. Do not repeat here what has to be removed. The reason is kept."),
        error_messages={"required": _("Enter why it has to be removed")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, update: Update, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.evidence_files = {str(each.pk): each for each in update.evidence.all() if each.kind == EvidenceKind.FILE}
        words = [(WORDS, _("The words"))] if update.words and update.words.text else []
        choices = [*words, *((key, each.file_name) for key, each in self.evidence_files.items())]
        self.fields["what"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial["what"] = choices[0][0]

    def evidence(self) -> Evidence | None:
        """Return the file that was selected; None for the words."""
        return self.evidence_files.get(self.cleaned_data["what"])


class RedactionDecisionForm(ServiceForm):
    """Whether it is removed, and if not, why it stays."""

    remove = forms.TypedChoiceField(
        label=_("What do you decide?"),
        choices=[("yes", _("Remove it")), ("no", _("Keep it"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what you decide")},
    )
    reason = TextField(
        label=_("If you keep it, why?"),
        max_length=1_000,
        required=False,
    )
