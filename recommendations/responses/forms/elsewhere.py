"""The form for a response that was published elsewhere: what it says, as it says it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forces.people.models import Person
from recommendations.register.models import Document
from recommendations.responses.completeness import explanation_field
from recommendations.responses.content import NOT_STATED, Content, Item
from recommendations.responses.forms.draft import kind_field
from recommendations.responses.forms.fields import DateNeededLater, KeptDocument, NeededLater, ServiceForm
from recommendations.responses.forms.steps import comment_field
from recommendations.responses.models import Explanation
from recommendations.responses.models.response import TEXT_LIMIT
from recommendations.responses.queries import Words
from recommendations.responses.services.elsewhere import DocumentGiven
from soteria_tracker.web.forms import AddressField, DateField, ShortTextField, SizedTextArea, TextField


class AddressNeededLater(NeededLater, AddressField):
    """A web address that may be missing."""


class ElsewhereForm(KeptDocument, ServiceForm):
    """Where and when it was published, who signed it, and its words. Only its source and date are asked for."""

    address = AddressNeededLater(
        label=_("Address"), max_length=500, help_text=_("Of the page or document on which it is published.")
    )
    document_kind = forms.ChoiceField(
        label=_("If a document is attached: what it is"),
        required=False,
        choices=Document.Kind.choices,
        widget=forms.RadioSelect,
    )
    published_on = DateNeededLater(label=_("Published on"), called=_("The day of publication"))
    not_stated = forms.BooleanField(label=_("The day of publication is not stated"), required=False)
    dated_on = DateField(
        label=_("Dated"), called=_("The date of the response"), required=False, help_text=_("The date it bears.")
    )
    signatory_name = ShortTextField(label=_("Signed by"), max_length=120, required=False)
    signatory_title = ShortTextField(label=_("Title of who signed"), max_length=160, required=False)

    def __init__(self, data: QueryDict | None = None, files: Any = None, *, content: Content, person: Person) -> None:
        super().__init__(data, files)
        self.person = person
        self.fields["document"].label = _now("The document that was published")
        self.fields["document"].help_text = _now(
            "PDF or Word, up to 10 MB. Everybody who can read this register sees it."
        )
        self._add_text("general_comments", _now("Comments on the report"), rows=6)
        self._add_text("chief_officer_comments", _now("The chief officer’s comments on the report"), rows=4)
        self.references = [item.reference for item in content.items]
        for item in content.items:
            self._add_recommendation(item)

    def _add_text(self, name: str, label: str, *, rows: int) -> None:
        field = TextField(label=label, max_length=TEXT_LIMIT, required=False, widget=SizedTextArea(rows=rows))
        field.help_text = ""  # the page says the limit once
        self.fields[name] = field

    def _add_recommendation(self, item: Item) -> None:
        words = {"label": item.label[:1].lower() + item.label[1:]}
        self.fields[kind_field(item.reference)] = forms.ChoiceField(
            label=_now("What is done about %(label)s, as it was published") % words,
            required=False,
            choices=[*Explanation.Kind.choices, (NOT_STATED, _now("Not stated"))],
            widget=forms.RadioSelect,
        )
        text = _now("Explanation of %(label)s, as it was published") % words
        self._add_text(explanation_field(item.reference), text, rows=4)
        comment = _now("The chief officer’s comment on %(label)s, as it was published") % words
        self._add_text(comment_field(item.reference), comment, rows=3)

    def fields_of(self, item: Item) -> tuple[BoundField, BoundField, BoundField]:
        """Kind, explanation and chief officer's comment of one recommendation."""
        names = (kind_field, explanation_field, comment_field)
        kind, text, comment = (self[name(item.reference)] for name in names)
        return kind, text, comment

    def clean(self) -> dict[str, Any]:
        """The day of publication is given or not stated; a kind stands with the words that say it."""
        values = super().clean() or {}
        has_document = self.chosen[0] is not None
        if not values.get("address") and not has_document and not {"address", "document"} & set(self.errors):
            self.add_error(
                "address", _now("Enter the address on which the response is published, or attach its document")
            )
        if has_document and not values.get("document_kind"):
            self.add_error("document_kind", _now("Choose what the attached document is"))
        if "published_on" not in self.errors and bool(values.get("published_on")) == values.get("not_stated"):
            self.add_error(
                "published_on", _now("Enter the day of publication, or say that it is not stated, and not both")
            )
        for reference in self.references:
            kind, name = values.get(kind_field(reference)), explanation_field(reference)
            if kind and kind != NOT_STATED and not values.get(name) and name not in self.errors:
                self.add_error(name, _now("Enter the explanation as it was published, or choose “Not stated”"))
        return values

    def words(self) -> Words:
        """What the valid form says that the response says. A kind that nobody chose is not stated."""
        values = self.cleaned_data
        texts = {reference: values[explanation_field(reference)] for reference in self.references}
        comments = {reference: values[comment_field(reference)] for reference in self.references}
        return Words(
            general_comments=values["general_comments"],
            chief_officer_comments=values["chief_officer_comments"],
            explanations={
                reference: (values[kind_field(reference)] or NOT_STATED, text)
                for reference, text in texts.items()
                if text
            },
            comments={reference: text for reference, text in comments.items() if text},
        )

    @property
    def given(self) -> DocumentGiven | None:
        """The document attached to the valid form, now or before it came back."""
        file, name = self.chosen
        return DocumentGiven(file, name, self.cleaned_data["document_kind"]) if file is not None else None

    def facts(self) -> dict[str, Any]:
        """Where, when and by whom the response was published, for the service."""
        names = ("address", "published_on", "dated_on", "signatory_name", "signatory_title")
        return {name: self.cleaned_data[name] for name in names}
