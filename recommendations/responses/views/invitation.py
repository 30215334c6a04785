"""Inviting the chief officer to comment, or saying why not."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forces.people import keeping
from forces.people.requests import ReaderRequest
from recommendations.responses.forms.steps import InvitationForm
from recommendations.responses.places import working_copy
from recommendations.responses.queries import answering_body, clock_of, office_settings
from recommendations.responses.services.inviting import invite
from soteria_tracker.web.service_forms import Unconfirmed
from soteria_tracker.web.templatetags.soteria import day as day_in_words


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: ReaderRequest, force: str, inspection: str) -> HttpResponse:
    """Record the invitation. A day for comments after the last day of the response is a question."""
    reader, is_post = request.reader, request.method == "POST"
    one = working_copy(reader, force, inspection, to_write=is_post)
    clock = clock_of(one, one.inspection, one.force, reader.day)
    settings = office_settings(answering_body(one.force, reader.day))
    kept = keeping.kept_form(request)
    form = InvitationForm(request.POST if is_post else kept, response=one, settings=settings, clock=clock)
    if is_post and form.is_valid():
        try:
            invite(response=one, **form.said(), confirmed=form.confirmed, by=reader)
        except ValidationError as error:
            form.refuse(error)
        except Unconfirmed as unconfirmed:
            form.questions = unconfirmed.questions
        else:
            wanted = day_in_words(one.comments_wanted_by)
            invited = _("Invitation saved. Comments are wanted by %(day)s.") % {"day": wanted}
            messages.success(request, invited if one.invited_on else _("Saved: the chief officer was not invited."))
            return redirect(one)
    context = {
        "response": one,
        "clock": clock,
        "settings": settings,
        "form": form,
        "form_owner": keeping.owner_mark(reader.person),
        "was_kept": kept is not None,
    }
    return render(request, "responses/invitation.html", context)
