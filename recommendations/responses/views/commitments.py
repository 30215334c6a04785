"""Duties and commitments of one body: their list, and recording, changing, completing and withdrawing one."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from forces.bodies.models import Body
from recommendations.register.selection import HolderMixin, selected_actions
from recommendations.responses.commitments import commitments_of
from recommendations.responses.forms.commitments import DoneForm, DutyForm
from recommendations.responses.models import Commitment, CommitmentKind
from recommendations.responses.page_mixins import WorkingCopyMixin
from recommendations.responses.services.commitments import (
    ChangedMeanwhile,
    record_done,
    save_duty,
    version_of,
    withdraw_duty,
)
from soteria_tracker.web.service_forms import ServiceForm, ServiceFormView


class DutyList(HolderMixin, TemplateView):
    """What a body has to do besides its recommendations: what is open, or with ?done=on what was done."""

    template_name = "duties/duties.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        rows = list(commitments_of(self.holder, self.reader))
        followed = self.reader.office | self.reader.own_bodies
        return super().get_context_data(
            **context,
            open=[row for row in rows if row.done_on is None],
            done=[row for row in reversed(rows) if row.done_on],
            shows_done="done" in self.request.GET,
            overdue=sum(row.done_on is None and row.due_on < self.reader.day for row in rows),
            other_bodies=Body.objects.filter(pk__in=followed).exclude(pk=self.holder.pk),
        )


class EditDutyView(HolderMixin, ServiceFormView):
    """Enter a duty or commitment. `commitment` is the one that is changed; None for a new one."""

    form_class = DutyForm
    template_name = "duties/edit.html"
    refusals = (*ServiceFormView.refusals, ChangedMeanwhile)
    commitment: Commitment | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "reader": self.reader}

    def save(self, form: DutyForm) -> Commitment:
        seen = form.cleaned_data["seen"]
        return save_duty(duty=form.duty(), by=self.reader, commitment=self.commitment, seen=seen)

    def refuse(self, form: DutyForm, refusal: Exception) -> HttpResponse:
        """Show both versions where someone else has changed it: the next save replaces what is saved."""
        if not isinstance(refusal, ChangedMeanwhile):
            return super().refuse(form, refusal)
        form.change_data(seen=str(version_of(refusal.saved)))
        return self.form_invalid(form, status=HTTPStatus.CONFLICT, changed_meanwhile=refusal.saved)

    def saved_message(self) -> str:
        words = _("Duty saved for %(body)s.")
        if self.result.kind == CommitmentKind.COMMITMENT:
            words = _("Commitment saved for %(body)s.")
        return words % {"body": self.result.body}

    def get_success_url(self) -> str:
        return reverse("duties", args=[self.result.body.slug])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**{**context, "commitment": self.commitment})


class NewDuty(EditDutyView):
    """Record a duty or commitment. The address may name the action it belongs to."""

    def get_initial(self) -> dict[str, Any]:
        action = next(iter(selected_actions(self.request.GET, self.reader, self.holder)), None)
        return {"kind": CommitmentKind.DUTY, "body": self.holder.pk, "action": action}


class DutyMixin(HolderMixin):
    """A page about one duty or commitment that no response made. Sets `commitment`."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        own = commitments_of(self.holder, self.reader).filter(explanation=None)
        self.commitment = get_object_or_404(own, pk=kwargs["commitment"])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**{**context, "commitment": self.commitment})

    def get_success_url(self) -> str:
        return reverse("duties", args=[self.holder.slug])


class EditDuty(DutyMixin, EditDutyView):
    """Change a duty or commitment that no response made."""

    commitment: Commitment

    def get_initial(self) -> dict[str, Any]:
        names = (name for name in DutyForm.base_fields if name != "seen")
        saved = {name: getattr(self.commitment, name) for name in names}
        return {**saved, "seen": version_of(self.commitment)}

    def get_success_url(self) -> str:
        return reverse("duties", args=[self.result.body.slug])


class CompleteDuty(DutyMixin, ServiceFormView):
    """One duty or commitment, and recording when and how it was done."""

    form_class = DoneForm
    template_name = "duties/duty.html"

    def get_initial(self) -> dict[str, Any]:
        return {"done_on": self.commitment.done_on or self.reader.day, "how_done": self.commitment.how_done}

    def save(self, form: DoneForm) -> None:
        record_done(commitment=self.commitment, **form.cleaned_data, by=self.reader)

    def saved_message(self) -> str:
        return _("Recorded as done.")


class WithdrawDuty(DutyMixin, ServiceFormView):
    """Ask before a duty that was entered by mistake is withdrawn."""

    form_class = ServiceForm
    template_name = "duties/withdraw.html"

    def save(self, form: ServiceForm) -> None:
        withdraw_duty(commitment=self.commitment, by=self.reader)

    def saved_message(self) -> str:
        return _("Withdrawn. No more reminders.")


class CompleteCommitment(WorkingCopyMixin, ServiceFormView):
    """One commitment in a response of the reader's own office, and recording when and how it was done."""

    form_class = DoneForm
    template_name = "responses/commitment.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        commitments = Commitment.objects.filter(explanation__response=self.response.pk)
        self.commitment = get_object_or_404(
            commitments.select_related("explanation__recommendation", "explanation__response"), pk=kwargs["commitment"]
        )

    def get_initial(self) -> dict[str, Any]:
        return {"done_on": self.commitment.done_on, "how_done": self.commitment.how_done}

    def save(self, form: DoneForm) -> None:
        record_done(commitment=self.commitment, **form.cleaned_data, by=self.reader)

    def saved_message(self) -> str:
        return _("Recorded as done.")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**{**context, "commitment": self.commitment})
