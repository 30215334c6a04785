"""Forms in GOV.UK style: `{{ form }}` and `{{ form.field.as_field_group }}` show label, hint, error and field.

What a person typed is always shown again. The page of a form shows `{% error_summary form %}` first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from soteria_tracker.web.characters import has_noncharacter
from soteria_tracker.web.dates import DateField, DateWidget, TypedDate

__all__ = [
    "AddressField",
    "DateField",
    "DateWidget",
    "IconRadioSelect",
    "Renderer",
    "ShortTextField",
    "SizedTextArea",
    "TextField",
    "TypedDate",
]

# Pasted text can contain such a character, which is not visible on the screen.
_NO_SUCH_CHARACTER = _("Remove the character that cannot be shown")
_NO_NULL_CHARACTER = {"null_characters_not_allowed": _NO_SUCH_CHARACTER}


def refuse_noncharacters(value: str) -> None:
    """Raise ValidationError for a text with a character that is for use inside programs only."""
    if has_noncharacter(value):
        raise ValidationError(_NO_SUCH_CHARACTER, code="noncharacter")


class Renderer(TemplatesSetting):
    """Render forms and fields with our templates, and widgets with Django's, so that the admin does not change."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class SizedTextArea(forms.Textarea):
    """A text area without a browser limit, which would cut pasted text without a message."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, rows: int = 5) -> None:
        super().__init__({"rows": rows, **(attrs or {})})
        self.attrs.pop("cols", None)


class ShortTextField(forms.CharField):
    """A line of text. A message gives its limit, as a browser limit would cut pasted text without one."""

    default_error_messages = {
        "max_length": _("Shorten this to %(limit_value)d characters or fewer. It has %(show_value)d characters."),
        **_NO_NULL_CHARACTER,
    }

    def validate(self, value: str) -> None:
        super().validate(value)
        refuse_noncharacters(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class AddressField(ShortTextField, forms.URLField):
    """A web address; "https://" is added if it is missing."""

    default_error_messages = {"invalid": _("Enter a full address, such as https://example.org/paper")}

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="https", **options)


class TextField(forms.CharField):
    """Long text. The hint gives its limit, and a line break counts as one character."""

    widget = SizedTextArea
    default_error_messages = {
        "max_length": _("Shorten this to %(limit)s characters or fewer. It has %(length)s characters."),
        **_NO_NULL_CHARACTER,
    }

    def __init__(self, *, max_length: int, help_text: Any = "", **options: Any) -> None:
        limit = format_lazy(_("Up to {limit} characters."), limit=f"{max_length:,}")
        super().__init__(help_text=format_lazy("{} {}", help_text, limit) if help_text else limit, **options)
        self.limit = max_length

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def validate(self, value: str) -> None:
        super().validate(value)
        refuse_noncharacters(value)
        if len(value) > self.limit:
            words = {"limit": f"{self.limit:,}", "length": f"{len(value):,}"}
            raise ValidationError(self.error_messages["max_length"], code="max_length", params=words)


class IconRadioSelect(forms.RadioSelect):
    """Radios whose values are statuses, each with its icon and its hint from `hints`.

    Those in `rare` are folded under `rare_label`, which is open while one of them is selected.
    """

    shows_icons = True

    def __init__(
        self,
        *args: Any,
        hints: Mapping[str, Any] | None = None,
        rare: Collection[str] = (),
        rare_label: Any = "",
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.hints = dict(hints or {})
        self.rare = frozenset(rare)
        self.rare_label = rare_label


class ShownFormSet(forms.BaseFormSet):
    """A formset that adds no forms of its own. A form that comes back without its values is an error."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "empty_permitted": False}
