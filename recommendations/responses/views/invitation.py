"""Inviting the Chief Constable to comment, or saying why not."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from recommendations.responses.forms.invitation import InvitationForm, initial_invitation, proposed_date
from recommendations.responses.models import OfficeSettings
from recommendations.responses.page_mixins import WorkingCopyMixin
from recommendations.responses.queries import answering_body, office_settings
from recommendations.responses.services.inviting import invite
from soteria_tracker.web.service_forms import ServiceFormView
from soteria_tracker.web.templatetags.soteria import day as day_in_words


class Invite(WorkingCopyMixin, ServiceFormView):
    """Record the invitation. A due date for comments after the last day of the response is a question."""

    form_class = InvitationForm
    template_name = "responses/invitation.html"

    @cached_property
    def settings(self) -> OfficeSettings:
        return office_settings(answering_body(self.response.force, self.reader.day))

    def get_initial(self) -> dict[str, Any]:
        return initial_invitation(self.response, self.settings, self.clock)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "title": self.response.force.chief_officer_title}

    def save(self, form: InvitationForm) -> None:
        invite(response=self.response, **form.invitation(), confirmed=form.confirmed, by=self.reader)

    def saved_message(self) -> str:
        if self.response.invited_on:
            return _("Invitation saved. Comments are due by %(day)s.") % {
                "day": day_in_words(self.response.comments_wanted_by)
            }
        return _("Saved: the %(title)s was not invited.") % {"title": self.response.force.chief_officer_title}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        settings, title = self.settings, self.response.force.chief_officer_title
        shown = {
            _("your address"): settings.address,
            _("who signs it"): settings.signatory_name,
            _("the name of the %(title)s") % {"title": title}: settings.chief_officer_name,
        }
        known = {
            "settings": settings,
            "addressee": ", ".join(filter(None, (title, settings.chief_officer_name))),
            "wanted_by": self.response.comments_wanted_by or proposed_date(self.reader.day, settings, self.clock),
            "lacks": get_text_list([name for name, value in shown.items() if not value], _("or")),
        }
        return super().get_context_data(**{**known, **context})
