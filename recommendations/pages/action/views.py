"""The page of one action: what was asked, where it stands, what was said; and recording an update."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from forces.people import keeping
from forces.people.access import Reader
from forces.people.requests import ReaderRequest
from recommendations.assurance.queries import assurances_of
from recommendations.pages.action import queries
from recommendations.pages.common import editions
from recommendations.positions.conditions import DUE_NEXT, FORECAST_LATE, STILL_TO_DO
from recommendations.positions.models import Position
from recommendations.register.models import Action, Evidence, Recommendation, Update
from recommendations.register.retraction import is_retracted
from recommendations.register.statuses import Group, Status
from recommendations.updates.forms.retraction import UpdateRetractionForm
from recommendations.updates.forms.update import UpdateForm
from recommendations.updates.queries import latest_seen
from recommendations.updates.refusals import EditConflict
from recommendations.updates.services import record_update, retract_update
from soteria_tracker.web.service_forms import Unconfirmed
from soteria_tracker.web.templatetags.soteria import timing


@require_http_methods(["GET", "HEAD", "POST"])
def action(request: ReaderRequest, tree: str, holder: str, inspection: str, reference: str) -> HttpResponse:
    """The page; a POST records an update. A form that cannot be saved comes back with everything in it."""
    one = queries.action_of(request.reader, holder, inspection, reference, tree=tree)
    may_record = request.reader.may_record(one.holder)
    if request.method == "POST":
        if not may_record:
            raise PermissionDenied(_("You may not record updates for this body."))
        return _record(request, one)
    if not may_record:
        return _page(request, one, form=None)
    kept = keeping.kept_form(request)
    told = _told_of(one, request.reader)
    now, seen = queries.update_behind(told.position, told.history), queries.newest_seen(told.history)
    form = UpdateForm(kept, action=one, reader=request.reader, current=now, seen=seen)
    return _page(request, one, form=form, told=told, was_kept=kept is not None)


def _record(request: ReaderRequest, one: Action) -> HttpResponse:
    form = UpdateForm(request.POST, request.FILES, action=one, reader=request.reader)
    if form.is_valid():
        try:
            update = record_update(
                action=one,
                entry=form.entry(),
                by=request.reader,
                submission_key=form.cleaned_data["submission_key"],
                seen=form.cleaned_data["seen"],
            )
        except ValidationError as error:
            form.refuse(error)
            form.change_data(submission_key=str(uuid.uuid4()))
        except Unconfirmed as unconfirmed:
            form.questions = unconfirmed.questions
        except EditConflict as meanwhile:
            form.keep_upload()
            form.change_data(seen=str(latest_seen([one], request.reader)[one.pk]), submission_key=str(uuid.uuid4()))
            return _page(request, one, form=form, meanwhile=meanwhile.updates, status=HTTPStatus.CONFLICT)
        else:
            if form.kept_file:
                keeping.forget_file(form.kept_file)
            messages.success(request, _saved(one, update))
            return redirect(one)
    form.keep_upload()
    return _page(request, one, form=form)


def _saved(one: Action, update: Update) -> str:
    if update.is_note:
        return _("Note saved for the office. Where the action stands has not changed.")
    names = {"holder": one.holder, "what": one.recommendation.label, "status": Status(update.status).label}
    return _("Update saved. %(holder)s, %(what)s: %(status)s.") % names


@dataclass(frozen=True)
class ToldOf:
    """What was told of an action, and where it stands for that."""

    history: list[queries.HistoryEntry]
    documents: queries.Others
    position: Position | None


def _told_of(one: Action, reader: Reader) -> ToldOf:
    documents = queries.statements_about(one, reader)
    positions = queries.positions_by_holder(one, reader, documents.speakers)
    return ToldOf(
        queries.history_of(one, reader), replace(documents, positions=positions), positions.get(one.holder_id)
    )


def _page(
    request: ReaderRequest,
    one: Action,
    *,
    form: UpdateForm | None,
    told: ToldOf | None = None,
    status: int = HTTPStatus.OK,
    **extra: Any,
) -> HttpResponse:
    reader = request.reader
    told = told or _told_of(one, reader)
    position, now = told.position, queries.update_behind(told.position, told.history)
    context = {
        "action": one,
        "recommendation": one.recommendation,
        "inspection": one.recommendation.inspection,
        "holder": one.holder,
        "position": position,
        **_timing(one, position, reader),
        "is_kept": position is None or position.is_kept,
        "awaited": _awaited(position, reader),
        "shows_lead": editions.shows_lead(one.holder, reader),
        "with_project": queries.with_same_project(one, reader),
        "wording": editions.wording_for(one.holder, reader),
        "edition": reader.edition_of(one.holder),
        "is_own": reader.may_record(one.holder) or one.holder_id in reader.working_holders,
        "history": told.history,
        "follows": reader.may_follow(one.holder),
        "assurances": assurances_of(one, reader) if one.has_assurance else [],  # type: ignore[attr-defined]  # of action_of
        "links": queries.links_of(one, reader),
        "documents": told.documents,
        "parts_done": {part.pk for part in now.parts_done.all()} if now and one.recommendation.parts.all() else set(),
        "form": form,
        "form_owner": keeping.owner_mark(reader.person) if form else "",
        **extra,
    }
    return render(request, "pages/action/action.html", context, status=status)


def _due_words(position: Position | None, reader: Reader) -> str:
    """ "Due in 8 days", where the deadline is near and the work still to do."""
    if position is None or not DUE_NEXT.holds(position, reader.day):
        return ""
    return _("Due %(when)s") % {"when": timing(position.due_on, reader.day)}


def _awaited(position: Position | None, reader: Reader) -> Recommendation | None:
    """The recommendation it waits for, if its report is out: what is not out is named to nobody here."""
    awaited = position.waiting_for_recommendation if position else None
    return awaited if awaited and awaited.inspection.is_out_on(reader.day) else None


def _timing(one: Action, position: Position | None, reader: Reader) -> dict[str, Any]:
    """What the deadline means on the day, in words."""
    is_overdue = position is not None and position.group == Group.OVERDUE
    days = (reader.day - position.due_on).days if is_overdue and position and position.due_on else 0
    overdue_words = ngettext("Overdue by %(days)d day", "Overdue by %(days)d days", days) % {"days": days}
    return {
        "is_overdue": position is not None and position.group in (Group.OVERDUE, Group.PASSED),
        "overdue_words": overdue_words if is_overdue else "",
        "due_words": _due_words(position, reader),
        "is_forecast_late": position is not None and FORECAST_LATE.holds(position, reader.day),
        "days_open": (reader.day - one.opened_on).days
        if position and STILL_TO_DO.holds(position, reader.day)
        else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def retract(request: ReaderRequest, update: int, **address: str) -> HttpResponse:
    """Ask why an update is a mistake, and retract it."""
    one, mistaken = _own_update(request, update, **address)
    kept = keeping.kept_form(request)
    form = UpdateRetractionForm(request.POST if request.method == "POST" else kept)
    if request.method == "POST" and form.is_valid():
        try:
            retract_update(
                update=mistaken,
                reason=form.cleaned_data["reason"],
                by=request.reader,
                submission_key=form.cleaned_data["submission_key"],
            )
        except ValidationError as error:
            form.add_error("reason", error.messages)
        except EditConflict:
            form.add_error("reason", _("This update has been retracted already"))
        else:
            messages.success(request, _("Update retracted. It stays in the history, marked as retracted."))
            return redirect(one)
    context = {
        "action": one,
        "update": mistaken,
        "already": is_retracted(mistaken, list(one.updates.all())),
        "form": form,
        "form_owner": keeping.owner_mark(request.reader.person),
        "was_kept": kept is not None,
    }
    return render(request, "pages/action/retract.html", context)


def _own_update(request: ReaderRequest, update: int, **address: str) -> tuple[Action, Update]:
    one = queries.action_of(request.reader, **address)
    found = get_object_or_404(
        Update.objects.readable_by(request.reader, one).select_related("words", "action__holder"),
        pk=update,
        retracts=None,
    )
    if not request.reader.may_retract(one.holder, audience=found.shown_to, recorded_by=found.recorded_by_id):
        raise PermissionDenied(_("You may not retract this update."))
    return one, found


@require_safe
def evidence(request: ReaderRequest, evidence: int, **address: str) -> HttpResponseBase:
    """A file held as evidence, for those who may read its update."""
    one = queries.action_of(request.reader, **address)
    readable = Update.objects.readable_by(request.reader, one)
    held = get_object_or_404(Evidence, pk=evidence, kind=Evidence.Kind.FILE, update__in=readable)
    if not held.file.storage.exists(str(held.file.name)):
        raise Http404
    return FileResponse(held.file.open("rb"), as_attachment=True, filename=held.file_name)
