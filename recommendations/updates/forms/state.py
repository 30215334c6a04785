"""Fields of the state of an action, taken from the model, for every form that sets some of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Body, BodyKind
from recommendations.register.models import Recommendation, Source, Update
from recommendations.register.models.update_state import DATE_FIELDS, FIELDS_OF_STATUS, OCCURRENCE_FIELDS, STATE_FIELDS
from recommendations.register.statuses import Status
from soteria_tracker.web.forms import DateField, ShortTextField
from soteria_tracker.web.service_forms import ServiceForm


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


class StateForm(ServiceForm):
    """A form with the fields `STATE`: each that is not declared is added from the model, see `state_field`."""

    STATE = tuple(name for name in STATE_FIELDS if name not in OCCURRENCE_FIELDS)
    # Fields that are rarely needed, by the section of the form that is closed until it is needed.
    SECTIONS: dict[str, tuple[str, ...]] = {
        "waiting": FIELDS_OF_STATUS[Status.WAITING],
        "closing": FIELDS_OF_STATUS[Status.CLOSED],
        "dates": DATE_FIELDS,
    }

    def __init__(self, *args: Any, holder: Body | None = None, **kwargs: Any) -> None:
        """`holder` is the body whose actions the form is about; it cannot wait for itself."""
        super().__init__(*args, **kwargs)
        undeclared = [name for name in self.STATE if name not in self.fields]
        self.fields |= forms.fields_for_model(Update, undeclared, formfield_callback=state_field)
        for name in (*FIELDS_OF_STATUS[Status.WAITING], *FIELDS_OF_STATUS[Status.CLOSED], *DATE_FIELDS):
            if name in self.fields:
                self._field(name).needed_sometimes = True  # the heading of the section says when
        if "waiting_for_body" in self.fields:
            national_bodies = Body.objects.filter(kind=BodyKind.NATIONAL, closed_on__isnull=True)
            self._field("waiting_for_body").queryset = (
                national_bodies.exclude(pk=holder.pk) if holder else national_bodies
            )
            self._field("waiting_for_recommendation").queryset = Recommendation.objects.none()
        if "closing_level" in self.fields:
            self._field("closing_level").empty_label = _("Not stated")

    def name_issuers(self, issuers: Collection[Source]) -> None:
        """Name the body that issued the items in what the form asks. Items of several keep the general words."""
        if len(issuers) != 1:
            return
        [issuer] = issuers
        for name in ("closed_by", "said_by"):
            if name in self.fields:
                field = self._field(name)
                source = (Update.ClosedBy if name == "closed_by" else Update.SaidBy).SOURCE.value
                field.choices = [
                    (key, issuer.sentence_name if key == source else label) for key, label in field.choices
                ]
        if "closed_by" in self.fields and not issuer.closes_items:
            closed_by = self._field("closed_by")
            closed_by.choices = [choice for choice in closed_by.choices if choice[0] != Update.ClosedBy.SOURCE]
        if "revised_deadline_on" in self.fields:
            self._field("revised_deadline_on").label = _now("New deadline set by %(body)s") % {"body": issuer.body_name}

    def _field(self, name: str) -> Any:
        return self.fields[name]

    @property
    def open_sections(self) -> dict[str, bool]:
        """Which sections are shown open, by name: a field in it has a value, an error or a question."""
        return {section: self._is_section_open(names) for section, names in self.SECTIONS.items()}

    def _is_section_open(self, names: tuple[str, ...]) -> bool:
        return any(_has_value(self[name].value()) for name in names if name in self.fields) or self.has_problem(names)

    def has_problem(self, names: Iterable[str]) -> bool:
        """Whether one of these fields has an error, or a question that is not answered yet."""
        return any(name in self.questions or (name in self.fields and self[name].errors) for name in names)


def _has_value(value: Any) -> bool:
    return any(value) if isinstance(value, tuple) else bool(value)
