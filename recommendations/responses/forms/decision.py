"""The form of the decision whether a response is due."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forces.people.access import Reader
from recommendations.register.models import Inspection
from recommendations.responses.forms.fields import ShortTextNeededLater
from recommendations.responses.models import Response
from recommendations.responses.services.inviting import REASON_LIMIT
from soteria_tracker.web.service_forms import ServiceForm


class DecisionForm(ServiceForm):
    """Whether a response is due, and if not, why."""

    applicability = forms.ChoiceField(
        label=_("Is a response due?"),
        choices=[choice for choice in Response.Applicability.choices if choice[0]],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select whether a response is due")},
    )
    reason = ShortTextNeededLater(label=_("If no response is due, why not?"), max_length=REASON_LIMIT)
    own_report = forms.ModelChoiceField(
        label=_("If it is answered in the response to the force’s own report, which report?"),
        queryset=Inspection.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("The report that has the same findings and is answered instead."),
    )

    def __init__(self, *args: Any, response: Response, reader: Reader, **options: Any) -> None:
        super().__init__(*args, **options)
        published = Inspection.objects.visible_to(reader).published_by(reader.day).exclude(pk=response.inspection_id)
        own_reports = published.filter(subject_forces=response.force)
        self.fields["own_report"].queryset = own_reports  # type: ignore[attr-defined]
