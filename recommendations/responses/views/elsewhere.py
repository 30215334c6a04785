"""Recording a response that was published elsewhere."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forces.people import keeping
from forces.people.requests import ReaderRequest
from recommendations.responses.forms.elsewhere import ElsewhereForm
from recommendations.responses.models import Publication, Response
from recommendations.responses.places import working_copy
from recommendations.responses.queries import answering_body, content_elsewhere, content_of
from recommendations.responses.services.elsewhere import record_elsewhere
from soteria_tracker.web.service_forms import Unconfirmed

CORRECTION = "correction"


@require_http_methods(["GET", "HEAD", "POST"])
def elsewhere(request: ReaderRequest, force: str, inspection: str) -> HttpResponse:
    """What a response says that is published already, for approvers. Once one is recorded, its page shows the rest.

    Another version is recorded by whoever asks for it ("?correction"), and says so once more.
    """
    reader = request.reader
    one = working_copy(reader, force, inspection)
    if not reader.may_approve(one.force):
        raise PermissionDenied(_("Only an approver of the force’s own local policing body records this response."))
    is_post, kept = request.method == "POST", keeping.kept_form(request)
    recorded = one.publications.order_by("version").last() if one.pk else None
    if recorded and not is_post and kept is None and CORRECTION not in request.GET:
        return redirect(recorded)
    content = content_of(one, reader.day)
    form = ElsewhereForm(
        request.POST if is_post else kept, request.FILES if is_post else None, content=content, person=reader.person
    )
    if is_post and form.is_valid():
        publication = _record(request, working_copy(reader, force, inspection, to_write=True), form)
        if publication:
            messages.success(request, _("Recorded as it was published. What it lacks is shown below."))
            return redirect(publication)
    form.keep_upload()
    context = {
        "response": one,
        "recorded": recorded,
        "rows": [(item, *form.fields_of(item)) for item in content.items],
        "form": form,
        "form_has_errors": bool(form.errors),
        "form_owner": keeping.owner_mark(reader.person),
        "was_kept": kept is not None,
    }
    return render(request, "responses/elsewhere.html", context)


def _record(request: ReaderRequest, one: Response, form: ElsewhereForm) -> Publication | None:
    """Record it for the body that answered when it was published. Returns None, and why at a field, if refused."""
    facts = form.facts()
    day = facts["published_on"] or facts["dated_on"] or request.reader.day
    body = answering_body(one.force, day)
    if body is None:
        field = "published_on" if facts["published_on"] else "dated_on"
        form.add_error(field, _("No local policing body is recorded here that answered for the force on this day"))
        return None
    try:
        publication = record_elsewhere(
            response=one,
            body=body,
            **facts,
            content=content_elsewhere(one.inspection, one.force, body, form.words()),
            document=form.given,
            confirmed=form.confirmed,
            by=request.reader,
        )
    except ValidationError as error:
        form.refuse(error)
        return None
    except Unconfirmed as unconfirmed:
        form.questions = unconfirmed.questions
        return None
    if form.kept_file:
        keeping.forget_file(form.kept_file)
    return publication
