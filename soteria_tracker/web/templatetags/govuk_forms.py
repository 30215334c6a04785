"""Template tags for forms: the shape of a field, its widget with GOV.UK's classes, and its errors."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from soteria_tracker.web.dates import DateWidget

register = template.Library()

# The first that fits: a widget's shape names the part of the field template and the class in the stylesheet.
_SHAPES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.MultipleHiddenInput, "hidden"),
    (DateWidget, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.FileInput, "file-upload"),
    (forms.Textarea, "textarea"),
)


@register.filter
def shape(field: BoundField) -> str:
    """Return "radios", "checkboxes", "checkbox", "date", "select", "file-upload", "textarea", "hidden" or "input"."""
    widget = field.field.widget
    return next((name for kind, name in _SHAPES if isinstance(widget, kind)), "input")


@register.simple_tag
def govuk_widget(field: BoundField) -> SafeString:
    """Return the widget of a field with GOV.UK's classes added to its own, and without a placeholder."""
    block = {"checkbox": "govuk-checkboxes__input"}.get(shape(field), f"govuk-{shape(field)}")
    classes = [block, field.field.widget.attrs.get("class", "")]
    if field.errors and shape(field) != "checkbox":
        classes.append(f"{block}--error")
    return field.as_widget(attrs={"class": " ".join(name for name in classes if name), "placeholder": False})


@register.filter
def hint_of(widget: forms.Widget, value: Any) -> Any:
    """Return the hint under one option of radios or checkboxes; an empty string if there is none."""
    return getattr(widget, "hints", {}).get(str(value), "")


@register.filter
def messages_of(field: BoundField) -> list[str]:
    """Return a field's errors. Django's message for an empty field is replaced by one with the label."""
    plain = str(forms.Field.default_error_messages["required"])
    words = {"input": _("Enter “%(label)s”"), "textarea": _("Enter “%(label)s”"), "checkbox": _("Select “%(label)s”")}
    own = words.get(shape(field), _("Select “%(label)s”")) % {"label": field.label}
    return [own if str(message) == plain else str(message) for message in field.errors]


def faults(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Return every error of a form as (id of the field, or ""; message), in the form's order."""
    if not form.errors:
        return []
    found = [("", str(message)) for message in form.non_field_errors()]
    for field in form:
        anchor = "" if field.is_hidden else anchor_of(field)
        found += [(anchor, message) for message in messages_of(field)]
    return found


def anchor_of(field: BoundField) -> str:
    """Return the id that a link to the field needs: the first option, or the first box of a date."""
    if shape(field) in {"radios", "checkboxes"}:
        return f"{field.auto_id}_0" if field.auto_id else ""
    return field.id_for_label or field.auto_id
