"""Whether this installation sends email, and sending it.

The server comes from the environment (`SOTERIA_EMAIL_HOST` and the rest). Without one nothing is sent, and nothing that
would have been sent is written anywhere: an email can contain a link that signs someone in. A demonstration never
sends email.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.db import DatabaseError
from django.template.loader import render_to_string

from forces.bodies.installation import installation

logger = logging.getLogger(__name__)
TLS_MODES = ("starttls", "ssl", "off")


def can_send() -> bool:
    """Whether this installation sends email: it names a server, and is no demonstration."""
    return bool(settings.EMAIL_HOST) and not is_demonstration()


def is_demonstration() -> bool:
    """Whether the content of this installation is invented."""
    found = installation()
    return bool(found and found.is_demonstration)


class Backend(EmailBackend):
    """Sends by SMTP if this installation sends email, and otherwise drops the messages."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Return how many were sent."""
        return super().send_messages(email_messages) if can_send() else 0


def send(message: EmailMessage) -> bool:
    """Send a message and return whether the server took it. The log gets the reason, never the text."""
    if not can_send():
        return False
    try:
        return bool(message.send())
    except (OSError, SMTPException) as error:
        logger.error("The server %s did not take an email: %s", settings.EMAIL_HOST, type(error).__name__)
        return False


def send_text(template: str, *, to: Sequence[str], context: dict[str, Any]) -> bool:
    """Send emails/<template>.txt, whose first line is the subject, to each of these addresses by itself.

    Return whether the server took all of them.
    """
    subject, _blank, body = render_to_string(f"emails/{template}.txt", context).strip().partition("\n")
    sent = [send(EmailMessage(subject.strip(), f"{body.strip()}\n", to=[address])) for address in to]
    return all(sent)


def check_email_settings(**options: Any) -> list[CheckMessage]:
    """Return what is wrong with the settings for email; for a real register also that it sends none."""
    if not settings.EMAIL_HOST:
        return [] if _is_no_register() else [_NO_SERVER]
    errors: list[CheckMessage] = []
    if settings.EMAIL_TLS not in TLS_MODES:
        words = f"SOTERIA_EMAIL_TLS is “{settings.EMAIL_TLS}”."
        errors.append(Error(words, hint=f"Use one of: {', '.join(TLS_MODES)}.", id="forces.E001"))
    if "@" not in settings.DEFAULT_FROM_EMAIL:
        words = "SOTERIA_EMAIL_SENDER is not an email address."
        errors.append(Error(words, hint="Set the address that emails come from.", id="forces.E002"))
    return errors


_NO_SERVER = Info(
    "This installation cannot send email.",
    hint="Set SOTERIA_EMAIL_HOST and SOTERIA_EMAIL_SENDER. Until then no one can reset their own password, and links "
    "for new people have to be passed on by hand.",
    id="forces.I001",
)


def _is_no_register() -> bool:
    """Whether the database is a demonstration or has no tables yet."""
    try:
        return is_demonstration()
    except DatabaseError:
        return True
