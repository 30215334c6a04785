"""The filter of the log of access: by person, kind and dates."""

from __future__ import annotations

import datetime

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forces.people.access import Reader
from forces.people.models import AccessEvent, Person
from recommendations.pages.common.period import PeriodForm
from recommendations.positions.known import end_of
from soteria_tracker.web.filters import NO_WIDER_THAN_THE_PAGE, ONE_OF_THE_LIST


class AccessLogForm(PeriodForm):
    """The filter: the last 30 days, unless the address or the boxes name other days."""

    usual_days = 30
    person = forms.TypedChoiceField(
        label=gettext_lazy("Person"), required=False, coerce=int, empty_value=None, error_messages=ONE_OF_THE_LIST
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("All kinds")), *AccessEvent.Kind.choices],
        error_messages=ONE_OF_THE_LIST,
    )

    def __init__(self, data: QueryDict, reader: Reader) -> None:
        super().__init__(data, reader)
        self._reader = reader
        people = Person.objects.filter(reader.watched_people()).order_by("name", "email")
        self.fields["person"].choices = [("", _("Everyone")), *((p.pk, str(p)) for p in people)]  # type: ignore[attr-defined]
        self.fields["person"].widget.attrs |= NO_WIDER_THAN_THE_PAGE

    def events(self) -> QuerySet[AccessEvent]:
        """Return what happened in the period and meets the filter, the newest first."""
        start, end = self.days
        chosen = self.cleaned_data if self.is_valid() else {}
        found = AccessEvent.objects.filter(
            happened_at__gte=end_of(start - datetime.timedelta(days=1)),
            happened_at__lt=end_of(end),
            person__in=Person.objects.filter(self._reader.watched_people()),
        )
        for name in ("person", "kind"):
            if chosen.get(name):
                found = found.filter(**{name: chosen[name]})
        return found.select_related("person")
