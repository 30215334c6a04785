"""One update for several actions, or a note for each: all are recorded, or none."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.people.access import Reader
from recommendations.bulk.entries import ActionChange, submissions_for
from recommendations.bulk.forms import BulkUpdateForm
from recommendations.bulk.problems import BulkProblems, error_lines
from recommendations.bulk.queries import ActionRow, positions_by_action
from recommendations.pages.common.wording import wording_for
from recommendations.register.selection import SelectedActionsMixin
from recommendations.updates.entry import STATEMENT_FIELDS, UpdateEntry
from recommendations.updates.queries import latest_seen
from recommendations.updates.refusals import UpdatesRefused
from recommendations.updates.rules import errors_of_entry
from recommendations.updates.services import record_updates
from soteria_tracker.web.ids import id_of
from soteria_tracker.web.service_forms import ServiceFormView, form_data

EACH = "each"


class BulkUpdate(SelectedActionsMixin, ServiceFormView):
    """The page; a POST records. A form that cannot be saved comes back with everything that was typed."""

    may = Reader.may_record
    template_name = "bulk/update.html"
    refusals = (ValidationError, UpdatesRefused)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        data = form_data(request)
        self.is_each = (request.GET if data is None else data).get("mode") == EACH
        self.seen = latest_seen(self.actions, self.reader) if data is None else _seen_in(data)

    def get_form(self, form_class: Any = None) -> BulkUpdateForm:
        return BulkUpdateForm(
            form_data(self.request),
            holder=self.holder,
            reader=self.reader,
            actions=self.actions,
            is_each=self.is_each,
        )

    def further_errors(self, form: BulkUpdateForm) -> dict[str, str]:
        """Return errors in who reported it and when: the rest depends on the state of each action."""
        entry = UpdateEntry.of(**form.statement(), words="-")
        errors = errors_of_entry(entry, holder=self.holder, today=self.reader.day)
        return {name: message for name, message in errors.items() if name in STATEMENT_FIELDS}

    def save(self, form: BulkUpdateForm) -> list[ActionChange]:
        changes = form.changes()
        if not changes:
            raise ValidationError(_("Write a note for at least one action"))
        entered = form.cleaned_data | form.statement()
        self.submissions = submissions_for(changes, entered, confirmed=form.confirmed, seen=self.seen)
        record_updates(submissions=self.submissions, by=self.reader)
        return changes

    def refuse(self, form: BulkUpdateForm, refusal: ValidationError | UpdatesRefused) -> HttpResponse:
        if isinstance(refusal, ValidationError):
            return super().refuse(form, refusal)
        problems = BulkProblems.of(refusal, self.submissions)
        if not problems.conflicts:
            return self.form_invalid(form, problems=problems)
        self.seen = latest_seen(self.actions, self.reader)
        form.change_data(submission_key=str(uuid.uuid4()))
        return self.form_invalid(form, HTTPStatus.CONFLICT, problems=problems)

    def saved_message(self) -> str:
        saved, left = len(self.result), len(self.actions) - len(self.result)
        message = ngettext("Update saved for %(count)d action.", "Updates saved for %(count)d actions.", saved)
        message %= {"count": saved}
        if left:
            without = ngettext(
                "%(count)d action without a note has not changed.",
                "%(count)d actions without a note have not changed.",
                left,
            )
            message = f"{message} {without % {'count': left}}"
        return message

    def get_success_url(self) -> str:
        return self.holder.get_absolute_url()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        form: BulkUpdateForm = context.get("form") or self.get_form()
        problems: BulkProblems | None = context.get("problems")
        positions = positions_by_action(self.actions, self.holder, self.reader)
        errors = error_lines(form, problems)
        return super().get_context_data(
            **{**context, "form": form, "problems": problems},
            form_has_errors=problems is not None or bool(errors),
            is_each=self.is_each,
            rows=[
                (
                    ActionRow(positions[action.pk], self.reader.day),
                    self.seen.get(action.pk, 0),
                    form.notes.get(action.pk),
                )
                for action in self.actions
                if action.pk in positions
            ],
            wording=wording_for(self.holder, self.reader),
            errors=errors,
        )


def _seen_in(data: QueryDict) -> dict[int, int]:
    """Return what the form had shown of each action: "12:345" is update 345 of action 12."""
    pairs = (pair.partition(":") for pair in data.getlist("seen"))
    ids = ((id_of(action), id_of(update)) for action, _colon, update in pairs)
    return {action: update for action, update in ids if action is not None and update is not None}
