"""One returned row: accept the reply, match the row to its action, or set it aside."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from recommendations.register.models import Update
from recommendations.register.statuses import Status
from recommendations.rounds.forms import MatchForm, ReplyForm, initial_reply
from recommendations.rounds.models import RequestedAction, ReturnedRow, RowOutcome
from recommendations.rounds.requests import requested_actions
from recommendations.rounds.review import ReplyReview, cells_of, reply_reviews
from recommendations.rounds.services.replies import (
    ReplyToAccept,
    accept_replies,
    entry_from_reply,
    match_row,
    return_to_review,
    set_aside_rows,
)
from recommendations.rounds.views.mixins import RoundMixin
from recommendations.rounds.workbook_sheet import ReplyCell
from recommendations.updates.entry import UpdateEntry
from recommendations.updates.evidence import EvidenceEntry
from recommendations.updates.refusals import EditConflict, UpdatesRefused
from recommendations.updates.rules import errors_of_entry
from soteria_tracker.web.service_forms import ServiceFormView

_NOT_IN_ENTRY = ("seen", "evidence_address")


class ReplyView(RoundMixin, ServiceFormView):
    """One row with every cell of it. A row with an action has a form that accepts it, one without a form to match it.

    A row that is decided shows what was decided. The button "do" sets it aside, or returns it to the rows to review.
    """

    template_name = "rounds/reply.html"
    refusals = (ValidationError, UpdatesRefused)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.row = self._find_row()

    def _find_row(self) -> ReturnedRow:
        rows = ReturnedRow.objects.filter(workbook__round=self.round).select_related(
            "workbook__uploaded_by",
            "requested__action__holder",
            "requested__action__part",
            "requested__action__recommendation__inspection",
            "update",
            "decided_by",
        )
        return get_object_or_404(rows, pk=self.kwargs["row"])

    @property
    def is_decided(self) -> bool:
        return self.row.outcome != RowOutcome.TO_REVIEW

    @cached_property
    def review(self) -> ReplyReview:
        """The review of a row that is matched to an action."""
        [review] = reply_reviews([self.row], self.round, self.reader)
        return review

    @cached_property
    def requested_actions(self) -> list[RequestedAction]:
        return list(requested_actions(self.round))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        do = request.POST.get("do")
        if do == "set-aside":
            return self._set_aside()
        if do == "return":
            return_to_review(round_=self.round, row=self.row, by=self.reader)
            return redirect(self._address())
        if self.is_decided:
            return self._decided()
        return super().post(request, *args, **kwargs)

    def _address(self) -> str:
        return reverse("round-reply", args=[self.holder.slug, self.round.pk, self.row.pk])

    def _set_aside(self) -> HttpResponse:
        if not set_aside_rows(round_=self.round, rows=[self.row.pk], by=self.reader):
            messages.warning(self.request, _("Someone has already decided about this row."))
            return redirect(self._address())
        messages.success(self.request, _("Row set aside. You can still find it in the list of rows set aside."))
        return redirect("round-review", self.holder.slug, self.round.pk)

    def _decided(self) -> HttpResponse:
        """Show what was decided. If someone else decided in the meantime, show the text that came too late."""
        self.row = self._find_row()
        is_own = self.row.decided_by_id == self.reader.person.pk and self.row.outcome == RowOutcome.ACCEPTED
        too_late = "" if is_own else self.request.POST.get("words", "")
        status = HTTPStatus.CONFLICT if too_late else HTTPStatus.OK
        return self.render_to_response(self.get_context_data(too_late=too_late), status=status)

    # --- the form ------------------------------------------------------------------------------------------

    def get_form_class(self) -> type[ReplyForm | MatchForm]:
        return ReplyForm if self.row.requested else MatchForm

    def get_initial(self) -> dict[str, Any]:
        if self.row.requested:
            return initial_reply(self.review)
        suggested = _suggested_action(cells_of(self.row), self.requested_actions)
        return {"requested": suggested.pk if suggested else None}

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.row.requested:
            return kwargs | {"review": self.review, "reader": self.reader}
        return kwargs | {"rows": self.requested_actions}

    def save(self, form: ReplyForm | MatchForm) -> list[Update] | None:
        """Match the row, or accept the reply and return its update; none if it was already accepted."""
        if isinstance(form, MatchForm):
            match_row(round_=self.round, row=self.row, requested=form.cleaned_data["requested"], by=self.reader)
            return None
        reply = ReplyToAccept(self.row, self._entry(form), form.cleaned_data["seen"])
        return accept_replies(round_=self.round, replies=[reply], by=self.reader)

    def _entry(self, form: ReplyForm) -> UpdateEntry:
        """Return what the form says. Fields with an error are empty."""
        empty = {"status": "", "words": "", "expected_on": None, "effective_on": None, "reported_by": ""}
        values = {name: value for name, value in form.cleaned_data.items() if name not in _NOT_IN_ENTRY}
        evidence = EvidenceEntry(address=form.cleaned_data.get("evidence_address", ""))
        return entry_from_reply(self.review, confirmed=form.confirmed, evidence=evidence, **empty | values)

    def further_errors(self, form: ReplyForm | MatchForm) -> dict[str, str]:
        if isinstance(form, MatchForm):
            return {}
        return errors_of_entry(self._entry(form), holder=self.holder, today=self.reader.day)

    def form_valid(self, form: ReplyForm | MatchForm) -> HttpResponse:
        response = super().form_valid(form)
        return self._decided() if self.result == [] else response

    def refuse(self, form: ReplyForm | MatchForm, refusal: Any) -> HttpResponse:
        if isinstance(refusal, UpdatesRefused):
            refusal = refusal.objections[self.review.action.pk]
        if isinstance(refusal, EditConflict):
            form.change_data(seen=str(self.review.seen))
            return self.form_invalid(form, status=HTTPStatus.CONFLICT, saved_since=refusal.updates)
        return super().refuse(form, refusal)

    def saved_message(self) -> str:
        if self.result is None:
            return _("Row matched. Check the reply and accept it.")
        if not self.result:
            return ""
        values = {"action": self.review.action.recommendation, "status": Status(self.result[0].status).label}
        return _("Reply accepted. %(action)s: %(status)s.") % values

    def get_success_url(self) -> str:
        if self.result is None:
            return self._address()
        return reverse("round-review", args=[self.holder.slug, self.round.pk])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        if self.is_decided:
            context["form"] = None
        cells = cells_of(self.row)
        context = super().get_context_data(row=self.row, cells=cells, **context)
        if self.is_decided:
            return context
        if self.row.requested:
            return context | {"review": self.review}
        by_key = {str(requested.key): requested for requested in self.requested_actions}
        return context | {"by_key": next((by_key[cell.text] for cell in cells if cell.text in by_key), None)}


def _suggested_action(cells: list[ReplyCell], rows: list[RequestedAction]) -> RequestedAction | None:
    """Return the action whose inspection and reference are in the row, if any."""
    texts = {cell.column: " ".join(cell.text.split()).casefold() for cell in cells}
    for row in rows:
        recommendation = row.action.recommendation
        names = (recommendation.inspection.short_title.casefold(), recommendation.label.casefold())
        if (texts.get("inspection"), texts.get("reference")) == names:
            return row
    return None
