"""The part of the letter form about one action: where it differs from the others."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from recommendations.letters.effects import FIRST_STATUSES, LetterEffect
from recommendations.positions.models import Position
from recommendations.register.models import Action, ClosingLevel, Part, Update
from recommendations.register.models.update import WORDS_LIMIT
from recommendations.register.statuses import Status
from soteria_tracker.web.forms import DateField, TextField, TypedDate

SAYS_NOTHING = "nothing"


class OneLineDateField(forms.CharField):
    """A day in one box: "31 January 2025", "31/1/2025" or "2025-01-31". `called` is its name in messages."""

    def __init__(self, *, called: Any, **options: Any) -> None:
        super().__init__(**options)
        self.called = called

    def to_python(self, value: Any) -> datetime.date | None:  # type: ignore[override]
        parts = [part for part in re.split(r"[\s/.,-]+", str(value or "").strip()) if part]
        if not parts:
            return None
        if len(parts[0]) == 4 and parts[0].isdigit():
            parts.reverse()
        if len(parts) != 3:
            raise ValidationError(
                _("%(date)s must be a day, a month and a year, such as 31 January 2025"), params={"date": self.called}
            )
        return DateField(called=self.called).clean(TypedDate(*parts))


class LetterRowForm(forms.Form):
    """One action in a letter. A field left blank takes what is entered for all actions."""

    effect = forms.ChoiceField(
        label=_("Effect"), required=False, choices=[("", _("Same as all")), *LetterEffect.choices]
    )
    closing_level = forms.ChoiceField(label=_("Closing level"), required=False)
    deadline_on = OneLineDateField(label=_("New deadline"), required=False, called=_("The new deadline"))
    letter_says = forms.ChoiceField(
        label=_("What it found"),
        required=False,
        choices=[("", _("Same as all")), *Update.LetterSays.choices, (SAYS_NOTHING, _("Not stated"))],
    )
    part = forms.ChoiceField(label=_("It is about"), required=False)
    effective_on = OneLineDateField(label=_("Date of this update"), required=False, called=_("The date of this update"))
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("Same as all")), *((status.value, status.label) for status in FIRST_STATUSES)],
    )
    words = TextField(label=_("What it says about this action"), max_length=WORDS_LIMIT, required=False)

    use_required_attribute = False

    def __init__(
        self,
        data: QueryDict | None,
        *,
        action: Action,
        position: Position | None,
        levels: Iterable[ClosingLevel],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, prefix=str(action.pk), initial=initial)
        self.action, self.position = action, position
        named: Any = self.fields["closing_level"]
        named.choices = [("", _("Same as all")), *((str(level.pk), level.name) for level in levels)]
        if not self.is_new:
            del self.fields["status"]
        if parts := action.own_parts:
            of_parts: Any = self.fields["part"]
            label = _now("Part %(label)s")
            of_parts.choices = [
                ("", _now("The action as a whole")),
                *((str(part.pk), label % {"label": part.label}) for part in parts),
            ]
        else:
            del self.fields["part"]

    @property
    def is_new(self) -> bool:
        """Whether the action has no update yet."""
        return self.position is None or self.position.status == Status.NO_UPDATE

    @property
    def chosen_part(self) -> Part | None:
        """The part that the letter is about; None for the action as a whole."""
        chosen = self.cleaned_data.get("part")
        return next((part for part in self.action.own_parts if str(part.pk) == chosen), None)

    @property
    def as_read(self) -> str:
        """What was read from the letter's file about this action, in a few words; empty where nothing was."""
        if self.is_bound or not self.initial:
            return ""
        effects, levels = dict(LetterEffect.choices), dict(self._choices("closing_level"))
        effect, level = self.initial["effect"], self.initial["closing_level"]
        values = [effects[effect] if effect else "", levels[level] if level else ""]
        if part := self.initial.get("part"):
            values.append(str(dict(self._choices("part")).get(part, "")))
        if day := self.initial["deadline_on"]:
            values.append(_now("new deadline %(day)s") % {"day": day})
        if day := self.initial["effective_on"]:
            values.append(_now("from %(day)s") % {"day": day})
        words = [f"“{self.initial['words']}”"] if self.initial["words"] else []
        return ", ".join([str(value) for value in values if value] + words)

    def _choices(self, name: str) -> Any:
        field: Any = self.fields[name]
        return field.choices

    @property
    def is_filled(self) -> bool:
        """Whether something is entered for this action alone, or has an error; or, of what was read, is to decide."""
        if not self.is_bound and self.initial:
            return bool(self.initial["is_undecided"])
        return any(self[name].value() for name in self.fields) or bool(self.is_bound and self.errors)

    @property
    def label(self) -> str:
        """The name of the action in a message about several."""
        recommendation = self.action.recommendation
        return f"{recommendation.inspection.short_title}, {recommendation.label}"
