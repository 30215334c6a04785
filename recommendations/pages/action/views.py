"""The page of one action, where updates are recorded; retracting an update; and files of evidence."""

from __future__ import annotations

import datetime
import uuid
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from forces.people.access import Reader
from forces.people.requests import ReaderRequest, reader_of_request
from recommendations.assurance.queries import assurances_of
from recommendations.pages.action import queries
from recommendations.pages.common import wording
from recommendations.positions.conditions import DUE_NEXT, FORECAST_LATE, STILL_TO_DO
from recommendations.positions.models import Position
from recommendations.register.models import Action, Evidence, Recommendation, Update
from recommendations.register.retraction import is_retracted
from recommendations.register.statuses import PositionGroup, Status
from recommendations.updates.forms.retraction import UpdateRetractionForm
from recommendations.updates.forms.update import UpdateForm
from recommendations.updates.queries import latest_seen
from recommendations.updates.refusals import EditConflict
from recommendations.updates.services import record_update, retract_update
from soteria_tracker.web.page_view import PageView
from soteria_tracker.web.service_forms import ServiceFormView, Unconfirmed
from soteria_tracker.web.templatetags.soteria import timing


class ActionMixin(PageView):
    """A page about one action. Sets `reader` and `action`; raises Http404 if the reader may not see the action."""

    reader: Reader
    action: Action

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.reader = reader_of_request(request)
        self.action = queries.action_of(
            self.reader, kwargs["holder"], kwargs["inspection"], kwargs["reference"], tree=kwargs["tree"]
        )

    def get_success_url(self) -> str:
        """Return the top of the action's page, where the message about saving is shown."""
        return self.action.get_absolute_url()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(action=self.action, **context)


