"""The forms of allauth with GOV.UK labels, and no placeholders."""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext_lazy as _

_EMAIL_ERROR = _("Enter an email address, such as name@example.org")


def _label_email(field: Any) -> None:
    field.label = _("Email address")
    field.error_messages["invalid"] = _EMAIL_ERROR


class LoginForm(forms.LoginForm):
    """Email address and password; the link for a forgotten password is below the form, not in a hint."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _label_email(self.fields["login"])
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""


class ResetPasswordForm(forms.ResetPasswordForm):
    """The address to send a link to."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _label_email(self.fields["email"])


class ChangePasswordForm(forms.ChangePasswordForm):
    """The old password and, twice, the new one."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["oldpassword"].label = _("Current password")
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("Confirm new password")
