"""The chief officer's comments: entered by the invited force, or by the office from the document it received."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forces.people import keeping
from forces.people.requests import ReaderRequest
from recommendations.responses.content import Content, Item
from recommendations.responses.forms.steps import (
    READ_FROM_DOCUMENT,
    CommentsForm,
    ReceivedForm,
    comment_field,
    stored_comments,
)
from recommendations.responses.merging import Conflict
from recommendations.responses.models import Response
from recommendations.responses.places import commented_copy, working_copy
from recommendations.responses.queries import clock_of, content_of
from recommendations.responses.services.drafting import save_comments
from recommendations.responses.services.inviting import comments_came


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: ReaderRequest, force: str, inspection: str) -> HttpResponse:
    """The comments on the report and on each recommendation. Nothing of the explanations is here."""
    one = commented_copy(request.reader, force, inspection)
    if request.method == "POST":
        if one.pk is None:
            one = working_copy(request.reader, force, inspection, to_write=True)
        return _save(request, one)
    content = content_of(one, request.reader.day)
    kept = keeping.kept_form(request)
    form = CommentsForm(kept, content=content)
    received = ReceivedForm(kept, response=one, reader=request.reader)
    was_read = kept is not None and READ_FROM_DOCUMENT in kept
    return _page(request, one, content, form, received, was_kept=kept is not None, was_read=was_read)


def _save(request: ReaderRequest, one: Response) -> HttpResponse:
    reader = request.reader
    is_office = reader.may_draft(one.force)
    content = content_of(one, reader.day)
    form = CommentsForm(request.POST, request.FILES, content=content)
    received = ReceivedForm(request.POST, request.FILES, response=one, reader=reader)
    typed = form.typed()
    submit = request.POST.get("do") == "submit" and not is_office and not form.errors
    conflicts: list[Conflict] = []
    try:
        conflicts = save_comments(response=one, texts=typed, base=form.bases_for(typed), submit=submit, by=reader)
    except ValidationError as error:
        return _refused(request, one, content, form, received, error)
    if is_office:
        _record_receipt(request, one, received)
    if not conflicts and not form.errors and not (is_office and received.errors):
        saved = _("Comments submitted. The office of your local policing body has them now.")
        messages.success(request, saved if submit else _("Comments saved."))
        return redirect("response-comments", one.force.slug, one.inspection.slug)
    received.keep_upload()
    content = content_of(one, reader.day)
    shown = form.after_saving(stored_comments(content), open_keys=[conflict.key for conflict in conflicts])
    again = CommentsForm(shown, content=content)
    again.is_valid()
    status = HTTPStatus.CONFLICT if conflicts else HTTPStatus.OK
    return _page(request, one, content, again, received, conflicts=conflicts, status=status)


def _refused(
    request: ReaderRequest,
    one: Response,
    content: Content,
    form: CommentsForm,
    received: ReceivedForm,
    error: ValidationError,
) -> HttpResponse:
    """Nothing was saved. Whoever sends a submitted form once more has lost nothing, and is not told off."""
    if one.comments_submitted_at and not form.errors and form.typed() == form.stored:
        return redirect("response-comments", one.force.slug, one.inspection.slug)
    for name, found in (error.message_dict if hasattr(error, "error_dict") else {"": error.messages}).items():
        form.add_error(name if name in form.fields else None, found)
    received.keep_upload()
    return _page(request, one, content, form, received)


def _record_receipt(request: ReaderRequest, one: Response, received: ReceivedForm) -> None:
    """Record when they came, if that was said and is news. What is wrong with it stands at its fields."""
    if not received.is_valid():
        return
    said = received.cleaned_data
    document, name = received.chosen
    before = (one.comments_received_on, one.no_comments_came)
    if document is None and (said["received_on"], said["none_came"]) == before:
        return
    try:
        comments_came(
            response=one,
            received_on=said["received_on"],
            none_came=said["none_came"],
            document=document,
            document_name=name,
            by=request.reader,
        )
    except ValidationError as error:
        received.refuse(error)
    else:
        if received.kept_file:
            keeping.forget_file(received.kept_file)


@dataclass(frozen=True)
class _Row:
    item: Item
    field: object
    theirs: Conflict | None


def _page(
    request: ReaderRequest,
    one: Response,
    content: Content,
    form: CommentsForm,
    received: ReceivedForm,
    *,
    conflicts: list[Conflict] | None = None,
    was_kept: bool = False,
    was_read: bool = False,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    theirs = {conflict.key: conflict for conflict in conflicts or []}
    is_office = request.reader.may_draft(one.force)
    rows = [
        _Row(item, form[comment_field(item.reference)], theirs.get(comment_field(item.reference)))
        for item in content.items
    ]
    context = {
        "response": one,
        "content": content,
        "clock": clock_of(one, one.inspection, one.force, request.reader.day),
        "form": form,
        "received": received if is_office else None,
        "form_has_errors": bool(form.errors or theirs or (is_office and received.errors)),
        "is_office": is_office,
        "may_write": is_office or request.reader.may_comment(one) or bool(form.errors),
        "rows": rows,
        "general_theirs": theirs.get("comment"),
        "conflicts": [(form[key], conflict) for key, conflict in theirs.items()],
        "published": one.publications.order_by("version").last() if one.pk else None,
        "form_owner": keeping.owner_mark(request.reader.person),
        "was_kept": was_kept,
        "was_read": was_read,
    }
    return render(request, "responses/comments.html", context, status=status)


@require_safe
def comments_document(request: ReaderRequest, force: str, inspection: str) -> HttpResponseBase:
    """The document the comments came in, for the office."""
    one = working_copy(request.reader, force, inspection)
    if not one.comments_document or not one.comments_document.storage.exists(str(one.comments_document.name)):
        raise Http404
    return FileResponse(one.comments_document.open("rb"), as_attachment=True, filename=one.comments_document_name)
