"""The pages on which an office selects, previews, releases and withdraws."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_filters.views import FilterView
from django_tables2 import RequestConfig, SingleTableMixin

from forces.people.editions import Audience
from recommendations.positions.models import Position
from recommendations.register.models import Action, Release
from recommendations.register.selection import HolderMixin, selected_actions
from recommendations.releases.filters import UnreleasedFilter
from recommendations.releases.forms import (
    AudienceForm,
    ConfirmReleaseForm,
    ReleaseForm,
    WithdrawalForm,
)
from recommendations.releases.plan import ReleasePlan, plan_release, unreleased_updates
from recommendations.releases.preview import audiences_affected, preview_release
from recommendations.releases.queries import ReleaseDetail, SelectedItems, releases_of, unreleased_actions
from recommendations.releases.selection import (
    ReleaseSelection,
    delete_selection,
    parse_ids,
    store_selection,
    stored_selection,
)
from recommendations.releases.services import release, withdraw
from recommendations.releases.tables import ReleaseTable, UnreleasedTable
from soteria_tracker.web.service_forms import ServiceFormView

RELEASES_ON_A_PAGE = 20


class ReleaseList(HolderMixin, SingleTableMixin, FilterView):
    """What is not released yet, to select from; and what was released and withdrawn."""

    filterset_class = UnreleasedFilter
    table_class = UnreleasedTable
    table_pagination = False
    template_name = "releases/releases.html"

    @cached_property
    def audience(self) -> str:
        return AudienceForm(self.request.GET).audience

    def get_queryset(self) -> QuerySet[Position]:
        return unreleased_actions(self.holder, self.reader, self.audience)

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"audience": self.audience}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        releases = ReleaseTable(releases_of(self.holder, self.reader).select_related("holder"))
        RequestConfig(self.request, paginate={"per_page": RELEASES_ON_A_PAGE}).configure(releases)
        return super().get_context_data(
            audience=self.audience,
            unreleased=self.filterset.queryset.count(),
            form=self.filterset.form,
            clear_url=self.request.path,
            releases=releases,
            **context,
        )


class ReleaseView(HolderMixin, ServiceFormView):
    """A release or a withdrawal with its updates. A release that was not withdrawn can be withdrawn here."""

    form_class = WithdrawalForm
    template_name = "releases/release.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.detail = ReleaseDetail.find(self.holder, kwargs["pk"], self.reader)

    def save(self, form: WithdrawalForm) -> Release:
        return withdraw(release=self.detail.release, by=self.reader, **form.cleaned_data)

    def saved_message(self) -> str:
        still_shown = ReleaseDetail(self.result, self.reader).still_shown
        if not still_shown:
            return _("Release withdrawn.")
        return ngettext(
            "Release withdrawn. The panel or the public can still read %(count)d update: see why below.",
            "Release withdrawn. The panel or the public can still read %(count)d updates: see why below.",
            still_shown,
        ) % {"count": still_shown}

    def get_success_url(self) -> str:
        return reverse("release", args=[self.holder.slug, self.result.pk])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(detail=self.detail, release=self.detail.release, **context)


class SelectRelease(HolderMixin, ServiceFormView):
    """Show what was selected and ask who can see it. Nothing is released: the next page is the preview."""

    form_class = ReleaseForm
    template_name = "releases/new.html"
    actions: list[Action]
    items: SelectedItems

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        data = cast(QueryDict, self.get_form_kwargs()["data"] or request.GET)
        self.actions = self._actions(data)
        self.items = SelectedItems.find(
            self.holder,
            self.reader,
            updates=parse_ids(data.getlist("update")),
            assurances=parse_ids(data.getlist("assurance")),
        )
        if not (self.actions or self.items):
            messages.info(self.request, _("Select what to release first."))
            return redirect("releases", self.holder.slug)
        return super().dispatch(request, *args, **kwargs)

    def _actions(self, data: QueryDict) -> list[Action]:
        """Return the actions that are named one by one, or all that the filter of the list finds."""
        if "all" not in data:
            return selected_actions(data, self.reader, self.holder)
        unreleased = unreleased_actions(self.holder, self.reader, AudienceForm(data).audience)
        return [position.action for position in UnreleasedFilter(data, unreleased).rows]

    def get_initial(self) -> dict[str, Any]:
        return {"audience": AudienceForm(self.request.GET).audience}

    def save(self, form: ReleaseForm) -> uuid.UUID:
        """Keep the selection for the preview: the updates named one by one, and all unreleased ones of the actions."""
        audience = form.cleaned_data["audience"]
        of_actions = unreleased_updates([action.pk for action in self.actions], audience) if self.actions else []
        updates = list(dict.fromkeys([*(update.pk for update in self.items.updates), *of_actions]))
        assurances = [assurance.pk for assurance in self.items.assurances]
        plan = plan_release(self.holder, self.reader, audience, updates=updates, assurances=assurances)
        if not plan:
            raise ValidationError({"audience": [_nothing_to_release(plan)]})
        token = uuid.uuid4()
        selection = ReleaseSelection(updates, assurances, audience, form.cleaned_data["reason"])
        store_selection(self.request, self.holder, selection, token)
        return token

    def get_success_url(self) -> str:
        return reverse("release-preview", args=[self.holder.slug, self.result])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(actions=self.actions, items=self.items, **context)


def _nothing_to_release(plan: ReleasePlan) -> str:
    """Return why there is nothing to release."""
    if plan.not_released:
        return plan.not_released[0].reason
    if plan.audience == Audience.PANEL:
        return _("The panel can already read all of this.")
    return _("Everyone with an account can already read all of this.")


class PreviewRelease(HolderMixin, ServiceFormView):
    """Show what a release would change for each of its readers, and release it when the person confirms."""

    form_class = ConfirmReleaseForm
    template_name = "releases/preview.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        token = kwargs["token"]
        own = Release.objects.filter(holder=self.holder, submission_key=token, recorded_by=self.reader.person)
        if confirmed := own.first():
            return redirect("release", self.holder.slug, confirmed.pk)  # the form was sent twice
        self.stored = stored_selection(self.request, self.holder, token)
        if self.stored is None and not self.get_form_kwargs()["data"]:
            messages.info(self.request, _("This preview has expired. Select what to release again."))
            return redirect("releases", self.holder.slug)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return asdict(self.stored) if self.stored else {}

    def save(self, form: ConfirmReleaseForm) -> Release:
        token = self.kwargs["token"]
        self.selection = form.selection()
        confirmed = release(holder=self.holder, by=self.reader, submission_key=token, **asdict(self.selection))
        delete_selection(self.request, token)
        return confirmed

    def saved_message(self) -> str:
        """Say how much was released, and how much of the selection was not."""
        count = self.result.items.filter(update__retracts=None, assurance__retracts=None).count()
        message = ngettext("%(count)d item released.", "%(count)d items released.", count) % {"count": count}
        if not_released := len(self.selection.updates) + len(self.selection.assurances) - count:
            message += " " + ngettext(
                "%(count)d was not released: it had already been released, or was retracted.",
                "%(count)d were not released: they had already been released, or were retracted.",
                not_released,
            ) % {"count": not_released}
        return message

    def get_success_url(self) -> str:
        return reverse("release", args=[self.holder.slug, self.result.pk])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        form = context.setdefault("form", self.get_form())
        if form.is_bound and any(name in form.fields for name in form.errors):  # hidden fields that someone changed
            raise Http404
        selection = form.selection() if form.is_bound else self.stored
        assert selection  # noqa: S101 - dispatch redirects without one
        try:
            plan = plan_release(
                self.holder,
                self.reader,
                selection.audience,
                updates=selection.updates,
                assurances=selection.assurances,
            )
        except ValidationError:  # the fields were changed: no selection holds a note
            raise Http404 from None
        previews = [
            preview_release(plan, self.holder, audience, self.reader.day)
            for audience in audiences_affected(selection.audience)
        ]
        return super().get_context_data(selection=selection, plan=plan, previews=previews, **context)