class ActionPage(ActionMixin, ServiceFormView):
    """The page of one action. It has a form for those who may record updates."""

    form_class = UpdateForm
    template_name = "pages/action/action.html"
    refusals = (ValidationError, Unconfirmed, EditConflict)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.may_record = self.reader.may_record(self.action.holder)
        if request.method == "POST":
            if not self.may_record:
                raise PermissionDenied(_("You do not have access to record updates for this body."))
            return
        self._look_up()

    def _look_up(self) -> None:
        """Look up what the page shows: after a POST, only if the form is shown again."""
        self.history = queries.history_of(self.action, self.reader)
        self.statements = queries.statements_about(self.action)
        forces = {self.action.holder_id, *self.statements.other_forces}
        self.positions = queries.positions_by_holder(self.action.recommendation, self.reader, forces)
        self.position = self.positions.get(self.action.holder_id)
        self.current = queries.current_update(self.position, self.history)

    def get_form(self, form_class: Any = None) -> UpdateForm | None:
        return super().get_form(form_class) if self.may_record else None

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = {**super().get_form_kwargs(), "action": self.action, "reader": self.reader}
        kwargs.pop("initial")  # the form knows what it starts with
        kwargs.pop("prefix")
        if self.request.method != "POST":
            kwargs |= {"current": self.current, "seen": queries.newest_id(self.history)}
        return kwargs

    def save(self, form: UpdateForm) -> Update:
        update = record_update(
            action=self.action,
            entry=form.entry(),
            by=self.reader,
            submission_key=form.cleaned_data["submission_key"],
            seen=form.cleaned_data["seen"],
        )
        form.delete_unsaved_file()
        return update

    def refuse(self, form: UpdateForm, refusal: Any) -> HttpResponse:
        if isinstance(refusal, EditConflict):
            seen = latest_seen([self.action], self.reader)[self.action.pk]
            form.change_data(seen=str(seen), submission_key=str(uuid.uuid4()))
            return self.form_invalid(form, HTTPStatus.CONFLICT, newer_updates=refusal.updates)
        if isinstance(refusal, ValidationError):
            form.renew_key()
        return super().refuse(form, refusal)

    def form_invalid(self, form: UpdateForm, status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
        form.store_upload()
        self._look_up()
        return super().form_invalid(form, status, **context)

    def saved_message(self) -> str:
        if self.result.is_note:
            return _("Note saved for the office. The status of the action has not changed.")
        return _("Update saved. %(holder)s, %(recommendation)s: %(status)s.") % {
            "holder": self.action.holder,
            "recommendation": self.action.recommendation.label,
            "status": Status(self.result.status).label,
        }

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        action, reader, position = self.action, self.reader, self.position
        holder, day = action.holder, reader.day
        return super().get_context_data(
            recommendation=action.recommendation,
            inspection=action.recommendation.inspection,
            holder=holder,
            position=position,
            **_timing(action, position, day),
            is_tracked=position is None or position.is_tracked,
            awaited=_awaited(position, day),
            shows_lead=wording.shows_lead(holder, reader),
            with_project=queries.with_same_project(action, reader),
            wording=wording.wording_for(holder, reader),
            edition=reader.edition_of(holder),
            is_own=self.may_record or action.holder_id in reader.working_holders,
            history=self.history,
            follows=reader.may_follow(holder),
            assurances=assurances_of(action, reader),
            links=queries.links_of(action, reader),
            statements=self.statements,
            statements_of_others=[
                (s, self.positions.get(s.document.force_id or 0)) for s in self.statements.of_other_forces
            ],
            parts_done={part.pk for part in self.current.parts_done.all()} if self.current else set(),
            **context,
        )


def _timing(action: Action, position: Position | None, day: datetime.date) -> dict[str, Any]:
    """Return what the deadline means on the day: whether it has passed or is near, and for how long."""
    if position is None:
        return {"is_overdue": False, "overdue_words": "", "due_words": "", "is_forecast_late": False, "days_open": None}
    days = (day - position.due_on).days if position.group == PositionGroup.OVERDUE and position.due_on else 0
    overdue_words = ngettext("Overdue by %(days)d day", "Overdue by %(days)d days", days) % {"days": days}
    is_due_next = DUE_NEXT.holds(position, day)
    return {
        "is_overdue": position.group in (PositionGroup.OVERDUE, PositionGroup.PASSED),
        "overdue_words": overdue_words if position.group == PositionGroup.OVERDUE else "",
        "due_words": _("Due %(when)s") % {"when": timing(position.due_on, day)} if is_due_next else "",
        "is_forecast_late": FORECAST_LATE.holds(position, day),
        "days_open": (day - action.opened_on).days if STILL_TO_DO.holds(position, day) else None,
    }


def _awaited(position: Position | None, day: datetime.date) -> Recommendation | None:
    """Return the recommendation that it is waiting for, if its report has been published."""
    awaited = position.waiting_for_recommendation if position else None
    return awaited if awaited and awaited.inspection.is_out_on(day) else None


class RetractUpdate(ActionMixin, ServiceFormView):
    """Ask why an update is a mistake, and retract it."""

    form_class = UpdateRetractionForm
    template_name = "pages/action/retract.html"
    refusals = (ValidationError, EditConflict)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        readable = Update.objects.readable_by(self.reader, self.action).filter(retracts=None)
        self.update = get_object_or_404(readable.select_related("words", "action__holder"), pk=kwargs["update"])
        if not self.reader.may_retract(
            self.action.holder, audience=self.update.shown_to, recorded_by=self.update.recorded_by_id
        ):
            raise PermissionDenied(_("You cannot retract this update."))

    def save(self, form: UpdateRetractionForm) -> Update:
        return retract_update(update=self.update, by=self.reader, **form.cleaned_data)

    def refuse(self, form: UpdateRetractionForm, refusal: Any) -> HttpResponse:
        if isinstance(refusal, EditConflict):
            refusal = ValidationError({"reason": _("This update has already been retracted")})
        return super().refuse(form, refusal)

    def saved_message(self) -> str:
        return _("Update retracted. It stays in the history, marked as retracted.")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        already_retracted = is_retracted(self.update, self.action.updates.all())
        return super().get_context_data(update=self.update, already_retracted=already_retracted, **context)


@require_safe
def evidence(request: ReaderRequest, evidence: int, **address: str) -> HttpResponseBase:
    """A file held as evidence, for those who may read its update."""
    action = queries.action_of(request.reader, **address)
    readable = Update.objects.readable_by(request.reader, action)
    found = get_object_or_404(Evidence, pk=evidence, kind=Evidence.Kind.FILE, update__in=readable)
    if not found.file.storage.exists(str(found.file.name)):
        raise Http404
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=found.file_name)
