"""Naming the project that answers the chosen actions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from forces.people import keeping
from forces.people.access import Reader
from forces.people.requests import ReaderRequest
from recommendations.bulk.forms import ProjectForm
from recommendations.bulk.queries import projects_of
from recommendations.bulk.services import name_project
from recommendations.register.selection import chosen, holder_of


@require_http_methods(["GET", "HEAD", "POST"])
def project(request: ReaderRequest, holder: str) -> HttpResponse:
    """The page; a POST names the project of all of them, or takes the name away."""
    body = holder_of(request.reader, holder, may=Reader.may_follow)
    kept = keeping.kept_form(request)
    data = request.POST if request.method == "POST" else kept
    actions = chosen(request.GET if data is None else data, request.reader, body)
    if not actions:
        messages.warning(request, _("Choose one action or more first."))
        return redirect("choose", body.slug)
    named = {action.project for action in actions}
    form = ProjectForm(data, initial={"project": named.pop() if len(named) == 1 else ""})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["project"]
        changed = name_project(actions=actions, project=name, by=request.reader)
        messages.success(request, _saved(len(changed), name))
        return redirect(body)
    context = {
        "holder": body,
        "actions": actions,
        "form": form,
        "form_owner": keeping.owner_mark(request.reader.person),
        "was_kept": kept is not None,
        "projects": projects_of(body),
    }
    return render(request, "bulk/project.html", context)


def _saved(changed: int, name: str) -> str:
    if name:
        words = ngettext("“%(name)s” named for %(count)d action.", "“%(name)s” named for %(count)d actions.", changed)
    else:
        words = ngettext(
            "Name of the project taken away from %(count)d action.",
            "Name of the project taken away from %(count)d actions.",
            changed,
        )
    return words % {"name": name, "count": changed}
