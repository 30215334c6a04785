"""The form with which an office asks others to answer jointly, or adds other reports of its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Force
from forces.people.access import Reader
from recommendations.register.models import Inspection
from recommendations.responses.joint import forces_to_ask, reports_to_add
from recommendations.responses.models import Response
from soteria_tracker.web.service_forms import ServiceForm


class AnswerJointlyForm(ServiceForm):
    """The other forces to ask, and the other reports of this force to answer in the same response."""

    forces = forms.ModelMultipleChoiceField(
        label=_("Which forces do you want to answer with?"),
        queryset=Force.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    inspections = forms.ModelMultipleChoiceField(
        label=_("Which other reports do you want to answer in this response?"),
        queryset=Inspection.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, response: Response, reader: Reader, **options: Any) -> None:
        super().__init__(*args, **options)
        forces, inspections = forces_to_ask(response, reader), reports_to_add(response, reader)
        self.fields["forces"].queryset = forces  # type: ignore[attr-defined]
        self.fields["inspections"].queryset = inspections  # type: ignore[attr-defined]
        self.fields["inspections"].label_from_instance = lambda report: report.short_title  # type: ignore[attr-defined]
        for name, choices in (("forces", forces), ("inspections", inspections)):
            if not choices:
                del self.fields[name]
