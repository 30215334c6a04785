"""Submitting a draft for approval, and approving it or sending it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forces.people import keeping
from forces.people.requests import ReaderRequest
from recommendations.responses.completeness import lacks
from recommendations.responses.forms.fields import ServiceForm
from recommendations.responses.forms.steps import ApprovalForm, ReturnForm
from recommendations.responses.models import Response
from recommendations.responses.places import working_copy
from recommendations.responses.queries import clock_of, content_of
from recommendations.responses.services import approving

Stage = Response.Stage


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: ReaderRequest, force: str, inspection: str) -> HttpResponse:
    """Ask before a draft is submitted, saying what is missing; it may be submitted all the same."""
    is_post = request.method == "POST"
    one = working_copy(request.reader, force, inspection, to_write=is_post)
    if is_post and one.stage == Stage.SUBMITTED:  # the same form, sent once more
        return redirect(one)
    form = ServiceForm(request.POST if is_post else None)
    if is_post and form.is_valid():
        try:
            approving.submit(response=one, by=request.reader)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Submitted for approval."))
            return redirect(one)
    content = content_of(one, request.reader.day)
    context = {
        "response": one,
        "content": content,
        "lacks": lacks(content),
        "form": form,
        "form_owner": _owner(request),
    }
    return render(request, "responses/submit.html", context)


def _owner(request: ReaderRequest) -> str:
    return keeping.owner_mark(request.reader.person)


@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: ReaderRequest, force: str, inspection: str) -> HttpResponse:
    """The very text, for an approver: approve it, or send it back with a comment."""
    reader, is_post = request.reader, request.method == "POST"
    one = working_copy(reader, force, inspection, to_write=is_post)
    if not reader.may_approve(one.force):
        raise PermissionDenied(_("Only an approver of the force’s own local policing body approves this response."))
    content = content_of(one, reader.day)
    kept = keeping.kept_form(request)
    data = request.POST if is_post else kept
    returns = data is not None and data.get("do") == "return"
    approve_form = ApprovalForm(data if not returns else None, initial={"incomplete_reason": one.incomplete_reason})
    return_form = ReturnForm(data if returns else None)
    used = return_form if returns else approve_form
    if is_post and used.is_valid():
        if not returns and one.stage == Stage.APPROVED and one.approved_digest == used.cleaned_data["digest"]:
            return redirect(one)  # the same form, sent once more
        if returns and one.stage == Stage.DRAFT and one.returned_comment == used.cleaned_data["comment"].strip():
            return redirect(one)  # likewise
        try:
            _decide(request, one, used, returns=returns)
        except ValidationError as error:
            used.refuse(error)
        else:
            return redirect(one)
    context = {
        "response": one,
        "content": content,
        "lacks": lacks(content),
        "clock": clock_of(one, one.inspection, one.force, reader.day),
        "approve_form": approve_form,
        "return_form": return_form,
        "form_has_errors": bool(used.errors),
        "may_decide": one.stage in (Stage.SUBMITTED, Stage.APPROVED),
        "form_owner": _owner(request),
        "was_kept": kept is not None,
    }
    return render(request, "responses/approval.html", context)


def _decide(request: ReaderRequest, one: Response, form: ServiceForm, *, returns: bool) -> None:
    if returns:
        approving.return_to_author(response=one, comment=form.cleaned_data["comment"], by=request.reader)
        messages.success(request, _("Sent back to its authors with your comment."))
        return
    approving.approve(response=one, **form.cleaned_data, by=request.reader)
    messages.success(request, _("Approved. It can be published now."))
