"""The addresses of Soteria Tracker, one page with an empty layout, and one that records an update."""

import random
import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from forces.people.requests import ReaderRequest
from recommendations.register.models import Action
from recommendations.register.statuses import Status
from recommendations.updates.entry import UpdateEntry
from recommendations.updates.services import record_update
from soteria_tracker.urls import urlpatterns as product_urls


def empty(request: ReaderRequest) -> HttpResponse:
    """Return the empty layout, which shows what every page costs: sign-in, menu, layout."""
    return render(request, "base.html")


@csrf_exempt
def record(request: ReaderRequest) -> HttpResponse:
    """Record an update of an action of Cleveland, through the same service as the form."""
    actions = Action.objects.filter(holder__slug="cleveland", recommendation__inspection__slug="benchmark-1")
    action = random.choice(actions)  # noqa: S311
    key = uuid.uuid4()
    entry = UpdateEntry.of(
        status=Status.IN_PROGRESS,
        words=f"Measured at {key}.",
        effective_on=request.reader.day,
        reported_by="Head of Performance",
    )
    record_update(action=action, entry=entry, by=request.reader, submission_key=key)
    return HttpResponse(status=204)


urlpatterns = [path("empty/", empty), path("record/", record), *product_urls]
