"""The pages about leads: the posts of a body, a lead for several actions at once, and a handover."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.leads import queries
from recommendations.leads.forms import HandoverForm, LeadForm, PostHolderFormSet
from recommendations.leads.services import (
    LeadsChanged,
    change_leads,
    set_post_holder,
    set_post_holders,
    transfer_work,
)
from recommendations.register.models import Action
from recommendations.register.selection import HolderMixin, SelectedActionsMixin, selected_actions
from soteria_tracker.web.service_forms import ServiceFormView, form_data


def _anyone(reader: Reader, holder: Body) -> bool:
    """Everyone who sees the working records sees the posts."""
    return True


class LeadPage(HolderMixin, ServiceFormView):
    """A page that returns to the list of posts when it has saved."""

    def get_success_url(self) -> str:
        return reverse("leads", args=[self.holder.slug])


class Posts(LeadPage):
    """The posts with the number of their actions. The office notes here who holds them; the force may read it."""

    may = _anyone
    form_class = PostHolderFormSet
    template_name = "leads/leads.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.may_change = self.reader.may_follow(self.holder)
        if request.method == "POST" and not self.may_change:
            raise PermissionDenied(_("Only the office can say who holds a post."))
        self.posts = queries.posts_of(self.holder, self.reader)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return {**kwargs, "initial": [PostHolderFormSet.initial_of(post) for post in self.posts]}

    def save(self, form: PostHolderFormSet) -> None:
        set_post_holders(holder=self.holder, holders=form.typed(), shown=form.shown(), by=self.reader)

    def saved_message(self) -> str:
        return _("Post holders saved.")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        by_name = {post.post: post for post in self.posts}
        formset: PostHolderFormSet = context.get("form") or self.get_form()
        for form in formset:
            form.row_name = str(form["post"].value() or "")
            form.shown_post = by_name.get(form.row_name, queries.Post(form.row_name))
        return super().get_context_data(
            **{**context, "form": formset},
            form_has_errors=formset.is_bound and not formset.is_valid(),
            without_lead=queries.open_actions(self.holder, self.reader),
            may_change=self.may_change,
            shows_names=self.reader.may_record(self.holder),
        )


class ChangeLead(SelectedActionsMixin, LeadPage):
    """Set the lead of the selected actions, all at once."""

    select_first = "leads"
    form_class = LeadForm
    template_name = "leads/change.html"
    refusals = (ValidationError, LeadsChanged)

    def get_form(self, form_class: Any = None) -> LeadForm:
        return LeadForm(**self.get_form_kwargs(), actions=self.actions)

    def save(self, form: LeadForm) -> list[Action]:
        return change_leads(posts=form.posts, holder=self.holder, by=self.reader, before=form.before)

    def refuse(self, form: LeadForm, refusal: ValidationError | LeadsChanged) -> HttpResponse:
        if isinstance(refusal, ValidationError):
            return super().refuse(form, refusal)
        ids = {action.pk for action in refusal.actions}
        changed = [action for action in self.actions if action.pk in ids]
        return self.form_invalid(form, HTTPStatus.CONFLICT, changed_meanwhile=changed)

    def saved_message(self) -> str:
        count = len(self.result)
        return ngettext("Lead of %(count)d action changed.", "Lead of %(count)d actions changed.", count) % {
            "count": count
        }

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        posts = queries.posts_of(self.holder, self.reader)
        return super().get_context_data(posts=posts, **context)


class HandOver(LeadPage):
    """Someone leaves the post `leaving`: note who follows, or transfer its work to other posts, in one step."""

    form_class = HandoverForm
    template_name = "leads/hand_over.html"
    refusals = (ValidationError, LeadsChanged)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        data = form_data(request)
        self.leaving = (request.GET if data is None else data).get("leaving", "")
        if not self.leaving:
            return redirect(self.get_success_url())
        self.posts = queries.posts_of(self.holder, self.reader)
        if self.leaving not in {post.post for post in self.posts}:
            raise Http404
        if data is None:
            self.positions = queries.open_actions(self.holder, self.reader, post=self.leaving)
        else:
            actions = selected_actions(data, self.reader, self.holder)
            self.positions = queries.positions_of(actions, self.holder, self.reader)
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> HandoverForm:
        return HandoverForm(**self.get_form_kwargs(), leaving=self.leaving, positions=self.positions)

    def save(self, form: HandoverForm) -> None:
        if form.cleaned_data["what"] == HandoverForm.STAYS:
            set_post_holder(holder=self.holder, post=self.leaving, post_holder=form.post_holder, by=self.reader)
        else:
            transfer_work(holder=self.holder, post=self.leaving, posts=form.posts, by=self.reader)

    def refuse(self, form: HandoverForm, refusal: ValidationError | LeadsChanged) -> HttpResponse:
        if isinstance(refusal, ValidationError):
            return super().refuse(form, refusal)
        return self.form_invalid(form, HTTPStatus.CONFLICT, changed_meanwhile=refusal.actions)

    def saved_message(self) -> str:
        return _("%(post)s handed over.") % {"post": self.leaving}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        post = next(post for post in self.posts if post.post == self.leaving)
        other_posts = [each for each in self.posts if each is not post]
        return super().get_context_data(post=post, other_posts=other_posts, **context)
