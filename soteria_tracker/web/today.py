"""The one place that says which day it is."""

import datetime

from django.utils import timezone


def today() -> datetime.date:
    """The current day in Europe/London. Ask once per request, never at import."""
    return timezone.localdate()
