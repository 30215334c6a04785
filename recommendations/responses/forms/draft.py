"""The form of the draft: comments on the report, an explanation of each recommendation, a reply."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from recommendations.responses.completeness import explanation_prefix
from recommendations.responses.content import ResponseContent, ResponseItem
from recommendations.responses.forms.fields import (
    ChoiceNeededLater,
    MergedForm,
    MergedFormWithParts,
    TextNeededLater,
    as_stored,
    without_hint,
)
from recommendations.responses.models import ExplanationKind, Response
from recommendations.responses.models.response import TEXT_LIMIT
from soteria_tracker.web.forms import DateField, SizedTextArea, TextField
from soteria_tracker.web.templatetags.soteria import day as day_in_words


def stored_explanation(item: ResponseItem) -> dict[str, str]:
    """Return the explanation of a recommendation as it is saved, by field of the form."""
    return {"kind": item.explanation_kind, "proposed_by": as_stored(item.proposed_by), "text": item.explanation}


def stored_draft(content: ResponseContent) -> dict[str, Mapping[str, str]]:
    """Return what is saved, by reference and field; under an empty reference the texts on the report as a whole."""
    own = {
        "quoted": content.force_is_quoted,
        "general_comments": content.general_comments,
        "reply": content.reply_to_chief_officer,
    }
    return {"": own, **{item.reference: stored_explanation(item) for item in content.items}}


class ExplanationForm(MergedForm):
    """What is done about one recommendation."""

    kind = ChoiceNeededLater(choices=ExplanationKind.choices, widget=forms.RadioSelect)
    proposed_by = DateField(label=_("Proposed by (date)"), called=_("The date of the proposed action"), required=False)
    text = TextNeededLater(max_length=TEXT_LIMIT, widget=SizedTextArea(rows=4))

    def __init__(self, *args: Any, item: ResponseItem, **options: Any) -> None:
        super().__init__(
            *args,
            stored=stored_explanation(item),
            initial={"proposed_by": item.proposed_by},
            prefix=explanation_prefix(item.reference),
            **options,
        )
        about = {"label": item.label_in_a_sentence}
        self.fields["kind"].label = _now("What is done about %(label)s") % about
        self.fields["text"].label = _now("Explanation of %(label)s") % about
        without_hint(self.fields["text"], _now("What has been or will be done about it, or why nothing will be done."))
        for name in ("kind", "text"):
            self.fields[name].required = item.needs_explanation


class DraftForm(MergedFormWithParts[ExplanationForm]):
    """Everything the office writes. Nothing in it is required: a draft can always be saved."""

    quoted = forms.ChoiceField(
        choices=Response.Quoted.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("The response form asks for this."),
    )
    general_comments = TextNeededLater(
        label=_("Comments on the report"), max_length=TEXT_LIMIT, widget=SizedTextArea(rows=6)
    )
    reply = TextField(max_length=TEXT_LIMIT, required=False)

    def __init__(self, *args: Any, content: ResponseContent, **options: Any) -> None:
        super().__init__(*args, stored=stored_draft(content)[""], **options)
        title = {"title": content.chief_officer_title}
        self.fields["quoted"].label = _now("Is %(force)s quoted in the report?") % {"force": content.force}
        without_hint(self.fields["general_comments"])
        self.fields["reply"].label = _now("Reply to the %(title)s") % title
        without_hint(self.fields["reply"], _now("Published with the %(title)s’s comments, if there are any.") % title)
        data = self.data if self.is_bound else None
        self.parts = {item.reference: ExplanationForm(data, item=item) for item in content.items}


def display_value(field: str, value: str) -> str:
    """Return a stored value for a reader: a choice by its name, a date in words, text as it is."""
    if not value:
        return ""
    if field == "kind":
        return str(ExplanationKind(value).label)
    if field == "quoted":
        return str(Response.Quoted(value).label)
    if field == "proposed_by":
        return day_in_words(datetime.date.fromisoformat(value))
    return value
