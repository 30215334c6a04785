"""The forms of the Chief Constable's comments, and of how they were received."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forces.people.models import Person
from recommendations.responses.content import ResponseContent, ResponseItem
from recommendations.responses.forms.fields import MergedForm, MergedFormWithParts, UnsavedDocument, without_hint
from recommendations.responses.models.response import TEXT_LIMIT
from soteria_tracker.web.forms import DateField, TextField
from soteria_tracker.web.service_forms import ServiceForm

READ_FROM_DOCUMENT = "read_from_document"  # in a kept form: the words of a document, which no one typed
GENERAL_PREFIX = "comment"


def comment_prefix(reference: str) -> str:
    """Return the prefix of the form for the comment on a recommendation."""
    return f"{GENERAL_PREFIX}-{reference}"


def stored_comments(content: ResponseContent) -> dict[str, Mapping[str, str]]:
    """Return the comments as they are saved, by reference; under an empty one the comments on the report."""
    general = {"text": content.chief_officer_comments}
    return {"": general, **{item.reference: {"text": item.chief_officer_comment} for item in content.items}}


class CommentForm(MergedForm):
    """The Chief Constable's comment on one recommendation."""

    text = TextField(max_length=TEXT_LIMIT, required=False)

    def __init__(self, *args: Any, item: ResponseItem, **options: Any) -> None:
        stored = {"text": item.chief_officer_comment}
        super().__init__(*args, stored=stored, prefix=comment_prefix(item.reference), **options)
        self.fields["text"].label = _now("Comment on %(label)s") % {"label": item.label_in_a_sentence}
        without_hint(self.fields["text"])


class CommentsForm(MergedFormWithParts[CommentForm]):
    """The Chief Constable's comments, on the report and on each recommendation. None is required."""

    text = TextField(label=_("Comments on the report"), max_length=TEXT_LIMIT, required=False)

    def __init__(self, *args: Any, content: ResponseContent, **options: Any) -> None:
        options["prefix"] = GENERAL_PREFIX
        super().__init__(*args, stored=stored_comments(content)[""], **options)
        without_hint(self.fields["text"])
        data = self.data if self.is_bound else None
        self.parts = {item.reference: CommentForm(data, item=item) for item in content.items}


class ReceivedForm(UnsavedDocument, ServiceForm):
    """When the office received the Chief Constable's comments, or that there are none; the document they came in."""

    received_on = DateField(
        label=_("When were the comments received?"), called=_("The date the comments were received"), required=False
    )
    none_received = forms.BooleanField(label=_("No comments were received"), required=False)
    field_order = ("received_on", "none_received", "document")

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        self.fields["document"].label = _now("The document that contains them")
        self.fields["document"].help_text = _now("PDF or Word, up to 10 MB. It is kept as evidence.")
