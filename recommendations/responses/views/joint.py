"""Answering jointly: asking other offices, accepting or declining, and leaving."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from recommendations.responses.forms.joint import AnswerJointlyForm
from recommendations.responses.joint import JointSummary
from recommendations.responses.models import JointRequest
from recommendations.responses.page_mixins import WorkingCopyMixin
from recommendations.responses.services.drafting import open_response
from recommendations.responses.services.joint import accept, answer_jointly, decline, leave, withdraw_request
from soteria_tracker.web.service_forms import ServiceFormView


class AnswerJointly(WorkingCopyMixin, ServiceFormView):
    """With whom the response is given jointly. A button says what to do; those of requests carry their ids."""

    form_class = AnswerJointlyForm
    template_name = "responses/joint.html"
    post_creates_response = False  # declining a request starts no response

    @cached_property
    def pressed(self) -> tuple[str, str]:
        """What the button does, and the id of the request that it belongs to."""
        sent = self.request.POST or self.request.unsaved_form() or {}  # type: ignore[attr-defined]
        does, _colon, request = sent.get("do", "").partition(":")
        return does, request

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "response": self.response, "reader": self.reader}

    def save(self, form: AnswerJointlyForm) -> None:
        does, request_id = self.pressed
        if does in ("accept", "decline", "withdraw"):
            self.answer(does, get_object_or_404(self.requests, pk=request_id if request_id.isdecimal() else 0))
        elif does == "leave":
            leave(response=self.response, by=self.reader)
        elif does == "ask":
            response = self.response
            if response.pk is None:
                response = open_response(inspection=response.inspection, force=response.force, by=self.reader)
            joint = answer_jointly(
                response=response,
                forces=form.cleaned_data.get("forces", ()),
                inspections=form.cleaned_data.get("inspections", ()),
                by=self.reader,
            )
            self.has_asked = joint.requests.filter(answer="").exists()
        else:
            raise ValidationError(_("Select one of the buttons."))

    @property
    def requests(self) -> Any:
        """The requests that this page shows, answered or not."""
        own = JointRequest.objects.filter(force=self.response.force_id, inspection=self.response.inspection_id)
        made = JointRequest.objects.filter(joint__isnull=False, joint=self.response.joint_id)
        return (own | made).select_related("joint", "force", "inspection")

    def answer(self, does: str, request: JointRequest) -> None:
        if does == "accept":
            accept(request=request, by=self.reader)
        elif does == "decline":
            decline(request=request, by=self.reader)
        else:
            withdraw_request(request=request, response=self.response, by=self.reader)

    @property
    def done(self) -> str:
        """What was done: what the button does, or "add" where no other office has to answer."""
        does = self.pressed[0]
        return "add" if does == "ask" and not self.has_asked else does

    def saved_message(self) -> str:
        return {
            "ask": _("Saved. The office you asked can now accept or decline."),
            "add": _("Saved. These are now answered in one response."),
            "accept": _("You now answer jointly. This response contains the text of both drafts."),
            "decline": _("Declined. Your own draft has not changed."),
            "withdraw": _("The request is withdrawn."),
            "leave": _("You have left the joint response. Every office keeps the text in its own draft."),
        }[self.done]

    def get_success_url(self) -> str:
        if self.pressed[0] in ("accept", "leave"):
            return self.response.get_absolute_url()
        return reverse("response-joint", args=[self.response.force.slug, self.response.inspection.slug])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        is_published = self.response.pk is not None and self.response.publications.exists()
        return super().get_context_data(
            **{"joint": JointSummary.of(self.response), "is_published": is_published, **context}
        )
