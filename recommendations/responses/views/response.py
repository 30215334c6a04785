"""The page of one response: the editor for its own office; for others what was published, or that nothing is."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forces.people import keeping
from forces.people.requests import ReaderRequest
from recommendations.register.models import Recommendation
from recommendations.responses.completeness import explanation_field
from recommendations.responses.content import NO_ACTION
from recommendations.responses.editor import Editor
from recommendations.responses.forms.draft import DraftForm, kind_field, stored_values
from recommendations.responses.forms.steps import DecisionForm
from recommendations.responses.models import Response
from recommendations.responses.places import Place, commented_copy, place_of, publications_at, working_copy
from recommendations.responses.precedents import said_before, said_by_others
from recommendations.responses.queries import answering_body, clock_of, content_of
from recommendations.responses.services.drafting import decide, save_draft, standard_wording

# Where each button of the editor leads once the draft is saved.
NEXT = {step: f"response-{step}" for step in ("decision", "invitation", "comments", "submit", "approval", "publish")}
STANDARD = "standard-"


@require_http_methods(["GET", "HEAD", "POST"])
def response(request: ReaderRequest, force: str, inspection: str) -> HttpResponse:
    """The editor; a POST saves the draft. Whoever does not write here is led to what was published."""
    place = place_of(request.reader, force, inspection)
    if request.method == "POST":
        return _save(request, working_copy(request.reader, force, inspection, to_write=True))
    if place.response is None:
        return _published(request, place)
    content = content_of(place.response, request.reader.day)
    kept = keeping.kept_form(request)
    form = DraftForm(kept, content=content)
    editor = Editor(place.response, content, form, request.reader, is_checked="check" in request.GET)
    return _editor(request, editor, was_kept=kept is not None)


def _published(request: ReaderRequest, place: Place) -> HttpResponse:
    publications = publications_at(place)
    if publications:
        return redirect(_publication_address(place, publications[0].version))
    try:
        comments_open: Response | None = commented_copy(request.reader, place.force.slug, place.inspection.slug)
    except PermissionDenied:
        comments_open = None
    context = {
        "force": place.force,
        "inspection": place.inspection,
        "clock": clock_of(None, place.inspection, place.force, request.reader.day),
        "body": answering_body(place.force, request.reader.day),
        "comments_open": comments_open,
    }
    return render(request, "responses/none.html", context)


def _publication_address(place: Place, version: int) -> str:
    return reverse("publication", args=[place.force.slug, place.inspection.slug, version])


def _save(request: ReaderRequest, response: Response) -> HttpResponse:
    reader = request.reader
    content = content_of(response, reader.day)
    form = DraftForm(request.POST, content=content)
    typed = form.typed()
    reference = _standard_asked_for(request.POST)
    if reference:
        typed |= _standard(response, reference, typed, request)
    stage_before = response.stage
    conflicts = save_draft(response=response, values=typed, base=form.bases_for(typed), by=reader)
    if not conflicts and not form.errors:
        messages.success(request, _saved(stage_before, response))
        return _onward(request, response, reference)
    content = content_of(response, reader.day)
    shown = form.after_saving(stored_values(content), open_keys=[conflict.key for conflict in conflicts])
    again = DraftForm(shown, content=content)
    again.is_valid()
    status = HTTPStatus.CONFLICT if conflicts else HTTPStatus.OK
    return _editor(request, Editor(response, content, again, reader, conflicts), status=status)


def _standard_asked_for(data: QueryDict) -> str:
    """The reference of the recommendation whose button for standard wording was pressed; empty if none was."""
    return next((name.removeprefix(STANDARD) for name in data if name.startswith(STANDARD)), "")


def _standard(response: Response, reference: str, typed: dict[str, str], request: ReaderRequest) -> dict[str, str]:
    """The standard wording for one recommendation, as typed values. Nothing if anything is written there already."""
    text = explanation_field(reference)
    body = answering_body(response.force, request.reader.day)
    if typed.get(text, "written").strip() or body is None:
        return {}
    recommendation = get_object_or_404(Recommendation, inspection=response.inspection_id, reference=reference)
    kind = typed.get(kind_field(reference)) or NO_ACTION
    return {text: standard_wording(recommendation, body), kind_field(reference): kind}


def _saved(stage_before: str, response: Response) -> str:
    if stage_before == response.stage:
        return _("Draft saved.")
    if stage_before == Response.Stage.PUBLISHED:
        return _("Draft saved. What was published stays as it is: this becomes a correction once it is published.")
    return _("Draft saved. The text has changed, so it is a draft again and needs approval.")


def _onward(request: ReaderRequest, response: Response, reference: str) -> HttpResponseRedirect:
    address = response.get_absolute_url()
    if reference:
        return redirect(f"{address}#{explanation_field(reference)}")
    step = NEXT.get(request.POST.get("do", ""))
    return redirect(step, response.force.slug, response.inspection.slug) if step else redirect(address)


def _editor(
    request: ReaderRequest, editor: Editor, *, was_kept: bool = False, status: int = HTTPStatus.OK
) -> HttpResponse:
    response, content = editor.response, editor.content
    context = {
        "response": response,
        "force": response.force,
        "inspection": response.inspection,
        "content": content,
        "clock": clock_of(response, response.inspection, response.force, request.reader.day),
        "editor": editor,
        "form": editor.form,
        "form_has_errors": bool(editor.form.errors or editor.all_theirs or (editor.is_checked and editor.lacks)),
        "may_approve": request.reader.may_approve(response.force),
        "form_owner": keeping.owner_mark(request.reader.person),
        "was_kept": was_kept,
    }
    return render(request, "responses/editor.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: ReaderRequest, force: str, inspection: str) -> HttpResponse:
    """Deciding whether a response is due."""
    is_post = request.method == "POST"
    one = working_copy(request.reader, force, inspection, to_write=is_post)
    kept = keeping.kept_form(request)
    form = DecisionForm(request.POST if is_post else kept, response=one, reader=request.reader)
    if is_post and form.is_valid():
        try:
            decide(response=one, **form.cleaned_data, by=request.reader)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("Decision saved: %(decision)s.") % {"decision": one.get_applicability_display()}
            )
            return redirect(one)
    context = {
        "response": one,
        "clock": clock_of(one, one.inspection, one.force, request.reader.day),
        "form": form,
        "form_owner": keeping.owner_mark(request.reader.person),
        "was_kept": kept is not None,
    }
    return render(request, "responses/decision.html", context)


@require_safe
def said(request: ReaderRequest, force: str, inspection: str, reference: str) -> HttpResponse:
    """What was published on one recommendation: by this body on the one it repeats, and by others."""
    place = place_of(request.reader, force, inspection)
    recommendation = get_object_or_404(Recommendation, inspection=place.inspection, reference=reference)
    context = {
        "force": place.force,
        "inspection": place.inspection,
        "recommendation": recommendation,
        "before": said_before(recommendation, place.force, request.reader),
        "others": said_by_others(recommendation, place.force),
    }
    return render(request, "responses/said.html", context)
