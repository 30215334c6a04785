"""The pages about leads: the posts of a holder, a lead for many actions at once, and a handover."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from forces.bodies.models import Body
from forces.people import keeping
from forces.people.access import Reader
from forces.people.requests import ReaderRequest
from recommendations.leads import queries
from recommendations.leads.forms import HandoverForm, LeadForm, holder_forms
from recommendations.leads.services import (
    ChangedMeanwhile,
    change_leads,
    move_work,
    name_holder,
    name_holders,
)
from recommendations.register.models import Action
from recommendations.register.selection import chosen, holder_of
from soteria_tracker.web.templatetags.govuk_forms import faults


def _anybody(reader: Reader, holder: Body) -> bool:
    """Whoever sees the working records sees the posts."""
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def leads(request: ReaderRequest, holder: str) -> HttpResponse:
    """The posts with their actions; a POST notes who holds them. The names are for the office and the force."""
    reader, is_post = request.reader, request.method == "POST"
    body = holder_of(reader, holder, may=_anybody)
    may_change = reader.may_follow(body)
    if is_post and not may_change:
        raise PermissionDenied(_("Leads are named by the office."))
    kept = keeping.kept_form(request) if may_change else None
    posts = queries.posts_of(body, reader)
    forms = holder_forms(posts, request.POST if is_post else kept)
    if is_post and all(form.is_valid() for form in forms):
        try:
            name_holders(
                holder=body,
                holds={form.cleaned_data["post"]: form.holds for form in forms},
                before={form.cleaned_data["post"]: form.before for form in forms},
                by=reader,
            )
        except ValidationError as error:
            for form in forms:
                for message in error.message_dict.get(form.cleaned_data["post"], []):
                    form.add_error("name", message)
        else:
            messages.success(request, _("Saved: who holds the posts."))
            return redirect("leads", body.slug)
    wrong = [
        (anchor, f"{form.shown.post}: {words}") for form in forms if form.is_bound for anchor, words in faults(form)
    ]
    context = {
        "holder": body,
        "forms": forms,
        "faults": wrong,
        "form_has_errors": bool(wrong),
        "nobodys": queries.open_actions(body, reader),
        "may_change": may_change,
        "shows_names": reader.may_record(body),
        "form_owner": keeping.owner_mark(reader.person),
        "was_kept": kept is not None,
    }
    return render(request, "leads/leads.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ReaderRequest, holder: str) -> HttpResponse:
    """Name the lead of the chosen actions, all at once."""
    reader, is_post = request.reader, request.method == "POST"
    body = holder_of(reader, holder, may=Reader.may_follow)
    kept = keeping.kept_form(request)
    data = request.POST if is_post else kept
    actions = chosen(request.GET if data is None else data, reader, body)
    if not actions:
        messages.warning(request, _("Choose the actions whose lead you want to change."))
        return redirect("leads", body.slug)
    form = LeadForm(data, actions=actions)
    meanwhile: list[Action] = []
    if is_post and form.is_valid():
        try:
            changed = change_leads(posts=form.posts, holder=body, by=reader, before=form.before)
        except ValidationError as error:
            form.refuse(error)
        except ChangedMeanwhile as stopped:
            ids = {action.pk for action in stopped.actions}
            meanwhile = [action for action in actions if action.pk in ids]
        else:
            messages.success(request, _changed(len(changed)))
            return redirect("leads", body.slug)
    context = {
        "holder": body,
        "actions": actions,
        "form": form,
        "meanwhile": meanwhile,
        "posts": queries.posts_of(body, reader),
        "form_owner": keeping.owner_mark(reader.person),
        "was_kept": kept is not None,
    }
    return render(request, "leads/change.html", context, status=HTTPStatus.CONFLICT if meanwhile else HTTPStatus.OK)


def _changed(count: int) -> str:
    words = ngettext("The lead of %(count)d action was changed.", "The lead of %(count)d actions was changed.", count)
    return words % {"count": count}


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: ReaderRequest, holder: str) -> HttpResponse:
    """Somebody leaves a post (`leaving`): note who follows, or move its work to other posts, in one step."""
    reader, is_post = request.reader, request.method == "POST"
    body = holder_of(reader, holder, may=Reader.may_follow)
    kept = keeping.kept_form(request)
    data = request.POST if is_post else kept
    name = (request.GET if data is None else data).get("leaving", "")
    if not name:
        return redirect("leads", body.slug)
    posts = queries.posts_of(body, reader)
    post = next((each for each in posts if each.post == name), None)
    if post is None:
        raise Http404
    if data is None:
        positions = queries.open_actions(body, reader, post=name)
    else:
        positions = queries.standing_of(chosen(data, reader, body), body, reader)
    form = HandoverForm(data, leaving=name, positions=positions)
    meanwhile: list[Action] = []
    if is_post and form.is_valid():
        try:
            if form.cleaned_data["what"] == HandoverForm.STAYS:
                name_holder(holder=body, post=name, holds=form.holds, by=reader)
            else:
                move_work(holder=body, post=name, posts=form.posts, by=reader)
        except ValidationError as error:
            form.refuse(error)
        except ChangedMeanwhile as stopped:
            meanwhile = stopped.actions
        else:
            messages.success(request, _("%(post)s: handed over.") % {"post": name})
            return redirect("leads", body.slug)
    context = {
        "holder": body,
        "post": post,
        "others": [each for each in posts if each is not post],
        "form": form,
        "meanwhile": meanwhile,
        "form_owner": keeping.owner_mark(reader.person),
        "was_kept": kept is not None,
    }
    return render(request, "leads/hand_over.html", context, status=HTTPStatus.CONFLICT if meanwhile else HTTPStatus.OK)
