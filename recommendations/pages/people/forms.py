"""Forms to invite someone, and to end their role."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from forces.people.models import Membership, Person
from recommendations.leads.forms import NAME_LIMIT, EmailField
from soteria_tracker.web.forms import DateField, ShortTextField
from soteria_tracker.web.service_forms import ServiceForm
from soteria_tracker.web.today import today

_WIDE = {"class": "govuk-input--width-20", "autocomplete": "off"}


class InviteForm(ServiceForm):
    """Who is invited, and for which role from when to when."""

    email = EmailField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(_WIDE),
        help_text=_("Their own, at work. They sign in with it."),
        error_messages={"required": _("Enter their email address")},
    )
    name = ShortTextField(
        label=_("Name"),
        max_length=NAME_LIMIT,
        widget=forms.TextInput(_WIDE),
        error_messages={"required": _("Enter their name")},
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect, error_messages={"required": _("Select a role")})
    first_day = DateField(label=_("First day"), error_messages={"required": _("Enter the first day")})
    last_day = DateField(
        label=_("Last day"), required=False, help_text=_("If you know it. You can also end the role later.")
    )

    def __init__(self, *args: Any, roles: list[tuple[str, str]], **options: Any) -> None:
        initial = {"first_day": today(), **(options.pop("initial", None) or {})}
        super().__init__(*args, initial=initial, **options)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        if len(roles) == 1:
            self.initial["role"] = roles[0][0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day must not be before the first."))
        return cleaned


class EndRoleForm(ServiceForm):
    """When a role ends, and who takes over what is assigned to the person."""

    NOW, ON = "now", "on"
    when = forms.ChoiceField(
        label=_("When does it end?"),
        choices=[(NOW, _("Now")), (ON, _("After a last day"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select when it ends")},
    )
    last_day = DateField(label=_("Last day"), required=False, help_text=_("Only if it ends later."))
    successor = forms.ModelChoiceField(
        label=_("Who takes over their actions?"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("No one"),
    )

    def __init__(self, *args: Any, membership: Membership, colleagues: QuerySet[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.membership = membership
        self.fields["successor"].queryset = colleagues  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("when") == self.NOW:
            cleaned["last_day"] = None
        elif cleaned.get("when") == self.ON and not cleaned.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", ValidationError(_("Enter the last day")))
        return cleaned


class ConfirmForm(ServiceForm):
    """A button."""
