"""The form for a response that was published elsewhere, in its own words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forces.people.models import Person
from recommendations.register.models import PublishedDocumentKind
from recommendations.responses.completeness import explanation_prefix
from recommendations.responses.content import NOT_STATED, ResponseContent, ResponseItem
from recommendations.responses.content_queries import PublishedTexts
from recommendations.responses.forms.fields import (
    DateNeededLater,
    NeededLater,
    UnsavedDocument,
    without_hint,
)
from recommendations.responses.models import ExplanationKind
from recommendations.responses.models.response import TEXT_LIMIT
from recommendations.responses.services.published_elsewhere import PublishedFile
from soteria_tracker.web.forms import AddressField, DateField, ShortTextField, SizedTextArea, TextField
from soteria_tracker.web.service_forms import FormWithParts, ServiceForm

FACTS = ("address", "published_on", "dated_on", "signatory_name", "signatory_title")


class AddressNeededLater(NeededLater, AddressField):
    """A web address that may be missing."""


class PublishedExplanationForm(ServiceForm):
    """What a response published elsewhere says about one recommendation."""

    kind = forms.ChoiceField(
        required=False,
        choices=[*ExplanationKind.choices, (NOT_STATED, _("Not stated"))],
        widget=forms.RadioSelect,
    )
    text = TextField(max_length=TEXT_LIMIT, required=False, widget=SizedTextArea(rows=4))
    comment = TextField(max_length=TEXT_LIMIT, required=False, widget=SizedTextArea(rows=3))

    def __init__(self, *args: Any, item: ResponseItem, title: str) -> None:
        super().__init__(*args, prefix=explanation_prefix(item.reference))
        words = {"label": item.label_in_a_sentence, "title": title}
        self.fields["kind"].label = _now("What is done about %(label)s, as published") % words
        self.fields["text"].label = _now("Explanation of %(label)s, as published") % words
        self.fields["comment"].label = _now("%(title)s’s comment on %(label)s, as published") % words
        for name in ("text", "comment"):
            without_hint(self.fields[name])

    def clean(self) -> dict[str, Any]:
        """A choice of action taken, proposed or none needs the words that state it."""
        values = super().clean() or {}
        kind = values.get("kind")
        if kind and kind != NOT_STATED and not values.get("text") and "text" not in self.errors:
            self.add_error("text", _now("Enter the explanation as published, or select “Not stated”"))
        return values


class PublishedElsewhereForm(UnsavedDocument, FormWithParts[PublishedExplanationForm]):
    """Where and when a response was published, who signed it, and its words. Only its source and date are required."""

    address = AddressNeededLater(
        label=_("Web address"), max_length=500, help_text=_("Of the page or document where it is published.")
    )
    document_kind = forms.ChoiceField(
        label=_("If you attach a document, what is it?"),
        required=False,
        choices=PublishedDocumentKind.choices,
        widget=forms.RadioSelect,
    )
    published_on = DateNeededLater(label=_("Published on"), called=_("The publication date"))
    not_stated = forms.BooleanField(label=_("The publication date is not stated"), required=False)
    dated_on = DateField(
        label=_("Dated"),
        called=_("The date of the response"),
        required=False,
        help_text=_("The date on the response itself."),
    )
    signatory_name = ShortTextField(label=_("Signed by"), max_length=120, required=False)
    signatory_title = ShortTextField(label=_("Job title of the signatory"), max_length=160, required=False)
    general_comments = TextField(
        label=_("Comments on the report"), max_length=TEXT_LIMIT, required=False, widget=SizedTextArea(rows=6)
    )
    chief_officer_comments = TextField(max_length=TEXT_LIMIT, required=False, widget=SizedTextArea(rows=4))

    def __init__(self, *args: Any, content: ResponseContent, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        title = content.chief_officer_title
        self.fields["document"].label = _now("The published document")
        self.fields["document"].help_text = _now("PDF or Word, up to 10 MB. Everyone with an account can see it.")
        self.fields["chief_officer_comments"].label = _now("%(title)s’s comments on the report") % {"title": title}
        for name in ("general_comments", "chief_officer_comments"):
            without_hint(self.fields[name])
        data = self.data if self.is_bound else None
        self.parts = {item.reference: PublishedExplanationForm(data, item=item, title=title) for item in content.items}

    def clean(self) -> dict[str, Any]:
        """The response has an address or a document, and a publication date or none stated."""
        values = super().clean() or {}
        has_document = self.chosen[0] is not None
        if not values.get("address") and not has_document and not {"address", "document"} & set(self.errors):
            self.add_error("address", _now("Enter the address where the response is published, or attach the document"))
        if has_document and not values.get("document_kind"):
            self.add_error("document_kind", _now("Select what the attached document is"))
        if "published_on" not in self.errors and bool(values.get("published_on")) == values.get("not_stated"):
            self.add_error(
                "published_on", _now("Enter the publication date, or select that it is not stated, but not both")
            )
        return values

    def texts(self) -> PublishedTexts:
        """Return the words of the response. Where no kind of action was chosen, it is not stated."""
        each = {reference: part.cleaned_data for reference, part in self.parts.items()}
        return PublishedTexts(
            general_comments=self.cleaned_data["general_comments"],
            chief_officer_comments=self.cleaned_data["chief_officer_comments"],
            explanations={
                reference: (values["kind"] or NOT_STATED, values["text"])
                for reference, values in each.items()
                if values["text"]
            },
            comments={reference: values["comment"] for reference, values in each.items() if values["comment"]},
        )

    @property
    def published_file(self) -> PublishedFile | None:
        """The document attached to the valid form, now or when it was last sent."""
        file, name = self.chosen
        return PublishedFile(file, name, self.cleaned_data["document_kind"]) if file is not None else None

    def facts(self) -> dict[str, Any]:
        """Return where, when and by whom the response was published, for the service."""
        return {name: self.cleaned_data[name] for name in FACTS}
