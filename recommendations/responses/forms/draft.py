"""The form of the draft: comments on the report, an explanation for each recommendation, a reply."""

from __future__ import annotations

import datetime

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from recommendations.responses.completeness import explanation_field
from recommendations.responses.content import Content, Item
from recommendations.responses.forms.fields import ChoiceNeededLater, MergedForm, TextNeededLater, plain
from recommendations.responses.models import Explanation, Response
from recommendations.responses.models.response import TEXT_LIMIT
from soteria_tracker.web.forms import DateField, SizedTextArea, TextField
from soteria_tracker.web.templatetags.soteria import day as day_in_words


def kind_field(reference: str) -> str:
    """The editor's field for what kind of explanation it is."""
    return f"kind-{reference}"


def proposed_field(reference: str) -> str:
    """The editor's field for the day by which action is proposed."""
    return f"proposed-{reference}"


def keys_of(reference: str) -> tuple[str, str, str]:
    """The three fields of one recommendation, in the page's order."""
    return kind_field(reference), proposed_field(reference), explanation_field(reference)


def stored_values(content: Content) -> dict[str, str]:
    """What is saved, by field of the form, in the page's order."""
    values = {"quoted": content.force_is_quoted, "general_comments": content.general_comments}
    for item in content.items:
        kind, proposed, text = keys_of(item.reference)
        values |= {kind: item.explanation_kind, proposed: plain(item.proposed_by), text: item.explanation}
    return values | {"reply": content.reply_to_chief_officer}


class DraftForm(MergedForm):
    """Everything the office writes. Nothing in it is required: a draft can always be saved."""

    def __init__(self, data: QueryDict | None = None, *, content: Content) -> None:
        super().__init__(data, stored=stored_values(content))
        self._add(
            "quoted",
            forms.ChoiceField(
                label=_("Is %(force)s quoted in the report?") % {"force": content.force},
                choices=Response.Quoted.choices,
                required=False,
                widget=forms.RadioSelect,
            ),
            hint=_("The form for the response has a box for it."),
        )
        self._add(
            "general_comments",
            TextNeededLater(label=_("Comments on the report"), max_length=TEXT_LIMIT, widget=SizedTextArea(rows=6)),
        )
        for item in content.items:
            self._add_explanation(item)
        self._add(
            "reply",
            TextField(label=_("Reply to the chief officer"), max_length=TEXT_LIMIT, required=False),
            hint=_("Published with the chief officer’s comments, if there are any."),
        )

    def _add(self, name: str, field: forms.Field, *, hint: str = "") -> None:
        # the page says the limit once: beside fifty recommendations it would be noise
        field.help_text = hint
        self.fields[name] = field

    def _add_explanation(self, item: Item) -> None:
        words = {"label": item.label[:1].lower() + item.label[1:]}
        needed = item.needs_explanation
        self._add(
            kind_field(item.reference),
            ChoiceNeededLater(
                label=_("What is done about %(label)s") % words,
                required=needed,
                choices=Explanation.Kind.choices,
                widget=forms.RadioSelect,
            ),
        )
        self._add(
            proposed_field(item.reference),
            DateField(
                label=_("By when it is proposed"),
                called=_("The day by which action is proposed"),
                required=False,
            ),
        )
        self._add(
            explanation_field(item.reference),
            TextNeededLater(
                label=_("Explanation of %(label)s") % words,
                max_length=TEXT_LIMIT,
                required=needed,
                widget=SizedTextArea(rows=4),
            ),
            hint=_("What has been or will be done about it, or why nothing will be done."),
        )
        self.initial[proposed_field(item.reference)] = item.proposed_by

    def fields_of(self, item: Item) -> tuple[BoundField, BoundField, BoundField]:
        """Kind, day and text of one recommendation."""
        kind, proposed, text = (self[key] for key in keys_of(item.reference))
        return kind, proposed, text


def in_words(key: str, value: str) -> str:
    """A value of the form for a reader: a kind by its name, a day in words, text as it is."""
    if not value:
        return ""
    if key.startswith("kind-"):
        return str(Explanation.Kind(value).label)
    if key == "quoted":
        return str(Response.Quoted(value).label)
    if key.startswith("proposed-"):
        return day_in_words(datetime.date.fromisoformat(value))
    return value
