"""Submitting a draft for approval, and approving or returning it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from forces.people.access import Reader
from recommendations.responses.completeness import MissingPart
from recommendations.responses.content import ResponseContent
from recommendations.responses.forms.approval import ApprovalForm, ReturnToAuthorForm
from recommendations.responses.joint import JointSummary, approved_together
from recommendations.responses.models import Response, ResponseStage
from recommendations.responses.page_mixins import WorkingCopyMixin
from recommendations.responses.services.approving import approve, return_to_author, submit
from soteria_tracker.web.service_forms import ServiceForm, ServiceFormView


def missing_in(response: Response, content: ResponseContent) -> list[tuple[Response, list[MissingPart]]]:
    """Return the responses that an approval of this one covers and that are incomplete, with what is missing."""
    return [(member, missing) for member, missing in approved_together(response, content) if missing]


class Submit(WorkingCopyMixin, ServiceFormView):
    """Ask before a draft is submitted, showing what is missing; it may be submitted all the same."""

    form_class = ServiceForm
    template_name = "responses/submit.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.response.stage == ResponseStage.SUBMITTED:  # the same form, sent twice
            return redirect(self.response)
        return super().post(request, *args, **kwargs)

    def save(self, form: ServiceForm) -> None:
        submit(response=self.response, by=self.reader)

    def saved_message(self) -> str:
        return _("Submitted for approval.")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            content=self.content, missing_in=missing_in(self.response, self.content), **context
        )


class Approve(WorkingCopyMixin, ServiceFormView):
    """Show an approver exactly the text to approve: approve it, or return it with a comment."""

    template_name = "responses/approval.html"
    may = Reader.may_approve

    @property
    def returns(self) -> bool:
        """Whether the form for returning was sent, now or before the session expired."""
        sent = self.request.POST or self.request.unsaved_form() or {}  # type: ignore[attr-defined]
        return sent.get("do") == "return"

    def get_form_class(self) -> type[ServiceForm]:
        return ReturnToAuthorForm if self.returns else ApprovalForm

    def get_initial(self) -> dict[str, Any]:
        return {"incomplete_reason": self.response.incomplete_reason}

    def save(self, form: ServiceForm) -> None:
        if self.returns:
            return_to_author(response=self.response, **form.cleaned_data, by=self.reader)
        else:
            approve(response=self.response, **form.cleaned_data, by=self.reader)

    def form_valid(self, form: ServiceForm) -> HttpResponse:
        if self.was_saved(form):  # the same form, sent twice
            return redirect(self.response)
        return super().form_valid(form)

    def was_saved(self, form: ServiceForm) -> bool:
        """Return whether this decision has already been recorded."""
        stage, values = self.response.stage, form.cleaned_data
        if self.returns:
            return stage == ResponseStage.DRAFT and self.response.returned_comment == values["comment"].strip()
        return stage == ResponseStage.APPROVED and self.response.approved_digest == values["digest"]

    def saved_message(self) -> str:
        if self.returns:
            return _("Returned to its authors with your comment.")
        if JointSummary.of(self.response).waiting_for:
            return _("Approved. It can be published when every office that answers jointly has approved it.")
        return _("Approved. It can now be published.")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context = super().get_context_data(**context)
        form = context["form"]
        is_return = isinstance(form, ReturnToAuthorForm)
        return {
            **context,
            "content": self.content,
            "missing_in": missing_in(self.response, self.content),
            "joint": JointSummary.of(self.response),
            "approve_form": ApprovalForm(initial=self.get_initial()) if is_return else form,
            "return_form": form if is_return else ReturnToAuthorForm(),
            "may_decide": self.response.stage in (ResponseStage.SUBMITTED, ResponseStage.APPROVED),
        }
