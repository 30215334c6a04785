"""Asking to remove words or a file; the list of requests; deciding about one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from recommendations.redactions.forms import RedactionDecisionForm, RedactionForm
from recommendations.redactions.models import Redaction
from recommendations.redactions.queries import redactions_of
from recommendations.redactions.services import decide_redaction, request_redaction
from recommendations.register.models import Update
from recommendations.register.selection import HolderMixin
from soteria_tracker.web.service_forms import ServiceFormView


class RedactionList(HolderMixin):
    """The requests about a body's updates, and what was decided."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = list(redactions_of(self.holder, self.reader)[:200])
        context = self.get_context_data(redactions=found, open_count=sum(not hasattr(r, "decision") for r in found))
        return render(request, "redactions/list.html", context)


class RequestRedaction(HolderMixin, ServiceFormView):
    """Ask to remove the words or a file of one update."""

    form_class = RedactionForm
    template_name = "redactions/request.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.update = get_object_or_404(
            Update.objects.filter(action__holder__in=self.reader.held_by(self.holder))
            .filter(self.reader.readable_texts("action__holder", "shown_to"))
            .select_related("words", "action__holder", "action__recommendation__inspection")
            .prefetch_related("evidence"),
            pk=kwargs["update"],
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"update": self.update}

    def save(self, form: RedactionForm) -> Redaction:
        return request_redaction(
            update=self.update,
            evidence=form.evidence(),
            reason=form.cleaned_data["reason"],
            by=self.reader,
            submission_key=form.cleaned_data["submission_key"],
        )

    def saved_message(self) -> str:
        return _("An approver of your office who did not ask has to decide. Until then nothing is removed.")

    def get_success_url(self) -> str:
        return reverse("redactions", args=[self.holder.slug])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(update=self.update, action=self.update.action, **context)


class DecideRedaction(HolderMixin, ServiceFormView):
    """Decide about one request."""

    form_class = RedactionDecisionForm
    template_name = "redactions/decide.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.redaction = get_object_or_404(redactions_of(self.holder, self.reader), pk=kwargs["redaction"])

    def save(self, form: RedactionDecisionForm) -> Any:
        return decide_redaction(redaction=self.redaction, by=self.reader, **form.cleaned_data)

    def saved_message(self) -> str:
        return _("Removed. Its date, author and reason stay.") if self.result.removed else _("Nothing was removed.")

    def get_success_url(self) -> str:
        return reverse("redactions", args=[self.holder.slug])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            redaction=self.redaction,
            action=self.redaction.action,
            evidence_address=self.redaction.evidence_id
            and self.redaction.action.address_of("evidence", self.redaction.evidence_id),
            may_decide=self.reader.may_decide_redactions(self.redaction.action.holder)
            and self.redaction.requested_by_id != self.reader.person.pk
            and not hasattr(self.redaction, "decision"),
            **context,
        )
