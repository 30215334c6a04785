"""Assigning an action to a colleague, and commenting on it: for the office only."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from recommendations.discussion.forms import ActionCommentForm, AssignmentForm
from recommendations.discussion.models import ActionComment, Assignment
from recommendations.discussion.queries import (
    assignment_of,
    colleagues_by_name,
    comments_on,
    words_that_mention_no_one,
)
from recommendations.discussion.services import add_comment, assign_action
from recommendations.pages.action.action_mixin import ActionMixin
from soteria_tracker.web.service_forms import ServiceFormView


class OfficeOnlyMixin(ActionMixin):
    """A page about an action for its office. Raises PermissionDenied for everyone else who may see the action."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not self.reader.may_follow(self.action.holder):
            raise PermissionDenied(_("Only this body’s office can assign and discuss its actions."))


class AssignAction(OfficeOnlyMixin, ServiceFormView):
    """Choose who in the office works on the action."""

    form_class = AssignmentForm
    template_name = "pages/action/assign.html"

    def get_initial(self) -> dict[str, Any]:
        current = assignment_of(self.action, self.reader)
        return {"assignee": current.assignee_id if current else self.reader.person.pk}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": colleagues_by_name(self.action.holder, self.reader)}

    def save(self, form: AssignmentForm) -> Assignment | None:
        return assign_action(action=self.action, assignee=form.cleaned_data["assignee"], by=self.reader)

    def saved_message(self) -> str:
        if self.result is None:
            return _("This action is no longer assigned to anyone.")
        return _("Assigned to %(person)s.") % {"person": self.result.assignee}


class AddComment(OfficeOnlyMixin, ServiceFormView):
    """Add a comment. A comment that cannot be saved comes back on a page of its own."""

    form_class = ActionCommentForm
    template_name = "pages/action/comment.html"

    def save(self, form: ActionCommentForm) -> ActionComment:
        comment = add_comment(action=self.action, by=self.reader, **form.cleaned_data)
        if words := words_that_mention_no_one(comment, self.reader):
            warning = _("No one in your office is called %(words)s. To notify a colleague, type @ and their name.")
            listed = get_text_list([f"“{word}”" for word in words], _("or"))
            messages.warning(self.request, warning % {"words": listed})
        return comment

    def refuse(self, form: ActionCommentForm, refusal: Any) -> HttpResponse:
        form.renew_key()
        return super().refuse(form, refusal)

    def saved_message(self) -> str:
        return _("Comment added. Only your office can see it.")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(comments=comments_on(self.action, self.reader), **context)
