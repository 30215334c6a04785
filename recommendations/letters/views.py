"""The pages about letters: what they did, recording one in two steps, and retracting one as a whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from forces.bodies.models import Body
from forces.people import keeping
from forces.people.access import Reader
from forces.people.requests import ReaderRequest
from recommendations.letters import queries
from recommendations.letters.effects import Planned, plan_letter
from recommendations.letters.forms import LetterForm, RetractionForm
from recommendations.letters.keeping import like_it
from recommendations.letters.services import ask_whether_another, record_letter, retract_letter
from recommendations.register.models import Action, Letter, Update
from recommendations.register.selection import chosen, holder_of
from recommendations.updates.refusals import EditConflict, UpdatesRefused
from soteria_tracker.web.service_forms import Unconfirmed

CHANGE, RECORD = "change", "record"  # the buttons of the page that asks for a confirmation


def _anybody(reader: Reader, holder: Body) -> bool:
    """Whoever sees the working records reads what letters did."""
    return True


@require_safe
def letters(request: ReaderRequest, holder: str) -> HttpResponse:
    """The letters about a holder's actions, the newest first."""
    body = holder_of(request.reader, holder, may=_anybody)
    context = {
        "holder": body,
        "letters": list(queries.letters_of(body, request.reader)),
        "may_enter": request.reader.may_enter_letters(body),
    }
    return render(request, "letters/letters.html", context)


# --- recording one -----------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ReaderRequest, holder: str) -> HttpResponse:
    """Enter a letter about the chosen actions; a POST shows what it would do, and once confirmed records it."""
    reader, is_post = request.reader, request.method == "POST"
    body = holder_of(reader, holder, may=Reader.may_enter_letters)
    kept = keeping.kept_form(request)
    data = request.POST if is_post else kept
    actions = chosen(request.GET if data is None else data, reader, body)
    if not actions:
        context = {"holder": body, "inspections": list(queries.inspections_of(body, reader)), "none_chosen": is_post}
        return render(request, "letters/choose.html", context)
    form = LetterForm(
        data,
        request.FILES if is_post else None,
        actions=actions,
        standing=queries.standing_of(actions, body, reader),
        reader=reader,
    )
    if is_post and request.POST.get("step") != CHANGE and form.is_valid():
        return _confirm(request, body, form)
    form.keep_upload()
    return _form_page(request, body, form, was_kept=kept is not None)


def _confirm(request: ReaderRequest, holder: Body, form: LetterForm) -> HttpResponse:
    """Record the letter if it was confirmed and nothing stands against it; else show what it would do."""
    form.keep_upload()
    if form.has_lost_file and not Letter.objects.filter(submission_key=form.key).exists():
        form.ask_for_file()
        return _form_page(request, holder, form)
    told: dict[str, Any] = {
        "given": form.given(),
        "effective_on": form.true_from,
        "instructions": form.instructions(),
        "by": request.reader,
    }
    meanwhile: dict[int, list[Update]] = {}
    try:
        if request.POST.get("step") == RECORD:
            try:
                return _recorded(request, _record(form, told), form)
            except Unconfirmed:
                pass  # the page asks it
            except UpdatesRefused as refused:
                why = refused.objections.items()
                meanwhile = {pk: each.updates for pk, each in why if isinstance(each, EditConflict)}
        planned = plan_letter(**told)
    except ValidationError as error:
        form.refuse(error)
        form.renew_key()
        return _form_page(request, holder, form)
    form.refuse_actions(planned)
    return (
        _form_page(request, holder, form) if form.faults else _confirm_page(request, holder, form, planned, meanwhile)
    )


def _record(form: LetterForm, told: dict[str, Any]) -> Letter:
    return record_letter(
        **told,
        submission_key=form.key,
        seen=form.seen,
        is_another="letter" in form.confirmed,
    )


def _recorded(request: ReaderRequest, letter: Letter, form: LetterForm) -> HttpResponse:
    if form.kept_file:
        keeping.forget_file(form.kept_file)
    count = len(form.rows)
    words = ngettext(
        "Letter recorded. %(count)d action has it in its history.",
        "Letter recorded. %(count)d actions have it in their history.",
        count,
    )
    messages.success(request, words % {"count": count})
    return redirect("letter", letter.holder.slug, letter.pk)


