"""The forms of duties and commitments: entering one, and recording that it is done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.register.models import Action, Inspection
from recommendations.responses.models import CommitmentKind
from recommendations.responses.models.response import TEXT_LIMIT
from recommendations.responses.services.commitments import HOW_DONE_LIMIT, Duty
from soteria_tracker.web.forms import DateField, ShortTextField, TextField
from soteria_tracker.web.service_forms import ServiceForm

SOURCE_LIMIT = 500
_WIDE = forms.Select(attrs={"class": "govuk-!-width-full"})  # a long option would push the page sideways on a phone


class DutyForm(ServiceForm):
    """What has to be done, by whom and by when, and where that is stated."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (CommitmentKind.DUTY, _("A duty: a report or letter asks for it")),
            (CommitmentKind.COMMITMENT, _("A commitment: someone said it would be done, at a meeting or in a letter")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select whether it is a duty or a commitment")},
    )
    what = TextField(
        label=_("What has to be done"),
        max_length=TEXT_LIMIT,
        help_text=_("Use the wording of the report, letter or minutes."),
        error_messages={"required": _("Enter what has to be done")},
    )
    body = forms.ModelChoiceField(
        label=_("Who has to do it"),
        queryset=Body.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select who has to do it")},
    )
    due_on = DateField(label=_("Due on"), called=_("The due date"))
    source = ShortTextField(
        label=_("Where it is stated"),
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
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)  # the version that the form was made from

    def __init__(self, *args: Any, reader: Reader, **options: Any) -> None:
        super().__init__(*args, **options)
        followed = reader.office | reader.own_bodies
        self._field("body").queryset = Body.objects.filter(pk__in=followed).order_by("kind", "name")
        inspections = Inspection.objects.visible_to(reader).published_by(reader.day)
        self._field("inspection").queryset = inspections.order_by("-published_on", "short_title")
        self._field("inspection").label_from_instance = lambda inspection: inspection.short_title
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
        """Return what the valid form says, for the service."""
        return Duty(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})


class DoneForm(ServiceForm):
    """When a duty or commitment was done, and how."""

    done_on = DateField(label=_("Done on"), called=_("The date it was done"))
    how_done = ShortTextField(
        label=_("How it was done"),
        max_length=HOW_DONE_LIMIT,
        required=False,
        help_text=_("Where the evidence is: a paper, a letter, minutes."),
    )


def _action_in_words(action: Action) -> str:
    """ "Cleveland, Operation Soteria, Recommendation 7: Identify and disrupt suspects"."""
    recommendation = action.recommendation
    return ", ".join([action.holder.label, recommendation.inspection.short_title, recommendation.heading])
