"""Deciding whether a response is due."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from recommendations.responses.forms.decision import DecisionForm
from recommendations.responses.page_mixins import WorkingCopyMixin
from recommendations.responses.services.inviting import decide
from soteria_tracker.web.service_forms import ServiceFormView


class DecideWhetherDue(WorkingCopyMixin, ServiceFormView):
    """Ask whether a response is due, and why not."""

    form_class = DecisionForm
    template_name = "responses/decision.html"

    def get_initial(self) -> dict[str, Any]:
        return {
            "applicability": self.response.applicability,
            "reason": self.response.applicability_reason,
            "own_report": self.response.own_report_id,
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "response": self.response, "reader": self.reader}

    def save(self, form: DecisionForm) -> None:
        decide(response=self.response, **form.cleaned_data, by=self.reader)

    def saved_message(self) -> str:
        return _("Decision saved: %(decision)s.") % {"decision": self.response.get_applicability_display()}
