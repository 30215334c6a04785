"""What an office released and what waits to be; one release, and its withdrawal."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from forces.people import keeping
from forces.people.access import Reader
from forces.people.requests import ReaderRequest
from recommendations.register.selection import holder_of
from recommendations.releases.forms import AudienceForm, WaitingForm, WithdrawalForm
from recommendations.releases.queries import OneRelease, releases_of, waiting_for
from recommendations.releases.services import withdraw

RELEASES_ON_A_PAGE = 20


@require_safe
def releases(request: ReaderRequest, holder: str) -> HttpResponse:
    """What waits to be released, to be chosen from; and what was released and withdrawn."""
    reader = request.reader
    body = holder_of(reader, holder, may=Reader.may_follow)
    audience = AudienceForm(request.GET).audience
    waiting = waiting_for(body, reader, audience)
    form = WaitingForm(request.GET, waiting)
    context = {
        "holder": body,
        "audience": audience,
        "waiting": waiting,
        "form": form,
        "rows": form.rows,
        "clear_url": reverse("releases", args=[body.slug]),
        "page": Paginator(releases_of(body, reader), RELEASES_ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "releases/releases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: ReaderRequest, holder: str, pk: int) -> HttpResponse:
    """What a release or a withdrawal concerned; a release that stands can be withdrawn."""
    body = holder_of(request.reader, holder, may=Reader.may_follow)
    one = OneRelease.found(body, pk, request.reader)
    kept = keeping.kept_form(request)
    is_post = request.method == "POST"
    form = WithdrawalForm(request.POST if is_post else kept)
    if is_post and form.is_valid():
        try:
            withdrawal = withdraw(release=one.release, by=request.reader, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _withdrawn(OneRelease(withdrawal, request.reader)))
            return redirect("release", body.slug, withdrawal.pk)
    context = {
        "holder": body,
        "one": one,
        "release": one.release,
        "form": form,
        "form_owner": keeping.owner_mark(request.reader.person),
        "was_kept": kept is not None,
    }
    return render(request, "releases/release.html", context)


def _withdrawn(one: OneRelease) -> str:
    """What a withdrawal did, in a sentence or two."""
    words = [_("Release withdrawn.")]
    if still := one.still_shown:
        words.append(
            ngettext(
                "%(count)d update is read by the panel or the public all the same: see why below.",
                "%(count)d updates are read by the panel or the public all the same: see why below.",
                still,
            )
            % {"count": still}
        )
    return " ".join(words)
