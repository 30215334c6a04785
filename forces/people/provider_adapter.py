"""What allauth asks of us when someone signs in at their organisation's provider."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse

from forces.people import directory, invitations

INVITATION = "invitation"  # in the session, while an invited person is at the provider


class ProviderAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Return False: `pre_social_login` finds the person, or refuses."""
        return False

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("account")

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the person whose account at the provider this is, and let the roles of their groups follow.

        Raises ImmediateHttpResponse, with a page that says why, for someone whom no one let in.
        """
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        claims = directory.claims_in(sociallogin.account.extra_data)
        if sociallogin.is_existing:
            directory.follow_groups(sociallogin.user, claims)
            return
        try:
            person = invitations.accept_at_provider(request.session.pop(INVITATION, ""))
            person = person or directory.create_from_groups(claims)
        except ValidationError as error:
            raise _refusal(request, " ".join(error.messages)) from error
        if person is None:
            raise _refusal(request)
        sociallogin.connect(request, person)
        directory.follow_groups(person, claims)


def _refusal(request: HttpRequest, reason: str = "") -> ImmediateHttpResponse:
    return ImmediateHttpResponse(render(request, "socialaccount/no_account.html", {"reason": reason}, status=403))
