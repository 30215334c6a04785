"""The form of a period: its first and last day, the last days up to today unless others are chosen."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forces.people.access import Reader
from recommendations.pages.common.as_at import future_date_error
from soteria_tracker.web.dates import DateField
from soteria_tracker.web.templatetags.soteria import day

FROM, TO = "from", "to"


class PeriodForm(forms.Form):
    """The first and the last day of a period, which is not in the future."""

    usual_days: int  # that the period has up to today, or up to the last day if only that is chosen
    from_label, to_label = gettext_lazy("From"), gettext_lazy("To")

    def __init__(self, data: QueryDict, reader: Reader) -> None:
        super().__init__(data)
        self.today = reader.day
        self.fields[FROM] = DateField(label=self.from_label, required=False, called=_("The first date"))
        self.fields[TO] = DateField(label=self.to_label, required=False, called=_("The last date"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get(FROM), cleaned.get(TO) or self.today
        if end > self.today:
            self.add_error(TO, ValidationError(future_date_error(end, self.today)))
        elif start and start > end:
            words = {"start": day(start), "end": day(end)}
            problem = _("The first date, %(start)s, must be before the last date, %(end)s.") % words
            self.add_error(FROM, ValidationError(problem))
        return cleaned

    @cached_property
    def days(self) -> tuple[datetime.date, datetime.date]:
        """Return the first and the last day: those chosen, if together they are valid, or else the usual ones.

        Other fields do not matter, so that their choices may depend on the period.
        """
        try:
            start, end = (self.fields[name].clean(self[name].data) for name in (FROM, TO))
        except ValidationError:
            start = end = None
        end = end or self.today
        start = start or end - datetime.timedelta(days=self.usual_days)
        if start <= end <= self.today:
            return start, end
        return self.today - datetime.timedelta(days=self.usual_days), self.today

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """Return the period, and the other fields in use, as (name, value)."""
        start, end = self.days
        words = [(str(self.from_label), day(start)), (str(self.to_label), day(end))]
        chosen = self.cleaned_data if self.is_valid() else {}
        for name, field in self.fields.items():
            if name not in (FROM, TO) and chosen.get(name) not in (None, ""):
                labels = {str(key): str(label) for key, label in field.choices}  # type: ignore[attr-defined]
                words.append((str(field.label), labels[str(chosen[name])]))
        return words


def days_in_words(start: datetime.date, end: datetime.date) -> str:
    """Return "1 November 2026 to 30 November 2026"."""
    return _("%(start)s to %(end)s") % {"start": day(start), "end": day(end)}
