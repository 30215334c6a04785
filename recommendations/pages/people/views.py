"""The people of a body: who has a role there, inviting them, ending a role, and resetting a second step of sign-in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.bodies.models import Body, BodyKind
from forces.people import invitations
from forces.people.models import Membership
from forces.people.requests import reader_of_request
from forces.people.second_factor import reset_second_factor
from forces.people.services import members_of_office
from forces.people.shown_once import ShownOnceMixin
from recommendations.discussion.departures import assigned_to, leave_office
from recommendations.pages.common.roles_taken import taken_by_administrators
from recommendations.pages.people.forms import ConfirmForm, EndRoleForm, InviteForm
from recommendations.pages.people.queries import roles_in
from soteria_tracker.web.page_view import PageView
from soteria_tracker.web.service_forms import ServiceFormView

KINDS_WITH_ROLES = (BodyKind.LOCAL, BodyKind.FORCE, BodyKind.PANEL)


class BodyMixin(PageView):
    """Sets `reader` and `body`: for the body's own office, and for administrators."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.reader = reader_of_request(request)
        self.body = get_object_or_404(Body, slug=kwargs["body"], kind__in=KINDS_WITH_ROLES)
        if not self.reader.reads_people(self.body):
            raise PermissionDenied(_("Only this body’s office and administrators can see who has a role in it."))

    def get_success_url(self) -> str:
        return reverse("people", args=[self.body.slug])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(body=self.body, **context)


class People(ShownOnceMixin, BodyMixin):
    """The list. A link that has to be passed on by hand is shown on it once."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data(
            roles=roles_in(self.body, self.reader),
            gives=self.reader.roles_to_give(self.body),
            taken=taken_by_administrators(self.reader),
            link=self.shown_once(),
        )
        return self.forget_shown(render(request, "pages/people/people.html", context))


class InvitePerson(ShownOnceMixin, BodyMixin, ServiceFormView):
    """Give someone a role, and invite them if they have no account yet."""

    form_class = InviteForm
    template_name = "pages/people/invite.html"
    result: invitations.Invited

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.roles = invitations.roles_of(self.body, self.reader)
        if not self.roles:
            raise PermissionDenied(_("Only an approver of this office and administrators can give roles in it."))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "roles": self.roles}

    def save(self, form: InviteForm) -> invitations.Invited:
        given = {name: form.cleaned_data[name] for name in ("role", "first_day", "last_day")}
        return invitations.invite(
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            membership=Membership(body=self.body, **given),
            by=self.reader,
            request=self.request,
        )

    def saved_message(self) -> str:
        return words_for(self.result)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        return self.show_once(response, self.result.link) if self.result else response


def words_for(invited: invitations.Invited) -> str:
    """Return what happened after someone was given a role or another link."""
    email = {"email": invited.membership.person.email}
    if not invited.is_new:
        told = _("%(email)s has the role now, and was told by email.")
        return (told if invited.was_emailed else _("%(email)s has the role now. Tell them yourself.")) % email
    sent = _("Invitation sent to %(email)s. The link works for 7 days.")
    return (
        sent if invited.was_emailed else _("%(email)s is invited. No email was sent: pass on the link below.")
    ) % email


class RoleMixin(BodyMixin, ServiceFormView):
    """Sets `membership`, one of the body's."""

    form_class: Any = ConfirmForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        memberships = self.body.memberships.select_related("person", "body")
        self.membership = get_object_or_404(memberships, pk=kwargs["membership"])
        if not self.may():
            raise PermissionDenied(_("You do not have access to change this person’s role."))

    def may(self) -> bool:
        return self.membership.role in self.reader.roles_to_give(self.body)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(membership=self.membership, **context)


class EndRole(RoleMixin):
    """End a role, and hand over what is assigned to the person in the same step."""

    form_class = EndRoleForm
    template_name = "pages/people/end.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        colleagues = members_of_office(self.body).exclude(pk=self.membership.person_id).order_by("name", "email")
        return {**super().get_form_kwargs(), "membership": self.membership, "colleagues": colleagues}

    def save(self, form: EndRoleForm) -> int:
        last_day, successor = form.cleaned_data["last_day"], form.cleaned_data["successor"]
        return leave_office(membership=self.membership, last_day=last_day, successor=successor, by=self.reader)

    def saved_message(self) -> str:
        ended = _("Role of %(person)s ended.") % {"person": self.membership.person}
        handed = ngettext("%(count)d action was handed over.", "%(count)d actions were handed over.", self.result) % {
            "count": self.result
        }
        return f"{ended} {handed}" if self.result else ended

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(assigned=assigned_to(self.membership.person).count(), **context)


class SendAgain(ShownOnceMixin, RoleMixin):
    """Send an invited person another link."""

    template_name = "pages/people/send_again.html"
    result: invitations.Invited

    def save(self, form: Any) -> invitations.Invited:
        return invitations.send_again(membership=self.membership, by=self.reader, request=self.request)

    def saved_message(self) -> str:
        return words_for(self.result)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        return self.show_once(response, self.result.link) if self.result else response


class ResetSecondStep(RoleMixin):
    """Reset the second step of someone's sign-in."""

    template_name = "pages/people/reset.html"

    def may(self) -> bool:
        return self.reader.may_reset_second_factor(self.membership.person)

    def save(self, form: Any) -> None:
        reset_second_factor(person=self.membership.person, by=self.reader)

    def saved_message(self) -> str:
        return _("Second step of %(person)s reset. They set it up again when they next sign in.") % {
            "person": self.membership.person
        }
