"""The Chief Constable's comments: entered by the invited force, or by the office from the document it received."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from forces.people.requests import ReaderRequest
from recommendations.responses.concurrent_edits import DraftConflict
from recommendations.responses.content import ResponseItem
from recommendations.responses.forms.comments import (
    READ_FROM_DOCUMENT,
    CommentForm,
    CommentsForm,
    ReceivedForm,
    stored_comments,
)
from recommendations.responses.forms.fields import MergedFormWithParts
from recommendations.responses.lookup import response_to_comment_on, working_copy
from recommendations.responses.models import Response
from recommendations.responses.page_mixins import MergedFormView
from recommendations.responses.services.drafting import REPORT, save_comments
from recommendations.responses.services.inviting import record_receipt


@dataclass(frozen=True)
class CommentRow:
    """One recommendation, the form for the comment on it, and what someone else saved there in the meantime."""

    item: ResponseItem
    form: CommentForm
    conflict: DraftConflict | None


class EditComments(MergedFormView):
    """The comments on the report and on each recommendation. Nothing of the explanations is shown here."""

    form_class = CommentsForm
    template_name = "responses/comments.html"

    def find_response(self) -> Response:
        return response_to_comment_on(self.reader, self.kwargs["force"], self.kwargs["inspection"])

    @cached_property
    def is_office(self) -> bool:
        return self.reader.may_draft(self.response.force)

    @cached_property
    def received(self) -> ReceivedForm | None:
        """The office's form for how the comments were received; None for the force."""
        if not self.is_office:
            return None
        initial = {
            "received_on": self.response.comments_received_on,
            "none_received": self.response.no_comments_received,
        }
        arguments = FormView.get_form_kwargs(self) | {"initial": initial}
        if "data" not in arguments:
            arguments["data"] = self.request.unsaved_form()  # type: ignore[attr-defined]
        return ReceivedForm(person=self.reader.person, **arguments)

    @property
    def is_submitted(self) -> bool:
        """Whether the force pressed the button that submits the comments."""
        return self.request.POST.get("do") == "submit" and not self.is_office

    def save(self, form: CommentsForm) -> list[DraftConflict]:
        submit = self.is_submitted and not form.has_errors
        conflicts = save_comments(response=self.response, edits=form.all_edits(), submit=submit, by=self.reader)
        if self.received and self.received.is_valid():
            self.save_receipt(self.received)
        return conflicts

    def save_receipt(self, received: ReceivedForm) -> None:
        """Record when the comments were received, if that is new. Errors are shown at their fields."""
        received_on, none_received = (received.cleaned_data[name] for name in ("received_on", "none_received"))
        document, name = received.chosen
        recorded = (self.response.comments_received_on, self.response.no_comments_received)
        if document is None and (received_on, none_received) == recorded:
            return
        try:
            record_receipt(
                response=self.response,
                received_on=received_on,
                none_received=none_received,
                document=document,
                document_name=name,
                by=self.reader,
            )
        except ValidationError as error:
            received.refuse(error)
        else:
            received.delete_unsaved_file()

    def has_errors(self, form: MergedFormWithParts[Any]) -> bool:
        return form.has_errors or bool(self.received and self.received.errors)

    def refuse(self, form: CommentsForm, refusal: ValidationError) -> HttpResponse:
        """Nothing was saved. A form that only repeats what has been submitted leads to the page."""
        unchanged = {reference: edit.values for reference, edit in form.all_edits().items()} == stored_comments(
            self.content
        )
        if self.response.comments_submitted_at and not form.has_errors and unchanged:
            return self.redirect()
        return super().refuse(form, refusal)

    def show_saved(self, form: CommentsForm, conflicts: Collection[DraftConflict]) -> None:  # type: ignore[override]
        form.show_all_saved(stored_comments(self.content), conflicts)

    def form_invalid(self, form: CommentsForm, **context: Any) -> HttpResponse:  # type: ignore[override]
        if self.received:
            self.received.store_upload()
        return super().form_invalid(form, **context)

    def saved_message(self) -> str:
        if self.is_submitted:
            return _("Comments submitted to the office of your local policing body.")
        return _("Comments saved.")

    def redirect(self) -> HttpResponseRedirect:
        return redirect("response-comments", self.response.force.slug, self.response.inspection.slug)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context = super().get_context_data(**context)
        form, conflicts = context["form"], context.get("conflicts", [])
        by_reference = {conflict.reference: conflict for conflict in conflicts}
        kept = self.request.unsaved_form()  # type: ignore[attr-defined]
        has_errors = form.has_errors or bool(conflicts) or bool(self.received and self.received.errors)
        return {
            **context,
            "content": self.content,
            "received": self.received,
            "form_has_errors": has_errors,
            "is_office": self.is_office,
            "may_write": self.is_office or self.reader.may_comment(self.response) or form.has_errors,
            "rows": [
                CommentRow(item, form.parts[item.reference], by_reference.get(item.reference))
                for item in self.content.items
            ],
            "general_conflict": by_reference.get(REPORT),
            "conflicting_fields": [
                (form.parts[reference] if reference else form)["text"] for reference in by_reference
            ],
            "published": self.response.publications.order_by("version").last() if self.response.pk else None,
            "was_read": kept is not None and READ_FROM_DOCUMENT in kept,
        }


@require_safe
def comments_document(request: ReaderRequest, force: str, inspection: str) -> HttpResponseBase:
    """Download the document that the comments came in, for the office."""
    response = working_copy(request.reader, force, inspection)
    document = response.comments_document
    if not document or not document.storage.exists(str(document.name)):
        raise Http404
    return FileResponse(document.open("rb"), as_attachment=True, filename=response.comments_document_name)
