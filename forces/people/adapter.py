"""Settings of allauth that are code: no one signs up, and the secrets of second factors are encrypted."""

import base64
import hashlib
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as request_context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forces.people import email as outgoing
from forces.people.access_log import record_access, record_failed_sign_in
from forces.people.models import AccessEvent
from forces.people.sessions import start_session

_JUST_SIGNED_IN = 15 * 60  # seconds


class AccountAdapter(DefaultAccountAdapter):
    # the waits are the periods in ACCOUNT_RATE_LIMITS
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The email address or password is incorrect. Check both and try again."),
        "too_many_login_attempts": _("Too many attempts to sign in have failed. Wait 5 minutes, then try again."),
        "too_many_attempts_anywhere": _(
            "Too many attempts to sign in to this account have failed. Wait an hour, then try again."
        ),
        "enter_current_password": _("The current password is incorrect. Check it and try again."),
        "incorrect_password": _("The password is incorrect. Check it and try again."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address of the client; of the nearest proxy if X-Forwarded-For has too few addresses."""
        try:
            return super().get_client_ip(request)
        except (ImproperlyConfigured, PermissionDenied):
            return request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104 - a socket of this machine has none

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Return the key of a person at an address: someone who guesses elsewhere does not lock them out here."""
        person = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{person}:{ratelimit.get_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count this attempt until it succeeds. Raises ValidationError if too many have failed."""
        super().pre_authenticate(request, **credentials)
        self._usage_anywhere = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed_anywhere",
            key=super()._get_login_attempts_cache_key(request, **credentials),
        )
        if not self._usage_anywhere:
            raise self.validation_error("too_many_attempts_anywhere")

    def _rollback_login_failed_rl_usage(self) -> None:
        super()._rollback_login_failed_rl_usage()
        if usage := getattr(self, "_usage_anywhere", None):
            usage.rollback()

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign a person in, and begin to count the time of the session."""
        super().login(request, user)
        start_session(request)
        record_access(AccessEvent.Kind.SIGNED_IN, user)  # type: ignore[arg-type]

    def logout(self, request: HttpRequest) -> None:
        """Sign a person out."""
        if request.user.is_authenticated:
            record_access(AccessEvent.Kind.SIGNED_OUT, request.user)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record a failed sign-in."""
        record_failed_sign_in(credentials.get("email") or credentials.get("username") or "")

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

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again before a change to how someone signs in, unless they have just signed in."""
        request = request_context.request
        records = get_authentication_records(request, request.user)
        just_now = time.time() - _JUST_SIGNED_IN < max((record["at"] for record in records), default=0)
        return not just_now and super().is_reauthentication_required(app=app, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is not correct. Enter the code that is shown now."),
    }

    def encrypt(self, text: str) -> str:
        """Return the secret of an app, or the seed of recovery codes, as the database stores it."""
        return _ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _ciphers().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """Return the picture of a key as an element of a page."""
        return super().build_totp_svg(url).partition("?>")[2]

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """Return the name suggested for another passkey."""
        count = Authenticator.objects.filter(user=user.pk, type=type).count()
        return _now("Passkey %(number)d") % {"number": count + 1}


def _ciphers() -> MultiFernet:
    """Return the cipher of the secret key, which also reads what earlier secret keys encrypted."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"second factor:" + force_bytes(key)).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
