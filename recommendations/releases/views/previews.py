"""What a release would change, and each page as its reader would see it; confirming releases."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from forces.bodies.models import Body
from forces.people import keeping
from forces.people.access import Reader
from forces.people.requests import ReaderRequest
from recommendations.register.selection import holder_of
from recommendations.releases.models import Release
from recommendations.releases.plan import plan_of
from recommendations.releases.preview import Banner, Preview, audiences_shown, page_for, stand_in, undone
from recommendations.releases.selection import Choice, forget, keep, kept_choice
from recommendations.releases.services import release


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: ReaderRequest, holder: str, token: uuid.UUID) -> HttpResponse:
    """The figures and the actions before and after, and the way to each page; confirming releases."""
    reader, body = request.reader, holder_of(request.reader, holder, may=Reader.may_follow)
    kept = keeping.kept_form(request)
    if done := Release.objects.filter(holder=body, submission_key=token, recorded_by=reader.person).first():
        return redirect("release", body.slug, done.pk)  # the same form, sent once more
    sent = request.POST if request.method == "POST" else kept
    choice = Choice.of(sent) if sent else kept_choice(request, body, token)
    if choice is None:
        messages.info(request, _("That preview has ended. Choose again what is to be released."))
        return redirect("releases", body.slug)
    problem = ""
    if request.method == "POST":
        try:
            made = _release(body, choice, reader, token)
        except ValidationError as error:
            problem = " ".join(error.messages)
        else:
            forget(request, token)
            messages.success(request, _released(made, choice))
            return redirect("release", body.slug, made.pk)
    if kept:
        keep(request, body, choice, token)
    context = _page(body, choice, reader, token) | {
        "problem": problem,
        "form_has_errors": bool(problem),
        "form_owner": keeping.owner_mark(reader.person),
        "was_kept": kept is not None,
    }
    return render(request, "releases/preview.html", context)


def _page(holder: Body, choice: Choice, reader: Reader, token: uuid.UUID) -> dict[str, Any]:
    """What the page shows: for each reader whom the release concerns, what changes."""
    try:
        plan = plan_of(holder, reader, choice.audience, updates=choice.updates, assurances=choice.assurances)
    except ValidationError:  # the address was made up: nothing else can hold a note
        raise Http404 from None
    address = reverse("release-preview", args=[holder.slug, token])
    previews = [
        (Preview.of(plan, holder, stand_in(holder, audience, reader.day), audience), f"{address}{audience}")
        for audience in audiences_shown(choice.audience)
    ]
    return {"holder": holder, "choice": choice, "plan": plan, "previews": previews}


def _release(holder: Body, choice: Choice, by: Reader, submission_key: uuid.UUID) -> Release:
    return release(
        holder=holder,
        updates=choice.updates,
        assurances=choice.assurances,
        audience=choice.audience,
        reason=choice.reason,
        by=by,
        submission_key=submission_key,
    )


def _released(made: Release, choice: Choice) -> str:
    """What was released, and whether something was left out that had been chosen."""
    count = made.items.filter(update__retracts=None, assurance__retracts=None).count()
    words = ngettext("%(count)d item released.", "%(count)d items released.", count) % {"count": count}
    left_out = len(choice.updates) + len(choice.assurances) - count
    if left_out:
        words += " " + ngettext(
            "%(count)d was left out: it was released already, or has been retracted.",
            "%(count)d were left out: they were released already, or have been retracted.",
            left_out,
        ) % {"count": left_out}
    return words


@require_http_methods(["GET", "HEAD", "POST"])
def preview_page(request: ReaderRequest, holder: str, token: uuid.UUID, audience: str, page: str) -> HttpResponseBase:
    """One page as the audience would see it after the release. Nothing on it can be sent."""
    body = holder_of(request.reader, holder, may=Reader.may_follow)
    choice = kept_choice(request, body, token)
    if choice is None or audience not in audiences_shown(choice.audience):
        raise Http404
    back = reverse("release-preview", args=[body.slug, token])
    banner = Banner(audience, body, back)
    if request.method == "POST":
        return render(request, "releases/not_here.html", {"banner": banner, "is_form": True}, status=405)
    reader = stand_in(body, audience, request.reader.day)
    try:
        with undone():
            _release(body, choice, request.reader, uuid.uuid4())
            return page_for(request, reader, page, under=f"{back}{audience}/", banner=banner)
    except Http404:
        return render(request, "releases/not_here.html", {"banner": banner}, status=404)
    except ValidationError as error:  # released or retracted since: there is nothing to preview
        messages.info(request, " ".join(error.messages))
        return redirect(back)
