"""The fields of every form that records updates: who reported it, who can see it, and the state after it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Body, BodyKind
from forces.people.access import Reader
from forces.people.editions import Audience
from recommendations.register.models import Recommendation, Update
from recommendations.register.models.update import WORDS_LIMIT
from recommendations.register.models.update_state import DATE_FIELDS, FIELDS_OF_STATUS, STATE_FIELDS
from recommendations.register.statuses import ENDED, RECORDABLE, Status
from recommendations.updates.entry import STATEMENT_FIELDS
from soteria_tracker.web.forms import AddressField, DateField, IconRadioSelect, ShortTextField, SizedTextArea, TextField
from soteria_tracker.web.service_forms import ServiceForm

# Who reported it, how and when: a contributor of the force is not asked.
SOURCE_FIELDS = ("said_by", "reported_by", "received_how", "received_on")


def state_field(field: models.Field, **_options: Any) -> forms.Field:
    """Return the form field for a field of `UpdateState`. Its label and help text come from the model."""
    options: dict[str, Any] = {"label": capfirst(field.verbose_name), "help_text": field.help_text, "required": False}
    if isinstance(field, models.DateField):
        return DateField(**options)
    if isinstance(field, models.ForeignKey):
        return forms.ModelChoiceField(field.related_model._default_manager.all(), empty_label=_("None"), **options)
    if field.choices:
        return forms.ChoiceField(choices=field.choices, widget=forms.RadioSelect, **options)
    return ShortTextField(max_length=field.max_length, **options)


class UpdateFormBase(ServiceForm):
    """An update of the work of one holder. The fields of the state are added from the model: see `state_field`."""

    status = forms.ChoiceField(
        label=_("Status"),
        error_messages={"required": _("Select a status")},
        choices=[(status.value, status.label) for status in RECORDABLE],
        widget=IconRadioSelect(
            hints={str(status): status.meaning for status in RECORDABLE},
            rare=[str(status) for status in RECORDABLE if status in ENDED],
            rare_label=_("Closed for another reason: not accepted, superseded, transferred or withdrawn"),
        ),
    )
    words = TextField(
        label=_("What has been done"),
        max_length=WORDS_LIMIT,
        widget=SizedTextArea(rows=3),
        help_text=_("Do not name victims or suspects."),
        error_messages={"required": _("Enter what has been done or has changed")},
    )
    effective_on = DateField(
        label=_("Date of this update"), help_text=_("The date from which this is true: today or in the past.")
    )
    reported_by = ShortTextField(
        label=_("Reported by"),
        max_length=120,
        help_text=_("A name or a post. They do not need an account."),
        error_messages={"required": _("Enter who reported this: a name or a post")},
    )
    said_by = forms.ChoiceField(label=_("On whose behalf?"), choices=Update.SaidBy.choices)
    received_how = forms.ChoiceField(
        label=_("How it was received"), required=False, choices=[("", _("Not recorded")), *Update.ReceivedHow.choices]
    )
    received_on = DateField(label=_("Date it was received"), required=False)
    audience = forms.ChoiceField(label=_("Who can see this?"), widget=forms.RadioSelect)

    evidence_address = AddressField(label=_("Web address of the evidence"), max_length=500, required=False)
    evidence_shows = ShortTextField(
        label=_("What the evidence shows"),
        max_length=500,
        required=False,
        help_text=_("If you have seen it but do not hold it here, only fill in this."),
    )
    evidence_dated_on = DateField(label=_("Date of the evidence"), required=False)

    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("status", "words", "effective_on", "expected_on")

    # Fields that few updates need, by the section of the form that is closed until it is needed.
    SECTIONS: dict[str, tuple[str, ...]] = {
        "waiting": FIELDS_OF_STATUS[Status.WAITING],
        "closing": FIELDS_OF_STATUS[Status.CLOSED],
        "dates": DATE_FIELDS,
        "evidence": ("evidence_address", "evidence_shows", "evidence_dated_on"),
    }

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        holder: Body,
        reader: Reader,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial=None if data else _initial(holder, reader) | (initial or {}))
        self.holder, self.reader = holder, reader
        undeclared = [name for name in STATE_FIELDS if name not in self.fields]
        self.fields |= forms.fields_for_model(Update, undeclared, formfield_callback=state_field)
        self.order_fields(self.field_order)
        for name in (*FIELDS_OF_STATUS[Status.WAITING], *FIELDS_OF_STATUS[Status.CLOSED], *DATE_FIELDS):
            self._field(name).needed_sometimes = True  # the heading of the section says when
        audiences = reader.audiences_to_choose(holder)
        self._field("audience").choices = [(audience.value, audience.label) for audience in audiences]
        if len(audiences) == 1:
            self.fields["audience"].widget = forms.HiddenInput()
        if reader.speaks_only_for_the_force(holder):
            for name in SOURCE_FIELDS:
                del self.fields[name]
        national_bodies = Body.objects.filter(kind=BodyKind.NATIONAL, closed_on__isnull=True)
        self._field("waiting_for_body").queryset = national_bodies.exclude(pk=holder.pk)
        self._field("waiting_for_recommendation").queryset = Recommendation.objects.none()
        self._field("closing_level").empty_label = _("Not stated")

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def values(self, *names: str) -> dict[str, Any]:
        """Return the cleaned values of those of these fields that the form has."""
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def statement(self) -> dict[str, Any]:
        """Return who reported the update of the valid form, when, and who can see it.

        A contributor of the force is not asked: they report it themselves, here and now.
        """
        return own_report(self.reader) | self.values(*STATEMENT_FIELDS)

    @property
    def open_sections(self) -> dict[str, bool]:
        """Which sections are shown open, by name: a field in it has a value or an error."""
        return {section: self._is_section_open(names) for section, names in self.SECTIONS.items()}

    def _is_section_open(self, names: tuple[str, ...]) -> bool:
        return any(_has_value(self[name].value()) for name in names if name in self.fields) or self.has_problem(names)

    def has_problem(self, names: Iterable[str]) -> bool:
        """Whether one of these fields has an error, or a question that is not answered yet."""
        return any(name in self.questions or (name in self.fields and self[name].errors) for name in names)


def own_report(reader: Reader) -> dict[str, Any]:
    """Return the source of an update that a contributor of the force records: the person."""
    return {
        "said_by": Update.SaidBy.FORCE,
        "reported_by": str(reader.person),
        "received_how": Update.ReceivedHow.HERE,
        "received_on": None,
    }


def _has_value(value: Any) -> bool:
    return any(value) if isinstance(value, tuple) else bool(value)


def _initial(holder: Body, reader: Reader) -> dict[str, Any]:
    """Return what a new form about this holder starts with: today's date, and nothing about the state."""
    return {
        "effective_on": reader.day,
        "audience": next(iter(reader.audiences_to_choose(holder)), Audience.FORCE_AND_OFFICE),
        "said_by": Update.SaidBy.BODY if holder.kind == BodyKind.NATIONAL else Update.SaidBy.FORCE,
        "submission_key": uuid.uuid4(),
    }
