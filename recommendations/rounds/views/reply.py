"""Taking in one answer: every cell of its row, what stands, and the form; or where it belongs; or leaving it out."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forces.people import keeping
from forces.people.requests import ReaderRequest
from recommendations.register.statuses import Status
from recommendations.rounds.forms import AnswerForm, AttachForm
from recommendations.rounds.models import RequestedAction, ReturnedRow, Round
from recommendations.rounds.queries import round_of
from recommendations.rounds.requests import rows_of
from recommendations.rounds.review import Difference, cells_of, differences
from recommendations.rounds.services import replies as services
from recommendations.rounds.workbook_reader import Cell
from recommendations.updates.evidence import EvidenceEntry
from recommendations.updates.refusals import EditConflict, UpdatesRefused
from soteria_tracker.web.service_forms import Unconfirmed


@require_http_methods(["GET", "HEAD", "POST"])
def one_answer(request: ReaderRequest, holder: str, pk: int, row: int) -> HttpResponse:
    """One row: every cell of it, what stands, and the form that takes it in; or where it belongs; or leaving it."""
    found = round_of(request.reader, holder, pk)
    held = _row_of(found, row)
    asked = request.POST.get("do") if request.method == "POST" else None
    if asked == "leave":
        if not services.leave_out(round_=found, rows=[held.pk], by=request.reader):
            messages.warning(request, _("Somebody has decided about this row meanwhile."))
            return redirect("round-take-in-row", holder, pk, row)
        messages.success(request, _("The row is left out. It stays in the list of what was left out."))
        return redirect("round-take-in", holder, pk)
    if asked == "take-up":
        services.take_up_again(round_=found, row=held, by=request.reader)
        return redirect("round-take-in-row", holder, pk, row)
    if held.outcome != ReturnedRow.Outcome.WAITING:
        return _decided_page(request, found, held)
    if held.requested is None:
        return _place(request, found, held)
    return _take_in_one(request, found, held)


def _row_of(found: Round, pk: int) -> ReturnedRow:
    held = (
        ReturnedRow.objects.filter(returned__round=found, pk=pk)
        .select_related(
            "returned__recorded_by",
            "requested__action__holder",
            "requested__action__part",
            "requested__action__recommendation__inspection",
            "update",
            "decided_by",
        )
        .first()
    )
    if held is None:
        raise Http404
    return held


def _decided_page(request: ReaderRequest, found: Round, held: ReturnedRow) -> HttpResponse:
    """What was decided about the row; if somebody else did so meanwhile, with the words that came too late."""
    is_own = held.decided_by_id == request.reader.person.pk and held.outcome == ReturnedRow.Outcome.ACCEPTED
    too_late = "" if is_own else request.POST.get("words", "")
    return _row_page(request, found, held, too_late=too_late)


def _place(request: ReaderRequest, found: Round, held: ReturnedRow) -> HttpResponse:
    rows = list(rows_of(found))
    kept = keeping.kept_form(request)
    data = request.POST if request.method == "POST" else kept
    form = AttachForm(data, rows=rows, suggested=_suggested(cells_of(held), rows))
    if request.method == "POST" and form.is_valid():
        try:
            services.attach(round_=found, row=held, requested=form.cleaned_data["requested"], by=request.reader)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The row has its action now. Check it and accept it."))
            return redirect("round-take-in-row", found.holder.slug, found.pk, held.pk)
    keyed = {str(row.key): row for row in rows}
    named = next((keyed[cell.text] for cell in cells_of(held) if cell.text in keyed), None)
    return _row_page(request, found, held, attach=form, named=named, was_kept=kept is not None)


def _suggested(cells: list[Cell], rows: list[RequestedAction]) -> RequestedAction | None:
    """The action whose inspection and reference stand in the row, if there is one."""
    said = {cell.column: " ".join(cell.text.split()).casefold() for cell in cells}
    for row in rows:
        recommendation = row.action.recommendation
        names = (recommendation.inspection.short_title.casefold(), recommendation.label.casefold())
        if (said.get("inspection"), said.get("reference")) == names:
            return row
    return None


def _take_in_one(request: ReaderRequest, found: Round, held: ReturnedRow) -> HttpResponse:
    [difference] = differences([held], found, request.reader)
    kept = keeping.kept_form(request)
    data = request.POST if request.method == "POST" else kept
    form = AnswerForm(data, difference=difference, reader=request.reader)
    meanwhile = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        entry = services.entry_from(
            difference,
            status=said["status"],
            words=said["words"],
            expected_on=said["expected_on"],
            confirmed=form.confirmed,
            evidence=EvidenceEntry(address=said["evidence_address"]),
            **{name: said[name] for name in _AS_SAID},
        )
        try:
            taken = [services.Taken(held, entry, said["seen"])]
            if not services.accept(round_=found, taken=taken, by=request.reader):
                return _decided_page(request, found, _row_of(found, held.pk))
        except ValidationError as error:
            form.refuse(error)
        except UpdatesRefused as refused:
            meanwhile = _object(form, refused, difference)
        else:
            names = {"what": difference.action.recommendation, "status": Status(said["status"]).label}
            messages.success(request, _("Taken in. %(what)s: %(status)s.") % names)
            return redirect("round-take-in", found.holder.slug, found.pk)
    return _row_page(
        request, found, held, difference=difference, form=form, meanwhile=meanwhile, was_kept=kept is not None
    )


_AS_SAID = (
    "effective_on",
    "reported_by",
    "waiting_for_body",
    "waiting_for_recommendation",
    "closed_by",
    "verified_by",
)


def _object(form: AnswerForm, refused: UpdatesRefused, difference: Difference) -> object:
    """Show at the form what stands against the update. Returns what others recorded meanwhile, if that is it."""
    objection = refused.objections[difference.action.pk]
    if isinstance(objection, EditConflict):
        form.change_data(seen=str(difference.seen))
        return objection.updates
    if isinstance(objection, Unconfirmed):
        form.questions = objection.questions
    else:
        form.refuse(objection)
    return None


def _row_page(request: ReaderRequest, found: Round, held: ReturnedRow, **shown: object) -> HttpResponse:
    context = {
        "holder": found.holder,
        "round": found,
        "row": held,
        "cells": cells_of(held),
        "form_owner": keeping.owner_mark(request.reader.person),
        **shown,
    }
    status = HTTPStatus.CONFLICT if shown.get("meanwhile") or shown.get("too_late") else HTTPStatus.OK
    return render(request, "rounds/reply.html", context, status=status)
