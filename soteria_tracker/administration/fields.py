"""Fields and widgets of the admin's forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import Media
from django.utils.translation import gettext_lazy as _

from soteria_tracker.web.ids import id_of


class LinesField(forms.CharField):
    """A list of texts, one per line."""

    widget = AdminTextareaWidget

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs["rows"] = 3

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in str(super().to_python(value)).splitlines() if line.strip()]

    def run_validators(self, value: list[str]) -> None:
        super().run_validators("\n".join(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


class PairsField(LinesField):
    """A list of pairs with two names, one pair per line, with a colon between the values.

    A line that starts with a space continues the line above.
    """

    def __init__(self, *, names: tuple[str, str], **options: Any) -> None:
        super().__init__(**options)
        self.names = names

    def prepare_value(self, value: Any) -> Any:
        first, second = self.names
        if not isinstance(value, list):
            return value
        return "\n".join(f"{pair.get(first, '')}: {pair.get(second, '')}".replace("\n", "\n  ") for pair in value)

    def to_python(self, value: Any) -> Any:
        text = str(forms.CharField.to_python(self, value)).replace("\r\n", "\n")
        pairs = []
        for line in filter(str.strip, re.split(r"\n(?! )", text)):
            first, colon, second = (piece.strip() for piece in line.replace("\n  ", "\n").partition(":"))
            if not (first and colon and second):
                raise ValidationError(_("Put a colon between the two parts of “%(line)s”"), params={"line": line})
            pairs.append(dict(zip(self.names, (first, second), strict=True)))
        return pairs

    def run_validators(self, value: list[Any]) -> None:
        super().run_validators([" ".join(pair.values()) for pair in value])

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return super().has_changed(initial, data)
        except ValidationError:
            return True


class SuggestedWords(forms.TextInput):
    """A line of text with suggestions, each with its meaning."""

    template_name = "admin/suggested_words.html"

    def __init__(self, suggestions: list[tuple[str, Any]], attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "vTextField", **(attrs or {})})
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        listed = f"{context['widget']['attrs'].get('id', name)}_suggestions"
        context["widget"]["attrs"]["list"] = listed
        return {**context, "listed": listed, "suggestions": self.suggestions}


_NAMES = Media(js=["js/admin-names.js"])


class RecordChoiceField(forms.ModelChoiceField):
    """A choice of one record. An id that no database can hold is refused like that of a record that is not there."""

    def to_python(self, value: Any) -> Any:
        is_id = self.to_field_name != "slug" and not isinstance(value, Model)  # sources are referred to by slug
        if is_id and value not in self.empty_values and id_of(str(value)) is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})
        return super().to_python(value)


class _PossibleRecords:
    """Look up what was sent only where it can be the id of a record: Django looks up anything, and fails."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        is_slug = getattr(self.field.remote_field, "field_name", "id") == "slug"  # type: ignore[attr-defined]
        possible = [each for each in value if is_slug or not each or id_of(str(each)) is not None]
        return super().optgroups(name, possible, attr)  # type: ignore[misc]


class SearchSelect(_PossibleRecords, AutocompleteSelect):
    """A select with search, named after its label for screen readers."""

    @property
    def media(self) -> Media:
        return super().media + _NAMES


class SearchSelectMultiple(_PossibleRecords, AutocompleteSelectMultiple):
    """A multiple select with search. Its choices are removed one at a time.

    The button of select2 4.0 that removes them all is inside the list of choices and no item of it, so that screen
    readers do not read a list (corrected in select2 4.1, pull request 5842).
    """

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}

    @property
    def media(self) -> Media:
        return super().media + _NAMES
