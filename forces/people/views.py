"""The account pages, and the response to a form whose token is out of date."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.account.views import PasswordResetView
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forces.bodies.models import Force
from forces.people import calendars as calendar_services
from forces.people import data_addresses as data_service
from forces.people import email as outgoing
from forces.people import invitations, prepared_files, second_factor, unsaved_forms
from forces.people import saved_views as view_services
from forces.people.forms import DataAddressForm, JoinForm
from forces.people.middleware import no_role_needed
from forces.people.models import DataAddress, SavedView
from forces.people.provider_adapter import INVITATION
from forces.people.requests import ReaderRequest, person_of
from forces.people.shown_once import forget_shown, show_once, shown_once
from soteria_tracker.web.ids import id_of
from soteria_tracker.web.service_forms import form_data


@no_role_needed
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show the person who is signed in, their roles, and the forms kept for them."""
    person = person_of(request)
    context = {
        "memberships": person.memberships.select_related("body"),
        "unsaved_forms": unsaved_forms.forms_of(person),
        "saved_views": person.saved_views.all(),
        "accounts_at_provider": list(SocialAccount.objects.filter(user=person)),
        "has_second_factor": second_factor.has_second_factor(person),
    }
    return render(request, "forces/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: ReaderRequest) -> HttpResponse:
    """Show, create and remove the private addresses of the person's calendars. `force` is the slug of a force."""
    reader = request.reader
    asked = request.POST.get("force") or request.GET.get("force")
    force = get_object_or_404(Force.objects.filter(reader.holders()), slug=asked) if asked else None
    if request.method == "POST":
        if "remove" in request.POST:
            calendar_services.remove_address(force=force, by=reader)
            messages.success(request, _("Address removed. Calendars that used it no longer work."))
        else:
            calendar_services.new_address(force=force, by=reader, replaces=id_of(request.POST.get("replaces", "")))
            messages.success(request, _("New address created. Any earlier address has stopped working."))
        return redirect("calendars")
    context = {
        "calendars": calendar_services.calendars_of(reader, requested=force),
        "host": request.build_absolute_uri("/")[:-1],
    }
    return render(request, "forces/calendars.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def data_addresses(request: ReaderRequest) -> HttpResponse:
    """List, create, reset and withdraw the private addresses from which programs refresh tables.

    `path` and `query` name the table to create one for. A token is shown once, after the POST that makes it.
    """
    if request.method == "POST" and "address" in request.POST:
        return _change_data_address(request)
    form = DataAddressForm(
        form_data(request),
        initial={
            "path": request.GET.get("path", ""),
            "query": data_service.without_changing_parts(request.GET.get("query", "")),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            address, token = data_service.create_address(**form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Data address “%(name)s” created.") % {"name": address.name})
            return show_once(request, redirect("data-addresses"), token)
    new_token = shown_once(request)
    context = {
        "form": form,
        "addresses": request.user.data_addresses.all(),
        "is_offered": data_service.table_at(form["path"].value() or "") is not None,
        "host": request.build_absolute_uri("/")[:-1],
        "new": data_service.address_with(new_token, of=request.user),
        "token": new_token,
    }
    return forget_shown(request, render(request, "forces/data_addresses.html", context))


def _change_data_address(request: ReaderRequest) -> HttpResponse:
    """Reset or withdraw an address, as the form asks. Raises Http404."""
    address = get_object_or_404(DataAddress, pk=id_of(request.POST.get("address", "")), person=request.user)
    if "withdraw" in request.POST:
        data_service.withdraw_address(address=address, by=request.user)
        words = _("Data address “%(name)s” withdrawn. Files that used it can no longer be refreshed.")
        messages.success(request, words % {"name": address.name})
        return redirect("data-addresses")
    address, token = data_service.reset_address(address=address, by=request.user)
    words = _("Data address “%(name)s” reset. The earlier address has stopped working.")
    messages.success(request, words % {"name": address.name})
    return show_once(request, redirect("data-addresses"), token)


@login_not_required
@require_safe
def data_table(request: HttpRequest, token: str, format: str) -> HttpResponseBase:
    """Return the table of a private address. Raises Http404 without one that works today."""
    address = data_service.address_of_token(token)
    if data_service.is_asked_too_often(address):
        return HttpResponse(
            _("Too many requests for this address. Try again in an hour."),
            status=429,
            content_type="text/plain; charset=utf-8",
        )
    response = data_service.table_of(address, format, request)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def saved_views(request: ReaderRequest) -> HttpResponse:
    """Save the page that the form names. A GET request redirects to the list in the account."""
    if request.method != "POST":
        return redirect("account")
    posted = request.POST
    try:
        saved = view_services.save_view(
            name=posted.get("name", ""), path=posted.get("path", ""), query=posted.get("query", ""), by=request.user
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(view_services.own_page(posted.get("path", ""), posted.get("query", "")) or "account")
    messages.success(request, _("View “%(name)s” saved. It is listed in your account.") % {"name": saved.name})
    return redirect(saved)


@require_POST
def delete_view(request: ReaderRequest, view: int) -> HttpResponse:
    """Remove a saved view from the person's list."""
    saved = get_object_or_404(SavedView, pk=view, person=request.user)
    view_services.delete_view(view=saved, by=request.user)
    messages.success(request, _("View “%(name)s” removed.") % {"name": saved.name})
    return redirect("account")


@require_POST
def prepare_file(request: ReaderRequest) -> HttpResponse:
    """Ask the worker for the file at `address`, and show the page that waits for it."""
    site, address = request.build_absolute_uri("/")[:-1], request.POST.get("address", "")
    try:
        return redirect(prepared_files.request_file(site=site, address=address, by=request.user))
    except ValidationError as error:
        return prepared_files.no_file(request, " ".join(error.messages), HTTPStatus.UNPROCESSABLE_ENTITY)


@require_safe
def prepared_file(request: ReaderRequest, file: uuid.UUID) -> HttpResponse:
    """Wait for a file: the page asks again every two seconds, and then fetches it."""
    prepared = get_object_or_404(prepared_files.files_of(request.user).defer("contents"), pk=file)
    context = {
        "file": prepared,
        "is_given_up": prepared_files.is_given_up(prepared),
        "page": prepared_files.page_of(prepared.address),
        "name": prepared_files.name_of(prepared.address),
    }
    response = render(request, "forces/prepared_file.html", context)
    if prepared.is_ready:
        response["Refresh"] = f"0; url={reverse('prepared-contents', args=[file])}"
    elif not prepared.finished_at and not context["is_given_up"]:
        response["Refresh"] = "2"
    return response


@require_safe
def prepared_contents(request: ReaderRequest, file: uuid.UUID) -> HttpResponse:
    """Return a file that the worker has made."""
    prepared = get_object_or_404(prepared_files.files_of(request.user), pk=file, status_code=HTTPStatus.OK)
    response = HttpResponse(bytes(prepared.contents), content_type=prepared.content_type)
    response["Content-Disposition"] = prepared.disposition
    return response


@method_decorator(login_not_required, name="dispatch")
class PasswordReset(PasswordResetView):
    """allauth's page that sends a link. Where no email can be sent, it says so whatever is posted."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not outgoing.can_send():
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)


@login_not_required
@require_safe
def passkey(request: HttpRequest) -> HttpResponse:
    """Show the button with which someone signs in with a passkey. It is a page of its own, as it needs a script."""
    return render(request, "mfa/passkey.html")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Let an invited person choose their name and password, and sign them in."""
    invitation = invitations.invitation_of(token)
    if invitation and "provider" in request.POST:
        request.session[INVITATION] = token
        return openid_connect.login(request, request.POST["provider"])
    form = JoinForm(request.POST or None, initial={"name": invitation.person.name if invitation else ""})
    if invitation and request.method == "POST" and form.is_valid():
        chosen = {"name": form.cleaned_data["name"], "password": form.cleaned_data["password1"]}
        try:
            person = invitations.accept(token=token, **chosen)
        except ValidationError as error:
            form.refuse(error)
        else:
            return perform_password_login(request, {"email": person.email}, Login(user=person))
    context = {"invitation": invitation, "form": form}
    return render(request, "account/join.html", context, status=HTTPStatus.OK if invitation else HTTPStatus.GONE)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show a form again, unsaved, if its token is out of date: the person signed in again in another tab."""
    address = unsaved_forms.store_form(request)
    if address:
        return HttpResponseRedirect(address)
    return render(request, "403_csrf.html", status=403)
