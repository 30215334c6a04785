"""The page of one action, where updates are recorded; correcting and retracting an update; and files of evidence."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from recommendations.assurance.queries import assurances_of
from recommendations.discussion.forms import ActionCommentForm
from recommendations.discussion.queries import assignment_of, comments_on
from recommendations.pages.action import queries
from recommendations.pages.action.action_mixin import ActionMixin
from recommendations.pages.common import wording
from recommendations.pages.common.action_rows import days_late, next_part_words, revised_words
from recommendations.pages.common.dated_parts import dated_parts_of
from recommendations.pages.common.handovers import PassedRecords
from recommendations.pages.common.quick_update import QuickUpdateMixin
from recommendations.positions.conditions import DUE_NEXT, FORECAST_LATE, STILL_TO_DO
from recommendations.positions.due_dates import set_by
from recommendations.positions.models import Position
from recommendations.register.models import Action, Evidence, EvidenceKind, Recommendation, Update
from recommendations.register.retraction import is_retracted
from recommendations.register.statuses import PositionGroup
from recommendations.updates.forms.correction import CorrectionForm
from recommendations.updates.forms.retraction import RetractionForm
from recommendations.updates.forms.update import UpdateForm
from recommendations.updates.refusals import EditConflict
from recommendations.updates.services import correct_update, retract_update
from soteria_tracker.web.service_forms import ServiceFormView
from soteria_tracker.web.templatetags.soteria import in_days, timing


class ActionPage(ActionMixin, QuickUpdateMixin):
    """The page of one action. It has the quick update for those who may record updates."""

    template_name = "pages/action/action.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.may_record = self.reader.may_record(self.action.holder)
        if request.method == "POST" and not self.may_record:
            raise PermissionDenied(_("You do not have access to record updates for this body."))

    @cached_property
    def history(self) -> list[queries.HistoryEntry]:
        return queries.history_of(self.action, self.reader)

    @cached_property
    def statements(self) -> queries.PublishedStatements:
        return queries.statements_about(self.action)

    @cached_property
    def positions(self) -> dict[int, Position]:
        forces = {self.action.holder_id, *self.statements.other_forces}
        return queries.positions_by_holder(self.action.recommendation, self.reader, forces)

    @cached_property
    def parts_done(self) -> set[int]:
        """The ids of the parts that are done on the day."""
        return {part.pk for part in self.current.parts_done.all()} if self.current else set()

    @property
    def position(self) -> Position | None:
        position = self.positions.get(self.action.holder_id)
        if position:
            position.action = self.action  # with everything that has been read
        return position

    @cached_property
    def current(self) -> Update | None:
        return queries.current_update(self.position, self.history)

    @cached_property
    def updates(self) -> list[Update]:
        return [entry.update for entry in reversed(self.history)]

    def get_form(self, form_class: Any = None) -> UpdateForm | None:
        return super().get_form(form_class) if self.may_record else None

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        action, reader, position = self.action, self.reader, self.position
        holder, day = action.holder, reader.day
        return super().get_context_data(
            recommendation=action.recommendation,
            inspection=action.recommendation.inspection,
            holder=holder,
            passed=PassedRecords.of(holder, reader),
            position=position,
            **_timing(action, position, day),
            next_occurrence_on=position.next_occurrence_on if position and position.is_tracked else None,
            last_recorded=self.current if self.current and self.current.occurrence_outcome else None,
            dated_parts=dated_parts_of(action, position, self.current, self.parts_done, day),
            deadline_set_by=(revised_words(position) or capfirst(set_by(position))) if position else "",
            is_tracked=position is None or position.is_tracked,
            awaited=_awaited(position, day),
            shows_lead=wording.shows_lead(holder, reader),
            with_project=queries.with_same_project(action, reader),
            wording=wording.wording_for(holder, reader),
            edition=reader.edition_of(holder),
            is_own=self.may_record or action.holder_id in reader.working_holders,
            **queries.latest_and_earlier(self.history),
            has_retracted=any(entry.is_retracted for entry in self.history),
            **self._discussion(),
            assurances=assurances_of(action, reader),
            links=queries.links_of(action, reader),
            statements=self.statements,
            statements_of_others=[
                (s, self.positions.get(s.document.force_id or 0)) for s in self.statements.of_other_forces
            ],
            parts_done=self.parts_done,
            downloads=[{"label": _("PDF"), "url": action.address_of("action-pdf"), "is_prepared": True}],
            **context,
        )

    def _discussion(self) -> dict[str, Any]:
        """Return what only the office sees: who works on the action, and the comments."""
        if not self.reader.may_follow(self.action.holder):
            return {"follows": False}
        return {
            "follows": True,
            "assignment": assignment_of(self.action, self.reader),
            "comments": comments_on(self.action, self.reader),
            "comment_form": ActionCommentForm(auto_id="id_comment_%s"),
            "comment_address": self.action.address_of("comment"),
            "assign_address": self.action.address_of("assign"),
        }


def _timing(action: Action, position: Position | None, day: datetime.date) -> dict[str, Any]:
    """Return what the deadline means on the day: whether it has passed or is near, and for how long."""
    if position is None:
        return {"is_overdue": False, "overdue_words": "", "due_words": "", "is_forecast_late": False, "days_open": None}
    days = days_late(position.group, position.due_on, day) or 0
    part = next_part_words(position)
    overdue_words = _("Overdue by %(days)s") % {"days": in_days(days)}
    due_words = _("Due %(when)s") % {"when": timing(position.due_on, day)}
    is_due_next = DUE_NEXT.holds(position, day)
    return {
        "is_overdue": position.group in (PositionGroup.OVERDUE, PositionGroup.PASSED),
        "overdue_words": _with_part(overdue_words, part) if position.group == PositionGroup.OVERDUE else "",
        "due_words": _with_part(due_words, part) if is_due_next else "",
        "is_forecast_late": FORECAST_LATE.holds(position, day),
        "days_after_deadline": (position.expected_on - position.own_due_on).days
        if position.expected_on and position.own_due_on
        else 0,
        "days_open": (day - action.opened_on).days if STILL_TO_DO.holds(position, day) else None,
    }


def _with_part(words: str, part: str) -> str:
    """Return "Overdue by 12 days: part a", or the words as they are if the deadline is not that of a part."""
    return f"{words}: {part}" if part else words


def _awaited(position: Position | None, day: datetime.date) -> Recommendation | None:
    """Return the recommendation that it is waiting for, if its report has been published."""
    awaited = position.waiting_for_recommendation if position else None
    return awaited if awaited and awaited.inspection.is_out_on(day) else None


class MistakenUpdateMixin(ActionMixin):
    """A page about an update that is a mistake. Sets `update`; 403 for those who may not retract it."""

    update: Update

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        readable = Update.objects.readable_by(self.reader, self.action).filter(retracts=None)
        self.update = get_object_or_404(
            readable.with_state().select_related("words", "letter__holder").prefetch_related("evidence"),
            pk=kwargs["update"],
        )
        self.update.action = self.action
        if not self.reader.may_retract(
            self.action.holder, audience=self.update.shown_to, recorded_by=self.update.recorded_by_id
        ):
            raise PermissionDenied(_("You cannot retract or correct this update."))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        already_retracted = is_retracted(self.update, self.action.updates.all())
        return super().get_context_data(update=self.update, already_retracted=already_retracted, **context)


class CorrectUpdate(MistakenUpdateMixin, QuickUpdateMixin):
    """Show the quick update filled in with an update, and replace that update with what is saved."""

    form_class = CorrectionForm
    template_name = "pages/action/correct.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"current": self.update}

    def save(self, form: UpdateForm) -> Update:
        update = correct_update(
            update=self.update,
            entry=form.entry(),
            reason=form.cleaned_data["reason"],
            by=self.reader,
            submission_key=form.cleaned_data["submission_key"],
            seen=form.cleaned_data["seen"],
        )
        form.delete_unsaved_file()
        return update

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            update_address=self.action.address_of("correct", self.update.pk),
            retract_address=self.action.address_of("retract", self.update.pk),
            **context,
        )

    def saved_message(self) -> str:
        return _("Update corrected. The mistaken one stays in the history, marked as retracted.")


class RetractUpdate(MistakenUpdateMixin, ServiceFormView):
    """Ask why an update is a mistake, and retract it."""

    form_class = RetractionForm
    template_name = "pages/action/retract.html"
    refusals = (ValidationError, EditConflict)

    def save(self, form: RetractionForm) -> Update:
        return retract_update(update=self.update, by=self.reader, **form.cleaned_data)

    def refuse(self, form: RetractionForm, refusal: Any) -> HttpResponse:
        if isinstance(refusal, EditConflict):
            refusal = ValidationError({"reason": _("This update has already been retracted")})
        return super().refuse(form, refusal)

    def saved_message(self) -> str:
        return _("Update retracted. It stays in the history, marked as retracted.")


class EvidenceFile(ActionMixin):
    """A file held as evidence, for those who may read its update."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        readable = Update.objects.readable_by(self.reader, self.action)
        evidence = get_object_or_404(Evidence, pk=kwargs["evidence"], kind=EvidenceKind.FILE, update__in=readable)
        if not evidence.file.storage.exists(str(evidence.file.name)):
            raise Http404
        return FileResponse(evidence.file.open("rb"), as_attachment=True, filename=evidence.file_name)
