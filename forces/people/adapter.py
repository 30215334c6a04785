"""Settings of allauth that are code: no one signs up, as an administrator adds each person."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    # the wait is the longer period of ACCOUNT_RATE_LIMITS
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The email address or password is incorrect. Check both and try again."),
        "too_many_login_attempts": _("Too many attempts to sign in have failed. Wait 5 minutes, then try again."),
        "enter_current_password": _("The current password is incorrect. Check it and try again."),
        "incorrect_password": _("The password is incorrect. Check it and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: only administrators add people."""
        return False
