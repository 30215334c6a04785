"""Choosing what is released and to whom. Nothing is released here: the way leads on to the preview."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forces.bodies.models import Body
from forces.people import keeping
from forces.people.access import Audience, Reader
from forces.people.requests import ReaderRequest
from recommendations.register.models import Action
from recommendations.register.selection import chosen, holder_of
from recommendations.releases.forms import AudienceForm, ReleaseForm, WaitingForm
from recommendations.releases.plan import Plan, plan_of, unreleased
from recommendations.releases.queries import Named, waiting_for
from recommendations.releases.selection import Choice, keep, named_in


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ReaderRequest, holder: str) -> HttpResponse:
    """What was chosen, and to whom it is to be shown."""
    reader, body = request.reader, holder_of(request.reader, holder, may=Reader.may_follow)
    kept = keeping.kept_form(request)
    typed = request.POST if request.method == "POST" else kept
    data = typed or request.GET
    actions = _actions(data, reader, body)
    named = Named.of(body, reader, updates=named_in(data, "update"), assurances=named_in(data, "assurance"))
    if not (actions or named):
        messages.info(request, _("Choose first what is to be released."))
        return redirect("releases", body.slug)
    form = ReleaseForm(typed, initial={"audience": AudienceForm(data).audience})
    if request.method == "POST" and form.is_valid():
        choice = _choice(actions, named, **form.cleaned_data)
        if _goes_on(choice, form, reader, body):
            token = uuid.uuid4()
            keep(request, body, choice, token)
            return redirect("release-preview", body.slug, token)
    context = {
        "holder": body,
        "actions": actions,
        "named": named,
        "form": form,
        "form_owner": keeping.owner_mark(reader.person),
        "was_kept": kept is not None,
    }
    return render(request, "releases/new.html", context)


def _actions(data: QueryDict, reader: Reader, holder: Body) -> list[Action]:
    """The actions that are named one by one, or all that the filter of the page before finds."""
    if "all" not in data:
        return chosen(data, reader, holder)
    rows = waiting_for(holder, reader, AudienceForm(data).audience)
    return [row.action for row in WaitingForm(data, rows).rows]


def _choice(actions: list[Action], named: Named, audience: str, reason: str) -> Choice:
    """The updates named one by one, and all of the actions that the audience does not read yet."""
    of_actions = unreleased([action.pk for action in actions], audience) if actions else []
    updates = dict.fromkeys([*(update.pk for update in named.updates), *of_actions])
    return Choice(list(updates), [assurance.pk for assurance in named.assurances], audience, reason)


def _goes_on(choice: Choice, form: ReleaseForm, reader: Reader, holder: Body) -> bool:
    """Whether there is something to release; if not, the form says why."""
    try:
        plan = plan_of(holder, reader, choice.audience, updates=choice.updates, assurances=choice.assurances)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    if not plan:
        form.add_error("audience", _nothing(plan))
    return bool(plan)


def _nothing(plan: Plan) -> str:
    """Why nothing is left to release, in one sentence."""
    if plan.left_out:
        return plan.left_out[0].why
    is_panel = plan.audience == Audience.PANEL
    return _("The panel reads all of this already.") if is_panel else _("Everybody reads all of this already.")
