"""The forms of allauth with GOV.UK labels, and no placeholders."""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from allauth.socialaccount.models import SocialAccount
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
    """The address to send a link to. No link goes to people who sign in at their organisation and have no password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _label_email(self.fields["email"])

    def clean_email(self) -> str:
        """Return the address, and set `users` to those who get a link."""
        email: str = super().clean_email()
        found: list[Any] = self.users  # type: ignore[has-type]
        at_provider = set(SocialAccount.objects.filter(user__in=found).values_list("user", flat=True))
        self.users = [each for each in found if each.has_usable_password() or each.pk not in at_provider]
        return email


class ChangePasswordForm(forms.ChangePasswordForm):
    """The old password and, twice, the new one."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["oldpassword"].label = _("Current password")
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("Confirm new password")


class _Code:
    """Mixin: a code from an authenticator app. A recovery code is accepted too where `hint` says so."""

    label: Any = _("Code")
    hint: Any = _("The 6 digits that your authenticator app shows, or one of your recovery codes.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        code = self.fields["code"]  # type: ignore[attr-defined]
        code.label, code.help_text = self.label, self.hint
        code.error_messages["required"] = _("Enter the code")
        code.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10"}


class AuthenticateForm(_Code, second_factor.AuthenticateForm):
    """The second step of sign-in."""


class ConfirmCodeForm(_Code, second_factor.ReauthenticateForm):
    """A code before a change to how someone signs in."""


class ActivateAppForm(_Code, ActivateTOTPForm):
    """The first code of a new authenticator app, which proves that it works."""

    hint = _("The 6 digits that your authenticator app shows for Soteria Tracker.")


class AddPasskeyForm(AddWebAuthnForm):
    """A name for a new passkey, and whether it can be used alone."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("By which you recognise it, such as “Work laptop”.")
        self.fields["name"].widget.attrs = {"class": "govuk-input--width-20", "autocomplete": "off"}
        self.fields["passwordless"].label = _("Sign in with it alone, without my password")
        self.fields["passwordless"].help_text = _("It then asks for your fingerprint, face or PIN.")
        self.fields["passwordless"].initial = True
        self.fields["credential"].error_messages["required"] = _("Your browser did not add a passkey. Try again.")


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].label = _("Name")
        self.fields["name"].error_messages["required"] = _("Enter a name")
