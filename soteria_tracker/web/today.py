"""The only place that decides which day it is."""

import datetime

from django.utils import timezone


def today() -> datetime.date:
    """Return the current day in Europe/London. Call it once per request, never at import."""
    return timezone.localdate()
