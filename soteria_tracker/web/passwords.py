"""Passwords that are easy to guess, as the National Cyber Security Centre advises to refuse them.

Its advice for password policies: a deny list and a minimum length; no rules of composition, no regular change.
"""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_REPEATED = re.compile(r"(.+?)\1+")
_SHORTEST_UNIT = 5  # characters: what repeats fewer is guessed as soon


class GuessablePasswordValidator(CommonPasswordValidator):
    """Refuses common passwords, and those made longer by repetition or by digits and signs around them."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError if the password is easy to guess."""
        typed = password.lower().strip()
        cores = {typed, _AROUND.sub("", typed)}
        repeated = {match[1] for core in cores if (match := _REPEATED.fullmatch(core))}
        if (cores | repeated) & self.passwords or any(len(unit) < _SHORTEST_UNIT for unit in repeated):
            raise ValidationError(_("This password is easy to guess. Choose three words of your own."), code="common")

    def get_help_text(self) -> str:
        return _("Do not choose a common password, even with digits after it.")
