"""What a published response promised: recording that it has been done."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forces.people import keeping
from forces.people.requests import ReaderRequest
from recommendations.responses.forms.steps import DoneForm
from recommendations.responses.models import Commitment
from recommendations.responses.places import working_copy
from recommendations.responses.services.promises import record_done


@require_http_methods(["GET", "HEAD", "POST"])
def commitment(request: ReaderRequest, force: str, inspection: str, commitment: int) -> HttpResponse:
    """One commitment of the own office's response, and the day on which it was done."""
    response = working_copy(request.reader, force, inspection)
    promised = Commitment.objects.filter(explanation__response=response.pk)
    one = get_object_or_404(
        promised.select_related("explanation__recommendation", "explanation__response"), pk=commitment
    )
    kept = keeping.kept_form(request)
    given = {"done_on": one.done_on, "how_done": one.how_done}
    form = DoneForm(request.POST if request.method == "POST" else kept, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            record_done(commitment=one, **form.cleaned_data, by=request.reader)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved: the commitment is done."))
            return redirect(response)
    context = {
        "response": response,
        "commitment": one,
        "form": form,
        "form_owner": keeping.owner_mark(request.reader.person),
        "was_kept": kept is not None,
    }
    return render(request, "responses/commitment.html", context)
