"""The fields of every form that records updates: who reported it, who can see it, and the state after it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Body, BodyKind
from forces.people.access import Reader
from forces.people.editions import Audience
from recommendations.register.models import Update
from recommendations.register.models.update import WORDS_LIMIT
from recommendations.register.models.update_state import DATE_FIELDS
from recommendations.register.statuses import ENDED, RECORDABLE
from recommendations.updates.entry import STATEMENT_FIELDS
from recommendations.updates.forms.state import StateForm
from recommendations.updates.queries import default_audience
from soteria_tracker.web.forms import AddressField, DateField, IconRadioSelect, ShortTextField, SizedTextArea, TextField

# Who reported it, how and when: a contributor of the force is not asked.
SOURCE_FIELDS = ("said_by", "reported_by", "received_how", "received_on")


# Who speaks, and who can see it, inside a sentence.
SPEAKERS = {
    Update.SaidBy.FORCE: _("for the force"),
    Update.SaidBy.OFFICE: _("for the commissioner’s office"),
    Update.SaidBy.BODY: _("for the body it is addressed to"),
    Update.SaidBy.SOURCE: _("for the body that issued it"),
}
AUDIENCES_IN_WORDS = {
    Audience.OFFICE: _("the office only"),
    Audience.FORCE_AND_OFFICE: _("the force and the office"),
    Audience.PANEL: _("the force, the office and the panel"),
    Audience.PUBLIC: _("everyone with an account"),
}


class UpdateFields(StateForm):
    """The fields of an update that every form shows which records one, beside those of the state."""

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


class UpdateFormBase(UpdateFields):
    """An update of the work of one holder, with its source, its audience and the whole state after it."""

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

    SECTIONS = UpdateFields.SECTIONS | {"evidence": ("evidence_address", "evidence_shows", "evidence_dated_on")}
    # The fields that are folded (templates/updates/quick_fields.html); `summary` says what they hold.
    MORE: tuple[str, ...] = (
        "effective_on",
        "expected_on",
        *SOURCE_FIELDS,
        "audience",
        *DATE_FIELDS,
        *SECTIONS["evidence"],
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        holder: Body,
        reader: Reader,
        initial: dict[str, Any] | None = None,
    ) -> None:
        initial = None if data else _initial(holder, reader) | (initial or {})
        super().__init__(data, files, holder=holder, initial=initial)
        self.holder, self.reader = holder, reader
        self.order_fields(self.field_order)
        audiences = reader.audiences_to_choose(holder)
        self._field("audience").choices = [(audience.value, audience.label) for audience in audiences]
        if len(audiences) == 1:
            self.fields["audience"].widget = forms.HiddenInput()
        if reader.speaks_only_for_the_force(holder):
            for name in SOURCE_FIELDS:
                del self.fields[name]

    @property
    def asks_reporter(self) -> bool:
        """Whether the reporter is asked for at once, because no one is expected to report."""
        return "reported_by" in self.fields and not (self["reported_by"].value() or "").strip()

    @property
    def shows_more(self) -> bool:
        """Whether the folded fields are shown open: one has an error or a question."""
        return self.has_problem(self.MORE)

    @property
    def summary(self) -> dict[str, Any]:
        """What the folded fields hold: `day`, `is_today`, `reported_by`, `said_by` and `audience` (in words)."""
        values = {name: self._entered(name) for name in ("effective_on", "reported_by", "said_by", "audience")}
        day = values["effective_on"]
        return {
            "day": day,
            "is_today": day == self.reader.day,
            "reported_by": values["reported_by"],
            "said_by": SPEAKERS.get(values["said_by"], ""),
            "audience": AUDIENCES_IN_WORDS.get(values["audience"], ""),
        }

    def _entered(self, name: str) -> Any:
        if name not in self.fields:
            return ""
        return self.cleaned_data.get(name) if self.is_bound and not self.errors.get(name) else self[name].initial

    def values(self, *names: str) -> dict[str, Any]:
        """Return the cleaned values of those of these fields that the form has."""
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def statement(self) -> dict[str, Any]:
        """Return who reported the update of the valid form, when, and who can see it.

        A contributor of the force is not asked: they report it themselves, here and now.
        """
        return own_report(self.reader) | self.values(*STATEMENT_FIELDS)


def own_report(reader: Reader) -> dict[str, Any]:
    """Return the source of an update that a contributor of the force records: the person."""
    return {
        "said_by": Update.SaidBy.FORCE,
        "reported_by": str(reader.person),
        "received_how": Update.ReceivedHow.HERE,
        "received_on": None,
    }


def _initial(holder: Body, reader: Reader) -> dict[str, Any]:
    """Return what a new form about this holder starts with: today's date, and nothing about the state."""
    return {
        "effective_on": reader.day,
        "audience": default_audience(holder, reader),
        "said_by": Update.SaidBy.BODY if holder.kind not in (BodyKind.FORCE, BodyKind.LOCAL) else Update.SaidBy.FORCE,
        "submission_key": uuid.uuid4(),
    }