def _form_page(request: ReaderRequest, holder: Body, form: LetterForm, *, was_kept: bool = False) -> HttpResponse:
    context = {
        "holder": holder,
        "form": form,
        "actions": [row.action for row in form.rows],
        "form_has_errors": bool(form.faults),
        "form_owner": keeping.owner_mark(request.reader.person),
        "was_kept": was_kept,
    }
    return render(request, "letters/new.html", context)


def _confirm_page(
    request: ReaderRequest,
    holder: Body,
    form: LetterForm,
    planned: Sequence[Planned],
    meanwhile: dict[int, list[Update]],
) -> HttpResponse:
    given = form.given()
    known = None if "letter" in form.confirmed else like_it(given, holder)
    context = {
        "holder": holder,
        "given": given,
        "effective_on": form.true_from,
        "moves": queries.moves_planned(planned),
        "words": form.cleaned_data["words"],
        "form": form,
        "seen": json.dumps({plan.action.pk: plan.newest for plan in planned}),
        "questions": ([("letter", ask_whether_another(known), [])] if known else []) + _questions(planned),
        "meanwhile": [(row.action, meanwhile[row.action.pk]) for row in form.rows if row.action.pk in meanwhile],
        "form_owner": keeping.owner_mark(request.reader.person),
    }
    status = HTTPStatus.CONFLICT if meanwhile else HTTPStatus.OK
    return render(request, "letters/confirm.html", context, status=status)


def _questions(planned: Sequence[Planned]) -> list[tuple[str, str, list[Action]]]:
    """What is unusual and wants a yes: for each question the answer's value and the actions that it is about."""
    found: dict[str, list[tuple[str, Action]]] = {}
    for plan in planned:
        if isinstance(plan.objection, Unconfirmed):
            for name, question in plan.objection.questions.items():
                found.setdefault(question, []).append((f"{plan.action.pk}:{name}", plan.action))
    return [
        (" ".join(answer for answer, _action in asked), question, [action for _answer, action in asked])
        for question, asked in found.items()
    ]


# --- one letter --------------------------------------------------------------------------------------------


def _letter(request: ReaderRequest, holder: str, letter: int) -> Letter:
    body = holder_of(request.reader, holder, may=_anybody)
    letters = queries.letters_of(body, request.reader)
    return get_object_or_404(letters.select_related("holder", "recorded_by"), pk=letter)


@require_safe
def letter(request: ReaderRequest, holder: str, letter: int) -> HttpResponse:
    """A letter, and what it did to each action."""
    one = _letter(request, holder, letter)
    updates = queries.updates_of(one, request.reader)
    moves = queries.moves_of(one, updates, request.reader)
    context = {
        "holder": one.holder,
        "letter": one,
        "moves": moves,
        "words": queries.words_of_most(moves),
        "counting": sum(not move.is_retracted for move in moves),
        "retraction": next((update for update in reversed(updates) if update.retracts_id), None),
        "may_enter": request.reader.may_enter_letters(one.holder),
    }
    return render(request, "letters/letter.html", context)


@require_safe
def file(request: ReaderRequest, holder: str, letter: int) -> HttpResponseBase:
    """The letter itself, for those who may read what it says of at least one action."""
    one = queries.readable_letter(request.reader, holder, letter)
    if not one.file or not one.file.storage.exists(str(one.file.name)):
        raise Http404
    return FileResponse(one.file.open("rb"), as_attachment=True, filename=one.file_name)


@require_http_methods(["GET", "HEAD", "POST"])
def retract(request: ReaderRequest, holder: str, letter: int) -> HttpResponse:
    """Say what would be true without the letter, ask why it is a mistake, and retract it as a whole."""
    one = _letter(request, holder, letter)
    if not request.reader.may_enter_letters(one.holder):
        raise PermissionDenied(_("You may not retract this letter."))
    kept = keeping.kept_form(request)
    form = RetractionForm(request.POST if request.method == "POST" else kept)
    if request.method == "POST" and form.is_valid():
        try:
            retract_letter(letter=one, by=request.reader, **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Letter retracted. It stays in the history, marked as retracted."))
            return redirect("letter", one.holder.slug, one.pk)
    context = {
        "holder": one.holder,
        "letter": one,
        "without": queries.without_letter(one, queries.updates_of(one, request.reader), request.reader),
        "form": form,
        "form_owner": keeping.owner_mark(request.reader.person),
        "was_kept": kept is not None,
    }
    return render(request, "letters/retract.html", context)
