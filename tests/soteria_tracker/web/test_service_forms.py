"""Forms that show the errors and questions of a service."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from soteria_tracker.web.service_forms import ServiceForm, Unconfirmed


class MeetingForm(ServiceForm):
    held_on = forms.CharField()


def test_errors_are_shown_at_their_field_or_above_the_form() -> None:
    form = MeetingForm(QueryDict("held_on=today"))
    form.refuse(ValidationError({"held_on": ["Not today"], "place": ["No room is free"]}))
    assert form.errors == {"held_on": ["Not today"], "__all__": ["No room is free"]}


def test_questions_are_shown_and_confirmations_are_read() -> None:
    form = MeetingForm(QueryDict("held_on=today&confirmed=held_on&confirmed=place"))
    form.refuse(Unconfirmed({"held_on": "That is a Sunday. Is it right?"}))
    assert form.questions == {"held_on": "That is a Sunday. Is it right?"}
    assert form.confirmed == {"held_on", "place"}
    assert form.errors == {}


def test_an_unsubmitted_form_confirms_nothing() -> None:
    assert MeetingForm().confirmed == frozenset()
