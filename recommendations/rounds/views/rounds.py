"""Rounds of requests: the list, creating one, following one, and its workbooks."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import ListView, View
from django_tables2 import SingleTableMixin

from recommendations.register.selection import HolderMixin, selected_actions
from recommendations.rounds.emails import EmailRecipient, RoundEmail, placeholders, request_email
from recommendations.rounds.forms import RoundForm, RoundProgressForm
from recommendations.rounds.models import Request, Round
from recommendations.rounds.queries import requests_with_progress, rounds_of
from recommendations.rounds.requests import CONTENT_TYPE, LeadGroup, group_by_lead, write_workbooks, zip_files
from recommendations.rounds.services.rounds import close_round, create_round, errors_of, mark_reminded, mark_sent
from recommendations.rounds.tables import RoundTable
from recommendations.rounds.views.mixins import RoundMixin
from soteria_tracker.web.service_forms import ServiceFormView


class RoundList(HolderMixin, SingleTableMixin, ListView):
    """The rounds of one holder, newest first."""

    table_class = RoundTable
    table_pagination = {"per_page": 20}
    template_name = "rounds/list.html"

    def get_queryset(self) -> QuerySet[Round]:
        return rounds_of(self.holder, self.reader).select_related("holder")

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"today": self.reader.day}


class CreateRound(HolderMixin, ServiceFormView):
    """The selected actions by lead, the emails as each lead will read them, and the button that creates the round."""

    form_class = RoundForm
    template_name = "rounds/new.html"

    def get_form(self, form_class: Any = None) -> RoundForm:
        form: RoundForm = super().get_form(form_class)
        selection = cast(QueryDict, form.data) if form.is_bound else self.request.GET
        self.actions = selected_actions(selection, self.reader, self.holder)
        return form

    def form_valid(self, form: RoundForm) -> HttpResponse:
        if self.request.POST.get("do") != "create":  # the person asked to see the emails
            return self.form_invalid(form)
        return super().form_valid(form)

    def further_errors(self, form: RoundForm) -> dict[str, str]:
        return errors_of(form.cleaned_data.get("reply_by"), self.reader.day)

    def save(self, form: RoundForm) -> Round:
        return create_round(holder=self.holder, actions=self.actions, by=self.reader, **form.cleaned_data)

    def saved_message(self) -> str:
        count = self.result.requests.count()
        message = ngettext(
            "Requests created: %(count)d workbook to send.", "Requests created: %(count)d workbooks to send.", count
        )
        return message % {"count": count}

    def get_success_url(self) -> str:
        return reverse("round", args=[self.holder.slug, self.result.pk])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context = super().get_context_data(**context)
        form: RoundForm = context["form"]
        cleaned = form.cleaned_data if form.is_bound and form.is_valid() else {}
        unnamed = cleaned.get("post_for_unnamed", "")
        groups = group_by_lead(self.holder, self.actions, reader=self.reader, post_for_unnamed=unnamed)
        return context | {
            "actions": self.actions,
            "groups": [(group, self._email(group, cleaned) if cleaned else None) for group in groups],
            "has_unnamed": any(not action.lead_post for action in self.actions),
            "is_previewed": bool(cleaned),
            "placeholders": placeholders(),
        }

    def _email(self, group: LeadGroup, cleaned: dict[str, Any]) -> RoundEmail:
        recipient = EmailRecipient(
            str(self.holder), group.post, group.name, group.email, len(group.actions), cleaned["reply_by"]
        )
        return request_email(cleaned["email_text"], recipient)


class RoundView(RoundMixin, ServiceFormView):
    """Who was asked and who has replied. Its buttons record what was sent, who was reminded, and closing the round."""

    form_class = RoundProgressForm
    template_name = "rounds/round.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"requests": self.round.requests.select_related("round__holder")}

    def form_invalid(self, form: RoundProgressForm, *args: Any, **context: Any) -> HttpResponse:
        raise Http404  # no button sends this

    def save(self, form: RoundProgressForm) -> str:
        """Record what the button says, and return the message about it."""
        day, by = self.reader.day, self.reader
        do, sent, reminded = (form.cleaned_data[name] for name in ("do", "sent", "reminded"))
        if sent:
            mark_sent(requests=[sent], on=day, by=by)
            return _("Marked as sent: %(lead)s.") % {"lead": sent.lead_post or _("no lead named")}
        if reminded:
            mark_reminded(request=reminded, on=day, by=by)
            return _("Marked as reminded: %(lead)s.") % {"lead": reminded.lead_post or _("no lead named")}
        if do == "all-sent":
            mark_sent(requests=list(self.round.requests.select_related("round__holder")), on=day, by=by)
            return _("All workbooks are marked as sent.")
        close_round(round_=self.round, on=day if do == "close" else None, by=by)
        return _("Round closed. Late replies can still be uploaded.") if do == "close" else _("Round reopened.")

    def saved_message(self) -> str:
        return str(self.result)

    def get_success_url(self) -> str:
        return reverse("round", args=[self.holder.slug, self.round.pk])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        requests = requests_with_progress(self.round)
        return super().get_context_data(
            requests=requests,
            actions=sum(each.actions for each in requests),
            replied=sum(each.replied for each in requests),
            unsent=sum(each.request.sent_on is None for each in requests),
            not_replied=sum(not each.replied for each in requests),
            to_review=rounds_of(self.holder, self.reader).get(pk=self.round.pk).to_review,  # type: ignore[attr-defined]
            **context,
        )


class RequestWorkbookFile(RoundMixin, View):
    """Download the workbook of one lead post."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        own: Request = get_object_or_404(self.round.requests, pk=kwargs["request_pk"])
        [(name, contents)] = write_workbooks(self.round, [own], self.reader.day).items()
        return _download(contents, name, CONTENT_TYPE)


class AllWorkbooksFile(RoundMixin, View):
    """Download every workbook of the round as one zip file."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        files = write_workbooks(self.round, list(self.round.requests.all()), self.reader.day)
        name = f"{self.holder.slug}-{self.round.reply_by.isoformat()}.zip"
        return _download(zip_files(files), name, "application/zip")


def _download(contents: bytes, name: str, content_type: str) -> HttpResponse:
    download = HttpResponse(contents, content_type=content_type)
    download["Content-Disposition"] = f'attachment; filename="{name}"'
    download["X-Content-Type-Options"] = "nosniff"
    return download
