"""Settings of allauth that are code: no one signs up, as an administrator adds each person."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as request_context
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from forces.people import email as outgoing


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

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of allauth's emails in our words, if this installation sends email."""
        if outgoing.can_send():
            request = request_context.request
            outgoing.send(self.render_mail(template_prefix, email, {"request": request, "email": email, **context}))

    def send_notification_mail(
        self, template_prefix: str, user: AbstractBaseUser, context: Any = None, email: str | None = None
    ) -> None:
        """Tell someone that the way they sign in was changed, at the address they sign in with."""
        super().send_notification_mail(template_prefix, user, context, email or user.get_username())
