"""The search form: words and filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Force
from forces.people.access import Reader
from recommendations.register.models import Inspection
from recommendations.search.models import SearchTextKind
from recommendations.search.query_terms import LONGEST, MOST_TERMS, QueryError, SearchQuery, parse_query
from soteria_tracker.web.dates import DateField
from soteria_tracker.web.forms import ShortTextField

_REASONS: dict[str, Any] = {
    "empty": _("Enter a word made of letters or numbers"),
    "common": _("These words are in nearly every text. Add a more specific word"),
    "excluded": _("Enter a word to find as well as words to exclude"),
    "long": _("Enter %(most)d words or fewer") % {"most": MOST_TERMS},
}
_ONE_OF_THE_LIST = {"invalid_choice": _("Select an option from the list.")}
_WIDE = {"class": "govuk-!-width-full"}


class SearchForm(forms.Form):
    """Words and filters. The choices are the inspections and forces that the reader can see."""

    q = ShortTextField(
        label=_("Words"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "spellcheck": "true"}),
        help_text=_("Use “quotation marks” to find an exact phrase. Put a minus sign before a word to exclude it."),
        error_messages={"required": _REASONS["empty"]},
    )
    kind = forms.ChoiceField(
        required=False, choices=[("", ""), *SearchTextKind.choices], widget=forms.HiddenInput, label=_("Type")
    )
    force = forms.ChoiceField(
        label=_("Force"), required=False, error_messages=_ONE_OF_THE_LIST, widget=forms.Select(attrs=_WIDE)
    )
    inspection = forms.ChoiceField(
        label=_("Inspection"), required=False, error_messages=_ONE_OF_THE_LIST, widget=forms.Select(attrs=_WIDE)
    )
    after = DateField(label=_("From"), called=_("The first day"), required=False)
    before = DateField(label=_("To"), called=_("The last day"), required=False)

    def __init__(self, data: Mapping[str, Any] | None, reader: Reader) -> None:
        super().__init__(data)
        fields: Any = self.fields
        forces = Force.objects.filter(reader.holders()).order_by("name").values_list("slug", "name")
        fields["force"].choices = [("", _("All forces")), *forces]
        inspections = Inspection.objects.visible_to(reader).values_list("slug", "short_title")
        fields["inspection"].choices = [("", _("All inspections")), *inspections]
        self.query: SearchQuery | None = None

    @property
    def has_filters(self) -> bool:
        """Whether any filter is set."""
        return any(self.cleaned_data.get(name) for name in ("force", "inspection", "after", "before"))

    @property
    def has_filter_errors(self) -> bool:
        """Whether any filter has an error."""
        return any(name in self.errors for name in ("force", "inspection", "after", "before"))

    def clean_q(self) -> str:
        """Return the words as typed, and set `query` to their terms."""
        typed: str = self.cleaned_data["q"]
        try:
            self.query = parse_query(typed)
        except QueryError as error:
            raise ValidationError(_REASONS[str(error)]) from None
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        after, before = cleaned.get("after"), cleaned.get("before")
        if after and before and before < after:
            self.add_error("before", _("The last day must not be before the first day"))
        return cleaned
