"""The filter of the log: by person, organisation, kind and dates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.pages.common.period import PeriodForm, days_in_words
from recommendations.pages.log.queries import Log, LogChoice
from recommendations.pages.log.records import RecordKind
from soteria_tracker.web.filters import NO_WIDER_THAN_THE_PAGE, ONE_OF_THE_LIST


class LogForm(PeriodForm):
    """The filter: the last 30 days, unless the address or the boxes name other days."""

    usual_days = 30
    person = forms.TypedChoiceField(
        label=gettext_lazy("Person"), required=False, coerce=int, empty_value=None, error_messages=ONE_OF_THE_LIST
    )
    body = forms.TypedChoiceField(
        label=gettext_lazy("Organisation"), required=False, coerce=int, empty_value=None, error_messages=ONE_OF_THE_LIST
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False, error_messages=ONE_OF_THE_LIST)

    def __init__(self, data: QueryDict, reader: Reader) -> None:
        super().__init__(data, reader)
        bodies = Body.objects.filter(reader.logged()).order_by("name")
        self._offer("body", _("All organisations"), [(body.pk, body.name) for body in bodies])
        self._offer("kind", _("All kinds"), RecordKind.choices)
        self.log = Log(reader, *self.days)
        recorders = self.log.people()
        self.people = [(pk, name) for pk, name in recorders if pk]
        everyone = {*recorders, *self._selected(reader, recorders)}
        offered = sorted(everyone, key=lambda person: (not person[0], person[1].lower()))  # commands come last
        self._offer("person", _("Everyone"), [(pk, name or NO_PERSON) for pk, name in offered])

    def _selected(self, reader: Reader, recorders: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """Return who is selected without having recorded anything in the period, if the reader may see this person."""
        selected = self.data.get("person")
        if not selected or selected in {str(key) for key, _name in recorders}:
            return []
        return [person for person in Log(reader).people() if str(person[0]) == selected]

    def _offer(self, name: str, all_label: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        field.widget.attrs |= NO_WIDER_THAN_THE_PAGE
        field.choices = [("", all_label), *choices]  # type: ignore[attr-defined]

    @property
    def choice(self) -> LogChoice:
        """Return what is chosen, if all fields are valid."""
        chosen = self.cleaned_data if self.is_valid() else {}
        return LogChoice(chosen.get("person"), chosen.get("body"), chosen.get("kind") or None)

    @property
    def summary(self) -> str:
        """Return the filter in one line: "everyone, all kinds, 1 November 2026 to 30 November 2026"."""
        chosen = dict(self.in_words)
        parts = [
            chosen.get(_("Person"), _("everyone")),
            chosen.get(_("Organisation"), ""),
            chosen.get(_("Kind"), _("all kinds")),
            days_in_words(*self.days),
        ]
        return ", ".join(filter(None, parts))


NO_PERSON = gettext_lazy("System (no person)")
