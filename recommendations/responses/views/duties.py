"""Duties and promises of one body: their list, and recording, changing, doing and taking back one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forces.bodies.models import Body
from forces.people import keeping
from forces.people.access import Reader
from forces.people.requests import ReaderRequest
from recommendations.register.models import Action
from recommendations.register.selection import chosen, holder_of
from recommendations.responses.commitments import commitments_of
from recommendations.responses.forms.duties import DutyForm
from recommendations.responses.forms.steps import DoneForm
from recommendations.responses.models import Commitment
from recommendations.responses.services.duties import ChangedMeanwhile, remove_duty, save_duty, version_of
from recommendations.responses.services.promises import record_done


@require_safe
def duties(request: ReaderRequest, holder: str) -> HttpResponse:
    """What a body has to do beside its recommendations: what is open, or with ?done=on what was done."""
    reader = request.reader
    body = holder_of(reader, holder, may=Reader.may_follow)
    rows = list(commitments_of(body, reader))
    shows_done = "done" in request.GET
    context = {
        "holder": body,
        "open": [row for row in rows if row.done_on is None],
        "done": [row for row in reversed(rows) if row.done_on],
        "shows_done": shows_done,
        "overdue": sum(row.done_on is None and row.due_on < reader.day for row in rows),
        "others": Body.objects.filter(pk__in=reader.office | reader.own_bodies).exclude(pk=body.pk),
    }
    return render(request, "duties/duties.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ReaderRequest, holder: str) -> HttpResponse:
    """Record a duty or a promise. The address may name the action it belongs to."""
    body = holder_of(request.reader, holder, may=Reader.may_follow)
    belongs_to = next(iter(chosen(request.GET, request.reader, body)), None)
    return _edit(request, _Page(body, action=belongs_to))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ReaderRequest, holder: str, commitment: int) -> HttpResponse:
    """Change a duty or a promise that no response holds."""
    return _edit(request, _own(request, holder, commitment))


@dataclass(frozen=True)
class _Page:
    """Whose duty is edited: a new one without a `commitment`."""

    holder: Body
    commitment: Commitment | None = None
    action: Action | None = None


def _own(request: ReaderRequest, holder: str, commitment: int) -> _Page:
    body = holder_of(request.reader, holder, may=Reader.may_follow)
    own = commitments_of(body, request.reader).filter(explanation=None)
    return _Page(body, get_object_or_404(own, pk=commitment))


def _edit(request: ReaderRequest, page: _Page) -> HttpResponse:
    reader, is_post = request.reader, request.method == "POST"
    kept = keeping.kept_form(request)
    form = DutyForm(
        request.POST if is_post else kept,
        holder=page.holder,
        reader=reader,
        commitment=page.commitment,
        seen=version_of(page.commitment) if page.commitment else None,
        action=page.action,
    )
    saved_meanwhile = None
    if is_post and form.is_valid():
        try:
            saved = save_duty(duty=form.duty(), by=reader, commitment=page.commitment, seen=form.cleaned_data["seen"])
        except ValidationError as error:
            form.refuse(error)
        except ChangedMeanwhile as meanwhile:
            saved_meanwhile = meanwhile.saved
            form.show_again(seen=version_of(saved_meanwhile))
        else:
            messages.success(request, _saved_words(saved))
            return redirect("duties", saved.body.slug)
    context = {**_context(request, page), "form": form, "was_kept": kept is not None, "meanwhile": saved_meanwhile}
    return render(request, "duties/edit.html", context, status=409 if saved_meanwhile else 200)


def _saved_words(saved: Commitment) -> str:
    words = _("Duty saved. %(body)s has to do it.")
    if saved.kind == Commitment.Kind.PROMISE:
        words = _("Promise saved. %(body)s has to keep it.")
    return words % {"body": saved.body}


def _context(request: ReaderRequest, page: _Page) -> dict[str, Any]:
    return {
        "holder": page.holder,
        "commitment": page.commitment,
        "form_owner": keeping.owner_mark(request.reader.person),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def duty(request: ReaderRequest, holder: str, commitment: int) -> HttpResponse:
    """One duty, and recording on which day and how it was done."""
    page = _own(request, holder, commitment)
    one = page.commitment
    assert one  # noqa: S101 - `_own` finds one or answers 404
    kept = keeping.kept_form(request)
    given = {"done_on": one.done_on or request.reader.day, "how_done": one.how_done}
    form = DoneForm(request.POST if request.method == "POST" else kept, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            record_done(commitment=one, **form.cleaned_data, by=request.reader)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved: it is done."))
            return redirect("duties", page.holder.slug)
    context = {**_context(request, page), "form": form, "was_kept": kept is not None}
    return render(request, "duties/duty.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: ReaderRequest, holder: str, commitment: int) -> HttpResponse:
    """Ask before a duty that was entered by mistake is taken back."""
    page = _own(request, holder, commitment)
    if request.method == "POST" and page.commitment:
        remove_duty(commitment=page.commitment, by=request.reader)
        messages.success(request, _("Taken back. Nobody is asked for it any more."))
        return redirect("duties", page.holder.slug)
    return render(request, "duties/remove.html", _context(request, page))
