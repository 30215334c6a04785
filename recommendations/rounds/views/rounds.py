"""Rounds of requests: the list, making one, and the page that says who has answered."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from forces.bodies.models import Body
from forces.people import keeping
from forces.people.requests import ReaderRequest
from recommendations.register.models import Action
from recommendations.register.selection import chosen, holder_of
from recommendations.rounds import emails, requests
from recommendations.rounds.forms import RoundForm, ids_of
from recommendations.rounds.models import Request, Round
from recommendations.rounds.queries import letterboxes, may_follow, returns_of, round_of, rounds_of
from recommendations.rounds.services import rounds as services


@require_safe
def rounds(request: ReaderRequest, holder: str) -> HttpResponse:
    """The rounds of one holder, the newest first."""
    body = holder_of(request.reader, holder, may=may_follow)
    return render(request, "rounds/list.html", {"holder": body, "rounds": rounds_of(body, request.reader)})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ReaderRequest, holder: str) -> HttpResponse:
    """The chosen actions by lead post, the words of the e-mails as each will read them; a POST makes the round."""
    body = holder_of(request.reader, holder, may=may_follow)
    kept = keeping.kept_form(request)
    data = request.POST if request.method == "POST" else kept
    actions = chosen(data or request.GET, request.reader, body)
    form = RoundForm(data)
    if request.method == "POST" and form.is_valid() and request.POST.get("do") == "make":
        said = form.cleaned_data
        try:
            made = services.make_round(
                holder=body,
                actions=actions,
                wanted_by=said["wanted_by"],
                message=said["message"],
                post_for_unnamed=said["post_for_unnamed"],
                submission_key=said["submission_key"],
                by=request.reader,
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _made(made))
            return redirect("round", body.slug, made.pk)
    return _new_page(request, body, actions, form, was_kept=kept is not None)


def _made(made: Round) -> str:
    posts = made.requests.count()
    return ngettext("Round made: %(count)d workbook to send.", "Round made: %(count)d workbooks to send.", posts) % {
        "count": posts
    }


def _new_page(
    request: ReaderRequest, body: Body, actions: list[Action], form: RoundForm, *, was_kept: bool
) -> HttpResponse:
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    groups = requests.groups_of(body, actions, post_for_unnamed=said.get("post_for_unnamed", ""))
    previews: list[emails.Mail | None] = [
        emails.request_mail(
            said["message"],
            emails.To(str(body), group.post, group.name, group.email, len(group.actions), said["wanted_by"]),
        )
        for group in groups
        if said
    ]
    context = {
        "holder": body,
        "actions": actions,
        "groups": list(zip(groups, previews or [None] * len(groups), strict=True)),
        "has_unnamed": any(not action.lead_post for action in actions),
        "is_previewed": bool(previews),
        "placeholders": emails.placeholders(),
        "form": form,
        "form_owner": keeping.owner_mark(request.reader.person),
        "was_kept": was_kept,
    }
    return render(request, "rounds/new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: ReaderRequest, holder: str, pk: int) -> HttpResponse:
    """Who was asked and who has answered; a POST records what was sent, who was reminded, and the end."""
    found = round_of(request.reader, holder, pk)
    if request.method == "POST":
        messages.success(request, _follow(request, found))
        return redirect("round", holder, pk)
    boxes = letterboxes(found)
    context = {
        "holder": found.holder,
        "round": found,
        "boxes": boxes,
        "actions": sum(box.actions for box in boxes),
        "answered": sum(box.answered for box in boxes),
        "unsent": sum(box.request.sent_on is None for box in boxes),
        "silent": sum(not box.answered for box in boxes),
        "to_take_in": sum(returned.to_take_in for returned in returns_of(found)),  # type: ignore[attr-defined]
    }
    return render(request, "rounds/round.html", context)


def _follow(request: ReaderRequest, found: Round) -> str:
    """Do what a button of the page says. Returns what was done; raises Http404 for what no button says."""
    reader, asked = request.reader, request.POST.get("do")
    if asked == "end":
        services.end_round(round_=found, on=reader.day, by=reader)
        return _("The round has ended. No more answers are waited for; those that come can still be taken in.")
    if asked == "go-on":
        services.end_round(round_=found, on=None, by=reader)
        return _("The round goes on.")
    if asked == "all-sent":
        services.mark_sent(requests=list(found.requests.select_related("round__holder")), on=reader.day, by=reader)
        return _("All workbooks are marked as sent.")
    for name, words in (("sent", _("Marked as sent: %(lead)s.")), ("reminded", _("Marked as reminded: %(lead)s."))):
        if name in request.POST:
            lead = _request_of(found, request.POST[name])
            if name == "sent":
                services.mark_sent(requests=[lead], on=reader.day, by=reader)
            else:
                services.mark_reminded(request=lead, on=reader.day, by=reader)
            return words % {"lead": lead.lead_post or _("no lead named")}
    raise Http404


def _request_of(found: Round, pk: str | int) -> Request:
    return get_object_or_404(found.requests.select_related("round__holder"), pk__in=ids_of([str(pk)]))


@require_safe
def workbook(request: ReaderRequest, holder: str, pk: int, request_pk: int) -> HttpResponse:
    """The workbook of one lead post."""
    found = round_of(request.reader, holder, pk)
    [(name, contents)] = requests.workbooks(found, [_request_of(found, request_pk)], request.reader.day).items()
    return _download(contents, name, requests.CONTENT_TYPE)


@require_safe
def all_workbooks(request: ReaderRequest, holder: str, pk: int) -> HttpResponse:
    """Every workbook of the round, as one zip."""
    found = round_of(request.reader, holder, pk)
    files = requests.workbooks(found, list(found.requests.all()), request.reader.day)
    name = f"{found.holder.slug}-{found.wanted_by.isoformat()}.zip"
    return _download(requests.together(files), name, "application/zip")


def _download(contents: bytes, name: str, content_type: str) -> HttpResponse:
    download = HttpResponse(contents, content_type=content_type)
    download["Content-Disposition"] = f'attachment; filename="{name}"'
    download["X-Content-Type-Options"] = "nosniff"
    download["Cache-Control"] = "private, no-store"
    return download
