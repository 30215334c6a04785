"""The office's views of one body's actions: their list, recording one for chosen actions, retracting one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from forces.people import keeping
from forces.people.access import Reader
from forces.people.requests import ReaderRequest
from recommendations.assurance.forms import AssuranceFilter, AssuranceForm, RetractionForm
from recommendations.assurance.models import Assurance
from recommendations.assurance.queries import assurance_rows, in_words
from recommendations.assurance.services import record_assurance, retract_assurance
from recommendations.assurance.tables import AssuranceTable
from recommendations.register.models import Action
from recommendations.register.selection import chosen, holder_of

ROWS_A_PAGE = 50


@require_safe
def assurance(request: ReaderRequest, holder: str) -> HttpResponse:
    """What the office thinks of each action it has looked at, filtered by view and by what is to be checked again."""
    reader = request.reader
    body = holder_of(reader, holder, may=Reader.may_follow)
    rows = assurance_rows(body, reader)
    form = AssuranceFilter(request.GET, rows)
    table = AssuranceTable(form.rows, day=reader.day)
    RequestConfig(request, paginate={"per_page": ROWS_A_PAGE, "silent": True}).configure(table)
    due = QueryDict(mutable=True)
    due.setlist("action", [str(row.action.pk) for row in rows if row.is_due])
    context = {
        "holder": body,
        "sentence": in_words(rows),
        "rows": rows,
        "form": form,
        "table": table,
        "clear_url": request.path,
        "kept_parameters": [(name, request.GET[name]) for name in ("sort",) if name in request.GET],
        "check_again": due.urlencode(),
        "to_check": len(due.getlist("action")),
    }
    return render(request, "assurance/assurance.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ReaderRequest, holder: str) -> HttpResponse:
    """Record what the office thinks of the chosen actions: the same of all of them."""
    reader, is_post = request.reader, request.method == "POST"
    body = holder_of(reader, holder, may=Reader.may_follow)
    kept = keeping.kept_form(request)
    data = request.POST if is_post else kept
    actions = chosen(data if data is not None else request.GET, reader, body)
    form = AssuranceForm(data, reader=reader)
    if is_post and actions and form.is_valid():
        try:
            recorded = record_assurance(
                actions=actions, opinion=form.opinion(), by=reader, submission_key=form.cleaned_data["submission_key"]
            )
        except ValidationError as error:
            form.refuse(error)
            form.renew_key()
        else:
            words = ngettext(
                "View saved. Where the action stands has not changed.",
                "View saved for %(count)d actions. Where they stand has not changed.",
                len(recorded),
            )
            messages.success(request, words % {"count": len(recorded)})
            return redirect(actions[0] if len(actions) == 1 else reverse("assurance", args=[body.slug]))
    context = {
        "holder": body,
        "actions": actions,
        "form": form,
        "form_owner": keeping.owner_mark(reader.person),
        "was_kept": kept is not None,
    }
    return render(request, "assurance/new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def retract(request: ReaderRequest, holder: str, assurance: int) -> HttpResponse:
    """Ask why a view is a mistake, and retract it."""
    reader = request.reader
    body = holder_of(reader, holder, may=Reader.may_follow)
    mistaken = get_object_or_404(
        Assurance.objects.filter(
            action__holder=body, action__in=Action.objects.visible_to(reader), retracts=None
        ).select_related("action__holder", "action__recommendation__inspection", "retraction"),
        pk=assurance,
    )
    kept = keeping.kept_form(request)
    form = RetractionForm(request.POST if request.method == "POST" else kept)
    if request.method == "POST" and form.is_valid():
        try:
            retract_assurance(assurance=mistaken, by=reader, **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("View retracted. It stays in the history, marked as retracted."))
            return redirect(mistaken.action)
    context = {
        "holder": body,
        "assurance": mistaken,
        "form": form,
        "form_owner": keeping.owner_mark(reader.person),
        "was_kept": kept is not None,
    }
    return render(request, "assurance/retract.html", context)
