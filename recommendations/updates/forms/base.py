"""What every form asks that records updates: from when it is true, who says so, who may read it, and what follows."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Body
from forces.people.access import Audience, Reader
from recommendations.register.models import ClosingLevel, Update
from soteria_tracker.web.forms import AddressField, DateField, ShortTextField


class UpdateFormBase(forms.Form):
    """What somebody said about the work of one holder, apart from the status and the words themselves."""

    effective_on = DateField(
        label=_("From which day is this true?"),
        called=_("The date from which this is true"),
        help_text=_("Today or a day in the past."),
    )
    reported_by = ShortTextField(
        label=_("Who reported it?"),
        max_length=120,
        help_text=_("A name or a post. They need no account here."),
        error_messages={"required": _("Enter who reported this: a name or a post")},
    )
    said_by = forms.ChoiceField(label=_("For whom do they speak?"), choices=Update.SaidBy.choices)
    received_how = forms.ChoiceField(
        label=_("How was it received?"), required=False, choices=[("", _("Not recorded")), *Update.ReceivedHow.choices]
    )
    received_on = DateField(label=_("When was it received?"), called=_("The day it was received"), required=False)
    audience = forms.ChoiceField(label=_("Who may read it?"), widget=forms.RadioSelect)
    expected_on = DateField(
        label=_("When is it expected to be finished?"),
        called=_("The expected date"),
        required=False,
        help_text=_("This does not change the deadline."),
    )

    waiting_for_body = forms.ModelChoiceField(
        label=_("Which body must act first?"), queryset=Body.objects.none(), required=False, empty_label=_("None")
    )

    closed_by = forms.ChoiceField(
        label=_("Who closed it?"),
        required=False,
        choices=Update.ClosedBy.choices,
        widget=forms.RadioSelect,
    )
    verified_by = ShortTextField(
        label=_("Who confirmed it?"), max_length=120, required=False, help_text=_("A name or a post.")
    )
    closing_level = forms.ModelChoiceField(
        label=_("Closing level"), queryset=ClosingLevel.objects.all(), required=False, empty_label=_("Not stated")
    )

    revised_deadline_on = DateField(
        label=_("HMICFRS’s new deadline"), called=_("HMICFRS’s new deadline"), required=False
    )
    local_target_on = DateField(label=_("Local target"), called=_("The local target"), required=False)
    deadline_reason = ShortTextField(label=_("Reason for the new date"), max_length=500, required=False)

    evidence_address = AddressField(label=_("Address of the evidence"), max_length=500, required=False)
    evidence_shows = ShortTextField(
        label=_("What it shows"),
        max_length=500,
        required=False,
        help_text=_("If you have seen it and do not hold it here, fill in this alone."),
    )
    evidence_dated_on = DateField(label=_("Date of the evidence"), called=_("The date of the evidence"), required=False)

    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    # The parts of the form that only some updates need, each behind a heading that opens it.
    FOLDED: dict[str, tuple[str, ...]] = {
        "waiting": ("waiting_for_body",),
        "closing": ("closed_by", "verified_by", "closing_level"),
        "dates": ("revised_deadline_on", "local_target_on", "deadline_reason"),
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
        super().__init__(data, files, initial=None if data else _beginning(holder, reader) | (initial or {}))
        self.holder, self.reader = holder, reader
        self.confirmed = frozenset(data.getlist("confirmed")) if data else frozenset()
        audiences = reader.audiences_to_choose(holder)
        self._field("audience").choices = [(a.value, a.label) for a in audiences]
        if len(audiences) == 1:
            self.fields["audience"].widget = forms.HiddenInput()
        for name in (name for part in ("waiting", "closing", "dates") for name in self.FOLDED[part]):
            self._field(name).needed_sometimes = True  # the heading they stand under says when
        if reader.speaks_only_for_the_force(holder):
            self._field("said_by").choices = [(Update.SaidBy.FORCE.value, Update.SaidBy.FORCE.label)]
            self.fields["said_by"].widget = forms.HiddenInput()
        self._field("waiting_for_body").queryset = _bodies_to_wait_for(holder)

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def refuse(self, error: ValidationError) -> None:
        """Show a refusal of the service at the fields it names, or above the form."""
        by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, messages in by_field.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)

    def change_data(self, **values: Any) -> None:
        """Set values in the bound form, for showing it again."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name, value in values.items():
            data[name] = value
        self.data = data

    def is_unfolded(self, part: str) -> bool:
        """Whether a folded part is shown open: something stands in it, or a message does."""
        return any(self[name].errors or _stands(self[name].value()) for name in self.FOLDED[part])

    @property
    def unfolded(self) -> dict[str, bool]:
        return {part: self.is_unfolded(part) for part in self.FOLDED}


def _stands(value: Any) -> bool:
    return any(value) if isinstance(value, tuple) else bool(value)


def _beginning(holder: Body, reader: Reader) -> dict[str, Any]:
    """What a form about this holder begins with: today's date, and nobody's words."""
    is_contributor = holder.pk in reader.contributes
    return {
        "effective_on": reader.day,
        "audience": next(iter(reader.audiences_to_choose(holder)), Audience.FORCE_AND_OFFICE),
        "said_by": Update.SaidBy.BODY if holder.kind == Body.Kind.NATIONAL else Update.SaidBy.FORCE,
        "reported_by": str(reader.person) if is_contributor else "",
        "received_how": Update.ReceivedHow.HERE if is_contributor else "",
        "submission_key": uuid.uuid4(),
    }


def _bodies_to_wait_for(holder: Body) -> QuerySet[Body]:
    return Body.objects.filter(kind=Body.Kind.NATIONAL, closed_on__isnull=True).exclude(pk=holder.pk)
