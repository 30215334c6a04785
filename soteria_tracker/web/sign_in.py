"""allauth's forms with our words and nothing inside the boxes."""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext_lazy as _

_NO_ADDRESS = _("Enter an e-mail address, such as name@example.org")


def _as_address(field: Any) -> None:
    field.label = _("E-mail address")
    field.error_messages["invalid"] = _NO_ADDRESS


class LoginForm(forms.LoginForm):
    """E-mail address and password; the link for a forgotten password stands below the form, not in a hint."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _as_address(self.fields["login"])
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""


class ResetPasswordForm(forms.ResetPasswordForm):
    """The address a link is sent to."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _as_address(self.fields["email"])


class ChangePasswordForm(forms.ChangePasswordForm):
    """The old password and, twice, the new one."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["oldpassword"].label = _("Your password now")
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password again")
