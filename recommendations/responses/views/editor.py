"""The page of one response: the editor for its own office; for others what was published, or that nothing is."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from forces.people.requests import reader_of_request
from recommendations.register.models import Recommendation
from recommendations.responses.completeness import explanation_field
from recommendations.responses.concurrent_edits import DraftConflict, Edits
from recommendations.responses.content import NO_ACTION
from recommendations.responses.editor import Editor
from recommendations.responses.forms.draft import DraftForm, stored_draft
from recommendations.responses.joint import JointSummary
from recommendations.responses.lookup import (
    FoundResponse,
    comments_open_to,
    find_response,
    publications_of,
    working_copy,
)
from recommendations.responses.models import Response, ResponseStage
from recommendations.responses.page_mixins import MergedFormView
from recommendations.responses.precedents import earlier_explanations, other_explanations
from recommendations.responses.queries import answering_body, clock_of
from recommendations.responses.services.drafting import save_draft, standard_wording

STEPS = ("decision", "joint", "invitation", "comments", "submit", "approval", "publish")
# Where each button of the editor leads once the draft is saved.
NEXT = {step: f"response-{step}" for step in STEPS}
STANDARD_WORDING = "standard-wording"


class EditResponse(MergedFormView):
    """The editor. Anyone who does not work on this response is shown what was published."""

    form_class = DraftForm
    template_name = "responses/editor.html"

    def find_response(self) -> Response:
        self.found = find_response(self.reader, self.kwargs["force"], self.kwargs["inspection"])
        if self.found.response is None and self.request.method == "POST":
            return working_copy(self.reader, self.kwargs["force"], self.kwargs["inspection"])  # refuses
        return self.found.response or Response(force=self.found.force, inspection=self.found.inspection)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.found.response is None:
            return self.show_published(self.found)
        return super().get(request, *args, **kwargs)

    def show_published(self, found: FoundResponse) -> HttpResponse:
        """Lead to the newest publication, or say that none is recorded."""
        publications = publications_of(found)
        if publications:
            return redirect(publications[0])
        context = {
            "force": found.force,
            "inspection": found.inspection,
            "clock": clock_of(None, found.inspection, self.reader.day),
            "body": answering_body(found.force, self.reader.day),
            "comments_open": comments_open_to(self.reader, found),
        }
        return render(self.request, "responses/none.html", context)

    def save(self, form: DraftForm) -> list[DraftConflict]:
        self.stage_before = self.response.stage
        self.with_standard_wording = self.request.POST.get(STANDARD_WORDING, "")
        edits = form.all_edits()
        if self.with_standard_wording and self.with_standard_wording in edits:
            self.add_standard_wording(edits, self.with_standard_wording)
        return save_draft(response=self.response, edits=edits, by=self.reader)

    def add_standard_wording(self, edits: dict[str, Edits], reference: str) -> None:
        """Add the standard wording for a recommendation, unless anything is written there."""
        edit, body = edits[reference], answering_body(self.response.force, self.reader.day)
        if edit.values.get("text", "").strip() or body is None:
            return
        recommendation = get_object_or_404(Recommendation, inspection=self.response.inspection_id, reference=reference)
        wording = {"text": standard_wording(recommendation, body), "kind": edit.values.get("kind") or NO_ACTION}
        edits[reference] = Edits({**edit.values, **wording}, edit.base)

    def show_saved(self, form: DraftForm, conflicts: Collection[DraftConflict]) -> None:  # type: ignore[override]
        form.show_all_saved(stored_draft(self.content), conflicts)

    def saved_message(self) -> str:
        if self.stage_before == self.response.stage:
            return _("Draft saved.")
        if self.stage_before == ResponseStage.PUBLISHED:
            return _("Draft saved. The published version has not changed. Publish this draft to correct it.")
        return _("Draft saved. The text has changed, so it is a draft again and needs approval.")

    def redirect(self) -> HttpResponseRedirect:
        address = self.response.get_absolute_url()
        if self.with_standard_wording:
            return redirect(f"{address}#{explanation_field(self.with_standard_wording)}")
        step = NEXT.get(self.request.POST.get("do", ""))
        if step:
            return redirect(step, self.response.force.slug, self.response.inspection.slug)
        return redirect(address)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context = super().get_context_data(**context)
        editor = Editor(
            self.response,
            self.content,
            context["form"],
            self.reader,
            context.get("conflicts", ()),
            is_checked=self.request.method != "POST" and "check" in self.request.GET,
        )
        return {
            **context,
            "content": self.content,
            "editor": editor,
            "joint": JointSummary.of(self.response),
            "form_has_errors": editor.has_errors,
            "may_approve": self.reader.may_approve(self.response.force),
        }


class Precedents(TemplateView):
    """What was published about one recommendation: by this body on the one it repeats, and by others."""

    template_name = "responses/precedents.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        reader = reader_of_request(self.request)
        found = find_response(reader, self.kwargs["force"], self.kwargs["inspection"])
        recommendation = get_object_or_404(
            Recommendation, inspection=found.inspection, reference=self.kwargs["reference"]
        )
        shown = {
            "force": found.force,
            "inspection": found.inspection,
            "recommendation": recommendation,
            "earlier": earlier_explanations(recommendation, found.force, reader),
            "others": other_explanations(recommendation, found.force),
        }
        return super().get_context_data(**{**context, **shown})
