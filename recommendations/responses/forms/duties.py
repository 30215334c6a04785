"""The form of a duty or a promise that no response holds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import F
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.register.models import Action, Inspection
from recommendations.responses.forms.fields import ServiceForm
from recommendations.responses.models import Commitment
from recommendations.responses.models.response import TEXT_LIMIT
from recommendations.responses.services.duties import Duty
from soteria_tracker.web.forms import DateField, ShortTextField, TextField

SOURCE_LIMIT = 500
_WIDE = forms.Select(attrs={"class": "govuk-!-width-full"})  # a long option would push the page sideways on a phone


class DutyForm(ServiceForm):
    """What has to be done, by whom and by when, and who says so. `holder` is whose list the form was opened from."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (Commitment.Kind.DUTY, _("A duty: a report or a letter asks for it")),
            (Commitment.Kind.PROMISE, _("A promise: somebody said it would be done, at a meeting or in a letter")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it is a duty or a promise")},
    )
    what = TextField(
        label=_("What has to be done"),
        max_length=TEXT_LIMIT,
        help_text=_("In the words in which it was asked for."),
        error_messages={"required": _("Say what has to be done")},
    )
    body = forms.ModelChoiceField(
        label=_("Who has to do it"),
        queryset=Body.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who has to do it")},
    )
    due_on = DateField(label=_("Due on"), called=_("The day it is due"))
    source = ShortTextField(
        label=_("Where it is said"),
        max_length=SOURCE_LIMIT,
        required=False,
        help_text=_("A page of the report, a letter and its date, or a meeting."),
    )
    inspection = forms.ModelChoiceField(
        label=_("Which report it is from"),
        queryset=Inspection.objects.none(),
        required=False,
        empty_label=_("None"),
        widget=_WIDE,
    )
    action = forms.ModelChoiceField(
        label=_("Which action it belongs to"),
        queryset=Action.objects.none(),
        required=False,
        empty_label=_("None"),
        widget=_WIDE,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        holder: Body,
        reader: Reader,
        commitment: Commitment | None = None,
        seen: int | None = None,
        action: Action | None = None,
    ) -> None:
        given: dict[str, Any] = {"kind": Commitment.Kind.DUTY, "body": holder.pk, "action": action, "seen": seen}
        if commitment:
            given |= {name: getattr(commitment, name) for name in self.base_fields if name != "seen"}
        super().__init__(data, initial=given)
        followed = reader.office | reader.own_bodies
        self._field("body").queryset = Body.objects.filter(pk__in=followed).order_by("kind", "name")
        inspections = Inspection.objects.visible_to(reader).published_by(reader.day)
        self._field("inspection").queryset = inspections.order_by("-published_on", "short_title")
        self._field("inspection").label_from_instance = lambda one: one.short_title
        self._field("action").queryset = (
            Action.objects.visible_to(reader)
            .filter(holder__in=followed, recommendation__inspection__in=inspections)
            .select_related("holder", "recommendation__inspection")
            .defer("recommendation__text", "recommendation__inspection__key_findings")
            .order_by(
                "holder__kind",
                "holder__name",
                F("recommendation__inspection__published_on").desc(nulls_last=True),
                "recommendation__inspection__short_title",
                "recommendation__order",
                "recommendation__reference",
            )
        )
        self._field("action").label_from_instance = _action_in_words

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def duty(self) -> Duty:
        """What the valid form says, for the service."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return Duty(**said)

    def show_again(self, *, seen: int) -> None:
        """Everything typed, as a form that is now based on this version: the next save replaces what is saved."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["seen"] = str(seen)
        self.data = data


def _action_in_words(action: Action) -> str:
    """ "Cleveland, Operation Soteria, Recommendation 7: Identify and disrupt suspects"."""
    recommendation = action.recommendation
    named = [action.holder.label, recommendation.inspection.short_title, recommendation.label]
    return f"{', '.join(named)}: {recommendation.short_title}"
