"""Review replies: accept all that are selected together, or set them aside."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.register.statuses import RECORDABLE
from recommendations.rounds.forms import ReplyFormSet, ReplyRowForm
from recommendations.rounds.models import ReturnedRow, RowOutcome
from recommendations.rounds.parsing import parse_day
from recommendations.rounds.queries import decided_rows
from recommendations.rounds.review import (
    ReplyReview,
    actions_without_reply,
    cells_of,
    reply_reviews,
    rows_to_review,
)
from recommendations.rounds.services.replies import (
    ReplyToAccept,
    accept_replies,
    entry_from_reply,
    set_aside_rows,
)
from recommendations.rounds.views.mixins import RoundMixin
from recommendations.rounds.workbook_sheet import ReplyCell
from recommendations.updates.refusals import EditConflict, UpdatesRefused
from soteria_tracker.web.service_forms import ServiceFormView, Unconfirmed

_LONG = 10  # rows; a longer list has its buttons above it as well
Faults = list[tuple[str, str]]  # the id of the element, and what is wrong there


class ReviewRefused(Exception):
    """Nothing was saved of the selected rows, for these reasons."""

    def __init__(self, faults: Faults) -> None:
        super().__init__("; ".join(message for _anchor, message in faults))
        self.faults = faults


@dataclass(frozen=True)
class ReviewRow:
    """A row on the page: its form, and its review or, if it matches no action, its cells."""

    row: ReturnedRow
    form: ReplyRowForm
    review: ReplyReview | None = None
    cells: list[ReplyCell] = field(default_factory=list)
    errors: tuple[str, ...] = ()


class ReviewReplies(RoundMixin, ServiceFormView):
    """Each reply beside the current state of its action. Accepts or sets aside what is selected, all or none of it."""

    form_class = ReplyFormSet
    template_name = "rounds/review.html"
    refusals = (ValidationError, UpdatesRefused, ReviewRefused)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.rows = rows_to_review(self.round)
        self.reviews = {review.row.pk: review for review in reply_reviews(self.rows, self.round, self.reader)}

    def save(self, form: BaseFormSet[ReplyRowForm]) -> str:
        """Do what the button says with the selected rows, and return the message about it."""
        selected = {each.cleaned_data["row"]: each.cleaned_data for each in form if each.cleaned_data["selected"]}
        if self.request.POST.get("do") == "set-aside":
            return self._set_aside(list(selected))
        return self._accept(selected)

    def _set_aside(self, rows: list[int]) -> str:
        if not rows:
            raise ValidationError(_("Select the rows to set aside"))
        count = set_aside_rows(round_=self.round, rows=rows, by=self.reader)
        return ngettext("%(count)d row set aside.", "%(count)d rows set aside.", count) % {"count": count}

    def _accept(self, selected: dict[int, dict[str, Any]]) -> str:
        reviews = [review for pk, review in self.reviews.items() if pk in selected]
        not_shown = selected.keys() - self.reviews.keys()
        self._check_not_shown(not_shown)
        if not reviews:
            if not_shown:  # they were accepted a moment ago, by the same form
                return ""
            raise ValidationError(_("Select the replies to accept"))
        faults: Faults = []
        replies: list[ReplyToAccept] = []
        for review in reviews:
            values = selected[review.row.pk]
            status, expected_on, errors = _status_and_date(review, values)
            faults += _faults(review, errors)
            entry = entry_from_reply(review, status=status, words=review.reply.text, expected_on=expected_on)
            seen = review.seen if values["seen"] is None else values["seen"]
            replies.append(ReplyToAccept(review.row, entry, seen))
        if faults:
            raise ReviewRefused(faults)
        count = len(accept_replies(round_=self.round, replies=replies, by=self.reader))
        return ngettext("%(count)d reply accepted.", "%(count)d replies accepted.", count) % {"count": count}

    def _check_not_shown(self, rows: Iterable[int]) -> None:
        """Refuse selected rows that match no action, and those that someone else has decided about."""
        not_shown = ReturnedRow.objects.filter(pk__in=rows, workbook__round=self.round)
        if not_shown.filter(outcome=RowOutcome.TO_REVIEW).exists():
            raise ReviewRefused([("unmatched", _("Match the selected rows to an action before you accept them"))])
        decided = not_shown.filter(requested__isnull=False).exclude(
            outcome__in=[RowOutcome.ACCEPTED, RowOutcome.DUPLICATE], decided_by=self.reader.person
        )
        message = _("%(action)s: %(who)s has already decided about it. Nothing was saved: check the list again")
        faults = [
            ("", message % {"action": row.requested.action.recommendation, "who": row.decided_by})
            for row in decided.select_related("requested__action__recommendation", "decided_by")
            if row.requested
        ]
        if faults:
            raise ReviewRefused(faults)

    def saved_message(self) -> str:
        return str(self.result)

    def refuse(self, form: BaseFormSet[ReplyRowForm], refusal: Any) -> HttpResponse:
        if isinstance(refusal, ReviewRefused):
            faults = refusal.faults
        elif isinstance(refusal, UpdatesRefused):
            faults = [
                fault for review in self.reviews.values() for fault in _faults(review, _objection(refusal, review))
            ]
        else:
            faults = [("", message) for message in refusal.messages]
        return self.form_invalid(form, status=HTTPStatus.CONFLICT, faults=faults)

    def get_success_url(self) -> str:
        return reverse("round-review", args=[self.holder.slug, self.round.pk])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context = super().get_context_data(**context)
        faults: Faults = context.setdefault("faults", [])
        if context["form"].is_bound and not context["form"].is_valid():
            faults.append(("", _("We could not read your selection. Select the rows again")))
        formset, rows = self._rows_on_page(context["form"], faults)
        decided = decided_rows(self.round)
        return context | {
            "formset": formset,
            "ready": [row for row in rows if row.review and row.review.is_ready],
            "to_check": [row for row in rows if row.review and not row.review.is_ready],
            "unmatched": [row for row in rows if row.review is None and row.row.requested is None],
            "is_long": len(self.rows) > _LONG,
            "accepted": [row for row in decided if row.outcome == RowOutcome.ACCEPTED],
            "duplicates": [row for row in decided if row.outcome == RowOutcome.DUPLICATE],
            "set_aside": [row for row in decided if row.outcome == RowOutcome.SET_ASIDE],
            "without_reply": actions_without_reply(self.round),
            "form_has_errors": bool(faults),
        }

    def _rows_on_page(self, posted: BaseFormSet[ReplyRowForm], faults: Faults) -> tuple[BaseFormSet, list[ReviewRow]]:
        """Return a new formset and the rows to review now, each with a form that has what was posted for it."""
        values: dict[int, dict[str, Any]] = {}
        if posted.is_bound and posted.is_valid():
            values = {form.cleaned_data["row"]: form.cleaned_data for form in posted}
        shown = [row for row in self.rows if row.pk in self.reviews or row.requested is None]
        initial = []
        for row in shown:
            review = self.reviews.get(row.pk)
            own = values.get(row.pk, {"selected": not posted.is_bound and review is not None and review.is_ready})
            initial.append({**own, "row": row.pk, "seen": review.seen if review else None})
        formset = ReplyFormSet(initial=initial)
        on_page = [
            ReviewRow(
                row,
                form,
                self.reviews.get(row.pk),
                [] if row.pk in self.reviews else cells_of(row),
                tuple(message for anchor, message in faults if anchor == f"row-{row.pk}"),
            )
            for row, form in zip(shown, formset, strict=True)
        ]
        order = {pk: place for place, pk in enumerate(self.reviews)}
        return formset, sorted(on_page, key=lambda each: order.get(each.row.pk, len(order)))


def _faults(review: ReplyReview, errors: Iterable[str]) -> Faults:
    return [(f"row-{review.row.pk}", f"{review.action.recommendation}: {error}") for error in errors]


def _status_and_date(review: ReplyReview, values: dict[str, Any]) -> tuple[str, datetime.date | None, list[str]]:
    """Return the status and expected date to record, and what is wrong with them."""
    errors = [review.own_page_reason] if review.own_page_reason else []
    status, expected_on = str(review.status or values["status"]), review.expected_on
    if review.needs_status and status not in {str(each) for each in RECORDABLE}:
        errors.append(_("select the status"))
    if review.needs_expected_on and values["expected_on"]:
        expected_on = parse_day(values["expected_on"])
        if expected_on is None:
            errors.append(_("enter the expected date like 31/03/2025, or leave it empty"))
    return status, expected_on, errors


def _objection(refused: UpdatesRefused, review: ReplyReview) -> list[str]:
    """Return what the service objected to in this reply."""
    objection = refused.objections.get(review.action.pk)
    if isinstance(objection, EditConflict):
        return [_("someone recorded an update while you were reviewing. Check it, then accept the reply")]
    if isinstance(objection, Unconfirmed):
        return [*objection.questions.values(), _("Open the reply to answer this, or clear its box")]
    return objection.messages if objection else []
