"""Pages on which a person records an update of one action with the quick update: the action's page, and My work."""

from __future__ import annotations

import uuid
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from forces.people.access import Reader
from recommendations.register.models import Action, Update
from recommendations.register.statuses import Status
from recommendations.updates.forms.update import UpdateForm
from recommendations.updates.queries import current_update, latest_seen, readable_updates, usual_reporter
from recommendations.updates.refusals import EditConflict
from recommendations.updates.rules import errors_of_entry
from recommendations.updates.services import record_update
from soteria_tracker.web.service_forms import ServiceFormView, Unconfirmed


class QuickUpdateMixin(ServiceFormView):
    """A page with the quick update of one action. A subclass sets `reader` and `action` in `setup`."""

    form_class: type[UpdateForm] = UpdateForm
    refusals = (ValidationError, Unconfirmed, EditConflict)
    reader: Reader
    action: Action

    @cached_property
    def updates(self) -> list[Update]:
        """The updates of the action that the reader may read, in order."""
        return readable_updates(self.action, self.reader)

    @cached_property
    def current(self) -> Update | None:
        """The update that sets the action's state today."""
        return current_update(self.updates, self.reader)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = {**super().get_form_kwargs(), "action": self.action, "reader": self.reader, "current": self.current}
        kwargs.pop("initial")  # the form knows what it starts with
        kwargs.pop("prefix")
        if kwargs["data"]:
            return kwargs
        newest = max((update.pk for update in self.updates), default=0)  # the same as `latest_seen`
        return kwargs | {"seen": newest, "reporter": usual_reporter(self.action, self.updates)}

    def further_errors(self, form: UpdateForm) -> dict[str, str]:
        return errors_of_entry(form.entry(), holder=self.action.holder, today=self.reader.day)

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
        return super().form_invalid(form, status, **context)

    def saved_message(self) -> str:
        update: Update = self.result
        if update.is_note:
            return _("Note saved for the office. The status of the action has not changed.")
        return format_html(
            "{} <a class='govuk-notification-banner__link' href='{}'>{}</a>",
            _("Update saved. %(holder)s, %(recommendation)s: %(status)s.")
            % {
                "holder": self.action.holder,
                "recommendation": self.action.recommendation.label,
                "status": Status(update.status).label,
            },
            self.action.address_of("correct", update.pk),
            _("Correct it"),
        )
