"""A filter of the log that hides the secret part of private addresses."""

import logging
import re

# Invitations, links that reset a password, and the private addresses of calendars and tables.
_SECRETS = re.compile(r"(/account/join/|/account/password/reset/key/|/account/data/|/calendar/)[^\s/?\"']+")


class WithoutSecrets(logging.Filter):
    """Replaces what would let a reader of the log sign in or read as someone else."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _SECRETS.sub(r"\1…", record.getMessage()), ()
        return True
